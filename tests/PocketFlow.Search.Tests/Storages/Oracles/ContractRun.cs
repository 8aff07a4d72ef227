using System.Reflection;
using Xunit.Sdk;

namespace PocketFlow.Search.Tests;

/// <summary>Runs a whole contract in one test, since facts of a base class can't be skipped where their server is missing.
/// </summary>
internal static class ContractRun
{
    public static void Of<T>(Func<T> create)
    {
        foreach (MethodInfo fact in typeof(T).GetMethods().Where(m => m.IsDefined(typeof(FactAttribute), true)))
        {
            foreach (object[] arguments in Cases(fact))
            {
                Exception? failure = Record.Exception(() => fact.Invoke(create(), arguments));
                Assert.True(failure is null, $"{fact.Name}({string.Join(", ", arguments)}): {failure?.InnerException ?? failure}");
            }
        }
    }

    private static IEnumerable<object[]> Cases(MethodInfo fact) => fact.GetParameters().Length == 0
        ? [[]]
        : fact.GetCustomAttributes<DataAttribute>().SelectMany(d => d.GetData(fact));
}

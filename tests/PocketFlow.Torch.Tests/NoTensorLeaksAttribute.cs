using System.Reflection;
using Xunit.Sdk;

namespace PocketFlow.Torch.Tests;

/// <summary>Opens a scope around each test and fails it when tensors outlive the scope.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private long _before;
    private TensorScope? _scope;

    public override void Before(MethodInfo methodUnderTest)
    {
        Engine.Threads = 2;
        Engine.Seed(1);
        _before = Engine.LiveTensors;
        _scope = TensorScope.Begin();
    }

    public override void After(MethodInfo methodUnderTest)
    {
        _scope!.Dispose();
        long left = Engine.LiveTensors - _before;
        if (left != 0)
        {
            throw new InvalidOperationException($"{methodUnderTest?.Name} left {left} tensors behind.");
        }
    }
}

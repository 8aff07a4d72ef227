using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads what joins tensors.</summary>
internal static class JoinReaders
{
    public static IReadOnlyList<Value> Concatenation(TfLiteCall call)
    {
        Value joined = call.Inputs.Count == 1
            ? call.Input(0)
            : call.Emit("Concat", call.Given, new AttributeMap { { "axis", (long)call.Node.Int(0) } });
        return [call.Activated(joined, 1)];
    }
}

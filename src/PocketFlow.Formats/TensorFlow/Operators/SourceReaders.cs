using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads constants and what passes its inputs on.</summary>
internal static class SourceReaders
{
    public static IReadOnlyList<Value> Constant(FlowCall call) => [call.Constant(call.Tensor("value"))];

    public static IReadOnlyList<Value> PassOn(FlowCall call) => call.Inputs;

    /// <summary>A placeholder that is no input: only the training phase, which is over.</summary>
    public static IReadOnlyList<Value> Phase(FlowCall call) => Flow.Phase.IsPhase(call.Node)
        ? [call.Constant(TensorData.Scalar(false))]
        : throw call.Refuse("that the signature doesn't list");
}

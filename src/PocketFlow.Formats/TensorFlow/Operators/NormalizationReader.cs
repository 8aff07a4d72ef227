using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads fused batch normalisation as it is at inference.</summary>
internal static class NormalizationReader
{
    public static IReadOnlyList<Value> Read(FlowCall call)
    {
        if (call.Flag("is_training", true))
        {
            throw call.Refuse("with is_training, which normalises by each batch; save the model for inference");
        }

        Value image = Layout.ToChannelsFirst(call, call.Input(0));
        Value normalized = call.Emit(
            "BatchNormalization", [image, call.Input(1), call.Input(2), call.Input(3), call.Input(4)],
            new AttributeMap { { "epsilon", call.Float("epsilon", 1e-4f) } });
        // The running statistics come out as they went in.
        return [Layout.FromChannelsFirst(call, normalized), call.Input(3), call.Input(4)];
    }
}

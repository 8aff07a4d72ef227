using PocketFlow.Allocation;
using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>A weight or an activation whose bits are searched.</summary>
/// <param name="Layer">Its name in a <see cref="BitAllocation"/>.</param>
/// <param name="Elements">Elements of the weight, or of the activation for one sample.</param>
/// <param name="IsActivation">Which of both it is.</param>
/// <param name="Shape">Of the weight, or of the activation without its batch.</param>
/// <param name="Maker">The node that reads the weight, or that makes the activation.</param>
internal sealed record BitChoice(string Layer, long Elements, bool IsActivation, double[] Shape, Node? Maker)
{
    public static BitChoice Of(QuantizedWeight weight) => new(
        weight.Layer, weight.Elements, false, [.. weight.Value.KnownShape.Select(Size)], weight.Readers[0]);

    public static BitChoice Of(QuantizedActivation activation)
    {
        Value value = activation.Values[0];
        return new(activation.Layer, activation.Elements, true, [.. value.KnownShape.Skip(1).Select(Size)], value.Producer);
    }

    /// <summary>What a search is told of it.</summary>
    public AllocatedLayer Describe(IReadOnlyList<double> levels)
    {
        double[] space = Maker is null ? [] : [.. Maker.Output.KnownShape.Skip(2).Select(Size)];
        string size = string.Join('x', space), shape = string.Join('x', Shape);
        double stride = Maker?.Attributes.Ints("strides")?[0] ?? 1;
        return new AllocatedLayer(IsActivation ? $"activation of {Layer}" : Layer, levels)
        {
            Stage = IsActivation ? $"activations@{size}" : size,
            Likeness = IsActivation ? $"activations of {Maker?.OpType} {shape}" : $"{shape}@{size}",
            Features =
            [
                Shape[0], Shape.ElementAtOrDefault(1), Shape.ElementAtOrDefault(2), stride, space.FirstOrDefault(), Elements,
                IsActivation ? 1 : 0,
            ],
        };
    }

    private static double Size(Dim dim) => dim.SizeOr(0);
}

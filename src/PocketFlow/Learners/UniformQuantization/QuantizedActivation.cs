using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>Activations that share one grid and can be given bits together.</summary>
public sealed record QuantizedActivation
{
    internal QuantizedActivation(IReadOnlyList<string> names, IReadOnlyList<Value> values, bool isEdge) =>
        (Names, Values, IsEdge) = (names, values, isEdge);

    /// <summary>The node, or the model input, that makes the activation: the first of <see cref="Names"/>.</summary>
    public string Layer => Names[0];

    /// <summary>
    /// Everything that names it: the layer, the rectifier that is computed with it, and what only moves its elements.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Elements of one sample, of the largest of the values that share the grid.</summary>
    public long Elements => Values.Max(v =>
        v.Data?.Count ?? (v.Shape is { Rank: > 0 } shape ? TensorData.CountOf(shape.ToArray().AsSpan(1)) : 1));

    /// <summary>Whether a first or last layer reads it, or it comes after the last layers.</summary>
    public bool IsEdge { get; }

    /// <summary>Whether it is a constant of the model: its grid is its own range.</summary>
    public bool IsConstant => Values.All(v => v.IsInitializer);

    internal IReadOnlyList<Value> Values { get; }
}

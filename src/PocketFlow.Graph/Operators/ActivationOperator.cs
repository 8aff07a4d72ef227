using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>A function applied to every element of the first input; the shape stays.</summary>
public sealed class ActivationOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => OpType switch
    {
        "Identity" or "Dropout" => QuantizationRule.SameAsInput,
        "Not" => QuantizationRule.NotQuantized,
        _ => QuantizationRule.OwnRange,
    };

    /// <summary>Steps have no slope anywhere.</summary>
    public override bool IsDifferentiable => base.IsDifferentiable && OpType is not ("Sign" or "Floor" or "Ceil" or "Round");

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        if (OpType == "Not" && node.Input(0).Type != ElementType.Boolean)
        {
            throw Fault(node, "type", $"its input is {node.Input(0).Type}, expected were truth values.");
        }

        SetOutput(node, node.Input(0).Type, node.Input(0).KnownShape);
        node.Output.Elements = OpType == "Identity" ? node.Input(0).KnownElements() : null;
        if (node.Outputs.Count > 1)
        {
            node.Outputs[1].Type = ElementType.Boolean;
            node.Outputs[1].Shape = node.Input(0).KnownShape;
        }
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        return OpType switch
        {
            "Identity" => [data],
            "Not" => [TensorData.From<bool>(Array.ConvertAll(data.As<bool>().ToArray(), b => !b), data.Dims)],
            _ => ElementFunctions.Find(node) is { } function && HasConstantBounds(node) ? Map(data, function) : null,
        };
    }

    /// <summary>Whether the bounds of a Clip, and whatever other inputs a node has, are constant or left out.</summary>
    public static bool HasConstantBounds(Node node) =>
        node.Inputs.Skip(1).All(i => i is null or { IsInitializer: true });

    private TensorData[]? Map(TensorData data, Func<double, double> function) => data.Type switch
    {
        ElementType.Float32 => [TensorData.From<float>(
            Array.ConvertAll(data.As<float>().ToArray(), x => (float)function(x)), data.Dims)],
        ElementType.Float64 => [TensorData.From<double>(
            Array.ConvertAll(data.As<double>().ToArray(), x => function(x)), data.Dims)],
        ElementType.Int64 when ElementFunctions.TakesIntegers(OpType) => [TensorData.From<long>(
            Array.ConvertAll(data.As<long>().ToArray(), x => (long)function(x)), data.Dims)],
        ElementType.Int32 when ElementFunctions.TakesIntegers(OpType) => [TensorData.From<int>(
            Array.ConvertAll(data.As<int>().ToArray(), x => (int)function(x)), data.Dims)],
        _ => null,
    };

    /// <summary>The bounds of a Clip node; an absent bound is infinite.</summary>
    /// <exception cref="InvalidGraphException">A bound is computed, not constant.</exception>
    public static (float Low, float High) BoundsOf(Node node) =>
        (Bound(node, 1, float.NegativeInfinity), Bound(node, 2, float.PositiveInfinity));

    private static float Bound(Node node, int input, float fallback) => node.InputOrNull(input) switch
    {
        null => fallback,
        { Data: { } data } => data.ToFloats()[0],
        _ => throw Fault(node, "constant", "a bound is computed; only constant bounds are known."),
    };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.Copy(node.Input(0), node.Output);
}

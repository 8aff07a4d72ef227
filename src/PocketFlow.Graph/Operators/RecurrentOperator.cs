using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// LSTM, GRU and RNN: input [steps, batch, inputs]; per direction weights [gates · hidden, inputs], recurrent weights
/// [gates · hidden, hidden] and two biases; optional lengths, first states and peepholes. Outputs are all states
/// [steps, directions, batch, hidden] and the last ones [directions, batch, hidden].
/// </summary>
/// <remarks>Gates are stacked as in ONNX: input, output, forget, cell for LSTM; update, reset, hidden for GRU.</remarks>
public sealed class RecurrentOperator(string opType) : Operator(opType)
{
    private static readonly string[] s_directions = ["forward", "reverse", "bidirectional"];

    /// <summary>The number of gates: 4, 3 or 1.</summary>
    public int Gates => OpType switch
    {
        "LSTM" => 4,
        "GRU" => 3,
        _ => 1,
    };

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        Shape weight = node.Input(1).KnownShape;
        Shape recurrent = node.Input(2).KnownShape;
        long directions = DirectionOf(node) == "bidirectional" ? 2 : 1;
        if (node.Attributes.Int("layout", 0) != 0)
        {
            throw Fault(node, "layout", "the batch comes first, expected was the sequence.");
        }

        if (input.Rank != 3 || recurrent.Rank != 3 || !recurrent[2].IsKnown)
        {
            throw Fault(node, "shape", $"input {input} and recurrent weights {recurrent} must have three axes.");
        }

        long hidden = recurrent[2].Size;
        Require(node, 2, directions, Gates * hidden, hidden);
        Require(node, 1, directions, Gates * hidden, input[2].SizeOr(weight[-1].SizeOr(0)));
        Require(node, 3, directions, 2 * Gates * hidden);
        Require(node, 5, directions, input[1].SizeOr(-1), hidden);
        Require(node, 6, directions, input[1].SizeOr(-1), hidden);
        Require(node, 7, directions, 3 * hidden);
        SetOutput(node, node.Input(0).Type, new Shape(input[0], directions, input[1], hidden));
        foreach (Value state in node.Outputs.Skip(1))
        {
            state.Type = node.Input(0).Type;
            state.Shape = new Shape(directions, input[1], hidden);
        }
    }

    /// <summary>forward, reverse or bidirectional.</summary>
    public static string DirectionOf(Node node)
    {
        string direction = node.Attributes.Text("direction", "forward");
        return s_directions.Contains(direction) ? direction : throw Fault(
            node, "attribute", $"direction is '{direction}', expected was one of {string.Join(", ", s_directions)}.");
    }

    /// <summary>Whether a direction, counted from 0, runs from the last step to the first.</summary>
    public static bool IsReverse(Node node, int direction) => direction == 1 || DirectionOf(node) == "reverse";

    /// <summary>
    /// The functions of one direction: for gates, then for the cell or the new state, then for an LSTM's output.
    /// </summary>
    public string[] ActivationsOf(Node node, int direction)
    {
        string[] usual = OpType switch
        {
            "LSTM" => ["Sigmoid", "Tanh", "Tanh"],
            "GRU" => ["Sigmoid", "Tanh"],
            _ => ["Tanh"],
        };
        return node.Attributes.Texts("activations") is { } given && given.Length >= (direction + 1) * usual.Length
            ? given[(direction * usual.Length)..((direction + 1) * usual.Length)]
            : usual;
    }

    /// <inheritdoc/>
    public override long Macs(Node node) => node.Input(0).KnownShape[0].SizeOr(1)
        * (node.Input(1).KnownShape.ElementCount + node.Input(2).KnownShape.ElementCount);

    /// <summary>The rows of all gates, the axis behind the directions.</summary>
    public override int OutputChannelAxis(Node node) => 1;

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input switch
    {
        1 or 2 => ParameterRole.Weight,
        3 or 7 => ParameterRole.Bias,
        _ => ParameterRole.None,
    };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        foreach (Value input in node.Inputs.OfType<Value>())
        {
            atoms.Freeze(input, $"{OpType} '{node.Name}' feeds its states back, and its input is kept with them");
        }
    }

    private static void Require(Node node, int input, params long[] dims)
    {
        if (node.InputOrNull(input)?.Shape is not { } shape)
        {
            return;
        }

        bool fits = shape.Rank == dims.Length
            && shape.Zip(dims).All(d => !d.First.IsKnown || d.Second < 0 || d.First.Size == d.Second);
        if (!fits)
        {
            string expected = string.Join(", ", dims.Select(d => d < 0 ? "batch" : $"{d}"));
            throw Fault(node, "shape", $"input {input} has the shape {shape}, expected was [{expected}].");
        }
    }
}

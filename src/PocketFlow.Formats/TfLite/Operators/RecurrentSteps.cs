using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>The steps of one direction of a recurrent layer as operators; rows are [step · batch, …].</summary>
internal sealed class RecurrentSteps(Node node, GraphLowering lowering, int direction)
{
    private const int First = 5;
    private const int FirstCell = 6;

    private readonly RecurrentOperator _description = (RecurrentOperator)node.Operator;
    private readonly long _hidden = node.Input(2).KnownShape[2].Size;
    private Operand? _recurrent;
    private Operand? _recurrentBias;
    private Operand? _candidate;
    private Operand? _candidateBias;

    private bool IsLinearFirst => node.Attributes.Int("linear_before_reset", 0) != 0;

    /// <summary>The operator of an activation function, or null where TFLite has none.</summary>
    public static Op? CodeOf(string activation) => activation.ToUpperInvariant() switch
    {
        "SIGMOID" => Op.LOGISTIC,
        "TANH" => Op.TANH,
        "RELU" => Op.RELU,
        _ => null,
    };

    /// <summary>Adds all steps; returns the states of all [steps · batch, hidden], the last state and the last cell.</summary>
    public (Operand All, Operand Last, Operand Cell) Run(Operand input, long steps, long batch)
    {
        int rows = (int)(_description.Gates * _hidden);
        (float[] bias, float[] recurrentBias) = Biases(rows);
        Operand projected = Dense(input, Matrix(1, 0, rows), Vector("bias", bias), "projected");
        _recurrent = Matrix(2, 0, rows);
        _recurrentBias = Vector("recurrent_bias", recurrentBias);
        if (_description.OpType == "GRU" && !IsLinearFirst)
        {
            _candidate = Matrix(2, (int)(2 * _hidden), (int)_hidden);
            _candidateBias = Vector("candidate_bias", recurrentBias[(int)(2 * _hidden)..]);
        }

        Operand state = State(First, batch);
        Operand cell = _description.OpType == "LSTM" ? State(FirstCell, batch) : state;
        var states = new Operand[steps];
        for (long i = 0; i < steps; i++)
        {
            long step = RecurrentOperator.IsReverse(node, direction) ? steps - 1 - i : i;
            Operand row = lowering.Cut(projected, 0, step * batch, batch, node.Name);
            (state, cell) = Advance(row, state, cell);
            states[step] = state;
        }

        return (lowering.Join(states, 0, node.Name), state, cell);
    }

    private (Operand State, Operand Cell) Advance(Operand row, Operand state, Operand cell)
    {
        string[] activations = _description.ActivationsOf(node, direction);
        Operand recurred = Dense(state, _recurrent!, _recurrentBias!, "recurred");
        if (_description.OpType == "GRU")
        {
            Operand next = Gru(row, state, recurred, activations);
            return (next, next);
        }

        Operand sum = Add(row, recurred);
        if (_description.OpType == "RNN")
        {
            Operand next = Apply(activations[0], sum);
            return (next, next);
        }

        // Input, output and forget gates lie side by side, so that one operator serves all three.
        Operand gates = Apply(activations[0], lowering.Cut(sum, 1, 0, 3 * _hidden, node.Name));
        Operand candidate = Apply(activations[1], Gate(sum, 3));
        Operand memory = Add(Multiply(Gate(gates, 2), cell), Multiply(Gate(gates, 0), candidate));
        return (Multiply(Gate(gates, 1), Apply(activations[2], memory)), memory);
    }

    private Operand Gru(Operand row, Operand state, Operand recurred, string[] activations)
    {
        Operand gates = Apply(activations[0], Add(
            lowering.Cut(row, 1, 0, 2 * _hidden, node.Name), lowering.Cut(recurred, 1, 0, 2 * _hidden, node.Name)));
        Operand reset = Gate(gates, 1);
        Operand kept = IsLinearFirst
            ? Multiply(reset, Gate(recurred, 2))
            : Dense(Multiply(reset, state), _candidate!, _candidateBias!, "reset");
        Operand candidate = Apply(activations[1], Add(Gate(row, 2), kept));
        Operand difference = Combine(Op.SUB, OptionsType.Sub, state, candidate);
        return Add(candidate, Multiply(Gate(gates, 0), difference));
    }

    private (float[] Input, float[] Recurrent) Biases(int rows)
    {
        float[] all = node.ConstantOrNull(3)?.ToFloats() ?? new float[2 * rows * (direction + 1)];
        float[] own = all[(2 * rows * direction)..(2 * rows * (direction + 1))];
        return (own[..rows], own[rows..]);
    }

    /// <summary>Rows of this direction's part of a weight.</summary>
    private Operand Matrix(int input, int from, int count)
    {
        TensorData weight = node.ConstantOrNull(input)!;
        int columns = (int)weight.Dims[2];
        int start = (direction * (int)weight.Dims[1] + from) * columns;
        float[] own = weight.ToFloats()[start..(start + count * columns)];
        return lowering.Reals($"{node.Input(input).Name}/{direction}", own, [count, columns], Layout.Logical(2), null);
    }

    private Operand Vector(string name, float[] elements) => lowering.Reals(
        $"{node.Name}/{name}{direction}", elements, [elements.Length], Layout.Logical(1), null);

    private Operand State(int input, long batch)
    {
        if (node.InputOrNull(input) is not { } value)
        {
            return lowering.Reals(
                $"{node.Name}/zero", new float[batch * _hidden], [batch, _hidden], Layout.Logical(2), null);
        }

        Operand states = lowering.Read(value, Layout.Logical(3), null);
        Operand own = states.Dims[0] == 1 ? states : lowering.Cut(states, 0, direction, 1, node.Name);
        return lowering.Reshape(own, [batch, _hidden], Layout.Logical(2), $"{node.Name}/first");
    }

    private Operand Dense(Operand input, Operand weight, Operand bias, string name)
    {
        Operand output = lowering.NewTensor(
            $"{node.Name}/{name}", [input.Dims[0], weight.Dims[0]], Layout.Logical(2), null);
        lowering.Emit(
            Op.FULLY_CONNECTED, [input.Tensor, weight.Tensor, bias.Tensor], output,
            new(OptionsType.FullyConnected, new FlatTable()));
        return output;
    }

    private Operand Gate(Operand gates, int gate) => lowering.Cut(gates, 1, gate * _hidden, _hidden, node.Name);

    private Operand Apply(string activation, Operand input)
    {
        Operand output = lowering.NewTensor($"{node.Name}/activated", input.Dims, input.Layout, null);
        lowering.Emit(CodeOf(activation)!.Value, [input.Tensor], output);
        return output;
    }

    private Operand Add(Operand a, Operand b) => Combine(Op.ADD, OptionsType.Add, a, b);

    private Operand Multiply(Operand a, Operand b) => Combine(Op.MUL, OptionsType.Mul, a, b);

    private Operand Combine(Op code, OptionsType type, Operand a, Operand b)
    {
        Operand output = lowering.NewTensor($"{node.Name}/step", a.Dims, a.Layout, null);
        lowering.Emit(code, [a.Tensor, b.Tensor], output, new(type, new FlatTable()));
        return output;
    }
}

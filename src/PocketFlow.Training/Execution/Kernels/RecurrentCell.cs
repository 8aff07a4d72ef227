using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>
/// One direction of a recurrent layer with its state. LSTM after Hochreiter and Schmidhuber (1997) with forget gates and
/// optional peepholes, GRU after Cho et al. (2014, arXiv 1406.1078), in ONNX's order of gates.
/// </summary>
internal sealed class RecurrentCell
{
    private readonly RecurrentOperator _description;
    private readonly Tensor _projected;          // [S, B, gates · H]
    private readonly Tensor _recurrent;          // [H, gates · H]
    private readonly Tensor? _recurrentBias;     // [gates · H]
    private readonly Tensor? _peephole;          // [3 · H]: input, output, forget
    private readonly Func<Tensor, Tensor>[] _activations;
    private readonly AttributeMap _attributes;
    private readonly long _hidden;

    public RecurrentCell(KernelContext context, RecurrentOperator description, int direction)
    {
        _description = description;
        _attributes = context.Node.Attributes;
        Tensor input = context.Input(0);
        Tensor recurrent = context.Input(2).Select(0, direction);
        _hidden = recurrent.Size(1);
        _recurrent = recurrent.Transpose(0, 1);
        _projected = input.Matmul(context.Input(1).Select(0, direction).Transpose(0, 1));
        if (context.InputOrNull(3)?.Select(0, direction) is { } bias)
        {
            long rows = description.Gates * _hidden;
            _projected = _projected.Add(bias.Narrow(0, 0, rows));
            _recurrentBias = bias.Narrow(0, rows, rows);
        }

        _peephole = context.InputOrNull(7)?.Select(0, direction);
        _activations = [.. description.ActivationsOf(context.Node, direction).Select(a => FunctionOf(context.Node, a))];
        State = context.InputOrNull(5)?.Select(0, direction) ?? Tensor.Zeros([input.Size(1), _hidden], device: input.Device);
        Memory = context.InputOrNull(6)?.Select(0, direction) ?? State.ZerosLike();
    }

    /// <summary>The state [B, H].</summary>
    public Tensor State { get; private set; }

    /// <summary>The cell of an LSTM [B, H].</summary>
    public Tensor Memory { get; private set; }

    /// <summary>Computes the state after one more step.</summary>
    public Tensor Advance(long step)
    {
        Tensor projected = _projected.Select(0, step);
        State = _description.OpType switch
        {
            "LSTM" => Lstm(projected.Add(Recurred(State))),
            "GRU" => Gru(projected),
            _ => _activations[0](Clipped(projected.Add(Recurred(State)))),
        };
        return State;
    }

    private Tensor Lstm(Tensor gates)
    {
        Tensor input = _activations[0](Clipped(Peeped(Gate(gates, 0), 0, Memory)));
        Tensor forget = _attributes.Int("input_forget", 0) != 0
            ? input.Neg().Add(1)
            : _activations[0](Clipped(Peeped(Gate(gates, 2), 2, Memory)));
        Tensor candidate = _activations[1](Clipped(Gate(gates, 3)));
        Memory = forget.Mul(Memory).Add(input.Mul(candidate));
        Tensor output = _activations[0](Clipped(Peeped(Gate(gates, 1), 1, Memory)));
        return output.Mul(_activations[2](Memory));
    }

    private Tensor Gru(Tensor projected)
    {
        bool isLinearFirst = _attributes.Int("linear_before_reset", 0) != 0;
        Tensor recurred = Recurred(State);
        Tensor update = _activations[0](Clipped(Gate(projected, 0).Add(Gate(recurred, 0))));
        Tensor reset = _activations[0](Clipped(Gate(projected, 1).Add(Gate(recurred, 1))));
        Tensor kept = isLinearFirst
            ? reset.Mul(Gate(recurred, 2))
            : Biased(reset.Mul(State).Matmul(Gate(_recurrent, 2)), 2);
        Tensor candidate = _activations[1](Clipped(Gate(projected, 2).Add(kept)));
        return candidate.Add(update.Mul(State.Sub(candidate)));
    }

    private Tensor Recurred(Tensor state)
    {
        Tensor product = state.Matmul(_recurrent);
        return _recurrentBias is null ? product : product.Add(_recurrentBias);
    }

    private Tensor Biased(Tensor product, int gate) =>
        _recurrentBias is null ? product : product.Add(_recurrentBias.Narrow(0, gate * _hidden, _hidden));

    private Tensor Gate(Tensor gates, int gate) => gates.Narrow(-1, gate * _hidden, _hidden);

    private Tensor Peeped(Tensor gate, int row, Tensor memory) =>
        _peephole is null ? gate : gate.Add(memory.Mul(_peephole.Narrow(0, row * _hidden, _hidden)));

    private Tensor Clipped(Tensor gate) =>
        _attributes.Float("clip", 0) is > 0 and var limit ? gate.Clamp(-limit, limit) : gate;

    private static Func<Tensor, Tensor> FunctionOf(Node node, string name) => name.ToUpperInvariant() switch
    {
        "SIGMOID" => x => x.Sigmoid(),
        "TANH" => x => x.Tanh(),
        "RELU" => x => x.Relu(),
        "HARDSIGMOID" => x => x.Mul(0.2).Add(0.5).Clamp(0, 1),
        _ => throw new UnsupportedOperatorException(
            "The training engine", [$"{node.OpType} '{node.Name}' with the activation {name}"]),
    };
}

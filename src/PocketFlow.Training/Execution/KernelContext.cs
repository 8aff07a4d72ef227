using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution;

/// <summary>What a kernel sees of the node that it executes.</summary>
internal readonly struct KernelContext
{
    private readonly Executor _executor;
    private readonly Tensor?[] _values;
    private readonly ExecutionStep _step;

    public KernelContext(Executor executor, ExecutionStep step, Tensor?[] values, bool isTraining)
    {
        _executor = executor;
        _step = step;
        _values = values;
        IsTraining = isTraining;
    }

    /// <summary>The node.</summary>
    public Node Node => _step.Node;

    /// <summary>Whether normalisation uses, and updates, batch statistics.</summary>
    public bool IsTraining { get; }

    /// <summary>Whether the first input is dead after this node, so that its memory may be overwritten.</summary>
    public bool CanOverwriteInput => _step.CanOverwriteInput;

    /// <summary>The tensor at an input position.</summary>
    public Tensor Input(int index) => InputOrNull(index) ?? throw new InvalidOperationException(
        $"{Node.OpType} '{Node.Name}' lacks its input {index}.");

    /// <summary>The tensor at an input position, or null where the input is left out.</summary>
    public Tensor? InputOrNull(int index)
    {
        int slot = index < _step.Inputs.Length ? _step.Inputs[index] : -1;
        return slot < 0 ? null : _values[slot] ?? _executor.Constant(Node.Input(index));
    }
}

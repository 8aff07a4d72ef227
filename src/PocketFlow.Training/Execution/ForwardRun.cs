using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution;

/// <summary>
/// A forward pass that stops where it is told, so that what it computed can be read, and parameters of later nodes can
/// change, before it goes on. Its tensors belong to the scope that is open when it goes on.
/// </summary>
public sealed class ForwardRun
{
    private readonly Executor _executor;
    private readonly ExecutionPlan _plan;
    private readonly Tensor?[] _values;
    private int _next;

    internal ForwardRun(Executor executor, ExecutionPlan plan, Tensor?[] values) =>
        (_executor, _plan, _values) = (executor, plan, values);

    /// <summary>Goes on until a node is the next one; stays where it is if that node was executed.</summary>
    public void AdvanceTo(Node node)
    {
        int end = _next;
        while (end < _plan.Steps.Count && _plan.Steps[end].Node != node)
        {
            end++;
        }

        if (end == _plan.Steps.Count)
        {
            return;
        }

        using TensorScope scope = TensorScope.Begin();
        for (; _next < end; _next++)
        {
            _executor.Execute(_plan.Steps[_next], _values, isTraining: false, hook: null);
        }

        foreach (Tensor? tensor in _values)
        {
            if (tensor is not null)
            {
                scope.Keep(tensor);
            }
        }
    }

    /// <summary>A value that was computed and is still to be read; null for others.</summary>
    public Tensor? Find(Value value) => _plan.SlotOrNull(value) is { } slot ? _values[slot] : null;
}

using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Calls back with the values of a forward pass that were asked for, by name.</summary>
internal sealed class SampleHook : ForwardHook
{
    private readonly Dictionary<string, Tensor> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted;

    public SampleHook(IEnumerable<Value> wanted) => _wanted = [.. wanted.Select(v => v.Name)];

    public override bool Watches(Value value) => _wanted.Contains(value.Name);

    public override Tensor OnValue(Value value, Tensor tensor)
    {
        if (_wanted.Contains(value.Name))
        {
            _seen[value.Name] = tensor;
        }

        return tensor;
    }

    /// <summary>The tensor of a value in the last pass.</summary>
    public Tensor Of(Value value) => _seen[value.Name];

    /// <summary>Whether the last pass computed a value.</summary>
    public bool Saw(Value value) => _seen.ContainsKey(value.Name);

    /// <summary>Forgets the last pass; its tensors are freed by their scope.</summary>
    public void Clear() => _seen.Clear();
}

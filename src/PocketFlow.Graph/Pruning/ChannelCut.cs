namespace PocketFlow.Graphs.Pruning;

/// <summary>What a node is told when channels go: which positions of its values stay.</summary>
internal sealed class ChannelCut
{
    private readonly DependencyGraph _dependencies;
    private readonly HashSet<int> _removed;
    private readonly Graph _target;

    public ChannelCut(DependencyGraph dependencies, HashSet<int> removed, Graph target)
    {
        _dependencies = dependencies;
        _removed = removed;
        _target = target;
    }

    /// <summary>The positions along an axis of the original node's value that stay, or null where none can go.</summary>
    public int[]? Kept(Value original, int axis) => _dependencies.Kept(original, axis, _removed);

    /// <summary>Gives the twin of a node a constant input of its own.</summary>
    public void SetConstant(Node twin, int input, TensorData data) =>
        twin.SetInput(input, _target.AddInitializer(twin.Name + "_cut", data));
}

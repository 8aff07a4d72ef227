using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow.Checkpoint;

/// <summary>
/// Finds the checkpoint's keys of a model that is saved as a graph of objects. The model numbers its objects and says
/// which of them are bound to which calls; the checkpoint has numbers of its own. Both name the same paths from the
/// root.
/// </summary>
internal sealed class ObjectKeys
{
    private const string GraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private readonly Dictionary<string, string> _byNode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    private ObjectKeys()
    {
    }

    /// <summary>The keys of a model, or null where its checkpoint holds no graph of objects.</summary>
    public static ObjectKeys? Find(MetaGraphDef model, TensorBundle bundle, string path)
    {
        if (!bundle.Entries.ContainsKey(GraphKey))
        {
            return null;
        }

        var saved = ProtobufFile.Parse(
            path, TrackableObjectGraph.Parser, bundle.ReadText(GraphKey), "graph of a checkpoint's objects");
        var keys = new ObjectKeys();
        foreach (TrackableObjectGraph.Types.SerializedTensor value in saved.Nodes.SelectMany(n => n.Attributes))
        {
            // A name that two variables share tells neither.
            keys._byName[value.FullName] = keys._byName.ContainsKey(value.FullName) ? "" : value.CheckpointKey;
        }

        if (model.ObjectGraphDef is { Nodes.Count: > 0 } objects && saved.Nodes.Count > 0)
        {
            keys.Bind(model.GraphDef, objects, Walk(objects, saved));
        }

        return keys;
    }

    /// <summary>The key of the variable that a node holds, where a call tells it.</summary>
    public string? KeyOf(string node) => _byNode.GetValueOrDefault(node);

    /// <summary>The key of a variable by its full name.</summary>
    public string? KeyOfName(string name) => _byName.GetValueOrDefault(name);

    // The last inputs of a call are the objects that its function is bound to.
    private void Bind(GraphDef graph, SavedObjectGraph objects, Dictionary<int, string> keys)
    {
        foreach (NodeDef node in graph.Node)
        {
            if (node.Attr.GetValueOrDefault("f")?.Func is not { } function
                || !objects.ConcreteFunctions.TryGetValue(function.Name, out SavedConcreteFunction? concrete))
            {
                continue;
            }

            string[] inputs = [.. node.Input.Where(i => !i.StartsWith('^'))];
            int first = inputs.Length - concrete.BoundInputs.Count;
            for (int i = Math.Max(0, -first); i < concrete.BoundInputs.Count; i++)
            {
                if (keys.TryGetValue(concrete.BoundInputs[i], out string? key))
                {
                    _byNode[inputs[first + i].Split(':')[0]] = key;
                }
            }
        }
    }

    private static Dictionary<int, string> Walk(SavedObjectGraph objects, TrackableObjectGraph saved)
    {
        var keys = new Dictionary<int, string>();
        var visited = new HashSet<int> { 0 };
        var waiting = new Queue<(int Object, int Saved)>([(0, 0)]);
        while (waiting.TryDequeue(out (int Object, int Saved) pair))
        {
            TrackableObjectGraph.Types.TrackableObject twin = saved.Nodes[pair.Saved];
            if (twin.Attributes.FirstOrDefault(a => a.Name == "VARIABLE_VALUE") is { } value)
            {
                keys[pair.Object] = value.CheckpointKey;
            }

            var twins = twin.Children.DistinctBy(c => c.LocalName)
                .ToDictionary(c => c.LocalName, c => c.NodeId, StringComparer.Ordinal);
            foreach (ObjectReference child in objects.Nodes[pair.Object].Children)
            {
                if (twins.TryGetValue(child.LocalName, out int other) && IsIndex(other, saved.Nodes.Count)
                    && IsIndex(child.NodeId, objects.Nodes.Count) && visited.Add(child.NodeId))
                {
                    waiting.Enqueue((child.NodeId, other));
                }
            }
        }

        return keys;
    }

    private static bool IsIndex(int index, int count) => index >= 0 && index < count;
}

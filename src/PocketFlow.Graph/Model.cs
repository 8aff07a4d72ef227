namespace PocketFlow.Graphs;

/// <summary>A trained network: a graph in ONNX semantics (opset 17, NCHW) with metadata that travels in its files.</summary>
public sealed class Model
{
    /// <summary>The version of ONNX's operator set whose semantics graphs have.</summary>
    public const int Opset = 17;

    /// <summary>Creates a model around a graph.</summary>
    public Model(Graph graph) => Graph = graph;

    /// <summary>The computation.</summary>
    public Graph Graph { get; }

    /// <summary>Free key-value pairs that model files carry, for example how inputs are normalised.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>A copy that can be changed without touching this model; constants are shared, since they never change.</summary>
    public Model Clone()
    {
        var clone = new Model(Graph.Clone());
        foreach ((string key, string value) in Metadata)
        {
            clone.Metadata[key] = value;
        }

        return clone;
    }

    /// <summary>The text dump of the graph.</summary>
    public override string ToString() => Graph.ToString();
}

using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Builds a model from a file, with an open batch where all operators allow it.</summary>
internal sealed class TfLiteReader(string path, ReadOnlyMemory<byte> data)
{
    public Model Read()
    {
        var file = new TfLiteFile(path, data);
        var source = new TfLiteSubgraph(file);
        Model model = (source.Inputs.Length > 0 && source.Inputs.All(source.HasOpenBatch) ? TryOpen(source) : null)
            ?? Simplify(new TfLiteImport(source, isBatchOpen: false).Run());
        foreach ((string key, string value) in file.Metadata())
        {
            model.Metadata[key] = value;
        }

        return model;
    }

    /// <summary>The model with an open batch, or null where an operator mixes samples or states their number.</summary>
    private static Model? TryOpen(TfLiteSubgraph source)
    {
        try
        {
            Graph graph = new TfLiteImport(source, isBatchOpen: true).Run();
            return BatchIndependence.Holds(graph) ? Simplify(graph) : null;
        }
        catch (Exception e) when (e is UnsupportedOperatorException or InvalidGraphException or PassException
            or InvalidOperationException or ArgumentException or ArithmeticException)
        {
            // What is really wrong shows again with one sample.
            return null;
        }
    }

    private static Model Simplify(Graph graph)
    {
        Model model = new Model(graph).Simplify();
        GraphVerifier.Verify(graph);
        return model;
    }
}

using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>Turns an opened model into a graph without leftovers of TensorFlow's layout.</summary>
internal static class ModelImport
{
    public static Model Run(TensorFlowSource source)
    {
        Graph graph = new GraphImport(source.Graph, source.Tensors, source.Variables).Run();
        Model model = new Model(graph).Simplify();
        ChannelsFirstInterface.Apply(graph);
        model.Simplify();
        GraphVerifier.Verify(graph);
        return model;
    }
}

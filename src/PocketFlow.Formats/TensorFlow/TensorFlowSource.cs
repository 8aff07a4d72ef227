using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>An opened model: its graph with inputs and outputs, its functions, and where its weights are.</summary>
internal sealed record TensorFlowSource(
    FlowGraph Graph, FlowBuilder Builder, FunctionDefLibrary? Library, TensorReader Tensors, Variables Variables)
{
    public string Version { get; init; } = "";

    /// <summary>The signatures of a SavedModel, or null for a frozen graph.</summary>
    public IReadOnlyList<string>? Signatures { get; init; }

    /// <summary>The outputs as the signature describes them.</summary>
    public IReadOnlyList<TensorFlowTensorInfo> Outputs { get; init; } = [];

    /// <summary>Leaves only what inference computes.</summary>
    public void Prepare()
    {
        new FunctionInliner(Graph, Builder, Library).Run();
        new BranchFolding(Graph).Run();
        new DilationPattern(Graph).Run();
    }

    public TensorFlowSummary Summarize() => new()
    {
        IsSavedModel = Signatures is not null,
        Version = Version,
        Signatures = Signatures ?? [],
        Inputs = [.. Graph.Inputs.Select(
            i => new TensorFlowTensorInfo(i.Value, Graph.TypeOf(i.Key), Graph.ShapeOf(i.Key)))],
        Outputs = Outputs,
        Operators = new SortedDictionary<string, int>(
            Graph.Nodes().CountBy(n => n.Op).ToDictionary(), StringComparer.Ordinal),
    };
}

using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class OnnxSharedModelTests
{
    private const string ResNet20 = "models/resnet20-cifar10.onnx";
    private const string ResNet56 = "models/resnet56-cifar10.onnx";

    private static readonly string[] s_remaining =
        ["Add", "BatchNormalization", "Conv", "Flatten", "Gemm", "Pad", "ReduceMean", "Relu", "Reshape", "Slice"];

    [SharedFact(ResNet20)]
    public void Read_ResNet20_FoldsShapeArithmeticAway() => CheckPyTorchModel(ResNet20, 19, 40_551_040);

    [SharedFact(ResNet56)]
    public void Read_ResNet56_FoldsShapeArithmeticAway() => CheckPyTorchModel(ResNet56, 55, 125_485_696);

    [SharedFact(ResNet20)]
    public void Identify_ResNet20_TellsProducerAndInterface()
    {
        OnnxSummary summary = OnnxFormat.Identify(SharedFiles.Find(ResNet20)!);

        Assert.Equal("pytorch", summary.ProducerName);
        Assert.Equal(13, summary.Opset);
        var input = new OnnxValueInfo("input", ElementType.Float32, new Shape(Dim.Symbolic("batch"), 3, 32, 32));
        Assert.Equal(input, summary.Inputs.Single());
        Assert.Equal("logits", summary.Outputs.Single().Name);
        Assert.Equal(146, summary.NodeCount);
        Assert.False(summary.IsQuantized);
    }

    [SharedFact(ResNet20)]
    public void Write_ResNet20_KeepsWeightsAndStructure()
    {
        Model model = OnnxFormat.Read(SharedFiles.Find(ResNet20)!);
        model.Metadata["pocketflow.history"] = "[]";
        using var file = new TemporaryFile();

        OnnxFormat.Write(model, file.Path);
        Model again = OnnxFormat.Read(file.Path);

        Assert.Equal(Nodes(model), Nodes(again));
        Assert.Equal("[]", again.Metadata["pocketflow.history"]);
        Assert.All(
            model.Graph.Initializers,
            v => Assert.True(v.Data!.Bytes.Span.SequenceEqual(again.Graph.Find(v.Name)!.Data!.Bytes.Span)));
    }

    private static IEnumerable<string> Nodes(Model model) => model.Graph.Nodes.Select(n => $"{n.Name}: {n}");

    private static void CheckPyTorchModel(string name, int convolutions, long macs)
    {
        Model model = OnnxFormat.Read(SharedFiles.Find(name)!);

        Assert.Subset(s_remaining.ToHashSet(), model.Graph.Nodes.Select(n => n.OpType).ToHashSet());
        Assert.Equal(convolutions, model.Graph.Nodes.Count(n => n.OpType == "Conv"));
        Assert.Equal(convolutions + 1, model.Graph.Nodes.Count(n => n.OpType is "Conv" or "Gemm"));
        Assert.Equal(macs, ModelCost.Of(model).Macs);
        Assert.Equal("input", model.Graph.Inputs.Single().Name);
        Assert.Equal("logits", model.Graph.Outputs.Single().Name);
        Assert.Equal(new Shape(Dim.Symbolic("batch"), 10), model.Graph.Outputs.Single().Shape);
    }
}

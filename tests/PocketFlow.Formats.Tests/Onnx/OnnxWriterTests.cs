using System.Diagnostics;
using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class OnnxWriterTests
{
    private const string Python = "/usr/bin/python3";
    private const string Checks = Python + " -c \"import onnx\"";

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    public void Write_ReadAgainAndWritten_IsTheSameFile(int opset)
    {
        var options = new OnnxExportOptions { Opset = opset };
        Model model = SmallNetworks.Residual();
        model.Metadata["pocketflow.dataset"] = "cifar10";

        foreach (Model each in new[] { model, SmallNetworks.Quantized(model) })
        {
            byte[] first = OnnxFiles.Write(each, options);
            byte[] second = OnnxFiles.Write(OnnxFiles.Read(first), options);

            Assert.True(first.AsSpan().SequenceEqual(second));
        }
    }

    [Fact]
    public void Write_Model_LeavesItUnchanged()
    {
        Model model = SmallNetworks.Residual();
        string before = model.ToString();

        OnnxFiles.Write(model, new OnnxExportOptions { Opset = 18, FoldBatchNormalization = true });

        Assert.Equal(before, model.ToString());
    }

    [Fact]
    public void Write_Folded_KeepsNoBatchNormalization()
    {
        Model again = OnnxFiles.Read(
            OnnxFiles.Write(SmallNetworks.Residual(), new OnnxExportOptions { FoldBatchNormalization = true }));

        Assert.DoesNotContain(again.Graph.Nodes, n => n.OpType == "BatchNormalization");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    public void Write_OtherOpset_Refuses(int opset) => Assert.Throws<ArgumentOutOfRangeException>(
        () => OnnxFiles.Write(SmallNetworks.Residual(), new OnnxExportOptions { Opset = opset }));

    [Fact]
    public void Write_OperatorNewerThanTheOpset_Refuses()
    {
        var builder = new GraphBuilder("shape");
        var attributes = new AttributeMap { { "start", 1L } };
        Model model = builder.Build(builder.Add("Shape", [builder.Input("x", 4)], "y", attributes));

        var e = Assert.Throws<UnsupportedOperatorException>(
            () => OnnxFiles.Write(model, new OnnxExportOptions { Opset = 13 }));

        Assert.Equal(["Shape 'y'"], e.Offenders);
        Assert.NotEmpty(OnnxFiles.Write(model));
    }

    [Fact]
    public void Identify_WrittenFile_TellsWhatWasWritten()
    {
        using var file = new TemporaryFile();
        Model model = SmallNetworks.Quantized(SmallNetworks.Residual());
        model.Metadata["pocketflow.dataset"] = "cifar10";
        OnnxFormat.Write(model, file.Path, new OnnxExportOptions { ProducerName = "someone" });

        OnnxSummary summary = OnnxFormat.Identify(file.Path);

        Assert.Equal("someone", summary.ProducerName);
        Assert.Equal(17, summary.Opset);
        Assert.True(summary.IsQuantized);
        Assert.Equal("cifar10", summary.Metadata["pocketflow.dataset"]);
        Assert.Equal(["input"], summary.Inputs.Select(i => i.Name));
    }

    [Fact]
    public void Write_WhereItFails_LeavesTheOldFile()
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, "old");
        Model model = SmallNetworks.Residual();
        model.Graph.Inputs[0].Quantization = Quantization.Affine(-1, 1);

        Assert.Throws<UnsupportedOperatorException>(() => OnnxFormat.Write(model, file.Path));

        Assert.Equal("old", File.ReadAllText(file.Path));
    }

    [ToolFact(Checks)]
    [Trait("Category", "Oracle")]
    public void Write_AnyForm_PassesTheForeignChecker()
    {
        string folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
        Model small = SmallNetworks.Residual();
        Model resnet = ReferenceNetworks.Build("resnet20", new NetworkOptions()).Simplify();
        foreach ((string name, Model model) in new[] { ("small", small), ("resnet20", resnet) })
        {
            OnnxFormat.Write(model, Path.Combine(folder, $"{name}.onnx"));
            OnnxFormat.Write(model, Path.Combine(folder, $"{name}-13.onnx"), new OnnxExportOptions { Opset = 13 });
            OnnxFormat.Write(
                model, Path.Combine(folder, $"{name}-folded.onnx"),
                new OnnxExportOptions { FoldBatchNormalization = true });
            OnnxFormat.Write(SmallNetworks.Quantized(model), Path.Combine(folder, $"{name}-qdq.onnx"));
        }

        const string Script = "import sys,glob,onnx\n"
            + "for f in glob.glob(sys.argv[1] + '/*.onnx'): onnx.checker.check_model(f, full_check=True)";
        var start = new ProcessStartInfo(Python, ["-c", Script, folder]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Directory.Delete(folder, recursive: true);

        Assert.True(process.ExitCode == 0, errors);
    }
}

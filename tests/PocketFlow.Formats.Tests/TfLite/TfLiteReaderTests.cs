using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Testing;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class TfLiteReaderTests
{
    [Fact]
    public void Read_WrittenRandomNetworks_ComputesTheSameWithoutTransposes()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Model model = RandomGraphs.Create(seed);
            Model read = RoundTrip(model);
            float[] input = RandomGraphs.Input(model, seed, 2);

            Assert.True(read.Graph.Nodes.All(n => n.OpType != "Transpose"), $"seed {seed}: {read}");
            Assert.Equal(model.Graph.Inputs[0].ToString(), read.Graph.Inputs[0].ToString());
            Assert.Equal(model.Graph.Outputs[0].ToString(), read.Graph.Outputs[0].ToString());
            AssertClose(ReferenceInterpreter.Run(model, input, 2), ReferenceInterpreter.Run(read, input, 2));
        }
    }

    [Fact]
    public void Read_WrittenQuantizedNetwork_HasItsGrids()
    {
        Model model = TestNetworks.Quantize(TestNetworks.InvertedResidual());

        Model read = RoundTrip(model);

        Assert.Equal(model.Graph.Inputs[0].Quantization, read.Graph.Inputs[0].Quantization);
        Assert.Equal(model.Graph.Outputs[0].Quantization, read.Graph.Outputs[0].Quantization);
        Value[] expected = [.. model.Graph.Nodes.Where(n => n.OpType == "Conv").Select(n => n.Input(1))];
        Value[] found = [.. read.Graph.Nodes.Where(n => n.OpType == "Conv").Select(n => n.Input(1))];
        Assert.Equal(expected.Select(w => w.Quantization!.Scale), found.Select(w => w.Quantization!.Scale));
        Assert.Equal(expected.Select(w => w.Quantization!.Axis), found.Select(w => w.Quantization!.Axis));
        Assert.Equal(expected.Select(w => w.KnownShape), found.Select(w => w.KnownShape));
    }

    [Fact]
    public void Read_Metadata_ComesBack()
    {
        Model model = TestNetworks.LeNet();
        model.Metadata[ModelMetadata.Normalization] = "0.5/0.25";

        Assert.Equal("0.5/0.25", RoundTrip(model).Metadata[ModelMetadata.Normalization]);
    }

    [Fact]
    public void Read_Float16Weights_AreHalfAsManyBytesAndNearlyTheSame()
    {
        Model model = TestNetworks.Stem();
        using var whole = new TemporaryFile();
        using var half = new TemporaryFile();
        TfLiteFormat.Write(model, whole.Path, new TfLiteExportOptions());
        TfLiteFormat.Write(model, half.Path, new TfLiteExportOptions { HasFloat16Weights = true });
        float[] input = RandomGraphs.Input(model, 1);

        Model read = TfLiteFormat.Read(half.Path);

        Assert.InRange(new FileInfo(half.Path).Length, 0, new FileInfo(whole.Path).Length * 0.65);
        AssertClose(ReferenceInterpreter.Run(model, input), ReferenceInterpreter.Run(read, input), 5e-3f);
    }

    [Fact]
    public void Read_SparseWeight_HasZerosWhereNothingIsStored()
    {
        Model model = Read(TfLiteSamples.Sparse());

        Assert.Equal(
            [0, 0, 0, 0, -0.875f, -0.75f, -0.625f, -0.5f, 0, 0, 0, 0, 0, 0, 0, 0, -0.375f, -0.25f, -0.125f, 0, 0.125f,
                0.25f, 0.375f, 0.5f],
            Assert.Single(model.Graph.Nodes).ConstantOrNull(1)!.ToFloats());
    }

    [Fact]
    public void Read_ColumnsFirstSparseWeight_FollowsItsOrder()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 3);
        FlatTable columns = TfLiteSamples.Sparsity(
            [1, 0], [], TfLiteSamples.Dense(3), TfLiteSamples.Compressed([0, 1, 1, 3], [1, 0, 1]));
        int weight = file.Constant("w", TfLiteTensorType.Float32, [1f, 2f, 3f], [2, 3], null, columns);
        int y = file.Tensor("y", 1, 2);
        file.Operator(Op.FULLY_CONNECTED, [x, weight, -1], [y]).Interface([x], [y]);

        Model model = Read(file.Build());

        Assert.Equal([0, 0, 2, 1, 0, 3], Assert.Single(model.Graph.Nodes).ConstantOrNull(1)!.ToFloats());
    }

    [Fact]
    public void Read_DilatedConvolutionInItsOlderForm_IsOneConvolution()
    {
        Node conv = Assert.Single(Read(TfLiteSamples.Dilated()).Graph.Nodes);

        Assert.Equal([2, 2], conv.Attributes.Ints("dilations")!);
        Assert.Equal([2, 2, 2, 2], conv.Attributes.Ints("pads")!);
    }

    [Fact]
    public void Read_MeanOverSamples_KeepsTheFilesBatch()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 3);
        int y = file.Tensor("y", 3);
        file.Operator(Op.MEAN, [x, file.Ints(0)], [y]).Interface([x], [y]);

        Model model = Read(file.Build());

        Assert.Equal("[1, 3]", model.Graph.Inputs[0].KnownShape.ToString());
        Assert.Equal("[3]", model.Graph.Outputs[0].KnownShape.ToString());
    }

    [Fact]
    public void Read_UnknownOperators_ListsAllOfThem()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 3);
        int y = file.Tensor("y", 1, 3);
        int z = file.Tensor("z", 1, 3);
        file.Operator(Op.RFFT2D, [x], [y]).Operator(Op.CALL_ONCE, [], []).Operator(Op.MULTINOMIAL, [y], [z])
            .Interface([x], [z]);

        var refusal = Assert.Throws<UnsupportedOperatorException>(() => Read(file.Build()));

        Assert.Equal(["RFFT2D 'y'", "CALL_ONCE ''", "MULTINOMIAL 'z'"], refusal.Offenders);
    }

    [Theory]
    [InlineData("single-assignment")]
    [InlineData("topological-order")]
    [InlineData("buffer")]
    [InlineData("tensor")]
    public void Read_BrokenRule_IsNamed(string rule)
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 3);
        int y = file.Tensor("y", 1, 3);
        int late = file.Tensor("late", 1, 3);
        int weight = file.Constant("w", TfLiteTensorType.Float32, [1f, 2f], [1, 3]);
        _ = rule switch
        {
            "single-assignment" => file.Operator(Op.RELU, [x], [y]).Operator(Op.TANH, [x], [y]),
            "topological-order" => file.Operator(Op.ADD, [x, late], [y]).Operator(Op.TANH, [x], [late]),
            "buffer" => file.Operator(Op.ADD, [x, weight], [y]),
            _ => file.Operator(Op.ADD, [x, 99], [y]),
        };
        file.Interface([x], [y]);

        Assert.Equal(rule, Assert.Throws<ModelFormatException>(() => Read(file.Build())).Rule);
    }

    [Fact]
    public void Read_TruncatedAnywhere_RaisesModelFormatException()
    {
        byte[] bytes = TfLiteSamples.FullInteger(TfLiteTensorType.Int8);

        for (int length = 0; length < bytes.Length - 16; length += 1 + length / 40)
        {
            Assert.Throws<ModelFormatException>(() => Read(bytes[..length]));
        }
    }

    internal static Model Read(byte[] bytes)
    {
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, bytes);
        return TfLiteFormat.Read(file.Path);
    }

    private static Model RoundTrip(Model model)
    {
        using var file = new TemporaryFile();
        TfLiteFormat.Write(model, file.Path, new TfLiteExportOptions());
        return TfLiteFormat.Read(file.Path);
    }

    private static void AssertClose(float[] expected, float[] found, float tolerance = 1e-4f)
    {
        float largest = MathF.Max(1, expected.Max(MathF.Abs));
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, tolerance * largest));
    }
}

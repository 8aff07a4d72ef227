using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;
using PocketFlow.Torch;

namespace PocketFlow.Training.Tests;

public sealed class BatchNormalizationRecoveryTests
{
    private static readonly Normalization s_normalization = Normalization.Parse("0.5,0.5,0.5/0.25,0.25,0.25");

    public BatchNormalizationRecoveryTests() => Engine.Threads = 2;

    [Theory]
    [InlineData("resnet20", 19)]
    [InlineData("mobilenet-v2", 52)]
    public void Apply_FoldedNetwork_KeepsTheFunctionAndNormalizesTheData(string network, int layers)
    {
        Model folded = ReferenceNetworks.Build(network, new NetworkOptions(3, 32, 32, 10, 1, 0.25)).Folded();
        ImageDataset images = Images(96);

        Model recovered = BatchNormalizationRecovery.Apply(folded, images, s_normalization);

        Assert.Equal(layers, recovered.Graph.Nodes.Count(n => n.OpType == "BatchNormalization"));
        float[] expected = Outputs(folded, images);
        Assert.True(expected.Max(MathF.Abs) > 1e-3f);
        Assert.Equal(0, Distance(expected, Outputs(recovered, images)), 1e-4);
        Assert.Equal(0, Distance(expected, Outputs(recovered.Folded(), images)), 1e-4);
        Assert.Equal(0, Distance(expected, OutputsOnBatchStatistics(recovered, images)), 1e-3);
    }

    [Fact]
    public void Apply_ModelWithBatchNormalization_ChangesNothing()
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions(3, 32, 32, 10, 1, 1));

        Assert.Empty(BatchNormalizationRecovery.Candidates(model));
        Model same = BatchNormalizationRecovery.Apply(model, Images(8), s_normalization);

        Assert.Equal(model.Graph.ToString(), same.Graph.ToString());
    }

    [Fact]
    public void Candidates_LastConvolutionAndSinglePositions_AreLeftAlone()
    {
        var builder = new GraphBuilder("head", seed: 3);
        Value input = builder.Input("input", 3, 8, 8);
        Value body = builder.Relu(builder.Conv(input, "body", 8, 3, padding: 1, bias: true), "rectified");
        Value gate = builder.Conv(builder.Add("GlobalAveragePool", [body], "mean"), "gate", 8, 1, bias: true);
        Value gated = builder.Add("Mul", [body, gate], "gated");
        Model model = builder.Build(builder.Conv(gated, "map", 4, 1, bias: true));

        Assert.Equal(["body"], BatchNormalizationRecovery.Candidates(model).Select(n => n.Name));
    }

    private static float[] Outputs(Model model, ImageDataset images)
    {
        using var executor = new Execution.Executor(model);
        return Evaluator.Outputs(executor, images, s_normalization);
    }

    // Training mode on the very images that set the statistics: batch and running statistics agree.
    private static float[] OutputsOnBatchStatistics(Model model, ImageDataset images)
    {
        using TensorScope scope = TensorScope.Begin();
        using GradMode noGrad = Engine.NoGrad();
        using var executor = new Execution.Executor(model);
        using Batch batch = BatchLoader.ForEvaluation(images, s_normalization, images.Count).Epoch(0, 0).Single();
        return executor.Forward(batch.ToTensor(executor.Device), isTraining: true).ToArray<float>();
    }

    private static double Distance(float[] expected, float[] found) =>
        expected.Zip(found, (e, f) => Math.Abs((double)e - f)).Max() / expected.Max(MathF.Abs);

    private static ImageDataset Images(int count)
    {
        var shape = new ImageShape(3, 32, 32);
        byte[] pixels = new byte[count * shape.Length];
        new Random(7).NextBytes(pixels);
        return new ImageDataset("noise", pixels, new int[count], shape, ["only", "other"]);
    }
}

using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Testing;

namespace PocketFlow.Tests.Learners;

/// <summary>A network with all that shares or moves grids, and images to calibrate it with.</summary>
internal static class BitSamples
{
    public static Model Network()
    {
        var builder = new GraphBuilder("bits", seed: 5);
        Value x = builder.Input("input", 1, TaskSamples.Size, TaskSamples.Size);
        x = builder.Relu(builder.BatchNormalization(builder.Conv(x, "conv1", 8, 3), "bn1"), "relu1");
        Value side = builder.BatchNormalization(builder.Conv(x, "conv2", 8, 3), "bn2");
        x = builder.Relu(builder.Add(side, x, "add"), "relu2");
        x = builder.Concat("both", x, builder.Relu(builder.Conv(x, "conv3", 4, 1, bias: true), "relu3"));
        x = builder.MaxPool(x, "max", 2, 2);
        x = builder.Add("Sigmoid", [builder.Conv(x, "conv4", 6, 3, bias: true)], "gate");
        return builder.Build(builder.Gemm(builder.GlobalAveragePool(x, "pool"), "dense", 3));
    }

    public static LearnerContext Context(Model model)
    {
        ImageDataset images = TaskSamples.Create(TargetKind.Class, 96, 1);
        return new LearnerContext
        {
            Train = images.Slice(..64),
            Validation = images.Slice(64..),
            Normalization = Normalization.Parse("0.5/0.25"),
            Original = model,
        };
    }

    public static QuantizationCandidates Candidates(Model model) =>
        QuantizationCandidates.Observe(model, new UniformQuantizationOptions(), Context(model));
}

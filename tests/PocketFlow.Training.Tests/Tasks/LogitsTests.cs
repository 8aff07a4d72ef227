using PocketFlow.Graphs;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training.Tests.Tasks;

public sealed class LogitsTests
{
    private static readonly float[] s_logits = [-9, -2.5f, 0, 0.1f, 4, 8];

    [Fact]
    public void Restore_Sigmoid_GivesTheLogitsBack()
    {
        float[] outputs = [.. s_logits.Select(x => (float)(1 / (1 + Math.Exp(-x))))];

        Logits.Restore(outputs, OutputActivation.Sigmoid);

        Assert.All(s_logits.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void Restore_Softmax_GivesTheLogitsBackButForAConstant()
    {
        double sum = s_logits.Sum(x => Math.Exp(x));
        float[] outputs = [.. s_logits.Select(x => (float)(Math.Exp(x) / sum))];

        Logits.Restore(outputs, OutputActivation.Softmax);

        Assert.All(s_logits.Zip(outputs), pair => Assert.Equal(pair.First - Math.Log(sum), pair.Second, 1e-4));
    }

    [Fact]
    public void Restore_CertainProbabilities_AreInfiniteAndInOrder()
    {
        float[] outputs = [0, 0.5f, 1, 1.001f];

        Logits.Restore(outputs, OutputActivation.Sigmoid);

        Assert.Equal([float.NegativeInfinity, 0, float.PositiveInfinity, float.PositiveInfinity], outputs);
    }

    [Fact]
    public void Restore_NoActivation_LeavesOutputsAlone()
    {
        float[] outputs = [.. s_logits];

        Logits.Restore(outputs, OutputActivation.None);

        Assert.Equal(s_logits, outputs);
    }
}

using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests;

/// <summary>Comparison of models by what they compute.</summary>
internal static class Close
{
    /// <summary>Both models give nearly the same first output on a random batch of two.</summary>
    public static void Equal(Model expected, Model actual, int seed, float tolerance = 1e-4f)
    {
        float[] input = RandomGraphs.Input(expected, seed, 2);
        Equal(ReferenceInterpreter.Run(expected, input, 2), ReferenceInterpreter.Run(actual, input, 2), tolerance);
    }

    /// <summary>Every element differs by less than the tolerance, relative to the largest element.</summary>
    public static void Equal(float[] expected, float[] actual, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Select(MathF.Abs).Append(1).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            float difference = MathF.Abs(expected[i] - actual[i]);
            Assert.True(
                difference <= tolerance * largest, $"Element {i} is {actual[i]}, expected was {expected[i]}.");
        }
    }
}

using PocketFlow.Graphs;

namespace PocketFlow.Testing;

/// <summary>Small random networks with what real ones have; the same seed gives the same network.</summary>
public static class RandomGraphs
{
    /// <summary>
    /// A network [batch, 3, <paramref name="size"/>, <paramref name="size"/>] → [batch, <paramref name="classes"/>] of
    /// the given number of <paramref name="layers"/>, or of 3 to 10.
    /// </summary>
    public static Model Create(int seed, int? layers = null, int size = 8, int classes = 5)
    {
        var network = new RandomNetwork(seed, size);
        int count = layers ?? network.Next(3, 11);
        for (int i = 0; i < count; i++)
        {
            network.AddLayer();
        }

        return network.Build(classes);
    }

    /// <summary>A normally distributed input for a model with one input.</summary>
    public static float[] Input(Model model, int seed, int batch = 1)
    {
        var random = new Random(seed);
        long count = TensorData.CountOf(model.Graph.Inputs[0].KnownShape.ToArray(batch));
        return Normal(random, count, 0, 1);
    }

    /// <summary>Normally distributed numbers.</summary>
    public static float[] Normal(Random random, long count, float mean, float deviation)
    {
        float[] elements = new float[count];
        for (int i = 0; i < elements.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            elements[i] = (float)(mean + deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return elements;
    }
}

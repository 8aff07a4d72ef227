using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>One of the ways in which TFLite's resampling operators find positions.</summary>
/// <param name="AlignsCorners">The corners keep their places.</param>
/// <param name="TakesCenters">Elements are areas, whose centers are looked up.</param>
internal sealed record ResizePositions(bool AlignsCorners, bool TakesCenters)
{
    private const float Tolerance = 1e-5f;

    private static readonly ResizePositions[] s_all = [new(false, false), new(false, true), new(true, false)];

    /// <summary>The way that gives the weights that a node asks for along its last two axes, or null.</summary>
    public static ResizePositions? Find(Node node)
    {
        int rank = node.Input(0).KnownShape.Rank;
        ResizeAxis[] axes = [.. Enumerable.Range(2, rank - 2).Select(a => ResizeOperator.AxisOf(node, a)).OfType<ResizeAxis>()];
        return axes.All(a => a.Sampling.Mode is "nearest" or "linear")
            ? Array.Find(s_all, way => axes.All(way.Fits))
            : null;
    }

    private bool Fits(ResizeAxis axis)
    {
        float[] wanted = axis.Weights();
        var found = new float[wanted.Length];
        for (int i = 0; i < axis.Output; i++)
        {
            AddWeights(found.AsSpan((int)(i * axis.Input), (int)axis.Input), axis, i);
        }

        return wanted.Zip(found).All(w => MathF.Abs(w.First - w.Second) < Tolerance);
    }

    private void AddWeights(Span<float> row, ResizeAxis axis, int i)
    {
        int last = (int)axis.Input - 1;
        float scale = AlignsCorners && axis.Output > 1
            ? last / (axis.Output - 1f)
            : axis.Input / (float)axis.Output;
        if (axis.Sampling.Mode == "nearest")
        {
            float x = (TakesCenters ? i + 0.5f : i) * scale;
            x = AlignsCorners ? MathF.Round(x, MidpointRounding.AwayFromZero) : MathF.Floor(x);
            row[Math.Clamp((int)x, 0, last)] = 1;
            return;
        }

        float at = TakesCenters ? (i + 0.5f) * scale - 0.5f : i * scale;
        int low = Math.Max((int)MathF.Floor(at), 0);
        int high = Math.Min((int)MathF.Ceiling(at), last);
        row[Math.Min(low, last)] += 1 - (at - low);
        row[high] += at - low;
    }
}

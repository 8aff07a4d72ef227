namespace PocketFlow.Allocation;

/// <summary>What it costs to lower one layer while all others stay whole.</summary>
/// <param name="Layer">Index of the layer.</param>
/// <param name="Points">Measured levels, falling.</param>
public sealed record LayerSensitivity(int Layer, IReadOnlyList<SensitivityPoint> Points)
{
    /// <summary>
    /// The distance of the outputs at any level: between measured ones its logarithm is interpolated, because errors grow by
    /// factors from level to level; from the highest measured one it falls in a line to nothing at the whole layer.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="level">Index of the level.</param>
    public double DistanceAt(AllocatedLayer layer, int level)
    {
        double value = layer.Levels[level];
        int next = Enumerable.Range(0, Points.Count).FirstOrDefault(i => Points[i].Level <= level, Points.Count - 1);
        (double low, double lowDistance) = (layer.Levels[Points[next].Level], Points[next].Distance);
        if (next == 0)
        {
            double share = (layer.Levels[^1] - value) / (layer.Levels[^1] - low);
            return share * lowDistance;
        }

        (double high, double highDistance) = (layer.Levels[Points[next - 1].Level], Points[next - 1].Distance);
        double down = (high - value) / (high - low);
        return Math.Exp((1 - down) * Math.Log(Floor(highDistance)) + down * Math.Log(Floor(lowDistance)));
    }

    private static double Floor(double distance) => Math.Max(distance, 1e-12);
}

/// <summary>A measured level of a layer.</summary>
/// <param name="Level">Index of the level.</param>
/// <param name="Metric">The task's metric with only this layer lowered.</param>
/// <param name="Distance">The distance from the original's outputs.</param>
public sealed record SensitivityPoint(int Level, double Metric, double Distance);

namespace PocketFlow.Allocation;

/// <summary>A layer, or layers that go together, whose level is chosen.</summary>
/// <param name="Name">The layer, or the group of channels.</param>
/// <param name="Levels">What it can be set to, rising: numbers of kept channels, or bits. The last is the whole layer.</param>
public sealed record AllocatedLayer(string Name, IReadOnlyList<double> Levels)
{
    /// <summary>Layers with equal texts are alike: same geometry, same place in their block.</summary>
    public required string Likeness { get; init; }

    /// <summary>Layers with equal texts work at the same resolution.</summary>
    public required string Stage { get; init; }

    /// <summary>What an agent is told of the layer: sizes, kernel, stride; any scale.</summary>
    public required IReadOnlyList<double> Features { get; init; }

    /// <summary>The level that lies at a position between the least (0) and the whole layer (1), rounded down.</summary>
    public int LevelAt(double position)
    {
        double value = Levels[0] + Math.Clamp(position, 0, 1) * (Levels[^1] - Levels[0]);
        int level = 0;
        while (level + 1 < Levels.Count && Levels[level + 1] <= value + 1e-9)
        {
            level++;
        }

        return level;
    }

    /// <summary>The position of a level.</summary>
    public double PositionOf(int level) =>
        Levels.Count == 1 ? 1 : (Levels[level] - Levels[0]) / (Levels[^1] - Levels[0]);
}

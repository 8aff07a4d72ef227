using System.Globalization;

namespace PocketFlow.Data;

/// <summary>Mirrors the image left to right with a given chance. Text form: <c>flip</c>, <c>flip:0.3</c>.</summary>
public sealed record HorizontalFlip : IAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="probability">Chance of a flip, 0 to 1.</param>
    public HorizontalFlip(double probability = 0.5)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Expected a chance from 0 to 1.");
        }

        Probability = probability;
    }

    /// <summary>Chance of a flip.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public Movements Movements => Movements.Mirror;

    /// <inheritdoc/>
    public Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!random.NextBoolean(Probability))
        {
            return Movement.None;
        }

        int width = context.Shape.Width;
        for (int row = 0; row < image.Length; row += width)
        {
            image.Slice(row, width).Reverse();
        }

        return new Movement(0, 0, IsMirrored: true);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Probability == 0.5 ? "flip" : string.Create(CultureInfo.InvariantCulture, $"flip:{Probability}");
}

namespace PocketFlow.Data;

/// <summary>Where an augmentation moved the pixels of an image, so that targets with positions can follow.</summary>
/// <param name="Down">Rows: pixel (y, x) now shows what was at (y + Down, x + Right).</param>
/// <param name="Right">Columns; likewise.</param>
/// <param name="IsMirrored">Whether left and right were exchanged, after shifting.</param>
public readonly record struct Movement(int Down, int Right, bool IsMirrored)
{
    /// <summary>Pixels stayed where they were.</summary>
    public static Movement None { get; }

    /// <summary>Moves the target of an image likewise.</summary>
    /// <param name="target">The target; only class maps and points change.</param>
    /// <param name="shape">Shape of the image.</param>
    internal void Apply(TargetSpan target, ImageShape shape)
    {
        if (target.Description.Kind == TargetKind.ClassMap)
        {
            MoveMap(target);
        }
        else if (target.Description.Geometry == TargetGeometry.Points)
        {
            MovePoints(target.Values, target.Description.Mirror, shape);
        }
    }

    private void MoveMap(TargetSpan target)
    {
        (int height, int width) = (target.Description.Shape[0], target.Description.Shape[1]);
        if (Down != 0 || Right != 0)
        {
            PadCrop.Shift(target.Labels, height, width, Down, Right, target.Description.IgnoreIndex!.Value);
        }

        for (int row = 0; IsMirrored && row < height; row++)
        {
            target.Labels.Slice(row * width, width).Reverse();
        }
    }

    private void MovePoints(Span<float> points, IReadOnlyList<int>? mirror, ImageShape shape)
    {
        for (int i = 0; i < points.Length; i += 2)
        {
            points[i] -= (float)Right / shape.Width;
            points[i + 1] -= (float)Down / shape.Height;
        }

        if (!IsMirrored)
        {
            return;
        }

        float[] before = points.ToArray();
        for (int i = 0; i < mirror!.Count; i++)
        {
            points[2 * i] = 1 - before[2 * mirror[i]];
            points[(2 * i) + 1] = before[(2 * mirror[i]) + 1];
        }
    }
}

namespace PocketFlow.Data;

/// <summary>Augmentations applied one after the other to each training image.</summary>
/// <remarks>
/// Text form for recipes: steps joined by commas, for example <c>pad-crop:4,flip,cutout:8</c>, or <c>none</c>.
/// Step number i draws from <c>random.Split(i)</c>, so that what one step draws does not change the others.
/// </remarks>
public sealed class AugmentationPipeline
{
    private readonly IAugmentation[] _steps;

    /// <summary>Creates a pipeline.</summary>
    /// <param name="steps">Augmentations in the order of application.</param>
    public AugmentationPipeline(params IEnumerable<IAugmentation> steps) => _steps = [.. steps];

    /// <summary>The pipeline that leaves images as they are.</summary>
    public static AugmentationPipeline None { get; } = new([]);

    /// <summary>The augmentations in the order of application.</summary>
    public IReadOnlyList<IAugmentation> Steps => _steps;

    /// <summary>Reads the text form, or chooses what suits the images.</summary>
    /// <param name="text">
    /// For example <c>pad-crop:4,flip</c>; null means that for 8-bit images with classes, and none for all others.
    /// </param>
    /// <param name="images">The training images.</param>
    /// <exception cref="FormatException">A step is unknown, or its numbers do not fit it.</exception>
    public static AugmentationPipeline For(string? text, ImageDataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        bool isUsual = images.InputKind == InputKind.Pixels && images.Shape.IsImage
            && images.Target.Kind is TargetKind.Class or TargetKind.ClassSet;
        return Parse(text ?? (isUsual ? "pad-crop:4,flip" : "none"));
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>pad-crop:4,flip</c>.</param>
    /// <exception cref="FormatException">A step is unknown, or its numbers do not fit it.</exception>
    public static AugmentationPipeline Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim() is "" or "none"
            ? None
            : new AugmentationPipeline(text.Split(',', StringSplitOptions.TrimEntries).Select(AugmentationText.Parse));
    }

    /// <summary>Why images with such targets can't be changed by this pipeline; null when they can.</summary>
    /// <param name="target">What the targets are.</param>
    /// <param name="shape">Shape of the images.</param>
    public string? ProblemWith(TargetDescription target, ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (IAugmentation step in _steps)
        {
            if (ProblemWith(step.Movements, target, shape) is { } problem)
            {
                return $"Augmentation {step} moves pixels, and targets can't follow: {problem}";
            }
        }

        return null;
    }

    /// <summary>Changes one image in place, and its target where that has positions.</summary>
    /// <param name="image">Pixels, [C, H, W].</param>
    /// <param name="context">Shape and mean colour of the images.</param>
    /// <param name="target">The image's target.</param>
    /// <param name="random">Random stream of this image.</param>
    public void Apply(Span<byte> image, AugmentationContext context, TargetSpan target, in SeededRandom random)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            SeededRandom stream = random.Split(i);
            _steps[i].Apply(image, context, ref stream).Apply(target, context.Shape);
        }
    }

    private static string? ProblemWith(Movements movements, TargetDescription target, ImageShape shape)
    {
        bool shifts = movements.HasFlag(Movements.Shift);
        return target switch
        {
            _ when movements == Movements.None => null,
            { Geometry: TargetGeometry.Unknown } =>
                "nobody said what the values have to do with positions (TargetGeometry.Fixed or Points).",
            { Geometry: TargetGeometry.Points, Mirror: null } when movements.HasFlag(Movements.Mirror) =>
                "nobody said which point becomes which in a mirrored image (TargetDescription.Points).",
            { Kind: TargetKind.ClassMap, IgnoreIndex: null } when shifts =>
                "what comes in at the edges has no class, and there is no label for what doesn't count.",
            { Kind: TargetKind.ClassMap } when shifts && !target.Shape.SequenceEqual([shape.Height, shape.Width]) =>
                $"class maps of {target.Shape[0]}x{target.Shape[1]} aren't as large as images of {shape}.",
            _ => null,
        };
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        _steps.Length == 0 ? "none" : string.Join(',', _steps.Select(step => step.ToString()));
}

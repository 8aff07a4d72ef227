namespace PocketFlow.Data;

/// <summary>A random change to a training image that leaves its classes as they are.</summary>
/// <remarks>
/// Implementations hold no changing state: several threads call one instance. Their <c>ToString</c> gives the text
/// form that <see cref="AugmentationPipeline.Parse"/> reads, for example <c>pad-crop:4</c>.
/// </remarks>
public interface IAugmentation
{
    /// <summary>The ways in which it may move pixels; targets that can't follow refuse it.</summary>
    Movements Movements { get; }

    /// <summary>Changes one image in place.</summary>
    /// <param name="image">Pixels, [C, H, W].</param>
    /// <param name="context">Shape and mean colour of the images.</param>
    /// <param name="random">Random stream of this image and this step; the only source of chance.</param>
    /// <returns>Where pixels went.</returns>
    Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random);
}

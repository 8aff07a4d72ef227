using System.Buffers;

namespace PocketFlow.Data;

/// <summary>Stored images that are resized, cropped and converted when read.</summary>
internal sealed class PreparedInputs(Inputs source, ImagePreparation preparation, string name)
    : Inputs(InputKind.Pixels, preparation.ShapeOf(source.Shape.Image), source.Count)
{
    public override void Read(int record, InputSpan destination)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(source.Shape.Length);
        try
        {
            Span<byte> pixels = rented.AsSpan(0, source.Shape.Length);
            source.Read(record, InputSpan.Of(pixels));
            DecodedImage image = DecodedImage.FromPlanes(pixels, source.Shape.Image);
            preparation.Apply(image, $"record {record} of {name}", Shape.Image, destination.Pixels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

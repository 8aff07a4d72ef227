namespace PocketFlow.Data;

/// <summary>The sizes of one input: [C, H, W] for images, [values] for vectors, or any other.</summary>
public sealed class InputShape : IEquatable<InputShape>
{
    private readonly int[] _dims;

    /// <summary>Creates a shape.</summary>
    /// <param name="dims">Sizes, each at least 1, without the number of records.</param>
    /// <exception cref="ArgumentException">There is no size, one is below 1, or an input would have 2 billion
    /// elements.</exception>
    public InputShape(params ReadOnlySpan<int> dims)
    {
        long length = 1;
        foreach (int dim in dims)
        {
            length = dim < 1 || length > int.MaxValue ? 0 : length * dim;
        }

        if (dims.Length == 0 || length is < 1 or > int.MaxValue)
        {
            throw new ArgumentException(
                $"Found the sizes {string.Join("x", dims.ToArray())}; expected one or more, each at least 1, of less than "
                + "2 billion elements together.", nameof(dims));
        }

        (_dims, Length) = (dims.ToArray(), (int)length);
    }

    /// <summary>The sizes.</summary>
    public IReadOnlyList<int> Dims => _dims;

    /// <summary>Number of elements of one input.</summary>
    public int Length { get; }

    /// <summary>Whether inputs are images, [C, H, W].</summary>
    public bool IsImage => _dims.Length == 3;

    /// <summary>What normalisation tells apart: channels of images, values of vectors; 1 for other shapes.</summary>
    public int Channels => _dims.Length is 1 or 3 ? _dims[0] : 1;

    /// <summary>Number of elements of one channel.</summary>
    public int PlaneLength => Length / Channels;

    /// <summary>The shape as that of an image.</summary>
    /// <exception cref="InvalidOperationException">Inputs aren't images.</exception>
    public ImageShape Image => IsImage
        ? new ImageShape(_dims[0], _dims[1], _dims[2])
        : throw new InvalidOperationException($"Inputs of {this} aren't images; expected channels x rows x columns.");

    /// <summary>The shape of images.</summary>
    /// <param name="shape">Shape of an image.</param>
    public static implicit operator InputShape(ImageShape shape) => new(shape.Channels, shape.Height, shape.Width);

    /// <inheritdoc/>
    public bool Equals(InputShape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InputShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dim in _dims)
        {
            hash.Add(dim);
        }

        return hash.ToHashCode();
    }

    /// <summary>The shape as text, for example <c>3x32x32</c>.</summary>
    public override string ToString() => string.Join("x", _dims);
}

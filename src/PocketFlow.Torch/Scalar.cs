using System.Diagnostics.CodeAnalysis;

namespace PocketFlow.Torch;

/// <summary>A number that keeps its kind, so that adding 1 to an integer tensor leaves it one.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "It exists to be converted to implicitly.")]
public readonly record struct Scalar
{
    private readonly ValueKind _kind;

    private Scalar(ValueKind kind, long bits)
    {
        _kind = kind;
        Bits = bits;
    }

    /// <summary>The kind of number; the default value of this type is the integer 0.</summary>
    internal ValueKind Kind => _kind == ValueKind.None ? ValueKind.Integer : _kind;

    internal long Bits { get; }

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(long value) => new(ValueKind.Integer, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(int value) => new(ValueKind.Integer, value);

    /// <summary>A real number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(double value) =>
        new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Scalar(bool value) => new(ValueKind.Truth, value ? 1 : 0);
}

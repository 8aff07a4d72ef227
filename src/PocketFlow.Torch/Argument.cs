using System.Diagnostics.CodeAnalysis;

namespace PocketFlow.Torch;

/// <summary>One argument of an <see cref="Operator"/>, converted to from what C# has. A null is an absent optional
/// value; <see cref="Default"/> takes what the operator's schema says.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "It exists to be converted to implicitly.")]
[SuppressMessage("Performance", "CA1815", Justification = "A parameter type; nobody compares it.")]
public readonly struct Argument
{
    internal Argument(ValueKind kind, long bits, object? reference = null)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    /// <summary>An absent optional value.</summary>
    public static Argument None => default;

    /// <summary>The default of the operator's schema.</summary>
    public static Argument Default => new(ValueKind.Default, 0);

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    internal object? Reference { get; }

    /// <summary>A tensor, or none.</summary>
    /// <param name="value">The tensor, borrowed.</param>
    public static implicit operator Argument(Tensor? value) =>
        value is null ? default : new(ValueKind.Tensor, 0, value);

    /// <summary>Tensors, of which some may be absent where the schema allows it.</summary>
    /// <param name="values">The tensors, borrowed.</param>
    public static implicit operator Argument(Tensor?[]? values) => Object(ValueKind.TensorList, values);

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Argument(long value) => new(ValueKind.Integer, value);

    /// <summary>An integer, or none.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Argument(long? value) => value is { } number ? number : default(Argument);

    /// <summary>A real number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Argument(double value) =>
        new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A real number, or none.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Argument(double? value) => value is { } number ? number : default(Argument);

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Argument(bool value) => new(ValueKind.Truth, value ? 1 : 0);

    /// <summary>A number of either kind.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Argument(Scalar value) => new(value.Kind, value.Bits);

    /// <summary>A number of either kind, or none.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Argument(Scalar? value) => value is { } number ? number : default(Argument);

    /// <summary>Integers.</summary>
    /// <param name="value">The numbers.</param>
    public static implicit operator Argument(IntList value) => new(value.Kind, value.Single, value.List);

    /// <summary>Integers, or none.</summary>
    /// <param name="values">The numbers, not copied before the call.</param>
    public static implicit operator Argument(long[]? values) => Object(ValueKind.IntList, values);

    /// <summary>Real numbers, or none.</summary>
    /// <param name="values">The numbers, not copied before the call.</param>
    public static implicit operator Argument(double[]? values) => Object(ValueKind.DoubleList, values);

    /// <summary>Text, or none.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator Argument(string? value) => Object(ValueKind.Text, value);

    /// <summary>An element type.</summary>
    /// <param name="value">The type.</param>
    public static implicit operator Argument(DType value) => new(ValueKind.Integer, (long)value);

    /// <summary>An element type, or none.</summary>
    /// <param name="value">The type.</param>
    public static implicit operator Argument(DType? value) => value is { } type ? type : default(Argument);

    /// <summary>A memory format.</summary>
    /// <param name="value">The format.</param>
    public static implicit operator Argument(MemoryFormat value) => new(ValueKind.Integer, (long)value);

    /// <summary>A reduction.</summary>
    /// <param name="value">The reduction.</param>
    public static implicit operator Argument(Reduction value) => new(ValueKind.Integer, (long)value);

    /// <summary>A device.</summary>
    /// <param name="value">The device.</param>
    public static implicit operator Argument(Device value) =>
        new(ValueKind.Device, (uint)value.Type | ((long)value.NativeIndex << 32));

    private static Argument Object(ValueKind kind, object? value) => value is null ? default : new(kind, 0, value);
}

using System.Globalization;

namespace PocketFlow.Graphs;

/// <summary>One dimension of a shape: a number, a symbol (for example <c>batch</c>), or unknown.</summary>
public readonly record struct Dim
{
    private readonly long _size;

    private Dim(long size, bool isKnown, string? symbol)
    {
        _size = size;
        IsKnown = isKnown;
        Symbol = symbol;
    }

    /// <summary>A dimension about which nothing is known.</summary>
    public static Dim Unknown => default;

    /// <summary>The symbol's name, or null for a number and for an unknown dimension.</summary>
    public string? Symbol { get; }

    /// <summary>Whether the size is a number.</summary>
    public bool IsKnown { get; }

    /// <summary>The size.</summary>
    /// <exception cref="InvalidOperationException">The size is not a number.</exception>
    public long Size => IsKnown
        ? _size
        : throw new InvalidOperationException($"The dimension '{this}' has no fixed size.");

    /// <summary>A dimension whose size is only named.</summary>
    public static Dim Symbolic(string name) => new(0, false, name);

    /// <summary>A dimension of a known size.</summary>
    public static implicit operator Dim(long size) => FromInt64(size);

    /// <summary>A dimension of a known size; shape arithmetic passes through negative numbers, so any is allowed.</summary>
    public static Dim FromInt64(long size) => new(size, true, null);

    /// <summary>The size, or <paramref name="fallback"/> where it is not a number.</summary>
    public long SizeOr(long fallback) => IsKnown ? Size : fallback;

    /// <inheritdoc/>
    public override string ToString() =>
        Symbol ?? (IsKnown ? Size.ToString(CultureInfo.InvariantCulture) : "?");
}

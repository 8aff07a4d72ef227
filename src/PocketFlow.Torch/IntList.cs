using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PocketFlow.Torch;

/// <summary>Integers such as a shape, axes or strides: <c>2</c>, <c>[2, 2]</c> or an array. One number stands for as
/// many as the operator wants. The default value means the operator's own default.</summary>
[CollectionBuilder(typeof(IntList), nameof(Create))]
[SuppressMessage("Usage", "CA2225", Justification = "It exists to be converted to implicitly.")]
[SuppressMessage("Performance", "CA1815", Justification = "A parameter type; nobody compares it.")]
public readonly struct IntList
{
    private readonly ValueKind _kind;

    private IntList(ValueKind kind, long single, long[]? list)
    {
        _kind = kind;
        Single = single;
        List = list;
    }

    /// <summary>Integer, integer list, or the schema's default for the default value of this type.</summary>
    internal ValueKind Kind => _kind == ValueKind.None ? ValueKind.Default : _kind;

    internal long Single { get; }

    internal long[]? List { get; }

    /// <summary>A single number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator IntList(long value) => new(ValueKind.Integer, value, null);

    /// <summary>The numbers of an array.</summary>
    /// <param name="values">The numbers, not copied.</param>
    public static implicit operator IntList(long[] values) => new(ValueKind.IntList, 0, values);

    /// <summary>The numbers of a span, for example another tensor's shape.</summary>
    /// <param name="values">The numbers, copied.</param>
    public static implicit operator IntList(ReadOnlySpan<long> values) => Create(values);

    /// <summary>Builds the list of a collection expression.</summary>
    /// <param name="values">The numbers, copied.</param>
    public static IntList Create(ReadOnlySpan<long> values) => new(ValueKind.IntList, 0, values.ToArray());

    /// <summary>The numbers one by one.</summary>
    public IEnumerator<long> GetEnumerator() =>
        ((IEnumerable<long>)(List ?? (Kind == ValueKind.Integer ? [Single] : []))).GetEnumerator();
}

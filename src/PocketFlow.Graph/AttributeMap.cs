using System.Collections;
using System.Globalization;

namespace PocketFlow.Graphs;

/// <summary>
/// The named settings of a node. A setting is a <see cref="long"/>, <see cref="float"/>, <see cref="string"/>,
/// <see cref="TensorData"/>, or an array of <see cref="long"/>, <see cref="float"/> or <see cref="string"/>.
/// </summary>
public sealed class AttributeMap : IEnumerable<KeyValuePair<string, object>>
{
    private readonly SortedDictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The number of settings.</summary>
    public int Count => _values.Count;

    /// <summary>Adds or replaces a setting.</summary>
    /// <exception cref="ArgumentException">The setting has a type that attributes don't have.</exception>
    public void Set(string name, object value) => _values[name] = value switch
    {
        long or float or string or TensorData or long[] or float[] or string[] => value,
        int small => (long)small,
        int[] small => Array.ConvertAll(small, i => (long)i),
        bool flag => flag ? 1L : 0L,
        double wide => (float)wide,
        _ => throw new ArgumentException($"An attribute can't be a {value.GetType()}.", nameof(value)),
    };

    /// <summary>Adds a setting; this form serves collection initializers.</summary>
    public void Add(string name, object value) => Set(name, value);

    /// <summary>Removes a setting and says whether it was there.</summary>
    public bool Remove(string name) => _values.Remove(name);

    /// <summary>Whether a setting is present.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>An integer, or its default where it is absent.</summary>
    public long Int(string name, long fallback) => Get<long>(name) ?? fallback;

    /// <summary>A float, or its default where it is absent.</summary>
    public float Float(string name, float fallback) => Get<float>(name) ?? fallback;

    /// <summary>A text, or its default where it is absent.</summary>
    public string Text(string name, string fallback) => Find<string>(name) ?? fallback;

    /// <summary>A list of integers, or null where it is absent.</summary>
    public long[]? Ints(string name) => Find<long[]>(name);

    /// <summary>A list of floats, or null where it is absent.</summary>
    public float[]? Floats(string name) => Find<float[]>(name);

    /// <summary>A list of texts, or null where it is absent.</summary>
    public string[]? Texts(string name) => Find<string[]>(name);

    /// <summary>A tensor, or null where it is absent.</summary>
    public TensorData? Tensor(string name) => Find<TensorData>(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        Count == 0 ? "" : $" {{{string.Join(", ", _values.Select(v => $"{v.Key}={Format(v.Value)}"))}}}";

    internal AttributeMap Clone()
    {
        var clone = new AttributeMap();
        foreach ((string name, object value) in _values)
        {
            clone._values[name] = value is Array list ? list.Clone() : value;
        }

        return clone;
    }

    private static string Format(object value) => value switch
    {
        long[] ints => $"[{string.Join(", ", ints)}]",
        float[] floats => $"[{string.Join(", ", floats.Select(f => Format(f)))}]",
        string[] texts => $"[{string.Join(", ", texts)}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private T? Get<T>(string name)
        where T : struct => _values.TryGetValue(name, out object? value) ? Cast<T>(name, value) : null;

    private T? Find<T>(string name)
        where T : class => _values.TryGetValue(name, out object? value) ? Cast<T>(name, value) : null;

    private static T Cast<T>(string name, object value) => value is T typed
        ? typed
        : throw new InvalidGraphException(
            "attribute", $"the attribute '{name}' is a {value.GetType().Name}, expected was a {typeof(T).Name}.");
}

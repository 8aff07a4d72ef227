using System.Collections;

namespace PocketFlow.Search;

/// <summary>Parameters by name, in the order in which they were added.</summary>
public sealed class SearchSpace : IReadOnlyCollection<KeyValuePair<string, Distribution>>
{
    private readonly List<KeyValuePair<string, Distribution>> _parameters = [];
    private readonly Dictionary<string, Distribution> _byName = new(StringComparer.Ordinal);

    /// <summary>A space without parameters.</summary>
    public static SearchSpace Empty { get; } = [];

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _parameters.Select(p => p.Key);

    /// <inheritdoc/>
    public int Count => _parameters.Count;

    /// <summary>How many points there are; null for a continuum or more than 2^62.</summary>
    public long? Points
    {
        get
        {
            double points = 1;
            foreach ((_, Distribution distribution) in _parameters)
            {
                points *= distribution.Count ?? double.PositiveInfinity;
            }

            return points < 4.6e18 ? (long)points : null;
        }
    }

    /// <summary>The values of a parameter.</summary>
    public Distribution this[string name] => _byName[name];

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, Distribution distribution)
    {
        _byName.Add(name, distribution);
        _parameters.Add(new(name, distribution));
    }

    /// <summary>Whether there is a parameter of a name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Distribution>> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

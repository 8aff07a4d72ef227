using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Makes things by the names that users write.</summary>
/// <typeparam name="T">What is made.</typeparam>
/// <param name="kind">What a thing is called in messages, for example "sampler".</param>
public sealed class Registry<T>(string kind)
{
    private readonly SortedDictionary<string, Func<T>> _factories = new(StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Names => _factories.Keys;

    /// <summary>Adds a thing.</summary>
    /// <param name="name">Lower case, words joined by hyphens.</param>
    /// <param name="factory">Makes a new one with default settings.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Registry<T> Register(string name, Func<T> factory)
    {
        _factories.Add(name, factory);
        return this;
    }

    /// <summary>Makes a thing by its name.</summary>
    /// <exception cref="StudyException">The name is unknown; the message lists those there are.</exception>
    public T Create(string name)
    {
        if (_factories.TryGetValue(name, out Func<T>? factory))
        {
            return factory();
        }

        string meant = Spelling.Nearest(name, Names) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";
        throw new StudyException(
            $"found the unknown {kind} \"{name}\"; expected one of {string.Join(", ", Names)}.{meant}");
    }
}

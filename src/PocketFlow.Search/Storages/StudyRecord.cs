using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>What a storage knows of a study besides its trials.</summary>
public sealed record StudyRecord
{
    /// <summary>Identifies the study in its storage.</summary>
    public required long Id { get; init; }

    /// <summary>Its name, unique in the storage.</summary>
    public required string Name { get; init; }

    /// <summary>One per objective.</summary>
    public required IReadOnlyList<StudyDirection> Directions { get; init; }

    /// <summary>Seed of everything random; 0 where another program made the study.</summary>
    public long Seed => SystemAttributes.TryGetValue(Study.SeedKey, out string? json)
        ? JsonSerializer.Deserialize(json, SearchJson.Default.Int64)
        : 0;

    /// <summary>The name of the sampler; null where another program made the study.</summary>
    public string? Sampler => SystemAttributes.TryGetValue(Study.SamplerKey, out string? json)
        ? JsonSerializer.Deserialize(json, SearchJson.Default.String)
        : null;

    /// <summary>JSON texts that users attached.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>JSON texts that the library attached.</summary>
    public IReadOnlyDictionary<string, string> SystemAttributes { get; init; } = new Dictionary<string, string>();
}

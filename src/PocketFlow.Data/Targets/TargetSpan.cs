namespace PocketFlow.Data;

/// <summary>Room for the target of one record: labels or values, as its description says.</summary>
public readonly ref struct TargetSpan
{
    /// <summary>Describes the room.</summary>
    /// <param name="description">What the target is.</param>
    /// <param name="labels"><c>description.Length</c> integers where targets are labels, else none.</param>
    /// <param name="values"><c>description.Length</c> floats where targets aren't labels, else none.</param>
    public TargetSpan(TargetDescription description, Span<long> labels, Span<float> values)
    {
        Description = description;
        Labels = labels;
        Values = values;
    }

    /// <summary>What the target is.</summary>
    public TargetDescription Description { get; }

    /// <summary>The class, or the class map row by row; empty for other kinds.</summary>
    public Span<long> Labels { get; }

    /// <summary>The values, or 1 for each class of the set and 0 for others; empty for other kinds.</summary>
    public Span<float> Values { get; }
}

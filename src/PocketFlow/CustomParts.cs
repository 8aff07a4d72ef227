using PocketFlow.Data;
using PocketFlow.Training.Tasks;

namespace PocketFlow;

/// <summary>What a run takes from C# because no recipe can hold it.</summary>
public sealed record CustomParts
{
    /// <summary>The formats that the recipe's data set can be of.</summary>
    /// <value>The default is null, which means all formats of this library.</value>
    public DatasetRegistry? Datasets { get; init; }

    /// <summary>A task with one's own loss or metrics.</summary>
    /// <value>The default is null, which means what the recipe says.</value>
    public LearningTask? Task { get; init; }
}

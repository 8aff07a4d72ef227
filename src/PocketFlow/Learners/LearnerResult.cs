using PocketFlow.Graphs;

namespace PocketFlow.Learners;

/// <summary>What a learner made.</summary>
/// <param name="Model">The compressed model.</param>
/// <param name="Summary">What was done, one fact a line, for the report and the model's history.</param>
public sealed record LearnerResult(Model Model, IReadOnlyList<string> Summary);

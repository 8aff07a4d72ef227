namespace PocketFlow.Search;

/// <summary>Chooses the values of a trial's parameters.</summary>
/// <remarks>
/// A sampler is a function of the request: history, seed and trial number decide everything. What it keeps between calls
/// is a cache of what it could work out from the history again. So a study that was interrupted goes on as if it had not
/// been, and nothing but the history needs to be stored.
/// </remarks>
public interface ISampler
{
    /// <summary>The name on the command line: lower case, words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>The parameters to choose together when the trial starts, where the caller gave no space.</summary>
    SearchSpace JointSpace(StudyHistory history) => IntersectionSpace.Of(history);

    /// <summary>Chooses all parameters of the request's space together.</summary>
    /// <returns>A value of its distribution for each of them.</returns>
    IReadOnlyDictionary<string, double> Sample(SamplingRequest request);

    /// <summary>Chooses a parameter that the objective asks for by itself; the request's space holds only it.</summary>
    double SampleIndependently(SamplingRequest request) => Sample(request).Values.Single();
}

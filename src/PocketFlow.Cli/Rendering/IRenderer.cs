using PocketFlow.Learners;
using PocketFlow.Search;
using PocketFlow.Training;

namespace PocketFlow.Cli.Rendering;

/// <summary>Shows progress on the error stream; results go to standard output.</summary>
internal interface IRenderer : IDisposable
{
    /// <summary>Shows a training under a name.</summary>
    IProgress<TrainingProgress> TrainingProgress(string name);

    /// <summary>Shows the phases of a learner or of a whole run.</summary>
    IProgress<LearnerProgress> LearnerProgress { get; }

    /// <summary>Shows a search.</summary>
    IProgress<StudyEvent> StudyEvents { get; }
}

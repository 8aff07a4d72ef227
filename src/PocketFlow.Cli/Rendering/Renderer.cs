using PocketFlow.Learners;
using PocketFlow.Search;
using PocketFlow.Training;

namespace PocketFlow.Cli.Rendering;

/// <summary>Turns progress into lines; how lines that stay and lines that pass are shown is for the kinds to say.</summary>
internal abstract class Renderer : IRenderer, IProgress<LearnerProgress>, IProgress<StudyEvent>
{
    public IProgress<LearnerProgress> LearnerProgress => this;

    public IProgress<StudyEvent> StudyEvents => this;

    public IProgress<TrainingProgress> TrainingProgress(string name) => new Relay(this, name);

    public void Report(LearnerProgress value)
    {
        if (value.Training is { } training)
        {
            Report(value.Phase, training);
        }
        else if (value.Share is { } share)
        {
            Pass(FormattableString.Invariant($"{value.Phase}: {share:P0}"));
        }
        else
        {
            Stay(value.Phase);
        }
    }

    public void Report(StudyEvent value) => Show(value);

    public abstract void Dispose();

    /// <summary>Shows a line for good: a new phase, a finished epoch.</summary>
    protected abstract void Stay(string line);

    /// <summary>Shows a line that the next one replaces; too many of them may be left out.</summary>
    protected abstract void Pass(string line);

    /// <summary>Shows an event of a search: finished trials stay.</summary>
    protected virtual void Show(StudyEvent happened)
    {
        string line = StudyBoard.Line(happened);
        if (happened.Kind is StudyEventKind.TrialStarted or StudyEventKind.TrialReported)
        {
            Pass(line);
        }
        else
        {
            Stay(line);
        }
    }

    private void Report(string name, TrainingProgress training)
    {
        string line = Renderers.Describe(name, training);
        if (training.ValidationMetric is not null)
        {
            Stay(line);
        }
        else
        {
            Pass(line);
        }
    }

    private sealed class Relay(Renderer renderer, string name) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => renderer.Report(name, value);
    }
}

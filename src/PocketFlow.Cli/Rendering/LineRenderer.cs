using PocketFlow.Learners;
using PocketFlow.Training;

namespace PocketFlow.Cli.Rendering;

/// <summary>Plain lines: every phase, every epoch, and one line in ten seconds in between.</summary>
internal sealed class LineRenderer(TextWriter output, TimeProvider time) : IRenderer, IProgress<LearnerProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private DateTimeOffset _next = time.GetUtcNow() + s_interval;

    public IProgress<LearnerProgress> LearnerProgress => this;

    public IProgress<TrainingProgress> TrainingProgress(string name) => new Relay(this, name);

    public void Report(LearnerProgress value)
    {
        if (value.Training is { } training)
        {
            Report(value.Phase, training);
        }
        else if (value.Share is { } share)
        {
            Throttled(FormattableString.Invariant($"{value.Phase}: {share:P0}"));
        }
        else
        {
            output.WriteLine(value.Phase);
        }
    }

    public void Dispose() => output.Flush();

    private void Report(string name, TrainingProgress training)
    {
        if (training.ValidationAccuracy is not null)
        {
            output.WriteLine(Renderers.Describe(name, training));
        }
        else
        {
            Throttled(Renderers.Describe(name, training));
        }
    }

    private void Throttled(string line)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now >= _next)
        {
            _next = now + s_interval;
            output.WriteLine(line);
        }
    }

    private sealed class Relay(LineRenderer renderer, string name) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => renderer.Report(name, value);
    }
}

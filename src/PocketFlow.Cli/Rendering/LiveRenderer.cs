using PocketFlow.Learners;
using PocketFlow.Training;
using Spectre.Console;

namespace PocketFlow.Cli.Rendering;

/// <summary>One line on a terminal that is overwritten as work goes on; finished epochs and phases stay.</summary>
internal sealed class LiveRenderer(IAnsiConsole console) : IRenderer, IProgress<LearnerProgress>
{
    private const int MillisecondsBetweenFrames = 100;
    private long _lastFrame;
    private int _width;

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
            Frame(FormattableString.Invariant($"{value.Phase}: {share:P0}"));
        }
        else
        {
            Stay(value.Phase);
        }
    }

    public void Dispose() => Clear();

    private void Report(string name, TrainingProgress training)
    {
        string line = Renderers.Describe(name, training);
        if (training.ValidationAccuracy is not null)
        {
            Stay(line);
        }
        else
        {
            Frame(line);
        }
    }

    private void Stay(string line)
    {
        Clear();
        console.WriteLine(line);
    }

    private void Frame(string line)
    {
        long now = Environment.TickCount64;
        if (now - _lastFrame < MillisecondsBetweenFrames)
        {
            return;
        }

        _lastFrame = now;
        int room = Math.Max(10, console.Profile.Width - 1);
        string shown = line.Length > room ? line[..room] : line;
        Clear();
        console.Write(new Text(shown, new Style(Color.Grey)));
        _width = shown.Length;
    }

    private void Clear()
    {
        if (_width > 0)
        {
            console.Write(new ControlCode("\r\u001b[2K"));
            _width = 0;
        }
    }

    private sealed class Relay(LiveRenderer renderer, string name) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => renderer.Report(name, value);
    }
}

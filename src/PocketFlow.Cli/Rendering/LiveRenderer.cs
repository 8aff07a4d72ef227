using Spectre.Console;

namespace PocketFlow.Cli.Rendering;

/// <summary>One line on a terminal that is overwritten as work goes on; finished epochs and phases stay.</summary>
internal sealed class LiveRenderer(IAnsiConsole console) : Renderer
{
    private const int MillisecondsBetweenFrames = 100;
    private long _lastFrame;
    private int _width;

    public override void Dispose() => Clear();

    protected override void Stay(string line)
    {
        Clear();
        console.WriteLine(line);
    }

    protected override void Pass(string line)
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
}

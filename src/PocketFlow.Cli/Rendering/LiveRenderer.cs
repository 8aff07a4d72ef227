using PocketFlow.Search;
using Spectre.Console;

namespace PocketFlow.Cli.Rendering;

/// <summary>One line on a terminal that is overwritten as work goes on, below the table of a search where one runs;
/// finished epochs and phases stay above.</summary>
internal sealed class LiveRenderer(IAnsiConsole console) : Renderer
{
    private const int MillisecondsBetweenFrames = 100;
    private StudyBoard? _board;
    private long _lastFrame;
    private string? _line;
    private int _drawn;

    public override void Dispose() => Clear();

    protected override void Stay(string line)
    {
        // Epochs of trials would push the table away.
        if (_board is not null)
        {
            Pass(line);
            return;
        }

        Clear();
        console.WriteLine(line);
    }

    protected override void Pass(string line)
    {
        _line = line;
        long now = Environment.TickCount64;
        if (now - _lastFrame >= MillisecondsBetweenFrames)
        {
            _lastFrame = now;
            Draw();
        }
    }

    protected override void Show(StudyEvent happened)
    {
        _board ??= new StudyBoard();
        _board.Add(happened);
        _line = null;
        Draw();
        if (happened.Kind == StudyEventKind.StudyFinished)
        {
            // The last table stays.
            console.WriteLine();
            (_board, _drawn) = (null, 0);
        }
    }

    private void Draw()
    {
        Clear();
        int room = Math.Max(10, console.Profile.Width - 1);
        string[] lines = [.. _board?.Lines() ?? [], .. _line is null ? Array.Empty<string>() : [_line]];
        console.Write(new Text(
            string.Join('\n', lines.Select(l => l.Length > room ? l[..room] : l)), new Style(Color.Grey)));
        _drawn = lines.Length;
    }

    private void Clear()
    {
        if (_drawn > 0)
        {
            string up = _drawn > 1 ? $"\u001b[{_drawn - 1}A" : "";
            console.Write(new ControlCode($"\r{up}\u001b[0J"));
            _drawn = 0;
        }
    }
}

using PocketFlow.Search;

namespace PocketFlow.Cli.Rendering;

/// <summary>Plain lines: every phase, every epoch, and one line in ten seconds in between. Events of a search are
/// lines of JSON where programs read them.</summary>
internal sealed class LineRenderer(TextWriter output, TimeProvider time, bool eventsAsJson = false) : Renderer
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private DateTimeOffset _next = time.GetUtcNow() + s_interval;

    public override void Dispose() => output.Flush();

    protected override void Stay(string line) => output.WriteLine(line);

    protected override void Show(StudyEvent happened)
    {
        if (eventsAsJson)
        {
            output.WriteLine(StudyEventJson.Line(happened));
        }
        else
        {
            base.Show(happened);
        }
    }

    protected override void Pass(string line)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now >= _next)
        {
            _next = now + s_interval;
            output.WriteLine(line);
        }
    }
}

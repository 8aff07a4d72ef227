namespace PocketFlow.Cli.Rendering;

/// <summary>Plain lines: every phase, every epoch, and one line in ten seconds in between.</summary>
internal sealed class LineRenderer(TextWriter output, TimeProvider time) : Renderer
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private DateTimeOffset _next = time.GetUtcNow() + s_interval;

    public override void Dispose() => output.Flush();

    protected override void Stay(string line) => output.WriteLine(line);

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

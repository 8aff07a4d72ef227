using System.CommandLine;
using PocketFlow.Cli.Rendering;
using PocketFlow.Reports;
using PocketFlow.Runs;
using PocketFlow.Runtimes;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow benchmark FILE…</c>: latency of model files, measured in turns.</summary>
internal static class BenchmarkCommand
{
    private static readonly Argument<string[]> s_files = new("files")
    {
        Description = "ONNX files (run in ONNX Runtime) and TFLite files (run in LiteRT).",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> s_runs = new("--runs")
    {
        Description = "Measured runs of each file, after a warm-up.",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<int> s_threads = new("--threads")
    {
        Description = "Threads of one run in ONNX Runtime; LiteRT has 1.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("benchmark", "Measure the latency of model files, in turns, one image at a time.")
        {
            s_files, s_runs, s_threads, CommonOptions.Json,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(parse, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parse, CancellationToken cancellationToken)
    {
        ModelFileSummary[] files = [.. parse.GetValue(s_files)!.Select(ModelFile.Identify)];
        IReadOnlyList<LatencyResult> results = Measure(parse, files, cancellationToken);
        double[] ratios = [.. results.Select(r => RatioToFirst(results, r))];
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(results.Select((r, i) => new
            {
                File = r.Name,
                r.Runtime,
                files[i].Bytes,
                r.Runs,
                r.MedianMilliseconds,
                r.P90Milliseconds,
                r.MinMilliseconds,
                SpeedUp = ratios[i],
            }));
            return ExitCodes.Ok;
        }

        TableOutput.Write(Table(files, results, ratios));
        return ExitCodes.Ok;
    }

    private static ResultTable Table(
        ModelFileSummary[] files, IReadOnlyList<LatencyResult> results, double[] ratios)
    {
        var table = new ResultTable(
            new("file", IsNumber: false), new("runtime", IsNumber: false), new("bytes"), new("median ms"),
            new("p90 ms"), new("min ms"), new("speed-up"));
        for (int i = 0; i < results.Count; i++)
        {
            LatencyResult r = results[i];
            table.Add(
                r.Name, r.Runtime, Figures.Count(files[i].Bytes), Figures.Milliseconds(r.MedianMilliseconds),
                Figures.Milliseconds(r.P90Milliseconds), Figures.Milliseconds(r.MinMilliseconds),
                Figures.Factor(ratios[i]));
        }

        return table;
    }

    private static IReadOnlyList<LatencyResult> Measure(
        ParseResult parse, ModelFileSummary[] files, CancellationToken cancellationToken)
    {
        using var runtimes = new ModelRuntimes();
        var options = new SessionOptions { Threads = parse.GetValue(s_threads), AllowSpinning = false };
        var subjects = new List<LatencySubject>();
        try
        {
            foreach (ModelFileSummary file in files)
            {
                int again = subjects.Count(s => s.Session.ModelPath == file.Path);
                string name = again == 0 ? file.Path : $"{file.Path} ({again + 1})";
                subjects.Add(new LatencySubject(name, runtimes.For(file.Format).Load(file.Path, options)));
            }

            return LatencyBenchmark.Run(
                subjects, new LatencyOptions { Runs = parse.GetValue(s_runs) }, cancellationToken);
        }
        finally
        {
            subjects.ForEach(s => s.Session.Dispose());
        }
    }

    private static double RatioToFirst(IReadOnlyList<LatencyResult> results, LatencyResult result) =>
        results.First(r => r.Runtime == result.Runtime).MedianMilliseconds / result.MedianMilliseconds;
}

using System.Globalization;

namespace PocketFlow.SearchBench;

/// <summary>Prints what is in a folder of results as tables in Markdown.</summary>
internal static class Summary
{
    private const int FreshTrials = 20;

    public static void Print(string folder)
    {
        var curves = Directory.GetFiles(folder, "*-*.*.*.json").Select(Curve.Read).ToLookup(c => c.Task);
        foreach (SearchTask task in SearchTask.All)
        {
            PrintCurves(task.Name, [.. curves[task.Name]]);
            PrintLatency(Path.Combine(folder, $"{task.Name}.latency.tsv"));
            PrintFineTuned(Path.Combine(folder, $"{task.Name}.finetuned.tsv"));
        }
    }

    private static void PrintCurves(string task, Curve[] curves)
    {
        if (curves.Length == 0)
        {
            return;
        }

        // Samplers share measured candidates: what a trial takes is known from those studies that measured many.
        Curve[] fresh = [.. curves.Where(c => c.New >= FreshTrials)];
        double perTrial = fresh.Sum(c => c.Seconds - c.OverheadSeconds) / Math.Max(1, fresh.Sum(c => c.New));
        Console.WriteLine($"""

            ## {task}

            Top-1 in % on {curves[0].Images} validation images; {perTrial:F2} s a candidate on one core.

            | sampler | seeds | uniform | heuristic | after 12 | after 50 | after 100 | least, most | ask, share of time |
            |---|---:|---:|---:|---:|---:|---:|---|---:|
            """);
        foreach (IGrouping<string, Curve> sampler in curves.GroupBy(c => c.Sampler).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Curve[] all = [.. sampler];
            double overhead = all.Average(c => c.OverheadSeconds);
            double share = overhead / (perTrial * all[0].Values.Length + overhead);
            Console.WriteLine(
                $"| {sampler.Key} | {all.Length} | {Mean(all, c => c.Values[0])} | {Mean(all, c => c.Values[1])} | "
                + $"{Mean(all, c => c.BestAfter(12))} | {Mean(all, c => c.BestAfter(50))} | {Mean(all, c => c.Reward)} | "
                + $"{100 * all.Min(c => c.Reward):F2}, {100 * all.Max(c => c.Reward):F2} | {share:P1} |");
        }
    }

    private static void PrintFineTuned(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        Console.WriteLine("\n| candidate | epochs | seeds | validation | test | test of each seed |\n|---|---:|---:|---:|---:|---|");
        foreach (var group in File.ReadLines(path).Select(l => l.Split('\t')).GroupBy(p => (Name: p[0], Epochs: p[2])))
        {
            double[] validation = [.. group.Select(p => 100 * Number(p[3]))], test = [.. group.Select(p => 100 * Number(p[4]))];
            Console.WriteLine(
                $"| {group.Key.Name} | {group.Key.Epochs} | {test.Length} | {validation.Average():F2} | {test.Average():F2} | "
                + $"{string.Join(", ", test.Select(t => $"{t:F2}"))} |");
        }
    }

    private static void PrintLatency(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        Console.WriteLine("\n| search at | seed | validation | ONNX Runtime, ms | multiply-accumulates |\n|---|---:|---:|---:|---:|");
        foreach (string[] parts in File.ReadLines(path).Select(l => l.Split('\t')))
        {
            Console.WriteLine($"| {parts[0]} | {parts[1]} | {100 * Number(parts[2]):F2} | {parts[3]} | {Number(parts[4]) / 1e6:F1} M |");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Mean(Curve[] curves, Func<Curve, double> value) => $"{100 * curves.Average(value):F2}";
}

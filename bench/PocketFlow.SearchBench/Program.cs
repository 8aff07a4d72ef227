using System.Globalization;
using System.Text.Json;
using PocketFlow;
using PocketFlow.Allocation;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Search;
using PocketFlow.SearchBench;

// Usage: dotnet run -c Release --project bench/PocketFlow.SearchBench -- MODEL DATA TASK SAMPLERS SEEDS TRIALS IMAGES OUT
//        [PARAMETRIZATION]
// MODEL is the base network, DATA cifar10:DIR; TASK half-macs, third-macs or four-bits; SAMPLERS joined by commas.
// Compares samplers at equal numbers of trials on the validation images (the last 5,000 of the training files). What was
// measured is kept in OUT/TASK.rewards.tsv and used again; curves go to OUT/TASK.SAMPLER.SEED.json.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length is not (8 or 9))
{
    Console.Error.WriteLine("expected MODEL DATA TASK SAMPLERS SEEDS TRIALS IMAGES OUT [PARAMETRIZATION]");
    return 1;
}

(string path, string data, string taskName, string samplers) = (args[0], args[1], args[2], args[3]);
(int seeds, int trials, int images) = (int.Parse(args[4]), int.Parse(args[5]), int.Parse(args[6]));
string folder = Directory.CreateDirectory(args[7]).FullName;
SearchTask task = SearchTask.All.Single(t => t.Name == taskName);
Model model = ModelFile.Read(path);
DatasetSplits splits = DatasetRegistry.CreateDefault().Open(data, ValidationSplit.Parse("last:5000"));
var context = new LearnerContext
{
    Train = splits.Train, Validation = splits.Validation, Original = model,
    Normalization = Normalization.Parse(model.Metadata[ModelMetadata.Normalization]),
};
using IAllocationProblem problem = task.Open(model, context);
var scorer = new CandidateScorer(problem.Original, context, images, CancellationToken.None);
Console.WriteLine($"{task.Name}: original {scorer.Original.Metric:P2} on {images} validation images, {problem.Layers.Count} layers");
var table = new RewardTable(Path.Combine(folder, $"{task.Name}.rewards.tsv"));
string? sensitivity = null;
foreach (string sampler in samplers.Split(','))
{
    for (int seed = 1; seed <= seeds; seed++)
    {
        string output = Path.Combine(folder, $"{task.Name}.{sampler}.{seed}.json");
        if (File.Exists(output))
        {
            continue;
        }

        SearchSettings settings = task.Settings with
        {
            Sampler = sampler, Trials = trials, ValidationImages = images,
            Parametrization = sampler == "ddpg" ? null : args.ElementAtOrDefault(8),
        };
        using var search = new AllocationSearch(
            problem, scorer, settings, model, context with { Seed = seed }, _ => throw new NotSupportedException(),
            CancellationToken.None, table);
        using var storage = new MemoryStorage();
        StudyEvent? last = null;
        using SamplerChoice choice = search.ChooseSampler();
        Study study = search.Open(storage, choice.Sampler, new Dictionary<string, string>());
        if (sensitivity is not null)
        {
            study.SetAttribute(AllocationSearch.SensitivityKey, sensitivity);
        }

        SearchResult result = search.Run(study, new Listener(e => last = e), CancellationToken.None);
        sensitivity ??= study.Attributes[AllocationSearch.SensitivityKey];
        double[] values = [.. result.History.Trials.Select(t => t.Value)];
        File.WriteAllText(output, JsonSerializer.Serialize(new
        {
            task = task.Name, sampler, seed, images, values, seconds = last!.Elapsed.TotalSeconds,
            overheadSeconds = last.Overhead.TotalSeconds, best = result.Best.Attributes["levels"],
        }));
        Console.WriteLine($"{sampler} seed {seed}: uniform {values[0]:P2}, heuristic {values[1]:P2}, "
            + $"after 12 {values.Take(12).Max():P2}, 50 {values.Take(50).Max():P2}, all {values.Max():P2}; "
            + $"{last.Elapsed.TotalSeconds:F1} s, outside of trials {last.Overhead.TotalSeconds:F2} s; table {table.Count}");
    }
}

return 0;

internal sealed class Listener(Action<StudyEvent> receive) : IProgress<StudyEvent>
{
    public void Report(StudyEvent value) => receive(value);
}

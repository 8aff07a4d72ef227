using PocketFlow.Allocation;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;

namespace PocketFlow.SearchBench;

/// <summary>A base network, its data, and what the candidates of one task share.</summary>
internal sealed class SearchBed : IDisposable
{
    /// <param name="path">The base network.</param>
    /// <param name="data">The data set; the last 5,000 training images are for validation.</param>
    /// <param name="task">The name of a <see cref="SearchTask"/>.</param>
    /// <param name="images">Validation images that candidates are measured on.</param>
    /// <param name="folder">Where results go; candidates that were measured before are read from it.</param>
    public SearchBed(string path, string data, string task, int? images, string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Task = SearchTask.All.Single(t => t.Name == task);
        Model = ModelFile.Read(path);
        DatasetSplits splits = DatasetRegistry.CreateDefault().Open(data, ValidationSplit.Parse("last:5000"));
        Context = new LearnerContext
        {
            Train = splits.Train, Validation = splits.Validation, Original = Model,
            Normalization = Normalization.Parse(Model.Metadata[ModelMetadata.Normalization]),
        };
        Test = splits.Test;
        Problem = Task.Open(Model, Context);
        Scorer = new CandidateScorer(Problem.Original, Context, images, CancellationToken.None);
        Rewards = new RewardTable(Path.Combine(Folder, $"{task}.rewards.tsv"));
        Console.WriteLine($"{task}: original {Scorer.Original.Metric:P2} on validation images, {Problem.Layers.Count} layers");
    }

    public string Folder { get; }

    public SearchTask Task { get; }

    public Model Model { get; }

    public LearnerContext Context { get; }

    public ImageDataset Test { get; }

    public IAllocationProblem Problem { get; }

    public CandidateScorer Scorer { get; }

    public RewardTable Rewards { get; }

    /// <summary>The candidate that gives every layer the same share.</summary>
    public int[] Uniform => new SearchStarts(Problem, Task.Settings.BudgetOf(Problem)).Uniform;

    /// <summary>What the layers cost one by one, as JSON; null until a study measured it.</summary>
    public string? Sensitivity
    {
        get => File.Exists(SensitivityPath) ? File.ReadAllText(SensitivityPath) : null;
        set => File.WriteAllText(SensitivityPath, value);
    }

    private string SensitivityPath => Path.Combine(Folder, $"{Task.Name}.sensitivity");

    public void Dispose() => Problem.Dispose();
}

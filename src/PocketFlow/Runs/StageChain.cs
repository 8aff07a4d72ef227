using System.Diagnostics;
using PocketFlow.Allocation;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Recipes;
using PocketFlow.Search;

namespace PocketFlow.Runs;

/// <summary>Runs the learners of a recipe one after the other and writes the files of every stage.</summary>
internal sealed class StageChain(Recipe recipe, RunDirectory directory, string source, IProgress<StudyEvent>? events)
{
    private readonly List<Stage> _stages = [];

    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>What the search found; null where there was none.</summary>
    public SearchResult? Search { get; private set; }

    /// <summary>Writes the original first: what can't be exported shows before anything is trained.</summary>
    /// <exception cref="StudyException">A search is asked for, and its storage can't be used.</exception>
    public void Start(Model original)
    {
        if (recipe.SearchedLearner >= 0)
        {
            StudyStorage.Open(StudyPlace).Dispose();
        }

        Add("original", "original", null, new LearnerResult(original, []), TimeSpan.Zero);
    }

    public void Run(LearnerContext context, CancellationToken cancellationToken)
    {
        for (int i = 0; i < recipe.Learners.Count; i++)
        {
            LearnerStep step = recipe.Learners[i];
            long start = Stopwatch.GetTimestamp();
            Stage before = _stages[^1];
            object options = step.Options;
            if (i == recipe.SearchedLearner)
            {
                Search = new StageSearch(recipe, StudyPlace, source).Run(before.Model, context, events, cancellationToken);
                options = Search.Options;
            }

            LearnerResult result = step.Kind.Create(options).Compress(
                before.Model,
                context with { CheckpointDirectory = directory.Checkpoints(_stages.Count, step.Learner) },
                cancellationToken);
            result = i == recipe.SearchedLearner
                ? result with { Summary = [.. Search!.Summary, .. result.Summary] }
                : result;
            CarryMetadata(before.Model, result);
            string stage = step.Kind.StageOf(options);
            string name = before.Learner is null ? stage : $"{before.Name} + {stage}";
            Add(name, stage, step.Learner, result, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Writes the last stage's files to where users look for them.</summary>
    public void Finish()
    {
        Write(_stages[^1].Model, directory.Model(ModelFileFormat.Onnx), directory.Model(ModelFileFormat.TfLite));
        directory.RemoveCheckpoints();
    }

    private string StudyPlace => recipe.Search.Storage ?? directory.Study;

    private static void CarryMetadata(Model before, LearnerResult result)
    {
        foreach ((string key, string value) in before.Metadata)
        {
            result.Model.Metadata[key] = value;
        }

        string? history = before.Metadata.GetValueOrDefault(ModelMetadata.History);
        IEnumerable<string> lines = history is null ? result.Summary : [history, .. result.Summary];
        result.Model.Metadata[ModelMetadata.History] = string.Join('\n', lines);
    }

    private void Add(string name, string folder, string? learner, LearnerResult result, TimeSpan elapsed)
    {
        string onnx = directory.StageModel(_stages.Count, folder, ModelFileFormat.Onnx);
        string tfLite = directory.StageModel(_stages.Count, folder, ModelFileFormat.TfLite);
        Write(result.Model, onnx, tfLite);
        _stages.Add(new Stage(name, learner, result.Model, result.Summary, elapsed, onnx, tfLite));
    }

    private void Write(Model model, string onnx, string tfLite)
    {
        // Float ONNX keeps its batch normalisation: the runtime folds it anyway, and training can go on from the file.
        OnnxFormat.Write(model, onnx, new OnnxExportOptions { Opset = recipe.Export.OnnxOpset });
        bool isQuantized = model.Graph.Inputs.Any(i => i.Quantization is not null);
        TfLiteFormat.Write(model, tfLite, new TfLiteExportOptions
        {
            Interface = isQuantized ? recipe.Export.TfLiteInterface : TfLiteInterface.Float,
        });
    }
}

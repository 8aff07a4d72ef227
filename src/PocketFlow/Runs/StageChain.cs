using System.Diagnostics;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Recipes;

namespace PocketFlow.Runs;

/// <summary>Runs the learners of a recipe one after the other and writes the files of every stage.</summary>
internal sealed class StageChain(Recipe recipe, RunDirectory directory)
{
    private readonly List<Stage> _stages = [];

    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>Writes the original first: what can't be exported shows before anything is trained.</summary>
    public void Start(Model original)
    {
        Model model = original.Clone().Simplify();
        model.Metadata[ModelMetadata.Normalization] = recipe.Normalization!;
        model.Metadata[ModelMetadata.Validation] = recipe.Validation!;
        if (recipe.Preparation.ToRecord() is { } preparation)
        {
            model.Metadata[ModelMetadata.Preparation] = preparation;
        }

        model.Metadata.TryAdd(ModelMetadata.Dataset, recipe.Data!.Split(':')[0]);
        Add("original", "original", null, new LearnerResult(model, []), TimeSpan.Zero);
    }

    public void Run(LearnerContext context, CancellationToken cancellationToken)
    {
        foreach (LearnerStep step in recipe.Learners)
        {
            long start = Stopwatch.GetTimestamp();
            Stage before = _stages[^1];
            LearnerResult result = step.Kind.Create(step.Options).Compress(
                before.Model,
                context with { CheckpointDirectory = directory.Checkpoints(_stages.Count, step.Learner) },
                cancellationToken);
            CarryMetadata(before.Model, result);
            string stage = step.Kind.StageOf(step.Options);
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

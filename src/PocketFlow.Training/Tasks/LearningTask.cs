using PocketFlow.Data;
using PocketFlow.Training.Tasks.Metrics;

namespace PocketFlow.Training.Tasks;

/// <summary>What a model is for, and how well: loss, distillation and metrics.</summary>
/// <remarks>
/// Made for the targets of a data set; parts are replaced by <c>with</c>, for example
/// <c>LearningTask.For(images.Target) with { Loss = new Loss("focal", …) }</c>.
/// </remarks>
public sealed record LearningTask
{
    /// <summary>From here on the five largest outputs tell something; of ten classes, half are always right.</summary>
    private const int ManyClasses = 100;

    private LearningTask(string name, TargetKind kind) => (Name, Kind) = (name, kind);

    /// <summary>The names of the tasks, as recipes and the command line use them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetValues<TargetKind>().Select(NameOf)];

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The targets that it is for.</summary>
    public TargetKind Kind { get; }

    /// <summary>What training makes small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>How outputs are drawn to a teacher's.</summary>
    public required DistillationLoss Distillation { get; init; }

    /// <summary>What is measured; the first one chooses the best epoch and leads reports.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>
    /// Whether loss and metrics get logits, also of a model that ends in a softmax or sigmoid; else they get what the
    /// model gives.
    /// </summary>
    public bool UsesLogits => Kind != TargetKind.Values;

    /// <summary>The metric that chooses.</summary>
    public Metric Metric => Metrics[0];

    /// <summary>The standard task for the targets of a data set.</summary>
    public static LearningTask For(TargetDescription target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Kind switch
        {
            TargetKind.Class => Classification(target.ClassNames.Count),
            TargetKind.ClassSet => MultiLabel(),
            TargetKind.Values => Regression(),
            _ => Segmentation(target.IgnoreIndex),
        };
    }

    /// <summary>Makes a metric the first one, which chooses; it is added where it is missing.</summary>
    public LearningTask ChosenBy(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return this with { Metrics = [metric, .. Metrics.Where(m => m.Name != metric.Name)] };
    }

    /// <summary>The task's name for targets of a kind.</summary>
    public static string NameOf(TargetKind kind) => kind switch
    {
        TargetKind.Class => "classification",
        TargetKind.ClassSet => "multi-label",
        TargetKind.Values => "regression",
        _ => "segmentation",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} by {Loss.Name}, chosen by {Metric.Name}";

    private static LearningTask Of(
        TargetKind kind, Loss loss, DistillationLoss distillation, params IReadOnlyList<Metric> metrics) =>
        new(NameOf(kind), kind) { Loss = loss, Distillation = distillation, Metrics = metrics };

    private static LearningTask Classification(int classes) => Of(
        TargetKind.Class, Loss.CrossEntropy(), DistillationLosses.Softmax,
        classes >= ManyClasses ? [StandardMetrics.Top1, StandardMetrics.TopK(5)] : [StandardMetrics.Top1]);

    private static LearningTask MultiLabel() => Of(
        TargetKind.ClassSet, Loss.BinaryCrossEntropy, DistillationLosses.Sigmoid,
        StandardMetrics.MeanAveragePrecision, StandardMetrics.F1);

    private static LearningTask Regression() => Of(
        TargetKind.Values, Loss.MeanSquaredError, DistillationLosses.SquaredError,
        StandardMetrics.MeanAbsoluteError, StandardMetrics.RootMeanSquaredError);

    private static LearningTask Segmentation(int? ignoreIndex) => Of(
        TargetKind.ClassMap, Loss.CrossEntropy(ignoreIndex: ignoreIndex), DistillationLosses.Softmax,
        StandardMetrics.MeanIoU, StandardMetrics.PixelAccuracy);
}

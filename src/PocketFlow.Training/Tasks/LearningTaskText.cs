using System.Globalization;
using PocketFlow.Data;
using PocketFlow.Training.Tasks.Metrics;

namespace PocketFlow.Training.Tasks;

/// <summary>Chooses task, loss and metric by the names that recipes and the command line use.</summary>
public static class LearningTaskText
{
    /// <summary>How losses are written.</summary>
    public const string LossForms =
        "cross-entropy or cross-entropy:SMOOTHING (classes), binary-cross-entropy (class sets), mse, l1, smooth-l1 or "
        + "smooth-l1:BETA (values)";

    /// <summary>How metrics are written.</summary>
    public const string MetricForms =
        "top-K (classes), map or f1 (class sets), mae, rmse or nme:I:J (values), miou or pixel-accuracy (class maps)";

    /// <summary>The task for the targets of a data set, with what was named instead of the standard parts.</summary>
    /// <param name="target">The targets.</param>
    /// <param name="task">A task's name; null for the one that fits the targets.</param>
    /// <param name="loss">For example <c>smooth-l1:0.1</c>; null for the task's own.</param>
    /// <param name="metric">The metric that chooses, for example <c>rmse</c>; null for the task's own.</param>
    /// <exception cref="FormatException">A name is unknown or doesn't fit the targets.</exception>
    public static LearningTask Choose(TargetDescription target, string? task, string? loss, string? metric)
    {
        LearningTask chosen = LearningTask.For(target);
        if (task is not null && task != chosen.Name)
        {
            throw new FormatException(
                $"Task \"{task}\" doesn't fit; targets of the data set are {target}, which is for {chosen.Name}.");
        }

        chosen = loss is null ? chosen : chosen with { Loss = LossOf(target, loss) };
        return metric is null ? chosen : chosen.ChosenBy(MetricOf(target, metric));
    }

    /// <summary>Why texts can't be read, whatever the data set; null when they can.</summary>
    /// <param name="task">A task's name, or null.</param>
    /// <param name="loss">A loss, or null.</param>
    /// <param name="metric">A metric, or null.</param>
    public static IEnumerable<(string Key, string Problem)> Problems(string? task, string? loss, string? metric)
    {
        if (task is not null && !LearningTask.Names.Contains(task))
        {
            yield return ("task", $"found \"{task}\"; expected one of {string.Join(", ", LearningTask.Names)}.");
        }

        if (loss is not null && Read(loss) is null)
        {
            yield return ("loss", $"found \"{loss}\"; expected {LossForms}.");
        }

        if (metric is not null && ReadMetric(metric) is null)
        {
            yield return ("metric", $"found \"{metric}\"; expected {MetricForms}.");
        }
    }

    private static Loss LossOf(TargetDescription target, string text) =>
        Read(text) is { } found && Array.IndexOf(found.Kinds, target.Kind) >= 0
            ? found.Create(target)
            : throw new FormatException(
                $"Loss \"{text}\" doesn't fit targets that are {target}; expected {LossForms}.");

    private static Metric MetricOf(TargetDescription target, string text) =>
        ReadMetric(text) is { } found && found.Kind == target.Kind
            && (found.Points is not { } points || (target.Geometry == TargetGeometry.Points
                && 2 * points < target.Length))
            ? found.Metric
            : throw new FormatException(
                $"Metric \"{text}\" doesn't fit targets that are {target}; expected {MetricForms}.");

    private static (TargetKind[] Kinds, Func<TargetDescription, Loss> Create)? Read(string text)
    {
        string[] parts = text.Split(':');
        return (parts[0], Number(parts, 1)) switch
        {
            ("cross-entropy", { } smoothing) when smoothing is >= 0 and < 1 =>
                ([TargetKind.Class, TargetKind.ClassMap], t => Loss.CrossEntropy(smoothing, t.IgnoreIndex)),
            ("smooth-l1", { } beta) when beta > 0 && parts.Length == 2 =>
                ([TargetKind.Values], _ => Loss.SmoothL1(beta)),
            _ => text switch
            {
                "binary-cross-entropy" => ([TargetKind.ClassSet], _ => Loss.BinaryCrossEntropy),
                "mse" => ([TargetKind.Values], _ => Loss.MeanSquaredError),
                "l1" => ([TargetKind.Values], _ => Loss.L1),
                "smooth-l1" => ([TargetKind.Values], _ => Loss.SmoothL1()),
                _ => null,
            },
        };
    }

    private static (TargetKind Kind, Metric Metric, int? Points)? ReadMetric(string text)
    {
        string[] parts = text.Split(':');
        if (parts is ["nme", var first, var second])
        {
            return Index(first) is { } i && Index(second) is { } j && i != j
                ? (TargetKind.Values, StandardMetrics.NormalizedMeanError(i, j), Math.Max(i, j))
                : null;
        }

        return text switch
        {
            "map" => (TargetKind.ClassSet, StandardMetrics.MeanAveragePrecision, null),
            "f1" => (TargetKind.ClassSet, StandardMetrics.F1, null),
            "mae" => (TargetKind.Values, StandardMetrics.MeanAbsoluteError, null),
            "rmse" => (TargetKind.Values, StandardMetrics.RootMeanSquaredError, null),
            "miou" => (TargetKind.ClassMap, StandardMetrics.MeanIoU, null),
            "pixel-accuracy" => (TargetKind.ClassMap, StandardMetrics.PixelAccuracy, null),
            _ when text.StartsWith("top-", StringComparison.Ordinal) && Index(text[4..]) is > 0 and var k =>
                (TargetKind.Class, StandardMetrics.TopK(k), null),
            _ => null,
        };
    }

    /// <summary>The number at a place; 0 where there is none, null where it can't be read.</summary>
    private static double? Number(string[] parts, int index) => parts.Length == index
        ? 0
        : parts.Length == index + 1
            && double.TryParse(parts[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number : null;

    private static int? Index(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}

namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>The metrics that tasks come with.</summary>
public static class StandardMetrics
{
    /// <summary>Share of records whose class has the largest output; of equal outputs, the first.</summary>
    public static Metric Top1 { get; } = TopK(1);

    /// <summary>Mean over classes of the average precision; classes that never occur are left out.</summary>
    public static Metric MeanAveragePrecision { get; } = new("map", _ => new AveragePrecisionState());

    /// <summary>F1 over all decisions of all classes (micro-averaged); a logit above 0 decides for a class.</summary>
    public static Metric F1 { get; } = new("f1", _ => new F1State());

    /// <summary>Mean absolute error over all values.</summary>
    public static Metric MeanAbsoluteError { get; } = Error("mae", squared: false);

    /// <summary>Root of the mean squared error over all values.</summary>
    public static Metric RootMeanSquaredError { get; } = Error("rmse", squared: true);

    /// <summary>
    /// Mean over classes of intersection by union of wanted and found pixels; classes that neither has are left out,
    /// and so are pixels that don't count.
    /// </summary>
    public static Metric MeanIoU { get; } = new("miou", target => new ConfusionState(target, c => c.MeanIoU));

    /// <summary>Share of right pixels among those that count.</summary>
    public static Metric PixelAccuracy { get; } =
        new("pixel-accuracy", target => new ConfusionState(target, c => c.Accuracy));

    /// <summary>Share of records whose class is among the k largest outputs.</summary>
    /// <param name="k">At least 1.</param>
    public static Metric TopK(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return Metric.MeanOf($"top-{k}", (output, target) => TopKRule.IsHit(output, (int)target.Labels[0], k) ? 1 : 0);
    }

    /// <summary>
    /// Mean distance of points from where they should be, divided by the distance of two wanted points, for example of
    /// the eyes; mean over records.
    /// </summary>
    /// <param name="first">One of the two points, from 0.</param>
    /// <param name="second">The other.</param>
    /// <param name="aspectRatio">Width by height of images, as points are shares of them.</param>
    public static Metric NormalizedMeanError(int first, int second, double aspectRatio = 1)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(first, second);
        return Metric.MeanOf($"nme:{first}:{second}", (output, target) =>
            PointErrors.Normalized(output, target.Values, first, second, aspectRatio)) with
        {
            IsLargerBetter = false,
        };
    }

    private static Metric Error(string name, bool squared) => new(name, _ => new ErrorState(squared))
    {
        IsLargerBetter = false, IsShare = false,
    };
}

namespace PocketFlow.Training.Schedules;

/// <summary>The shape of the learning rate over a training.</summary>
public enum ScheduleKind
{
    /// <summary>Half a cosine from the full rate to zero (Loshchilov &amp; Hutter 2017, arXiv 1608.03983, one cycle).</summary>
    Cosine,

    /// <summary>Divided by 10 after half and after three quarters of the training (He et al. 2016, section 4.2).</summary>
    Step,

    /// <summary>
    /// Up from 1/25 of the full rate over the first 30 %, then down to nearly zero, both by half a cosine (Smith &amp; Topin
    /// 2018, arXiv 1708.07120).
    /// </summary>
    OneCycle,

    /// <summary>The full rate throughout.</summary>
    Constant,
}

/// <summary>The factor on the learning rate at every moment of a training, warm-up included.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="WarmUp">The share of the training, 0 to 1, over which the factor rises linearly from zero.</param>
public readonly record struct LearningRateSchedule(ScheduleKind Kind, double WarmUp)
{
    /// <summary>The factor, 0 to 1.</summary>
    /// <param name="progress">The share of the training that is done, 0 to 1.</param>
    public double FactorAt(double progress)
    {
        progress = Math.Clamp(progress, 0, 1);
        if (progress < WarmUp)
        {
            return progress / WarmUp;
        }

        double rest = WarmUp < 1 ? (progress - WarmUp) / (1 - WarmUp) : 1;
        return Kind switch
        {
            ScheduleKind.Cosine => HalfCosine(rest),
            ScheduleKind.Step => rest < 0.5 ? 1 : rest < 0.75 ? 0.1 : 0.01,
            ScheduleKind.OneCycle when rest < 0.3 => 0.04 + 0.96 * (1 - HalfCosine(rest / 0.3)),
            ScheduleKind.OneCycle => HalfCosine((rest - 0.3) / 0.7),
            _ => 1,
        };
    }

    private static double HalfCosine(double x) => 0.5 * (1 + Math.Cos(Math.PI * x));
}

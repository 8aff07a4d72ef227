using System.Globalization;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Reports;

/// <summary>How figures are written in tables; a figure that was not measured is a dash.</summary>
public static class Figures
{
    private const string Absent = "-";

    /// <summary>A share as a percentage with two decimals.</summary>
    public static string Percent(double? share) => Format(share * 100, "0.00", "%");

    /// <summary>The leading metric: a percentage, or four significant digits.</summary>
    public static string Metric(IReadOnlyList<MetricValue> metrics) =>
        metrics.Count == 0 ? Absent : metrics[0].Text();

    /// <summary>Milliseconds with three decimals.</summary>
    public static string Milliseconds(double? milliseconds) => Format(milliseconds, "0.000", "");

    /// <summary>A factor with two decimals.</summary>
    public static string Factor(double? factor) => Format(factor, "0.00", "x");

    /// <summary>A whole number with commas between thousands.</summary>
    public static string Count(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? Absent;

    /// <summary>A count in millions or thousands, three digits or so.</summary>
    public static string Short(long count) => count switch
    {
        >= 10_000_000 => Format(count / 1e6, "0.0", " M"),
        >= 1_000_000 => Format(count / 1e6, "0.00", " M"),
        >= 10_000 => Format(count / 1e3, "0.0", " k"),
        _ => Count(count),
    };

    private static string Format(double? number, string format, string unit) =>
        number is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : Absent;
}

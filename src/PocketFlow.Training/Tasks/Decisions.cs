using PocketFlow.Data;

namespace PocketFlow.Training.Tasks;

/// <summary>What a record's outputs decide: a class, classes of pixels, truth values, or the values.</summary>
public static class Decisions
{
    /// <summary>Makes the decisions of one record.</summary>
    /// <param name="output">[outputs] or [classes, H, W]; logits where classes are decided.</param>
    /// <param name="target">What is decided.</param>
    /// <param name="decisions">Receives <c>target.Length</c> numbers: classes, 1 or 0, or values.</param>
    public static void Make(ReadOnlySpan<float> output, TargetDescription target, Span<float> decisions)
    {
        ArgumentNullException.ThrowIfNull(target);
        switch (target.Kind)
        {
            case TargetKind.Values:
                output.CopyTo(decisions);
                break;
            case TargetKind.ClassSet:
                for (int i = 0; i < decisions.Length; i++)
                {
                    decisions[i] = output[i] > 0 ? 1 : 0;
                }

                break;
            default:
                Largest(output, decisions);
                break;
        }
    }

    /// <summary>The share of equal decisions; of values, the coefficient of determination R².</summary>
    /// <param name="found">Decisions of each record.</param>
    /// <param name="expected">As many.</param>
    /// <param name="kind">What is decided.</param>
    public static double Agreement(
        IReadOnlyList<float[]> found, IReadOnlyList<float[]> expected, TargetKind kind)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(expected);
        if (kind == TargetKind.Values)
        {
            return Determination(found, expected);
        }

        long same = 0, all = 0;
        for (int record = 0; record < found.Count; record++)
        {
            for (int i = 0; i < found[record].Length; i++)
            {
                same += found[record][i] == expected[record][i] ? 1 : 0;
            }

            all += found[record].Length;
        }

        return all == 0 ? 1 : (double)same / all;
    }

    /// <summary>The class with the largest output at each position; of equal ones the first.</summary>
    private static void Largest(ReadOnlySpan<float> output, Span<float> classes)
    {
        classes.Clear();
        float[] best = output[..classes.Length].ToArray();
        for (int start = classes.Length, index = 1; start < output.Length; start += classes.Length, index++)
        {
            ReadOnlySpan<float> plane = output.Slice(start, classes.Length);
            for (int i = 0; i < plane.Length; i++)
            {
                if (plane[i] > best[i])
                {
                    (best[i], classes[i]) = (plane[i], index);
                }
            }
        }
    }

    private static double Determination(IReadOnlyList<float[]> found, IReadOnlyList<float[]> expected)
    {
        double mean = expected.Count == 0 ? 0 : expected.Average(values => values.Average(v => (double)v));
        double differences = 0, spread = 0;
        for (int record = 0; record < found.Count; record++)
        {
            for (int i = 0; i < found[record].Length; i++)
            {
                differences += Math.Pow((double)found[record][i] - expected[record][i], 2);
                spread += Math.Pow(expected[record][i] - mean, 2);
            }
        }

        return differences == 0 ? 1 : spread == 0 ? 0 : 1 - (differences / spread);
    }
}

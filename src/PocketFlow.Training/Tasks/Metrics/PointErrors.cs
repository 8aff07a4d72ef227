namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>Distances of points that are given as x, y, x, y …</summary>
internal static class PointErrors
{
    public static double Normalized(
        ReadOnlySpan<float> found, ReadOnlySpan<float> wanted, int first, int second, double aspectRatio)
    {
        double sum = 0;
        for (int i = 0; i < wanted.Length; i += 2)
        {
            sum += Distance(found[i..], wanted[i..], aspectRatio);
        }

        return sum / (wanted.Length / 2) / Distance(wanted[(2 * first)..], wanted[(2 * second)..], aspectRatio);
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double aspectRatio) =>
        double.Hypot(aspectRatio * ((double)a[0] - b[0]), (double)a[1] - b[1]);
}

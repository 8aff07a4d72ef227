namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>When a class is among the k largest outputs.</summary>
internal static class TopKRule
{
    public static bool IsHit(ReadOnlySpan<float> output, int label, int k)
    {
        float own = output[label];
        int before = 0;
        for (int i = 0; i < output.Length && before < k; i++)
        {
            before += output[i] > own || (output[i] == own && i < label) ? 1 : 0;
        }

        return before < k && !float.IsNaN(own);
    }
}

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Converts pads per axis into libtorch's order: pairs of begin and end, innermost axis first.</summary>
internal static class Padding
{
    public static long[] InnermostFirst(ReadOnlySpan<long> begin, ReadOnlySpan<long> end)
    {
        long[] pads = new long[2 * begin.Length];
        for (int i = 0; i < begin.Length; i++)
        {
            int axis = begin.Length - 1 - i;
            pads[2 * i] = begin[axis];
            pads[2 * i + 1] = end[axis];
        }

        return pads;
    }
}

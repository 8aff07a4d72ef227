using System.Globalization;

namespace PocketFlow.Data;

/// <summary>Names for classes that are only known by number.</summary>
internal static class ClassNumbers
{
    private const int Most = 1 << 16;

    /// <summary>The names "0" to the largest label.</summary>
    /// <exception cref="DatasetException">Labels are no numbers of classes.</exception>
    public static IReadOnlyList<string> UpTo(long largest, string name) => largest is >= 0 and < Most
        ? [.. Enumerable.Range(0, (int)largest + 1).Select(i => i.ToString(CultureInfo.InvariantCulture))]
        : throw new DatasetException(name, $"labels up to {largest}", $"whole numbers from 0 to {Most - 1}");
}

namespace PocketFlow.Search;

/// <summary>FNV-1a of a text; the runtime's own string hash changes from process to process.</summary>
internal static class StableHash
{
    public static long Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return unchecked((long)hash);
    }
}

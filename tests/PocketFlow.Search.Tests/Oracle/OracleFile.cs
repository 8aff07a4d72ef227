using System.Text.Json;

namespace PocketFlow.Search.Tests;

/// <summary>What a script of this folder computed; the script is beside it and says how it is run.</summary>
internal static class OracleFile
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Oracle", name);

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    public static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];
}

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>
/// Inside of functions, outputs are named, not numbered; here are the names of operators with several outputs. All
/// others have one output, or one list of outputs.
/// </summary>
internal static class OutputArguments
{
    private static readonly string[] s_normalization =
        ["y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2", "reserve_space_3"];

    /// <summary>The number of an operator's first output under a name.</summary>
    public static int Offset(string op, string name) => Math.Max(0, Array.IndexOf(NamesOf(op), name));

    private static string[] NamesOf(string op) => op switch
    {
        "FusedBatchNorm" or "FusedBatchNormV2" or "FusedBatchNormV3" => s_normalization,
        "Switch" => ["output_false", "output_true"],
        "Merge" => ["output", "value_index"],
        "TopKV2" => ["values", "indices"],
        "Moments" => ["mean", "variance"],
        _ => [],
    };
}

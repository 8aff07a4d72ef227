namespace PocketFlow.Search;

/// <summary>System attributes that storages write themselves.</summary>
internal static class StoredKeys
{
    /// <summary>Who holds, or held last, the claim; absent while nobody does.</summary>
    public const string Worker = "pocketflow:worker";

    /// <summary>How many workers died over the trial.</summary>
    public const string Deaths = "pocketflow:deaths";

    /// <summary>Values of parameters that Optuna queued without their distributions: a JSON object of what people read.</summary>
    public const string FixedParameters = "fixed_params";
}

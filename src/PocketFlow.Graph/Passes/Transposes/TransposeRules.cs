namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>The rules by operator; an operator without one gets its inputs as the original graph had them.</summary>
internal static class TransposeRules
{
    private static readonly Dictionary<string, TransposeRule> s_rules = new TransposeRule[]
    {
        new ElementwiseRule(), new AxisRule(), new ReduceRule(), new SliceRule(), new PadRule(), new GatherRule(),
        new RepeatRule(), new ReshapeRule(),
    }.SelectMany(r => r.OpTypes.Select(t => (t, r))).ToDictionary(p => p.t, p => p.r, StringComparer.Ordinal);

    public static TransposeRule? Find(Node node) => s_rules.GetValueOrDefault(node.OpType);

    /// <summary>Whether a node only maps the elements of its first input, one by one.</summary>
    public static bool IsUnary(Node node) => Find(node) is ElementwiseRule
        && node.Inputs.Skip(1).All(i => i is null || (i.IsInitializer && i.KnownShape.ElementCount == 1));
}

namespace PocketFlow.Data;

/// <summary>Tells from the names of arrays what they hold: inputs or targets, of which part.</summary>
/// <remarks>Known are for example x, y; x_train, y_train, x_test, y_test; train_images, train_labels, val_images, ….</remarks>
internal static class ArrayNames
{
    private static readonly string[] s_inputs = ["x", "images", "image", "inputs", "input", "data", "features"];
    private static readonly string[] s_targets = ["y", "labels", "label", "targets", "target"];

    /// <summary>The pairs of inputs and targets, by part; arrays without a part are the training part.</summary>
    /// <param name="names">Names without extensions.</param>
    public static Dictionary<DatasetPart, (string Inputs, string Targets)> Pair(IEnumerable<string> names)
    {
        var known = names.Select(n => (Name: n, Meaning: MeaningOf(n))).Where(n => n.Meaning is not null).ToArray();
        var pairs = new Dictionary<DatasetPart, (string Inputs, string Targets)>();
        foreach (DatasetPart part in Enum.GetValues<DatasetPart>())
        {
            string? inputs = Array.Find(known, n => n.Meaning == (part, true)).Name;
            string? targets = Array.Find(known, n => n.Meaning == (part, false)).Name;
            if (inputs is not null && targets is not null)
            {
                pairs.Add(part, (inputs, targets));
            }
        }

        return pairs;
    }

    /// <summary>The name of the targets beside an array of inputs, or null where the name says nothing.</summary>
    public static string? TargetsOf(string inputs, IEnumerable<string> names) =>
        MeaningOf(inputs) is (var part, true) ? names.FirstOrDefault(n => MeaningOf(n) == (part, false)) : null;

    private static (DatasetPart Part, bool IsInputs)? MeaningOf(string name)
    {
        DatasetPart part = DatasetPart.Train;
        bool? isInputs = null;
        foreach (string word in name.ToLowerInvariant().Split('_', '-', '.'))
        {
            if (DatasetParts.Named(word) is { } named)
            {
                part = named;
            }
            else if (isInputs is null && (s_inputs.Contains(word) || s_targets.Contains(word)))
            {
                isInputs = s_inputs.Contains(word);
            }
            else
            {
                return null;
            }
        }

        return isInputs is { } known ? (part, known) : null;
    }
}

using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Brings LSTM, GRU and RNN into the form that all runtimes know: steps first, all sequences of full length.</summary>
internal static class RecurrentForms
{
    private static readonly string[] s_activations = ["SIGMOID", "TANH", "RELU", "HARDSIGMOID"];

    // Data, first states and first cells.
    private static readonly int[] s_batched = [0, 5, 6];

    /// <summary>Puts transpositions around a node whose batch comes first; refuses functions that nobody knows.</summary>
    public static void Apply(Graph graph, Node node, List<string> offenders)
    {
        AttributeMap attributes = node.Attributes;
        string[] given = attributes.Texts("activations") ?? [];
        string? unknown = Array.Find(given, a => !s_activations.Contains(a.ToUpperInvariant()));
        bool hasSlopes = attributes.Contains("activation_alpha") || attributes.Contains("activation_beta");
        if (unknown is not null || hasSlopes)
        {
            offenders.Add($"{node.OpType} '{node.Name}' with the activation {unknown ?? "HardSigmoid of other slopes"}");
        }

        if (attributes.Int("layout", 0) == 1)
        {
            foreach (int input in s_batched.Where(i => node.InputOrNull(i) is not null))
            {
                Node turned = graph.Add("Transpose", [node.Input(input)], Order(1, 0, 2), $"{node.Name}_turned", node);
                node.SetInput(input, turned.Output);
            }

            for (int i = 0; i < node.Outputs.Count; i++)
            {
                Value output = node.Outputs[i];
                string name = output.Name;
                graph.Rename(output, graph.FreshName($"{name}_turned"));
                graph.Add("Transpose", [output], i == 0 ? Order(2, 0, 1, 3) : Order(1, 0, 2), name);
            }
        }

        attributes.Remove("layout");
        // Very old files say whether all states are wanted; outputs say that.
        attributes.Remove("output_sequence");
    }

    /// <summary>Drops lengths that are those of all steps; others can't be read.</summary>
    public static void Finish(Node node, List<string> offenders)
    {
        Dim steps = node.Input(0).KnownShape[0];
        bool areFull = node.ConstantOrNull(4)?.ToInt64s().All(l => steps.IsKnown && l == steps.Size) ?? false;
        if (node.InputOrNull(4) is not null && !areFull)
        {
            offenders.Add($"{node.OpType} '{node.Name}' with sequences of different lengths");
        }

        node.SetInput(4, null);
    }

    private static AttributeMap Order(params long[] axes) => new() { { "perm", axes } };
}

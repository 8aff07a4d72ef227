using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Graphs.Passes;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Makes the copy of a model that is lowered, and refuses what TFLite can't express, all of it at once.
/// </summary>
internal static class LoweringPreparation
{
    private const string Target = "TFLite";

    /// <summary>A copy with fixed shapes, folded batch normalisation and a grid on every quantised value.</summary>
    public static Model Prepare(Model model, TfLiteExportOptions options)
    {
        Refuse(model.Graph.Nodes.Where(n => !OperatorTable.Knows(n.OpType))
            .Select(n => Describe(n, "unknown operator")));
        Refuse(model.Graph.Inputs.Where(i => i.KnownShape.Skip(1).Any(d => !d.IsKnown))
            .Select(i => $"input '{i.Name}' {i.KnownShape}: only its first dimension may be open"));
        Model sized = model.Clone();
        foreach (Value input in sized.Graph.Inputs.Where(i => !i.KnownShape.IsStatic))
        {
            input.Shape = input.KnownShape.With(0, (long)options.BatchSize);
        }

        Model folded = sized.Folded();
        new WidenGrids().Run(folded);
        new FuseGelu().Run(folded);
        new Decompose(n => n.Output.KnownShape.IsStatic && OperatorWriters.Objection(n) is not null).Run(folded);
        Refuse(folded.Graph.Nodes.SelectMany(Offences)
            .Concat(folded.Graph.Inputs.Where(i => !ElementTypeMap.IsExpressible(i.Type))
                .Select(i => $"input '{i.Name}': {i.Type}, written are Float32, Int32, Int64 and Boolean")));
        Inherit(folded.Graph);
        return folded;
    }

    private static IEnumerable<string> Offences(Node node)
    {
        if (!node.Output.KnownShape.IsStatic || node.Output.KnownShape.Any(d => d == (Dim)0))
        {
            yield return Describe(
                node, $"its output has the shape {node.Output.KnownShape}, shapes must be fixed and not empty");
        }
        else if (OperatorWriters.Objection(node) is { } reason)
        {
            yield return Describe(node, reason);
        }

        foreach (string offence in GridOffences(node))
        {
            yield return offence;
        }
    }

    private static IEnumerable<string> GridOffences(Node node)
    {
        IEnumerable<(Value? Value, bool IsWeight)> values =
        [
            .. node.Inputs.Select((v, i) => (v, node.Operator.RoleOf(i) == ParameterRole.Weight)),
            .. node.Outputs.Select(o => ((Value?)o, false)),
        ];
        foreach ((Value? value, bool isWeight) in values)
        {
            if (value?.Quantization is not { } grid)
            {
                continue;
            }

            bool isExpressible = value.IsInitializer && isWeight
                ? Int8Grid.IsExpressibleWeight(grid)
                : Int8Grid.IsExpressible(grid);
            if (!isExpressible)
            {
                yield return Describe(
                    node, $"'{value.Name}' has the grid {grid}; int8 needs 256 levels for activations and "
                    + " symmetric levels within [-128, 127] for weights");
            }
        }
    }

    /// <summary>Gives a value whose operator only moves elements the grid of what it moves.</summary>
    private static void Inherit(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            bool moves = node.Operator.QuantizationRule == QuantizationRule.SameAsInput;
            if (moves && node.Inputs.Count > 0)
            {
                Quantization? grid = node.Input(0).Quantization;
                bool isShared = node.OpType != "Concat" || node.Inputs.All(i => Equals(i?.Quantization, grid));
                foreach (Value output in node.Outputs.Where(o => o.Type == ElementType.Float32 && isShared))
                {
                    output.Quantization ??= grid;
                }
            }
        }
    }

    private static void Refuse(IEnumerable<string> offences)
    {
        string[] all = [.. offences.Distinct()];
        if (all.Length > 0)
        {
            throw new UnsupportedOperatorException(Target, all);
        }
    }

    private static string Describe(Node node, string reason) => $"{node.OpType} '{node.Name}' ({reason})";
}

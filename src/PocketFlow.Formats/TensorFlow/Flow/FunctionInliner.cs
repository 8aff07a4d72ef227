using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>Puts the bodies of functions in the places of their calls.</summary>
internal sealed class FunctionInliner(FlowGraph graph, FlowBuilder builder, FunctionDefLibrary? library)
{
    private const int MaximumDepth = 64;

    private readonly Dictionary<string, FunctionDef> _functions = ByName(library);

    /// <exception cref="ModelFormatException">A function is missing, calls itself, or doesn't fit its call.</exception>
    public void Run()
    {
        for (int depth = 0; ; depth++)
        {
            List<FlowNode> nodes = graph.Nodes();
            FlowNode[] calls = [.. nodes.Where(n => FunctionOf(n) is not null)];
            if (calls.Length == 0)
            {
                return;
            }

            if (depth == MaximumDepth)
            {
                throw new ModelFormatException(
                    graph.Path, "functions", $"{calls[0]} calls functions within functions {MaximumDepth} deep.");
            }

            foreach (FlowNode call in calls)
            {
                nodes.AddRange(Inline(call, _functions[FunctionOf(call)!]));
            }

            graph.Settle(nodes);
        }
    }

    private string? FunctionOf(FlowNode node)
    {
        string name = node.Op is "PartitionedCall" or "StatefulPartitionedCall"
            ? node.Attributes.GetValueOrDefault("f")?.Func?.Name ?? ""
            : node.Op;
        return _functions.ContainsKey(name) ? name : node.Op == name ? null : throw new ModelFormatException(
            graph.Path, "functions", $"{node} calls the function '{name}', which is not in the file.");
    }

    private Dictionary<string, FlowNode>.ValueCollection Inline(FlowNode call, FunctionDef function)
    {
        OpDef signature = function.Signature ?? new OpDef();
        if (signature.InputArg.Count != call.Inputs.Count || signature.InputArg.Concat(signature.OutputArg).Any(IsList))
        {
            throw new ModelFormatException(
                graph.Path, "functions",
                $"{call} gives {call.Inputs.Count} values to the function '{signature.Name}' of "
                + $"{signature.InputArg.Count} arguments, or a list is among them.");
        }

        var arguments = new Dictionary<string, FlowRef>(StringComparer.Ordinal);
        for (int i = 0; i < call.Inputs.Count; i++)
        {
            arguments[signature.InputArg[i].Name] = call.Inputs[i];
        }

        Dictionary<string, FlowNode> body = builder.Build(function, call.Name + "/", arguments);
        for (int i = 0; i < signature.OutputArg.Count; i++)
        {
            string name = signature.OutputArg[i].Name;
            string source = function.Ret.TryGetValue(name, out string? found) ? found : name;
            graph.Replace(new FlowRef(call, i), builder.Resolve(source, body, arguments, isFunction: true));
        }

        return body.Values;
    }

    private static bool IsList(OpDef.Types.ArgDef argument) =>
        argument.NumberAttr.Length > 0 || argument.TypeListAttr.Length > 0;

    private static Dictionary<string, FunctionDef> ByName(FunctionDefLibrary? library)
    {
        var functions = new Dictionary<string, FunctionDef>(StringComparer.Ordinal);
        foreach (FunctionDef function in library?.Function ?? [])
        {
            functions[function.Signature?.Name ?? ""] = function;
        }

        functions.Remove("");
        return functions;
    }
}

using PocketFlow.Formats.TensorFlow.Checkpoint;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>The trained values of a graph's variables.</summary>
internal sealed class Variables(string path, TensorBundle? bundle, ObjectKeys? keys)
{
    /// <summary>Whether a node stands for a variable.</summary>
    public static bool IsVariable(FlowNode node) => node.Op is "VarHandleOp" or "VariableV2" or "Variable";

    /// <exception cref="ModelFormatException">The file has no value for the variable.</exception>
    public TensorData Read(FlowNode variable)
    {
        if (bundle is null)
        {
            throw new ModelFormatException(
                path, "variables",
                $"{variable} has its value in a checkpoint, which is not here. Give the SavedModel's directory, or "
                + "freeze the graph.");
        }

        string shared = variable.Attributes.GetValueOrDefault("shared_name")?.S.ToStringUtf8() ?? "";
        string[] candidates = [keys?.KeyOf(variable.Name) ?? "", keys?.KeyOfName(shared) ?? "", variable.Name, shared];
        string? key = Array.Find(candidates, bundle.Entries.ContainsKey);
        return key is { Length: > 0 } ? bundle.Read(key) : throw new ModelFormatException(
            path, "variables", $"the checkpoint has no value for {variable}.");
    }
}

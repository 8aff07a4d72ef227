using PocketFlow.Formats.Onnx.Wire;

namespace PocketFlow.Formats.Onnx;

/// <summary>The rules that a file's header must keep before anything else is looked at.</summary>
internal static class OnnxHeaderRules
{
    private const int OldestOpset = 7;
    private const int NewestOpset = 23;

    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    /// <summary>Whether a domain is that of ONNX Runtime, which holds most operators on quantised integers.</summary>
    public static bool IsOfRuntime(string domain) => domain == "com.microsoft";

    /// <summary>The version of the standard operators.</summary>
    public static int OpsetOf(IEnumerable<OperatorSetIdProto> imports, string path)
    {
        long[] versions = [.. imports.Where(i => IsStandard(i.Domain)).Select(i => i.Version)];
        return versions.Length == 0
            ? throw new ModelFormatException(
                path, "opset",
                "no version of the standard operators is named; this is no ONNX model, or a very old one.")
            : (int)Math.Clamp(versions.Max(), 0, int.MaxValue);
    }

    public static void CheckOpset(int opset, string path)
    {
        if (opset is < OldestOpset or > NewestOpset)
        {
            throw new ModelFormatException(
                path, "opset",
                $"the operators are of opset {opset}, {OldestOpset} to {NewestOpset} can be read. "
                + "Export the model again with opset 17.");
        }
    }
}

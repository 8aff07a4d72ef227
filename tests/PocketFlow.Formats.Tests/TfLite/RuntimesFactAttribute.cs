namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>A test that runs files in LiteRT and ONNX Runtime; it skips, with a reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimesFactAttribute : FactAttribute
{
    public RuntimesFactAttribute() => Skip = new RuntimesTheoryAttribute().Skip;
}

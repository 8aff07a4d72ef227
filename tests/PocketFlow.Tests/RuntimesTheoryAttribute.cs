namespace PocketFlow.Tests;

/// <summary>A theory that needs LiteRT and ONNX Runtime; it skips, with a reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimesTheoryAttribute : TheoryAttribute
{
    public RuntimesTheoryAttribute() => Skip = RuntimesFactAttribute.Missing;
}

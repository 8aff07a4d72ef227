using PocketFlow.Testing;

namespace PocketFlow.Tests;

/// <summary>A theory that needs LiteRT and ONNX Runtime; it skips, with a reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimesTheoryAttribute : TheoryAttribute
{
    /// <param name="commands">Foreign programs that must run too.</param>
    public RuntimesTheoryAttribute(params string[] commands) =>
        Skip = RuntimesFactAttribute.Missing ?? ToolFactAttribute.ReasonToSkip(commands);
}

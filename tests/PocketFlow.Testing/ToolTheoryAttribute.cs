namespace PocketFlow.Testing;

/// <summary>A <see cref="ToolFactAttribute"/> with several cases.</summary>
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <param name="commands">Commands that must end with code 0.</param>
    public ToolTheoryAttribute(params string[] commands) => Skip = ToolFactAttribute.ReasonToSkip(commands);
}

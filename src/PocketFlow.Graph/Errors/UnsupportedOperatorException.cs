namespace PocketFlow.Graphs;

/// <summary>A model holds operators that the named target can't express; all offenders are listed.</summary>
public sealed class UnsupportedOperatorException : PocketFlowException
{
    /// <summary>Creates the exception for one target and all offending nodes, each described in a few words.</summary>
    public UnsupportedOperatorException(string target, IReadOnlyList<string> offenders)
        : base($"{target} can't express {offenders.Count} node(s) of this model: {string.Join("; ", offenders)}.")
    {
        Target = target;
        Offenders = offenders;
    }

    /// <summary>What refused the model: a file format, the training engine, a pass.</summary>
    public string Target { get; }

    /// <summary>Every offending node with its operator.</summary>
    public IReadOnlyList<string> Offenders { get; }
}

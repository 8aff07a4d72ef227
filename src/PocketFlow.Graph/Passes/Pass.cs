namespace PocketFlow.Graphs.Passes;

/// <summary>A rewrite of a model in place.</summary>
public abstract class Pass
{
    /// <summary>The name that errors and logs use: the class name.</summary>
    public string Name => GetType().Name;

    /// <summary>Rewrites the model and says whether anything changed; a second run changes nothing.</summary>
    /// <exception cref="PassException">The pass met a graph that it can't handle, or left an invalid one.</exception>
    public bool Run(Model model)
    {
        try
        {
            bool changed = Apply(model.Graph);
            if (changed)
            {
                GraphVerifier.Verify(model.Graph);
            }

            return changed;
        }
        catch (InvalidGraphException e)
        {
            throw new PassException(Name, e);
        }
    }

    /// <summary>The rewrite itself.</summary>
    private protected abstract bool Apply(Graph graph);
}

namespace PocketFlow.Runtimes;

/// <summary>Shorter calls for models with one input and one output.</summary>
public static class ModelSessionExtensions
{
    /// <summary>Runs a model that has one input and one output.</summary>
    /// <param name="session">Session of the model.</param>
    /// <param name="values">All samples, one after the other, in the model's own layout.</param>
    /// <param name="samples">Number of samples, at least 1.</param>
    /// <param name="cancellationToken">Polled between batches.</param>
    /// <returns>The output's values of all samples, one sample after the other.</returns>
    /// <exception cref="InvalidOperationException">The model has more inputs or outputs.</exception>
    public static float[] Run(
        this IModelSession session, float[] values, int samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Inputs.Count != 1 || session.Outputs.Count != 1)
        {
            throw new InvalidOperationException(
                $"{session.ModelPath} has {session.Inputs.Count} inputs and {session.Outputs.Count} outputs; " +
                "this call is for one of each, pass arrays of arrays instead.");
        }

        return session.Run([values], samples, cancellationToken)[0];
    }
}

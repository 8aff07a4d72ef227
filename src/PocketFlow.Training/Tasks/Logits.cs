using PocketFlow.Graphs;

namespace PocketFlow.Training.Tasks;

/// <summary>Takes the final activation of a model back from its outputs.</summary>
public static class Logits
{
    /// <summary>
    /// Turns outputs into logits in place: log p for a softmax (logits but for a constant, which softmax doesn't see),
    /// log p − log(1 − p) for a sigmoid. Probabilities of 0 and 1 become infinite.
    /// </summary>
    /// <param name="outputs">The outputs as the model gives them.</param>
    /// <param name="activation">What the model ends with.</param>
    public static void Restore(Span<float> outputs, OutputActivation activation)
    {
        if (activation == OutputActivation.None)
        {
            return;
        }

        foreach (ref float output in outputs)
        {
            float probability = Math.Clamp(output, 0, 1);
            output = activation == OutputActivation.Softmax
                ? MathF.Log(probability)
                : MathF.Log(probability) - MathF.Log(1 - probability);
        }
    }
}

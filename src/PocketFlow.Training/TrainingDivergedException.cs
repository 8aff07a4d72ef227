namespace PocketFlow.Training;

/// <summary>The loss stopped being a number; nothing was saved.</summary>
public sealed class TrainingDivergedException : PocketFlowException
{
    internal TrainingDivergedException(int epoch, int step, double loss)
        : base(FormattableString.Invariant(
            $"Training diverged: the loss became {loss} in epoch {epoch + 1}, step {step + 1}. ")
            + "Lower the learning rate, lengthen the warm-up, or train in full precision.")
    {
        Epoch = epoch;
        Step = step;
        Loss = loss;
    }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; }

    /// <summary>The step within the epoch, from 0.</summary>
    public int Step { get; }

    /// <summary>The loss that was found: NaN or infinite.</summary>
    public double Loss { get; }
}

using PocketFlow.Torch;

namespace PocketFlow.Training.Tasks;

/// <summary>How far a student's outputs are from a teacher's, in the shapes of a <see cref="Loss"/>.</summary>
/// <param name="student">The student's outputs, with gradients.</param>
/// <param name="teacher">The teacher's outputs.</param>
/// <param name="temperature">Above 0; the softer the outputs shall be, the larger.</param>
public delegate Tensor DistillationLoss(Tensor student, Tensor teacher, double temperature);

/// <summary>The distillation losses of the tasks.</summary>
public static class DistillationLosses
{
    /// <summary>
    /// <c>T² · KL(softmax(teacher / T) ‖ softmax(student / T))</c> over classes, mean over records or pixels
    /// (Hinton et al. 2015, arXiv 1503.02531).
    /// </summary>
    public static Tensor Softmax(Tensor student, Tensor teacher, double temperature)
    {
        Tensor target = teacher.Div(temperature).LogSoftmax(1);

        // "Mean" in libtorch divides by elements, not by distributions, so the sum is divided by hand.
        Tensor divergence = student.Div(temperature).LogSoftmax(1).KlDiv(target, Reduction.Sum, logTarget: true);
        return divergence.Mul(temperature * temperature * student.Size(1) / student.ElementCount);
    }

    /// <summary>The same for independent truth values: mean over records and classes.</summary>
    public static Tensor Sigmoid(Tensor student, Tensor teacher, double temperature)
    {
        Tensor logits = teacher.Div(temperature);
        Tensor target = logits.Sigmoid();
        Tensor divergence = student.Div(temperature).BinaryCrossEntropyWithLogits(target)
            .Sub(logits.BinaryCrossEntropyWithLogits(target));
        return divergence.Mul(temperature * temperature);
    }

    /// <summary>Mean squared difference of values; the temperature has no meaning here.</summary>
    public static Tensor SquaredError(Tensor student, Tensor teacher, double temperature) => student.MseLoss(teacher);
}

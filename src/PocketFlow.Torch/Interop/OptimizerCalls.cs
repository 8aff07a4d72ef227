namespace PocketFlow.Torch.Interop;

/// <summary>Native optimizer steps over parallel lists of tensors.</summary>
internal static unsafe class OptimizerCalls
{
    public static void Sgd(
        Tensor[] parameters, Tensor[]? buffers, double learningRate, double momentum, double weightDecay, bool nesterov)
    {
        using HandleLease parameterLease = new(parameters);
        using HandleLease bufferLease = new(buffers);
        fixed (nint* parameter = parameterLease.Pointers)
        fixed (nint* buffer = bufferLease.Pointers)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_sgd_step(
                parameter, buffers is null ? null : buffer, parameters.Length,
                learningRate, momentum, weightDecay, nesterov ? 1 : 0));
        }
    }

    public static void Adam(
        Tensor[] parameters, Tensor[] means, Tensor[] variances, long step,
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool decoupled)
    {
        using HandleLease parameterLease = new(parameters);
        using HandleLease meanLease = new(means);
        using HandleLease varianceLease = new(variances);
        fixed (nint* parameter = parameterLease.Pointers)
        fixed (nint* mean = meanLease.Pointers)
        fixed (nint* variance = varianceLease.Pointers)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_adam_step(
                parameter, mean, variance, parameters.Length, step,
                learningRate, beta1, beta2, epsilon, weightDecay, decoupled ? 1 : 0));
        }
    }
}

namespace PocketFlow.Runtimes;

/// <summary>
/// A model loaded in a runtime. Values go in and out as floats in the model's own layout. Where a tensor's
/// <see cref="TensorInfo.Quantization"/> is known they are real values, which the session quantises and dequantises;
/// other integer tensors take and give the integers themselves. What goes in is rounded to the nearest integer, ties to
/// even, and clamped to the type. Not for concurrent use.
/// </summary>
public interface IModelSession : IDisposable
{
    /// <summary>Name of the runtime that runs the model.</summary>
    string RuntimeName { get; }

    /// <summary>Path of the model file, as given.</summary>
    string ModelPath { get; }

    /// <summary>Inputs in the order in which <see cref="Run"/> takes them.</summary>
    IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>Outputs in the order in which <see cref="Run"/> returns them.</summary>
    IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>Runs the model on one or more samples.</summary>
    /// <param name="inputs">
    /// For each input, <paramref name="samples"/> times <see cref="TensorInfo.SampleLength"/> values, sample by sample.
    /// </param>
    /// <param name="samples">Number of samples, at least 1.</param>
    /// <param name="cancellationToken">Polled between batches.</param>
    /// <returns>For each output, the values of all samples, sample after sample.</returns>
    /// <exception cref="ArgumentException">The number of inputs or of values is not the model's.</exception>
    /// <exception cref="RuntimeFailedException">The runtime reports an error.</exception>
    float[][] Run(IReadOnlyList<float[]> inputs, int samples = 1, CancellationToken cancellationToken = default);

    /// <summary>
    /// Times single-sample runs on one fixed pseudo-random input. The clock is read next to the runtime's own call, so
    /// conversions and communication are not counted. No run is left out: the caller warms up.
    /// </summary>
    /// <param name="runs">Number of runs, at least 1.</param>
    /// <param name="cancellationToken">Polled before the runs.</param>
    /// <returns>Milliseconds of each run, in order.</returns>
    /// <exception cref="RuntimeFailedException">The runtime reports an error.</exception>
    double[] TimeMilliseconds(int runs, CancellationToken cancellationToken = default);
}

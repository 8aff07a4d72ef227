using PocketFlow.Runtimes.Interop;

namespace PocketFlow.Runtimes.OnnxRuntime;

/// <summary>An .onnx model in ONNX Runtime; batches where every input leaves its first axis open.</summary>
internal sealed class OrtSession : ModelSession
{
    private readonly OrtRunner _runner;
    private bool _isDisposed;

    public OrtSession(string path, OrtRunner runner, ModelSignature signature, SessionOptions options)
        : base(OrtRuntime.RuntimeName, path, signature)
    {
        _runner = runner;
        BatchSize = Inputs.Count > 0 && Inputs.All(input => input.HasSymbolicBatch) ? options.BatchSize : 1;
    }

    protected override int BatchSize { get; }

    public override void Dispose()
    {
        _isDisposed = true;
        _runner.Dispose();
    }

    protected override byte[][] RunBytes(byte[][] inputs, int samples) => Guard(() => _runner.Run(inputs, samples));

    protected override double[] TimeBytes(byte[][] inputs, int runs) => Guard(() => _runner.Time(inputs, runs));

    private T Guard<T>(Func<T> call)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            return call();
        }
        catch (OrtException failure)
        {
            throw new RuntimeFailedException(RuntimeName, ModelPath, failure.Message, failure);
        }
    }
}

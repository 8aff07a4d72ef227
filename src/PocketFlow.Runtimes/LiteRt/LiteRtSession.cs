namespace PocketFlow.Runtimes.LiteRt;

/// <summary>
/// A .tflite model in a worker, where samples run one by one: this build of LiteRT resizes inputs but not outputs.
/// </summary>
internal sealed class LiteRtSession : ModelSession
{
    // Bounds the memory of a request and the time until a cancellation is seen; a round trip costs far less.
    private const int MaxRequestBytes = 8 << 20;
    private const int MaxRequestSamples = 256;

    private readonly LiteRtWorker _worker;
    private readonly uint _id;
    private readonly int[] _outputBytes;
    private bool _isDisposed;

    public LiteRtSession(LiteRtWorker worker, string path, uint id, ModelSignature signature)
        : base(LiteRtRuntime.RuntimeName, path, signature)
    {
        _worker = worker;
        _id = id;
        _outputBytes = [.. Outputs.Select(Bytes)];
        var sampleBytes = Math.Max(1, Inputs.Sum(Bytes));
        BatchSize = Math.Clamp(MaxRequestBytes / sampleBytes, 1, MaxRequestSamples);
    }

    protected override int BatchSize { get; }

    public override void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            if (!_worker.IsGone)
            {
                _worker.Request(LiteRtOperation.Unload, [_id]);
            }
        }
        catch (LiteRtWorkerException)
        {
            // The process ended just now, and the model with it.
        }
    }

    protected override byte[][] RunBytes(byte[][] inputs, int samples)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var answer = Request(LiteRtOperation.Run, [_id, (uint)samples], inputs);

        var outputs = new byte[_outputBytes.Length][];
        var start = 0;
        for (var i = 0; i < outputs.Length; i++)
        {
            var length = samples * _outputBytes[i];
            outputs[i] = answer.AsSpan(start, length).ToArray();
            start += length;
        }

        return outputs;
    }

    protected override double[] TimeBytes(byte[][] inputs, int runs)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var answer = Request(LiteRtOperation.Time, [_id, (uint)runs], inputs);

        var milliseconds = new double[runs];
        Buffer.BlockCopy(answer, 0, milliseconds, 0, runs * sizeof(double));
        return milliseconds;
    }

    private static int Bytes(TensorInfo tensor) => tensor.SampleLength * TensorCodec.ElementSize(tensor.ElementType);

    private byte[] Request(LiteRtOperation operation, ReadOnlySpan<uint> numbers, params ReadOnlySpan<byte[]> blocks)
    {
        try
        {
            return _worker.Request(operation, numbers, blocks);
        }
        catch (LiteRtWorkerException failure)
        {
            throw new RuntimeFailedException(RuntimeName, ModelPath, failure.Message, failure);
        }
    }
}

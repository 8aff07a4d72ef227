namespace PocketFlow.Runtimes;

/// <summary>What all sessions share: argument checks, conversion, batches. Derived classes move bytes.</summary>
internal abstract class ModelSession : IModelSession
{
    private byte[][]? _timingSample;

    protected ModelSession(string runtimeName, string path, ModelSignature signature)
    {
        RuntimeName = runtimeName;
        ModelPath = path;
        Inputs = signature.Inputs;
        Outputs = signature.Outputs;
    }

    public string RuntimeName { get; }

    public string ModelPath { get; }

    public IReadOnlyList<TensorInfo> Inputs { get; }

    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>Samples that one call of <see cref="RunBytes"/> may carry.</summary>
    protected abstract int BatchSize { get; }

    public float[][] Run(IReadOnlyList<float[]> inputs, int samples = 1, CancellationToken cancellationToken = default)
    {
        CheckArguments(inputs, samples);

        var outputs = new float[]?[Outputs.Count];
        for (var first = 0; first < samples; first += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(BatchSize, samples - first);
            var produced = RunBytes(EncodeBatch(inputs, first, count), count);
            for (var i = 0; i < outputs.Length; i++)
            {
                DecodeBatch(produced[i], Outputs[i], ref outputs[i], first, count, samples);
            }
        }

        return outputs!;
    }

    public double[] TimeMilliseconds(int runs, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        cancellationToken.ThrowIfCancellationRequested();

        _timingSample ??= EncodeBatch([.. Inputs.Select(TimingInput.Create)], 0, 1);
        return TimeBytes(_timingSample, runs);
    }

    public abstract void Dispose();

    /// <summary>Runs the model once on each input's bytes; returns each output's bytes.</summary>
    protected abstract byte[][] RunBytes(byte[][] inputs, int samples);

    /// <summary>Runs the model several times on one sample; returns milliseconds.</summary>
    protected abstract double[] TimeBytes(byte[][] inputs, int runs);

    private void CheckArguments(IReadOnlyList<float[]> inputs, int samples)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (inputs.Count != Inputs.Count)
        {
            throw new ArgumentException(
                $"{inputs.Count} inputs were given; {ModelPath} has {Inputs.Count}: {string.Join("; ", Inputs)}.",
                nameof(inputs));
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            var expected = (long)samples * Inputs[i].SampleLength;
            if (inputs[i].Length != expected)
            {
                throw new ArgumentException(
                    $"{inputs[i].Length} values were given for {samples} samples of {Inputs[i]}; " +
                    $"{expected} are needed, {Inputs[i].SampleLength} a sample.",
                    nameof(inputs));
            }
        }
    }

    private byte[][] EncodeBatch(IReadOnlyList<float[]> inputs, int first, int count)
    {
        var encoded = new byte[inputs.Count][];
        for (var i = 0; i < encoded.Length; i++)
        {
            var length = Inputs[i].SampleLength;
            encoded[i] = new byte[count * length * TensorCodec.ElementSize(Inputs[i].ElementType)];
            TensorCodec.Encode(inputs[i].AsSpan(first * length, count * length), Inputs[i], encoded[i]);
        }

        return encoded;
    }

    // The produced length counts, not the declared one: files often leave output axes open that a run then fixes.
    private void DecodeBatch(byte[] bytes, TensorInfo tensor, ref float[]? all, int first, int count, int samples)
    {
        var elements = bytes.Length / TensorCodec.ElementSize(tensor.ElementType);
        var length = elements / count;
        all ??= new float[samples * length];
        if (length * count != elements || length * samples != all.Length)
        {
            throw new RuntimeFailedException(
                RuntimeName, ModelPath, $"output {tensor} has {elements} values for {count} samples, " +
                $"which is not {all.Length / samples} a sample. Its size must not depend on the values.");
        }

        TensorCodec.Decode(bytes, tensor, all.AsSpan(first * length, elements));
    }
}

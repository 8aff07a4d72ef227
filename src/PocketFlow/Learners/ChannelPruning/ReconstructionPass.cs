using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// Takes the calibration images through the pruned network once, stopping before each layer that is to be reconstructed.
/// Where their values would take too much memory, each layer begins at the input again.
/// </summary>
internal sealed class ReconstructionPass : IDisposable
{
    private const long MostBytes = 1L << 30;
    private readonly Executor _executor;
    private readonly LayerSamples _samples;
    private readonly TensorScope _scope = TensorScope.Begin();
    private readonly GradMode _noGrad = Engine.NoGrad();
    private readonly Dictionary<int, ForwardRun>? _runs;

    public ReconstructionPass(Executor executor, LayerSamples samples)
    {
        (_executor, _samples) = (executor, samples);
        // Three values alive at once is what residual blocks need.
        long largest = executor.Graph.Values.Where(v => v.Producer is not null)
            .Max(v => v.KnownShape.Aggregate(1L, (product, d) => product * d.SizeOr(1)));
        _runs = 3 * largest * sizeof(float) * samples.Count <= MostBytes ? [] : null;
    }

    /// <summary>
    /// Sums the Gram matrices of one layer of the pruned network against the unpruned outputs. Where the layer ends in a sum,
    /// the error of the other term is added to what is wanted, so that this layer repairs it too (He et al. 2017, section
    /// 3.3).
    /// </summary>
    /// <param name="layer">A layer behind those that were compared before.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    public LayerGram Compare(ConsumerLayer layer, CancellationToken cancellationToken)
    {
        var gram = new LayerGram();
        Node node = _executor.Graph.Find(layer.Node.Output.Name)!.Producer!;
        foreach ((int batch, ForwardRun run) in Runs(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.AdvanceTo(node);
            Add(gram, layer, node, run, batch);
        }

        return gram;
    }

    /// <summary>The runs of all batches: those that wait at the last layer, or new ones.</summary>
    private IEnumerable<(int Batch, ForwardRun Run)> Runs(CancellationToken cancellationToken)
    {
        if (_runs is { Count: > 0 })
        {
            foreach ((int batch, ForwardRun run) in _runs)
            {
                yield return (batch, run);
            }

            yield break;
        }

        foreach (Batch batch in _samples.Batches(cancellationToken))
        {
            // Runs that wait belong to the scope of the pass; others are gone with their batch.
            using TensorScope? scope = _runs is null ? TensorScope.Begin() : null;
            using (batch)
            {
                ForwardRun run = _executor.Begin(batch.ToTensor(_executor.Device));
                _runs?.Add(batch.Index, run);
                yield return (batch.Index, run);
            }
        }
    }

    public void Dispose()
    {
        _noGrad.Dispose();
        _scope.Dispose();
    }

    private void Add(LayerGram gram, ConsumerLayer layer, Node node, ForwardRun run, int batch)
    {
        using TensorScope scope = TensorScope.Begin();
        (Tensor wanted, Tensor? residual) = _samples.Wanted(layer, batch);
        if (residual is not null && layer.Residual is { } other
            && run.Find(_executor.Graph.Find(other.Name)!) is { } found)
        {
            Tensor error = residual.Sub(_samples.Sampler.Outputs(found, layer, batch));
            wanted = wanted.Add(error.Mul(Inverse(layer, error.Device)));
        }

        Tensor input = run.Find(node.Input(0))!;
        gram.Add(
            _samples.Sampler.Patches(input, layer, batch), LayerSamples.WithoutBias(_executor, layer, wanted));
    }

    /// <summary>What one unit of the sum is in units of the layer's output; channels that hardly add are left alone.</summary>
    private static Tensor Inverse(ConsumerLayer layer, Device device)
    {
        float[] inverse = Array.ConvertAll(layer.ResidualFactor!, f => MathF.Abs(f) < 0.05f ? 0 : 1 / f);
        return Tensor.FromArray(inverse, inverse.Length, device);
    }
}

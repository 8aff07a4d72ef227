using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>A group with what its channels contribute to the layers that read them.</summary>
/// <param name="Group">The channels.</param>
/// <param name="Gram">Inner products of the channels' contributions, summed over the readers, relative to their outputs.</param>
/// <param name="Target">Products of the contributions with the readers' outputs, likewise.</param>
internal sealed record PrunableGroup(PruningGroup Group, double[,] Gram, double[] Target)
{
    private readonly Dictionary<int, int[]> _selections = [];

    /// <summary>The channels that stay when a number of them may.</summary>
    public int[] Select(int keep)
    {
        if (!_selections.TryGetValue(keep, out int[]? selection))
        {
            _selections[keep] = selection = LassoSelection.Select(Gram, Target, keep);
        }

        return selection;
    }

    /// <summary>
    /// The share of the readers' outputs that is lost with a selection when each kept channel is only rescaled: an upper
    /// bound of what reconstruction leaves. A group with several readers counts their losses together.
    /// </summary>
    public double LossOf(int[] kept)
    {
        double all = Explained([.. Enumerable.Range(0, Target.Length)]);
        return Math.Max(0, all - Explained(kept));
    }

    private double Explained(int[] kept)
    {
        double[] beta = new double[kept.Length];
        double[,] gram = new double[kept.Length, kept.Length];
        double[] target = Array.ConvertAll(kept, k => Target[k]);
        for (int i = 0; i < kept.Length; i++)
        {
            for (int j = 0; j < kept.Length; j++)
            {
                gram[i, j] = Gram[kept[i], kept[j]];
            }
        }

        LassoSelection.Descend(gram, target, 0, beta);
        double explained = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            // At the optimum Gβ = b, so the explained energy is bᵀβ.
            explained += target[i] * beta[i];
        }

        return explained;
    }
}

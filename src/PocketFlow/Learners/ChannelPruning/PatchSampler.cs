using PocketFlow.Data;
using PocketFlow.Torch;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// Takes a few output positions of a layer, the same for all images of a batch, and the input patches that they are
/// computed from. Positions depend on (seed, batch, layer) alone, so that two networks can be compared at the same places.
/// </summary>
internal sealed class PatchSampler(int seed)
{
    /// <summary>Positions per image, as in the original paper's implementation.</summary>
    private const int PositionsPerImage = 10;

    /// <summary>The patches that a layer reads, [samples, channels · kernel] in the order of its weight's columns.</summary>
    public Tensor Patches(Tensor input, ConsumerLayer layer, int batch)
    {
        if (layer.Window is not { } window)
        {
            return input;
        }

        Tensor padded = input.Pad(
            [window.PadsBegin[1], window.PadsEnd[1], window.PadsBegin[0], window.PadsEnd[0]], 0);
        long width = padded.Size(3);
        var indices = new List<long>();
        foreach ((long y, long x) in Positions(layer, batch))
        {
            for (long ky = 0; ky < window.Kernel[0]; ky++)
            {
                for (long kx = 0; kx < window.Kernel[1]; kx++)
                {
                    long row = y * window.Strides[0] + ky * window.Dilations[0];
                    indices.Add(row * width + x * window.Strides[1] + kx * window.Dilations[1]);
                }
            }
        }

        long taps = window.Kernel[0] * window.Kernel[1];
        (long images, long channels) = (input.Size(0), input.Size(1));
        return Pick(padded, indices)                                      // [N, C, positions · taps]
            .Reshape([images, channels, indices.Count / taps, taps])
            .Permute([0, 2, 1, 3])                                        // [N, positions, C, taps]
            .Reshape([images * (indices.Count / taps), channels * taps]);
    }

    /// <summary>The values of a tensor of the layer's output shape at its positions, [samples, channels].</summary>
    public Tensor Outputs(Tensor output, ConsumerLayer layer, int batch)
    {
        if (layer.Window is null)
        {
            return output;
        }

        long width = output.Size(3);
        long[] indices = [.. Positions(layer, batch).Select(p => p.Y * width + p.X)];
        return Pick(output, indices).Permute([0, 2, 1]).Reshape([output.Size(0) * indices.Length, output.Size(1)]);
    }

    private static Tensor Pick(Tensor tensor, IReadOnlyCollection<long> indices)
    {
        Tensor flat = tensor.Reshape([tensor.Size(0), tensor.Size(1), -1]);
        return flat.IndexSelect(2, Tensor.FromArray<long>([.. indices], indices.Count, tensor.Device));
    }

    private (long Y, long X)[] Positions(ConsumerLayer layer, int batch)
    {
        var shape = layer.Node.Output.KnownShape;
        SeededRandom random = new SeededRandom(seed).Split(batch).Split(StableHash(layer.Node.Name));
        var positions = new (long Y, long X)[PositionsPerImage];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = (random.NextInt32((int)shape[2].Size), random.NextInt32((int)shape[3].Size));
        }

        return positions;
    }

    /// <summary>FNV-1a; the runtime's own string hash changes from process to process.</summary>
    private static long StableHash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return (long)hash;
    }
}

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// The geometry of a transposed convolution: every input position spreads a window over the output, from which pads are
/// then cut off.
/// </summary>
/// <param name="Window">Kernel, strides, dilations and the pads that are cut off.</param>
/// <param name="OutputPadding">Positions that are added behind each spatial axis, which no or few windows reach.</param>
public sealed record TransposedWindow(Window Window, long[] OutputPadding)
{
    /// <summary>Reads a ConvTranspose node's geometry, with pads worked out of <c>auto_pad</c> or <c>output_shape</c>.</summary>
    /// <exception cref="InvalidGraphException">The attributes contradict each other, or need sizes that aren't known.
    /// </exception>
    public static TransposedWindow Of(Node node)
    {
        Window window = Window.Declared(node, node.Input(1).KnownShape.ToArray().AsSpan(2));
        int axes = window.Kernel.Length;
        long[] added = node.Attributes.Ints("output_padding") ?? new long[axes];
        long[]? wanted = node.Attributes.Ints("output_shape");
        if (added.Length != axes || added.Any(a => a < 0) || (wanted is not null && wanted.Length < axes))
        {
            throw new InvalidGraphException(
                "window", $"{node.OpType}: output_padding or output_shape don't fit {axes} spatial axes.", node.Name);
        }

        var declared = new TransposedWindow(window, added);
        string mode = Window.AutoPadOf(node);
        return wanted is not null ? declared.WithSize(node, wanted[^axes..], mode)
            : mode is "SAME_UPPER" or "SAME_LOWER" ? declared.WithSame(mode)
            : mode == "VALID" ? declared.WithTotal(new long[axes], mode)
            : declared;
    }

    /// <summary>The size along one axis before pads are cut off and positions are added.</summary>
    public long FullSize(long input, int axis) => Window.Strides[axis] * (input - 1) + Window.Reach(axis);

    /// <summary>The size of the output along one spatial axis.</summary>
    /// <exception cref="InvalidGraphException">More is cut off than there is.</exception>
    public Dim OutputSize(Dim input, int axis)
    {
        if (!input.IsKnown)
        {
            return Dim.Unknown;
        }

        long size = FullSize(input.Size, axis) + OutputPadding[axis] - Window.PadsBegin[axis] - Window.PadsEnd[axis];
        return size > 0 ? size : throw new InvalidGraphException(
            "window", $"a transposed convolution cuts all of the {FullSize(input.Size, axis)} positions off.");
    }

    /// <summary>Output size = input size · stride; the pads for that depend on no size.</summary>
    private TransposedWindow WithSame(string mode)
    {
        long[] total = [.. Window.Kernel.Select(
            (_, i) => Math.Max(0, OutputPadding[i] + Window.Reach(i) - Window.Strides[i]))];
        return WithTotal(total, mode);
    }

    private TransposedWindow WithSize(Node node, long[] wanted, string mode)
    {
        long[] total = new long[wanted.Length];
        long[] added = [.. OutputPadding];
        for (int i = 0; i < total.Length; i++)
        {
            Dim input = node.Input(0).KnownShape[i + 2];
            if (!input.IsKnown)
            {
                throw new InvalidGraphException(
                    "window",
                    $"{node.OpType}: the pads for output_shape depend on the size of axis {i + 2}, which is not known "
                    + $"({node.Input(0).KnownShape}); export the model with a fixed size.", node.Name);
            }

            long excess = FullSize(input.Size, i) + added[i] - wanted[i];
            total[i] = Math.Max(0, excess);
            added[i] += Math.Max(0, -excess);
        }

        return (this with { OutputPadding = added }).WithTotal(total, mode);
    }

    private TransposedWindow WithTotal(long[] total, string mode)
    {
        long[] begin = [.. total.Select(t => mode == "SAME_UPPER" ? t / 2 : t - t / 2)];
        long[] end = [.. total.Zip(begin, (t, b) => t - b)];
        return this with { Window = Window with { PadsBegin = begin, PadsEnd = end } };
    }
}

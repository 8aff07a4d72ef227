using PocketFlow.Graphs;

namespace PocketFlow.Testing;

/// <content>Layers that exchange channels and space, or make images larger.</content>
internal sealed partial class RandomNetwork
{
    /// <summary>Blocks of space become channels, which a convolution reads.</summary>
    private Value Folded() => Size % 2 == 0
        ? Activated(Conv(
            _builder.Add("SpaceToDepth", [_x], Name("fold"), new AttributeMap { { "blocksize", 2L } }), Width()))
        : Residual();

    /// <summary>Twice the size, by spreading windows, by resampling or out of channels.</summary>
    private Value Upsampled()
    {
        if (Size > 6)
        {
            return Activated(Normalized(Depthwise(_x)));
        }

        int kind = Next(0, 4);
        if (kind == 0 && Channels % 4 == 0)
        {
            var blocks = new AttributeMap { { "blocksize", 2L }, { "mode", Chance() ? "CRD" : "DCR" } };
            return Conv(_builder.Add("DepthToSpace", [_x], Name("unfold"), blocks), Width());
        }

        return kind == 1
            ? Conv(_builder.Add("Resize", Scales(2), Name("resize"), new AttributeMap
            {
                { "mode", Chance() ? "linear" : "nearest" },
                { "coordinate_transformation_mode", "asymmetric" },
                { "nearest_mode", "floor" },
            }), Width())
            : Activated(Normalized(Transposed()));
    }

    private Value Transposed()
    {
        int group = Next(0, 3) switch { 0 => Channels, 1 when Channels % 2 == 0 => 2, _ => 1 };
        int perGroup = group == Channels ? 1 : Next(1, 3) * 4 / Math.Min(group, 4);
        int kernel = Next(2, 5);
        float[] weight = Random(Channels * perGroup * kernel * kernel, 0, 0.4f);
        TensorData data = TensorData.From<float>(weight, Channels, perGroup, kernel, kernel);
        float[] bias = Random(perGroup * group, 0, 0.3f);
        Value[] inputs =
        [
            _x, _builder.Constant(Name("weight"), data),
            _builder.Constant(Name("bias"), TensorData.From<float>(bias, bias.Length)),
        ];
        long pad = kernel > 2 ? 1 : 0;
        return _builder.Add("ConvTranspose", Chance() ? inputs : inputs[..2], Name("transposed"), new AttributeMap
        {
            { "group", (long)group },
            { "strides", new long[] { 2, 2 } },
            { "pads", new long[] { pad, pad, pad, pad } },
            { "output_padding", new long[] { kernel == 3 ? 1 : 0, kernel == 3 ? 1 : 0 } },
        });
    }

    private Value?[] Scales(float scale) =>
        [_x, null, _builder.Constant(Name("scales"), TensorData.From<float>([1, 1, scale, scale], 4))];
}

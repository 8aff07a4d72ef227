using PocketFlow.Graphs;

namespace PocketFlow.Testing;

/// <summary>A network that grows by random layers; images keep at least 2 × 2 positions and 4 to 12 channels.</summary>
internal sealed partial class RandomNetwork
{
    private readonly Random _random;
    private readonly GraphBuilder _builder;
    private Value _x;
    private int _count;

    public RandomNetwork(int seed, int size)
    {
        _random = new Random(seed);
        _builder = new GraphBuilder($"random{seed}", seed);
        _x = _builder.Input("input", 3, size, size);
        _x = Activated(Normalized(Conv(_x, Width())));
    }

    private int Channels => ChannelsOf(_x);

    private int Size => (int)_x.KnownShape[2].Size;

    public int Next(int from, int to) => _random.Next(from, to);

    public void AddLayer() => _x = Next(0, 10) switch
    {
        0 or 1 => Activated(Normalized(Conv(_x, Width()))),
        2 => Activated(Normalized(Depthwise(_x))),
        3 => Residual(),
        4 => Branches(),
        5 => Scaled(),
        6 => Pool(),
        7 => Downsampled(),
        8 => Folded(),
        _ => Upsampled(),
    };

    public Model Build(int classes)
    {
        Value y = Next(0, 3) == 0 || Size > 8
            ? _builder.Flatten(_x, Name("flat"))
            : _builder.GlobalAveragePool(_x, Name("mean"));
        if (Chance())
        {
            y = _builder.Relu(_builder.Gemm(y, Name("hidden"), Width()), Name("relu"));
        }

        return _builder.Build(_builder.Gemm(y, "logits", classes));
    }

    private Value Conv(Value x, int channels, int stride = 1)
    {
        int group = ChannelsOf(x) % 2 == 0 && channels % 2 == 0 && Next(0, 4) == 0 ? 2 : 1;
        return WithBias(_builder.Conv(x, Name("conv"), channels, Chance() ? 3 : 1, stride, null, group, Chance()));
    }

    private Value Depthwise(Value x)
    {
        int channels = ChannelsOf(x) * (ChannelsOf(x) <= 6 && Next(0, 4) == 0 ? 2 : 1);
        return WithBias(_builder.Conv(x, Name("depthwise"), channels, 3, 1, null, ChannelsOf(x), Chance()));
    }

    private Value Normalized(Value x)
    {
        switch (Next(0, 8))
        {
            case 0:
                return x;
            case 1:
                return InstanceNormalized(x);
            default:
                break;
        }

        Value y = _builder.BatchNormalization(x, Name("bn"), Chance() ? 1e-5f : 1e-3f);
        Node node = y.Producer!;
        int channels = ChannelsOf(x);
        // Scales of both signs, none near zero.
        Set(node, 1, Array.ConvertAll(Random(channels, 0, 0.3f), s => s < 0 ? s - 0.4f : s + 0.7f));
        Set(node, 2, Random(channels, 0.2f, 0.5f));
        Set(node, 3, Random(channels, 0, 0.5f));
        Set(node, 4, Array.ConvertAll(Random(channels, 0, 1), s => 0.2f + s * s));
        return y;
    }

    private Value InstanceNormalized(Value x)
    {
        Value[] inputs =
        [
            x, Vector("scale", Random(ChannelsOf(x), 1, 0.3f)), Vector("shift", Random(ChannelsOf(x), 0, 0.3f)),
        ];
        return _builder.Add("InstanceNormalization", inputs, Name("instance"));
    }

    private Value Activated(Value x) => Next(0, 10) switch
    {
        0 => x,
        1 => _builder.Relu6(x, Name("relu6")),
        2 => _builder.Add("Sigmoid", [x], Name("sigmoid")),
        3 => _builder.Add("LeakyRelu", [x], Name("leaky"), new AttributeMap { { "alpha", 0.1f } }),
        4 => _builder.Add("Elu", [x], Name("elu")),
        5 => _builder.Add("HardSwish", [x], Name("swish")),
        6 => _builder.Add("Mul", [x, _builder.Add("Sigmoid", [x], Name("sigmoid"))], Name("silu")),
        7 => _builder.Add("PRelu", [x, Slope(ChannelsOf(x))], Name("prelu")),
        _ => _builder.Relu(x, Name("relu")),
    };

    private Value Residual()
    {
        Value sum = _x;
        int branches = Next(1, 3);
        for (int i = 0; i < branches; i++)
        {
            Value branch = Activated(Normalized(Conv(_x, Width())));
            branch = Normalized(Conv(branch, Channels));
            sum = Chance() ? _builder.Add(sum, branch, Name("add")) : _builder.Add(branch, sum, Name("add"));
        }

        return Activated(sum);
    }

    private Value Branches()
    {
        var parts = new Value[Next(2, 4)];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Activated(Normalized(Conv(_x, 4)));
        }

        // The input itself is a branch where the result stays small enough.
        parts[0] = Channels + 4 * (parts.Length - 1) <= 12 ? _x : parts[0];
        return _builder.Concat(Name("concat"), parts);
    }

    private Value Scaled()
    {
        bool isSum = Chance();
        float[] elements = Random(Channels, isSum ? 0 : 1, 0.3f);
        Value constant = _builder.Constant(Name("factor"), TensorData.From<float>(elements, 1, Channels, 1, 1));
        string opType = isSum ? "Add" : "Mul";
        return _builder.Add(opType, Chance() ? [_x, constant] : [constant, _x], Name(opType));
    }

    private Value Pool()
    {
        if (Size < 4)
        {
            return _builder.Relu(_x, Name("relu"));
        }

        int kernel = Next(2, 4);
        int pad = kernel == 3 ? Next(0, 2) : 0;
        var attributes = new AttributeMap
        {
            { "kernel_shape", new long[] { kernel, kernel } },
            { "strides", new long[] { 2, 2 } },
            { "pads", new long[] { pad, pad, pad, pad } },
        };
        if (Chance())
        {
            return _builder.Add("MaxPool", [_x], Name("pool"), attributes);
        }

        attributes.Set("count_include_pad", Chance() && pad > 0);
        return _builder.Add("AveragePool", [_x], Name("pool"), attributes);
    }

    /// <summary>A residual block of half the size whose shortcut takes every second pixel and pads channels.</summary>
    private Value Downsampled()
    {
        int added = Next(0, 13 - Channels);
        if (Size < 4)
        {
            return Residual();
        }

        Value y = Normalized(Conv(_x, Channels + added, 2));
        Value[] cut =
        [
            _x, Ints("starts", 0, 0), Ints("ends", int.MaxValue, int.MaxValue), Ints("axes", 2, 3), Ints("steps", 2, 2),
        ];
        Value shortcut = _builder.Add("Slice", cut, Name("slice"));
        Value pads = Ints("pads", 0, added / 2, 0, 0, 0, added - added / 2, 0, 0);
        Value zero = _builder.Constant(Name("zero"), TensorData.Scalar(0f));
        shortcut = _builder.Add("Pad", [shortcut, pads, zero], Name("pad"));
        return Activated(_builder.Add(y, shortcut, Name("add")));
    }

    private Value WithBias(Value y)
    {
        if (y.Producer!.InputOrNull(2) is not null)
        {
            Set(y.Producer!, 2, Random(ChannelsOf(y), 0, 0.3f));
        }

        return y;
    }

    private Value Slope(int channels) =>
        _builder.Constant(Name("slope"), TensorData.From<float>(Random(channels, 0.2f, 0.1f), 1, channels, 1, 1));

    private Value Vector(string name, float[] elements) =>
        _builder.Constant(Name(name), TensorData.From<float>(elements, elements.Length));

    private Value Ints(string name, params ReadOnlySpan<long> elements) =>
        _builder.Constant(Name(name), TensorData.Vector(elements));

    private float[] Random(int count, float mean, float deviation) =>
        RandomGraphs.Normal(_random, count, mean, deviation);

    private static void Set(Node node, int input, float[] elements) =>
        Graph.SetData(node.Input(input), TensorData.From<float>(elements, elements.Length));

    private static int ChannelsOf(Value x) => (int)x.KnownShape[1].Size;

    private int Width() => Next(2, 7) * 2;

    private bool Chance() => Next(0, 2) == 0;

    private string Name(string kind) => $"{kind}{++_count}";
}

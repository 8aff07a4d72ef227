namespace PocketFlow.Graphs;

/// <summary>
/// Builds networks layer by layer with freshly drawn weights (He et al. 2015, arXiv 1502.01852, for convolutions;
/// uniform ±1/√fan-in for dense layers).
/// </summary>
public sealed class GraphBuilder
{
    private readonly Random _random;
    private readonly Graph _graph;

    /// <summary>Starts a graph; the same seed gives the same weights.</summary>
    public GraphBuilder(string name, int seed = 0)
    {
        _graph = new Graph(name);
        _random = new Random(seed);
    }

    /// <summary>The graph as built so far.</summary>
    public Graph Graph => _graph;

    /// <summary>Adds an input [batch, dims…] with a symbolic batch.</summary>
    public Value Input(string name, params ReadOnlySpan<long> dims)
    {
        Dim[] all = [Dim.Symbolic("batch"), .. Array.ConvertAll(dims.ToArray(), Dim.FromInt64)];
        return _graph.AddInput(name, ElementType.Float32, new Shape(all));
    }

    /// <summary>Adds a two-dimensional convolution; padding defaults to half the kernel, which keeps the size.</summary>
    public Value Conv(
        Value input, string name, int channels, int kernel, int stride = 1, int? padding = null, int group = 1,
        bool bias = false)
    {
        long inputChannels = input.KnownShape[1].Size / group;
        int pad = padding ?? kernel / 2;
        double deviation = Math.Sqrt(2.0 / (channels / group * kernel * kernel));
        Value weight = Parameter($"{name}.weight", deviation, channels, inputChannels, kernel, kernel);
        Value?[] inputs = bias ? [input, weight, Filled($"{name}.bias", channels, 0)] : [input, weight];
        return Add("Conv", inputs, name, new AttributeMap
        {
            { "kernel_shape", new long[] { kernel, kernel } },
            { "strides", new long[] { stride, stride } },
            { "pads", new long[] { pad, pad, pad, pad } },
            { "group", (long)group },
        });
    }

    /// <summary>Adds batch normalisation that starts as the identity on normalised data.</summary>
    public Value BatchNormalization(Value input, string name, float epsilon = 1e-5f)
    {
        long channels = input.KnownShape[1].Size;
        Value?[] inputs =
        [
            input, Filled($"{name}.weight", channels, 1), Filled($"{name}.bias", channels, 0),
            Filled($"{name}.running_mean", channels, 0), Filled($"{name}.running_var", channels, 1),
        ];
        return Add("BatchNormalization", inputs, name, new AttributeMap { { "epsilon", epsilon } });
    }

    /// <summary>Adds a dense layer with bias.</summary>
    public Value Gemm(Value input, string name, int outputs)
    {
        long inputs = input.KnownShape[1].Size;
        double bound = 1 / Math.Sqrt(inputs);
        Value weight = Uniform($"{name}.weight", bound, outputs, inputs);
        Value bias = Uniform($"{name}.bias", bound, outputs);
        return Add("Gemm", [input, weight, bias], name, new AttributeMap { { "transB", 1L } });
    }

    /// <summary>Adds the dense layer that ends a classifier; its output is called "logits" whatever its name.</summary>
    public Value Logits(Value input, string name, int classes)
    {
        Value output = Gemm(input, name, classes);
        _graph.Rename(output, "logits");
        return output;
    }

    /// <summary>Adds a rectifier.</summary>
    public Value Relu(Value input, string name) => Add("Relu", [input], name);

    /// <summary>Adds a rectifier that stops at 6.</summary>
    public Value Relu6(Value input, string name) => Add(
        "Clip",
        [input, Constant($"{name}.min", TensorData.Scalar(0f)), Constant($"{name}.max", TensorData.Scalar(6f))], name);

    /// <summary>Adds the sum of two values.</summary>
    public Value Add(Value left, Value right, string name) => Add("Add", [left, right], name);

    /// <summary>Joins values along the channels.</summary>
    public Value Concat(string name, params ReadOnlySpan<Value> parts) =>
        Add("Concat", parts.ToArray(), name, new AttributeMap { { "axis", 1L } });

    /// <summary>Adds the largest element of each window.</summary>
    public Value MaxPool(Value input, string name, int kernel, int stride, int padding = 0) =>
        Add("MaxPool", [input], name, new AttributeMap
        {
            { "kernel_shape", new long[] { kernel, kernel } },
            { "strides", new long[] { stride, stride } },
            { "pads", new long[] { padding, padding, padding, padding } },
        });

    /// <summary>Adds the mean over all positions, flattened to [batch, channels].</summary>
    public Value GlobalAveragePool(Value input, string name) =>
        Flatten(Add("GlobalAveragePool", [input], name), $"{name}.flat");

    /// <summary>Flattens all axes but the batch.</summary>
    public Value Flatten(Value input, string name) =>
        Add("Flatten", [input], name, new AttributeMap { { "axis", 1L } });

    /// <summary>Adds any node with one output and infers its shape.</summary>
    public Value Add(string opType, IReadOnlyList<Value?> inputs, string name, AttributeMap? attributes = null)
    {
        Node node = _graph.Add(opType, inputs, attributes, name);
        node.Operator.Infer(node);
        return node.Output;
    }

    /// <summary>Adds a constant.</summary>
    public Value Constant(string name, TensorData data) => _graph.AddInitializer(name, data);

    /// <summary>Ends the building; outputs are named as given to the layers.</summary>
    public Model Build(params ReadOnlySpan<Value> outputs)
    {
        foreach (Value output in outputs)
        {
            _graph.AddOutput(output);
        }

        GraphVerifier.Verify(_graph);
        return new Model(_graph);
    }

    private Value Parameter(string name, double deviation, params long[] dims)
    {
        float[] elements = new float[TensorData.CountOf(dims)];
        for (int i = 0; i < elements.Length; i++)
        {
            // Box–Muller; 1 − u keeps the logarithm finite.
            double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
            elements[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * _random.NextDouble()));
        }

        return Constant(name, TensorData.From<float>(elements, dims));
    }

    private Value Uniform(string name, double bound, params long[] dims)
    {
        float[] elements = new float[TensorData.CountOf(dims)];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = (float)(bound * (2 * _random.NextDouble() - 1));
        }

        return Constant(name, TensorData.From<float>(elements, dims));
    }

    private Value Filled(string name, long count, float element)
    {
        float[] elements = new float[count];
        Array.Fill(elements, element);
        return Constant(name, TensorData.From<float>(elements, count));
    }
}

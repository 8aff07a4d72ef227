using System.Globalization;

namespace PocketFlow.Graphs.Tests.Operators;

/// <summary>
/// One node written as text. Inputs, separated by spaces: <c>[2,3]</c> a float tensor, <c>{1,-1}</c> a constant
/// vector of integers, <c>![2]</c> a constant of truth values, <c>#5</c> a constant integer, <c>_</c> a left-out
/// input. Attributes: <c>axis=1 pads=[0,0] mode:text</c>.
/// </summary>
internal sealed class OperatorCase
{
    private readonly Graph _graph = new("case");
    private readonly Random _random = new(3);

    /// <param name="opType">The operator.</param>
    /// <param name="inputs">The inputs as text.</param>
    /// <param name="attributes">The attributes as text.</param>
    /// <param name="batch">What replaces the dimension <c>batch</c>, or null to keep it symbolic.</param>
    /// <param name="isConstant">Whether float inputs after the first, or all of them, are constants.</param>
    public OperatorCase(string opType, string inputs, string attributes, int? batch, Predicate<int> isConstant)
    {
        string[] words = inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Value?[] values = [.. words.Select((w, i) => Input(w, i, batch, isConstant(i)))];
        Node = _graph.Add(opType, values, Attributes(attributes), "y");
        _graph.AddOutput(Node.Output);
    }

    public Node Node { get; }

    public Model Model => new(_graph);

    public string InferredShape
    {
        get
        {
            Node.Operator.Infer(Node);
            return Node.Output.KnownShape.ToString();
        }
    }

    private Value? Input(string word, int index, int? batch, bool isConstant)
    {
        string name = $"input{index}";
        switch (word[0])
        {
            case '_':
                return null;
            case '{':
                return _graph.AddInitializer(name, TensorData.Vector(Integers(word[1..^1])));
            case '#':
                return _graph.AddInitializer(name, TensorData.Scalar(Integers(word[1..])[0]));
            case '!':
                long[] truthDims = new Shape([.. Parts(word[2..^1]).Select(d => ToDim(d, batch))]).ToArray();
                bool[] truths = [.. Enumerable.Range(0, (int)TensorData.CountOf(truthDims)).Select(i => i % 3 == 0)];
                return _graph.AddInitializer(name, TensorData.From<bool>(truths, truthDims));
            default:
                Dim[] dims = [.. Parts(word[1..^1]).Select(d => ToDim(d, batch))];
                return isConstant
                    ? _graph.AddInitializer(name, Random(new Shape(dims).ToArray()))
                    : _graph.AddInput(name, ElementType.Float32, new Shape(dims));
        }
    }

    private TensorData Random(long[] dims)
    {
        // Positive, so that variances and divisors are allowed ones.
        long count = TensorData.CountOf(dims);
        float[] elements = Array.ConvertAll(new float[count], _ => 0.2f + _random.NextSingle());
        return TensorData.From<float>(elements, dims);
    }

    private static AttributeMap Attributes(string text)
    {
        var attributes = new AttributeMap();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int split = word.IndexOfAny([':', '=']);
            string content = word[(split + 1)..];
            attributes.Set(word[..split], word[split] == ':' ? content
                : content[0] == '[' ? Integers(content[1..^1])
                : Integers(content)[0]);
        }

        return attributes;
    }

    private static Dim ToDim(string text, int? batch) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out long size) ? size
        : text == "?" ? Dim.Unknown
        : batch is { } known ? known : Dim.Symbolic(text);

    private static long[] Integers(string text) =>
        [.. Parts(text).Select(t => long.Parse(t, CultureInfo.InvariantCulture))];

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_rand = new("aten::rand");
    private static readonly Operator s_randn = new("aten::randn");
    private static readonly Operator s_randint = new("aten::randint", "low");
    private static readonly Operator s_randperm = new("aten::randperm");
    private static readonly Operator s_dropout = new("aten::dropout");
    private static readonly Operator s_normalInPlace = new("aten::normal_");
    private static readonly Operator s_uniformInPlace = new("aten::uniform_");
    private static readonly Operator s_bernoulliInPlace = new("aten::bernoulli_", "float");
    private static readonly Operator s_multinomial = new("aten::multinomial");

    /// <summary>Uniform numbers in 0..1 from the default generator.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Rand(IntList shape, DType type = DType.Float32, Device device = default) =>
        s_rand.Call(shape, type, Argument.None, device);

    /// <summary>Standard normal numbers from the default generator.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Randn(IntList shape, DType type = DType.Float32, Device device = default) =>
        s_randn.Call(shape, type, Argument.None, device);

    /// <summary>Uniform integers from low on, before high.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The first that does not occur.</param>
    /// <param name="shape">The lengths.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor RandInt(
        long low, long high, IntList shape, DType type = DType.Int64, Device device = default) =>
        s_randint.Call(low, high, shape, type, Argument.None, device);

    /// <summary>The integers below count in random order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor RandPerm(long count, DType type = DType.Int64, Device device = default) =>
        s_randperm.Call(count, type, Argument.None, device);

    /// <summary>Zeroes a random share of elements and scales the rest up; changes nothing outside training.</summary>
    /// <param name="probability">The share.</param>
    /// <param name="training">Whether it acts.</param>
    public Tensor Dropout(double probability, bool training) => s_dropout.Call(this, probability, training);

    /// <summary>Overwrites elements with normal numbers.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation.</param>
    public Tensor NormalInPlace(double mean = 0, double std = 1) => InPlace(s_normalInPlace, mean, std);

    /// <summary>Overwrites elements with uniform numbers.</summary>
    /// <param name="from">The lower end.</param>
    /// <param name="to">The upper end.</param>
    public Tensor UniformInPlace(double from = 0, double to = 1) => InPlace(s_uniformInPlace, from, to);

    /// <summary>Overwrites elements with 1 at a probability, else 0.</summary>
    /// <param name="probability">The probability of 1.</param>
    public Tensor BernoulliInPlace(double probability) => InPlace(s_bernoulliInPlace, probability);

    /// <summary>Positions drawn at the probabilities that rows give.</summary>
    /// <param name="count">Draws for each row.</param>
    /// <param name="replacement">Whether one may be drawn twice.</param>
    public Tensor Multinomial(long count, bool replacement = false) => s_multinomial.Call(this, count, replacement);
}

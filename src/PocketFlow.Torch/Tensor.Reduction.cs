namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_sum = new("aten::sum");
    private static readonly Operator s_sumDim = new("aten::sum", "dim_IntList");
    private static readonly Operator s_mean = new("aten::mean");
    private static readonly Operator s_meanDim = new("aten::mean", "dim");
    private static readonly Operator s_amax = new("aten::amax");
    private static readonly Operator s_amin = new("aten::amin");
    private static readonly Operator s_max = new("aten::max");
    private static readonly Operator s_min = new("aten::min");
    private static readonly Operator s_maxDim = new("aten::max", "dim");
    private static readonly Operator s_minDim = new("aten::min", "dim");
    private static readonly Operator s_argmax = new("aten::argmax");
    private static readonly Operator s_argmin = new("aten::argmin");
    private static readonly Operator s_topK = new("aten::topk");
    private static readonly Operator s_sort = new("aten::sort");
    private static readonly Operator s_argSort = new("aten::argsort");
    private static readonly Operator s_std = new("aten::std", "correction");
    private static readonly Operator s_variance = new("aten::var", "correction");
    private static readonly Operator s_prod = new("aten::prod");
    private static readonly Operator s_cumulativeSum = new("aten::cumsum");
    private static readonly Operator s_norm = new("aten::norm", "ScalarOpt_dim");
    private static readonly Operator s_quantile = new("aten::quantile");
    private static readonly Operator s_histc = new("aten::histc");
    private static readonly Operator s_kthValue = new("aten::kthvalue");
    private static readonly Operator s_logSumExp = new("aten::logsumexp");
    private static readonly Operator s_bincount = new("aten::bincount");

    /// <summary>The sum of all elements.</summary>
    public Tensor Sum() => s_sum.Call(this);

    /// <summary>Sums along axes.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Sum(IntList axes, bool keepAxis = false) => s_sumDim.Call(this, axes, keepAxis);

    /// <summary>The mean of all elements.</summary>
    public Tensor Mean() => s_mean.Call(this);

    /// <summary>Means along axes.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Mean(IntList axes, bool keepAxis = false) => s_meanDim.Call(this, axes, keepAxis);

    /// <summary>Largest elements along axes; all axes if left out.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Amax(IntList axes = default, bool keepAxis = false) => s_amax.Call(this, axes, keepAxis);

    /// <summary>Smallest elements along axes; all axes if left out.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Amin(IntList axes = default, bool keepAxis = false) => s_amin.Call(this, axes, keepAxis);

    /// <summary>The largest element.</summary>
    public Tensor Max() => s_max.Call(this);

    /// <summary>The smallest element.</summary>
    public Tensor Min() => s_min.Call(this);

    /// <summary>Largest elements along an axis and where they are.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public (Tensor Values, Tensor Indices) Max(long axis, bool keepAxis = false) =>
        s_maxDim.CallPair(this, axis, keepAxis);

    /// <summary>Smallest elements along an axis and where they are.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public (Tensor Values, Tensor Indices) Min(long axis, bool keepAxis = false) =>
        s_minDim.CallPair(this, axis, keepAxis);

    /// <summary>Where the largest element is, Int64; over all elements if no axis is given.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Argmax(long? axis = null, bool keepAxis = false) => s_argmax.Call(this, axis, keepAxis);

    /// <summary>Where the smallest element is, Int64; over all elements if no axis is given.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Argmin(long? axis = null, bool keepAxis = false) => s_argmin.Call(this, axis, keepAxis);

    /// <summary>The k largest elements along an axis and where they are, largest first.</summary>
    /// <param name="count">How many.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="largest">False for the smallest.</param>
    public (Tensor Values, Tensor Indices) TopK(long count, long axis = -1, bool largest = true) =>
        s_topK.CallPair(this, count, axis, largest);

    /// <summary>Elements sorted along an axis and where they were.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    public (Tensor Values, Tensor Indices) Sort(long axis = -1, bool descending = false) =>
        s_sort.CallPair(this, axis, descending);

    /// <summary>Where the elements sorted along an axis are.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    public Tensor ArgSort(long axis = -1, bool descending = false) => s_argSort.Call(this, axis, descending);

    /// <summary>Standard deviations along axes; all axes if left out.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="correction">Taken from the count before dividing; 0 for a population.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Std(IntList axes = default, long correction = 1, bool keepAxis = false) =>
        s_std.Call(this, OrNone(axes), correction, keepAxis);

    /// <summary>Variances along axes; all axes if left out.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="correction">Taken from the count before dividing; 0 for a population.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Var(IntList axes = default, long correction = 1, bool keepAxis = false) =>
        s_variance.Call(this, OrNone(axes), correction, keepAxis);

    /// <summary>The product of all elements.</summary>
    public Tensor Prod() => s_prod.Call(this);

    /// <summary>Sums up to each element along an axis.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor CumulativeSum(long axis) => s_cumulativeSum.Call(this, axis);

    /// <summary>The p-norm along axes; all axes if left out.</summary>
    /// <param name="p">The power; 2 is the Euclidean norm.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Norm(Scalar p, IntList axes = default, bool keepAxis = false) =>
        s_norm.Call(this, p, AllIfLeftOut(axes), keepAxis);

    /// <summary>The Euclidean norm of all elements.</summary>
    public Tensor Norm() => Norm(2);

    /// <summary>Quantiles along an axis, interpolated linearly; over all elements if no axis is given.</summary>
    /// <param name="q">Shares from 0 to 1, of this tensor's type.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Quantile(Tensor q, long? axis = null, bool keepAxis = false) =>
        s_quantile.Call(this, q, axis, keepAxis);

    /// <summary>Counts of elements in equal bins.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <param name="min">Lower end; both ends 0 for the tensor's own range.</param>
    /// <param name="max">Upper end.</param>
    public Tensor Histc(long bins, Scalar min, Scalar max) => s_histc.Call(this, bins, min, max);

    /// <summary>The k-th smallest element along an axis and where it is.</summary>
    /// <param name="k">From 1.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public (Tensor Values, Tensor Indices) KthValue(long k, long axis = -1, bool keepAxis = false) =>
        s_kthValue.CallPair(this, k, axis, keepAxis);

    /// <summary>The logarithm of the sum of exponentials along axes.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor LogSumExp(IntList axes, bool keepAxis = false) => s_logSumExp.Call(this, axes, keepAxis);

    /// <summary>How often each non-negative integer occurs.</summary>
    /// <param name="minLength">At least so many counts.</param>
    public Tensor Bincount(long minLength = 0) => s_bincount.Call(this, Argument.None, minLength);

    private static Argument OrNone(IntList axes) => axes.Kind == ValueKind.Default ? Argument.None : axes;

    private static IntList AllIfLeftOut(IntList axes) => axes.Kind == ValueKind.Default ? Array.Empty<long>() : axes;
}

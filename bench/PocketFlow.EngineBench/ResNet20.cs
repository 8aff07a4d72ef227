using PocketFlow.Torch;

namespace PocketFlow.EngineBench;

/// <summary>ResNet-20 for CIFAR (He et al. 2015) with 1×1 shortcuts, written straight in tensor calls.</summary>
internal sealed class ResNet20 : IDisposable
{
    private readonly MemoryFormat _format;
    private readonly List<Tensor> _parameters = [];
    private readonly List<Tensor> _statistics = [];
    private readonly List<ConvNorm[]> _blocks = [];
    private readonly ConvNorm _stem;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    public ResNet20(MemoryFormat format)
    {
        _format = format;
        _stem = Conv(3, 16, 3, 1);
        int inputs = 16;
        foreach (int width in (int[])[16, 32, 64])
        {
            for (int i = 0; i < 3; i++)
            {
                int stride = i == 0 && width > 16 ? 2 : 1;
                ConvNorm[] block = [Conv(inputs, width, 3, stride), Conv(width, width, 3, 1)];
                _blocks.Add(stride == 1 ? block : [.. block, Conv(inputs, width, 1, stride)]);
                inputs = width;
            }
        }

        _weight = Parameter(Tensor.Randn([10, 64]).Mul(0.1));
        _bias = Parameter(Tensor.Zeros([10]));
    }

    public IReadOnlyList<Tensor> Parameters => _parameters;

    public Tensor Forward(Tensor images)
    {
        Tensor x = Apply(_stem, images).ReluInPlace();
        foreach (ConvNorm[] block in _blocks)
        {
            Tensor y = Apply(block[0], x).ReluInPlace();
            y = Apply(block[1], y);
            Tensor shortcut = block.Length == 3 ? Apply(block[2], x) : x;
            x = y.AddInPlace(shortcut).ReluInPlace();
        }

        return x.AdaptiveAvgPool2d(1).Flatten(1).Linear(_weight, _bias);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _parameters.Concat(_statistics))
        {
            tensor.Dispose();
        }
    }

    private static Tensor Apply(ConvNorm layer, Tensor x) =>
        x.Conv2d(layer.Weight, stride: layer.Stride, padding: layer.Padding)
            .BatchNorm(layer.Scale, layer.Shift, layer.Mean, layer.Variance, training: true);

    private ConvNorm Conv(int inputs, int outputs, int kernel, int stride)
    {
        double deviation = Math.Sqrt(2.0 / (inputs * kernel * kernel));
        Tensor weight = Tensor.Randn([outputs, inputs, kernel, kernel]).Mul(deviation).Contiguous(_format);
        return new ConvNorm(
            Parameter(weight), Parameter(Tensor.Ones([outputs])), Parameter(Tensor.Zeros([outputs])),
            Statistic(Tensor.Zeros([outputs])), Statistic(Tensor.Ones([outputs])), stride, kernel / 2);
    }

    private Tensor Parameter(Tensor tensor)
    {
        _parameters.Add(TensorScope.Release(tensor).WithRequiresGrad());
        return tensor;
    }

    private Tensor Statistic(Tensor tensor)
    {
        _statistics.Add(TensorScope.Release(tensor));
        return tensor;
    }

    private sealed record ConvNorm(
        Tensor Weight, Tensor Scale, Tensor Shift, Tensor Mean, Tensor Variance, int Stride, int Padding);
}

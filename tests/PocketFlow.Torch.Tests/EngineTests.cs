using Xunit;

namespace PocketFlow.Torch.Tests;

[NoTensorLeaks]
public class EngineTests
{
    [Fact]
    public void Version_IsThatOfLibtorch() => Assert.Matches(@"^\d+\.\d+", Engine.Version);

    [Fact]
    public void Seed_RepeatsTheNumbers()
    {
        Engine.Seed(7);
        float[] first = Tensor.Randn([5]).ToArray<float>();
        Engine.Seed(7);

        Assert.Equal(first, Tensor.Randn([5]).ToArray<float>());
        Assert.NotEqual(first, Tensor.Randn([5]).ToArray<float>());
    }

    [Fact]
    public void SetRandomState_ContinuesWhereItWasTaken()
    {
        _ = Tensor.Randn([3]);
        byte[] state = Engine.GetRandomState();
        float[] first = Tensor.Rand([5]).ToArray<float>();

        Engine.SetRandomState(state);

        Assert.Equal(first, Tensor.Rand([5]).ToArray<float>());
        Assert.Throws<TorchException>(() => Engine.SetRandomState([1, 2, 3]));
    }

    [Fact]
    public void Threads_HoldForNewThreadsToo()
    {
        Engine.Threads = 1;
        int seen = 0;
        Thread thread = new(() => seen = Engine.Threads);
        thread.Start();
        thread.Join();

        Assert.Equal(1, seen);
        Engine.Threads = 2;
        Assert.Equal(2, Engine.Threads);
        Assert.Throws<TorchException>(() => Engine.Threads = 0);
    }

    [Fact]
    public void Autocast_RunsConvolutionsInBFloat16AndKeepsFloatGradients()
    {
        Tensor x = Tensor.Randn([2, 3, 8, 8]);
        Tensor weight = Tensor.Randn([4, 3, 3, 3]).WithRequiresGrad();
        using (Engine.Autocast(DType.BFloat16))
        {
            Tensor y = x.Conv2d(weight);
            Assert.Equal(DType.BFloat16, y.DType);
            using (Engine.Autocast(enabled: false))
            {
                Assert.Equal(DType.Float32, x.Conv2d(weight).DType);
            }

            y.To(DType.Float32).Sum().Backward();
        }

        Assert.Equal(DType.Float32, weight.Grad!.DType);
        Assert.Equal(DType.Float32, x.Conv2d(weight).DType);
    }
}

using Xunit;

namespace PocketFlow.Torch.Tests;

[NoTensorLeaks]
public class TensorScopeTests
{
    [Fact]
    public void Dispose_FreesWhatWasMadeInside()
    {
        long before = Engine.LiveTensors;
        Tensor inner;
        using (TensorScope.Begin())
        {
            inner = Tensor.Ones([3]).Add(1);
            Assert.Equal(before + 2, Engine.LiveTensors);
        }

        Assert.Equal(before, Engine.LiveTensors);
        Assert.True(inner.IsDisposed);
    }

    [Fact]
    public void Keep_MovesATensorToTheScopeAround()
    {
        using TensorScope outer = TensorScope.Begin();
        Tensor kept;
        using (TensorScope inner = TensorScope.Begin())
        {
            kept = inner.Keep(Tensor.Ones([1]).Add(1));
        }

        Assert.Equal(2, kept.Item());
        outer.Dispose();
        Assert.True(kept.IsDisposed);
    }

    [Fact]
    public void Release_TakesATensorOutOfAllScopes()
    {
        Tensor tensor;
        using (TensorScope.Begin())
        using (TensorScope.Begin())
        {
            tensor = TensorScope.Release(Tensor.Ones([1]));
        }

        Assert.False(tensor.IsDisposed);
        tensor.Dispose();
    }

    [Fact]
    public void Dispose_OutOfOrder_Throws()
    {
        TensorScope outer = TensorScope.Begin();
        TensorScope inner = TensorScope.Begin();

        Assert.Throws<InvalidOperationException>(outer.Dispose);

        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Begin_OnAnotherThread_DoesNotSeeThisOnes()
    {
        using TensorScope outer = TensorScope.Begin();
        TensorScope? seen = outer;

        Thread thread = new(() => seen = TensorScope.Current);
        thread.Start();
        thread.Join();

        Assert.Null(seen);
        Assert.Same(outer, TensorScope.Current);
    }
}

using Xunit;

namespace PocketFlow.Torch.Tests;

[NoTensorLeaks]
public class TensorTests
{
    [Fact]
    public void FromArray_ThenToArray_GivesTheSameElements()
    {
        float[] data = [1, 2, 3, 4, 5, 6];

        Tensor tensor = Tensor.FromArray(data, [2, 3]);

        Assert.Equal([2, 3], tensor.Shape.ToArray());
        Assert.Equal(DType.Float32, tensor.DType);
        Assert.Equal(Device.Cpu, tensor.Device);
        Assert.Equal(6, tensor.ElementCount);
        Assert.Equal(data, tensor.ToArray<float>());
        Assert.Equal([1L, 2, 3, 4, 5, 6], tensor.ToArray<long>());
        Assert.Equal("Float32[2, 3] cpu", tensor.ToString());
    }

    [Fact]
    public void FromArray_WithWrongShape_SaysBothCounts()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.FromArray([1f, 2f, 3f], [2, 2]));

        Assert.Contains("3 elements were given; shape [2, 2] has 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Matmul_WithShapesThatDoNotFit_ThrowsWithTheMessageOfLibtorch()
    {
        Tensor left = Tensor.Ones([2, 3]);
        Tensor right = Tensor.Ones([4, 5]);

        var error = Assert.Throws<TorchException>(() => left.Matmul(right));

        Assert.Equal(TorchStatus.TorchError, error.Status);
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, left.Matmul(Tensor.Ones([3, 1])).ToArray<float>()[0]);
    }

    [Fact]
    public void Call_OfAnUnknownOperator_NamesIt()
    {
        var error = Assert.Throws<TorchException>(() => new Operator("aten::no_such_thing").Call());

        Assert.Contains("aten::no_such_thing", error.Message, StringComparison.Ordinal);
        Assert.False(new Operator("aten::no_such_thing").Exists);
        Assert.True(new Operator("aten::relu").Exists);
    }

    [Fact]
    public void Call_WithAWrongKindOfArgument_NamesArgumentAndType()
    {
        Tensor tensor = Tensor.Ones([2]);

        var error = Assert.Throws<TorchException>(() => new Operator("aten::relu").Call("text"));

        Assert.Equal(TorchStatus.InvalidArgument, error.Status);
        Assert.Contains("aten::relu: argument 'self' got a value of kind string", error.Message, StringComparison.Ordinal);
        Assert.Equal([2, 2], tensor.Add(1).ToArray<float>());
    }

    [Fact]
    public void Use_AfterDispose_Throws()
    {
        Tensor tensor = Tensor.Ones([2]);
        tensor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.Add(1));
        Assert.Throws<ObjectDisposedException>(() => tensor.DType);
        Assert.Equal("disposed tensor", tensor.ToString());
    }

    [Fact]
    public void Add_OfAnInteger_KeepsAnIntegerTensor()
    {
        Tensor tensor = Tensor.FromArray([1L, 2L]);

        Assert.Equal(DType.Int64, tensor.Add(1).DType);
        Assert.Equal(DType.Float32, tensor.Add(0.5).DType);
        Assert.Equal([3L, 4L], (tensor + 2).ToArray<long>());
    }

    [Fact]
    public void Split_IntoManyPieces_ReturnsThemAll()
    {
        Tensor[] pieces = Tensor.Arange(23).Split(2);

        Assert.Equal(12, pieces.Length);
        Assert.Equal([20L, 21L], pieces[10].ToArray<long>());
        Assert.Equal([22L], pieces[11].ToArray<long>());
    }

    [Fact]
    public void InPlace_ChangesTheTensorItself()
    {
        Tensor tensor = Tensor.FromArray([-1f, 2f]);

        Tensor same = tensor.ReluInPlace().AddInPlace(1);

        Assert.Same(tensor, same);
        Assert.Equal([1f, 3f], tensor.ToArray<float>());
    }

    [Fact]
    public void AsSpan_SeesTheTensorsOwnMemory()
    {
        Tensor tensor = Tensor.Zeros([2, 2]);

        tensor.AsSpan<float>()[3] = 7;

        Assert.Equal([0f, 0, 0, 7], tensor.ToArray<float>());
        Assert.Throws<TorchException>(() => Tensor.Zeros([2, 3]).Transpose(0, 1).AsSpan<float>());
        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<double>());
        GC.KeepAlive(tensor);
    }

    [Fact]
    public void Item_OfSeveralElements_Throws()
    {
        Assert.Equal(3.5, Tensor.FromArray([3.5]).Item());
        Assert.Throws<InvalidOperationException>(() => Tensor.Zeros([2]).Item());
    }

    [Fact]
    public void Pad_AddsABorder()
    {
        Assert.Equal([0f, 1, 1, 0, 0], Tensor.Ones([2]).Pad([1, 2]).ToArray<float>());
    }

    [Fact]
    public void Index_WithANullForAWholeAxis_Picks()
    {
        Tensor tensor = Tensor.Arange(6).Reshape([2, 3]);

        Tensor picked = tensor.Index(null, Tensor.FromArray([2L, 0L]));

        Assert.Equal([2L, 0, 5, 3], picked.ToArray<long>());
    }
}

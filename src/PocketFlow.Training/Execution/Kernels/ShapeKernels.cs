using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Arithmetic on shapes that stays in a graph whose batch is symbolic, with the real sizes.</summary>
internal static class ShapeKernels
{
    public static Tensor Shape(KernelContext context)
    {
        (int start, int end) = ShapeOperator.RangeOf(context.Node);
        return Tensor.FromArray(context.Input(0).Shape[start..end], end - start, context.Input(0).Device);
    }

    public static Tensor Size(KernelContext context) => Tensor.FromArray<long>(
        [context.Input(0).ElementCount], Array.Empty<long>(), context.Input(0).Device);

    public static Tensor ConstantOfShape(KernelContext context)
    {
        TensorData element = ConstantOfShapeOperator.ElementOf(context.Node);
        DType type = EngineTypes.Of(element.Type);
        long[] shape = context.Input(0).ToArray<long>();
        Device device = context.Input(0).Device;
        return element.Type.IsFloat()
            ? Tensor.Full(shape, element.ToFloats()[0], type, device)
            : Tensor.Full(shape, element.ToInt64s()[0], type, device);
    }

    public static Tensor Range(KernelContext context) => Tensor.Arange(
        context.Input(0).Item(), context.Input(1).Item(), context.Input(2).Item(), context.Input(0).DType,
        context.Input(0).Device);
}

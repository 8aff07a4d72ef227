using System.Reflection;
using System.Runtime.InteropServices;

namespace PocketFlow.Torch.Interop;

/// <summary>The functions of <c>native/torch/include/pocketflow_torch.h</c>, in its order.</summary>
internal static unsafe partial class NativeMethods
{
    public const string Library = "pocketflow_torch";

    static NativeMethods() =>
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), NativeLoader.Resolve);

    [LibraryImport(Library)]
    public static partial long pf_live_tensors();

    [LibraryImport(Library)]
    public static partial long pf_last_error(byte* buffer, long capacity);

    [LibraryImport(Library)]
    public static partial long pf_torch_version(byte* buffer, long capacity);

    [LibraryImport(Library)]
    public static partial int pf_empty_cache();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int pf_find_operator(string name, string overloadName, out nint result);

    [LibraryImport(Library)]
    public static partial int pf_call(
        nint op, NativeValue* arguments, int argumentCount, NativeValue* results, int capacity, int* resultCount);

    [LibraryImport(Library)]
    public static partial int pf_take_results(NativeValue* results, int capacity);

    [LibraryImport(Library)]
    public static partial void pf_tensor_free(nint tensor);

    [LibraryImport(Library)]
    public static partial int pf_tensor_from_memory(
        void* data, int dataType, long* sizes, int dimensions, int deviceType, int deviceIndex, out nint result);

    [LibraryImport(Library)]
    public static partial int pf_tensor_to_memory(TensorHandle tensor, void* data, long bytes, int dataType);

    [LibraryImport(Library)]
    public static partial int pf_tensor_data(TensorHandle tensor, out nint data, out long bytes);

    [LibraryImport(Library)]
    public static partial int pf_tensor_describe(TensorHandle tensor, out NativeTensorInfo info);

    [LibraryImport(Library)]
    public static partial int pf_tensor_sizes(TensorHandle tensor, long* sizes, long* strides);

    [LibraryImport(Library)]
    public static partial int pf_tensor_is_contiguous(TensorHandle tensor, int memoryFormat, out int result);

    [LibraryImport(Library)]
    public static partial int pf_backward(
        nint* tensors, nint* gradients, int count, int retainGraph, int createGraph);

    [LibraryImport(Library)]
    public static partial int pf_grad(
        nint* outputs, nint* gradients, int outputCount, nint* inputs, int inputCount,
        int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library)]
    public static partial int pf_requires_grad(TensorHandle tensor, out int result);

    [LibraryImport(Library)]
    public static partial int pf_set_requires_grad(TensorHandle tensor, int value);

    [LibraryImport(Library)]
    public static partial int pf_is_leaf(TensorHandle tensor, out int result);

    [LibraryImport(Library)]
    public static partial int pf_get_grad(TensorHandle tensor, out nint result);

    [LibraryImport(Library)]
    public static partial int pf_set_grad(TensorHandle tensor, nint gradient);

    [LibraryImport(Library)]
    public static partial int pf_clear_grads(nint* tensors, int count);

    [LibraryImport(Library)]
    public static partial int pf_grad_enabled();

    [LibraryImport(Library)]
    public static partial int pf_set_grad_enabled(int value);

    [LibraryImport(Library)]
    public static partial int pf_get_autocast(int deviceType, out int enabled, out int dataType);

    [LibraryImport(Library)]
    public static partial int pf_set_autocast(int deviceType, int enabled, int dataType);

    [LibraryImport(Library)]
    public static partial int pf_clear_autocast_cache();

    [LibraryImport(Library)]
    public static partial int pf_manual_seed(long seed);

    [LibraryImport(Library)]
    public static partial int pf_get_random_state(int deviceType, int deviceIndex, out nint result);

    [LibraryImport(Library)]
    public static partial int pf_set_random_state(int deviceType, int deviceIndex, TensorHandle state);

    [LibraryImport(Library)]
    public static partial int pf_get_threads(out int intra, out int inter);

    [LibraryImport(Library)]
    public static partial int pf_set_threads(int intra);

    [LibraryImport(Library)]
    public static partial int pf_set_interop_threads(int inter);

    [LibraryImport(Library)]
    public static partial int pf_set_flush_denormal(int value, out int supported);

    [LibraryImport(Library)]
    public static partial int pf_sgd_step(
        nint* parameters, nint* momentumBuffers, int count,
        double learningRate, double momentum, double weightDecay, int nesterov);

    [LibraryImport(Library)]
    public static partial int pf_adam_step(
        nint* parameters, nint* means, nint* variances, int count, long step,
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, int decoupled);

    [LibraryImport(Library)]
    public static partial int pf_lerp(nint* targets, nint* sources, int count, double weight);
}

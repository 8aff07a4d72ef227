using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Formats.Tests.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Testing.TensorFlow;

namespace PocketFlow.Formats.Tests.TensorFlow;

/// <summary>Operators as TensorFlow writes them compute, in ONNX Runtime, what PyTorch computes by their definition.</summary>
[Trait("Category", "Oracle")]
public sealed class OperatorReaderTests(TensorFlowCases models) : IClassFixture<TensorFlowCases>
{
    public static TheoryData<string> Layers =>
    [
        "conv_same", "conv_same_stride2", "conv_same_even_kernel", "conv_valid", "conv_explicit", "conv_dilated",
        "conv_grouped", "conv_channels_first", "dilated_by_batch", "dilated_depthwise_by_batch", "dilated_by_batch_uneven",
        "depthwise_same", "depthwise_stride2", "depthwise_multiplier", "depthwise_dilated", "max_pool", "max_pool_valid",
        "average_pool", "average_pool_valid", "fused_norm", "fused_norm_v3", "dense", "dense_transposed",
        "batch_product", "batch_product_adjoint",
        "transposed_same", "transposed_same_odd", "transposed_valid", "transposed_valid_longer", "transposed_plain",
    ];

    public static TheoryData<string> Elementwise =>
    [
        "relu", "relu6", "elu", "selu", "sigmoid", "tanh", "leaky_relu", "leaky_relu_default", "softplus", "softsign", "exp",
        "log", "sqrt", "rsqrt", "neg", "absolute", "square", "floor", "ceil", "round_half_even", "sign", "erf", "log1p",
        "reciprocal", "sin", "cos", "softmax", "log_softmax", "identity_chain", "check_numerics", "add", "add_first", "sub",
        "mul", "real_div", "power", "maximum", "minimum", "squared_difference", "greater", "less_equal", "equal",
        "not_equal", "add_n", "select_rows", "select_elements", "unfused_norm",
    ];

    public static TheoryData<string> Shapes =>
    [
        "mean_global", "mean_keep", "mean_channels", "sum_negative", "max_global", "min_keep", "prod", "arg_max",
        "flatten_by_shape", "flatten_by_product", "slice_steps", "slice_reversed", "slice_shrink", "slice_ellipsis",
        "slice_new_axis", "slice_plain", "split_and_join", "split_by_sizes", "pack_and_unpack", "squeeze_and_expand",
        "transpose", "pad", "pad_value", "pad_reflect", "pad_symmetric", "gather", "tile", "fill_and_range",
        "resize_bilinear", "resize_bilinear_centers", "resize_bilinear_corners", "resize_bilinear_smaller", "resize_nearest",
        "resize_nearest_centers", "resize_nearest_corners", "resize_by_computed_size", "depth_to_space", "space_to_depth",
    ];

    public static TheoryData<string> Graphs =>
    [
        "branch_by_placeholder", "branch_by_default", "branch_by_logic", "const_float_content", "const_float_list",
        "const_float_unpacked", "const_float_repeated", "const_float_last_repeated", "const_float_empty",
        "const_double_list", "const_int_list", "const_int8_list", "const_int16_content", "const_uint8_content",
        "const_int64_list", "const_bool_list", "const_half_content", "const_half_list", "const_bfloat16_content",
        "const_bfloat16_list",
    ];

    [RuntimesTheory(TensorFlowModels.Python)]
    [MemberData(nameof(Layers))]
    [MemberData(nameof(Elementwise))]
    [MemberData(nameof(Shapes))]
    [MemberData(nameof(Graphs))]
    public void Read_Case_ComputesWhatTensorFlowMeans(string name)
    {
        Model model = TensorFlowFormat.Read(models.PathOf(name));
        long[] expectedDims = models.Dims(name, "output");
        long[] dims = models.Dims(name, "input");
        using var file = new TemporaryFile("model.onnx");
        OnnxFormat.Write(model, file.Path);
        using var runtimes = new ModelRuntimes();
        using IModelSession session = runtimes.For(file.Path).Load(file.Path);

        float[] found = session.Run(models.Elements(name, "input"), (int)(session.Inputs[0].Dims[0] < 0 ? dims[0] : 1));

        Assert.Equal(dims[1..], model.Graph.Inputs[0].KnownShape.ToArray()[1..]);
        Assert.Equal(expectedDims[1..], model.Graph.Outputs[0].KnownShape.ToArray()[1..]);
        float[] expected = models.Elements(name, "output");
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-4f * MathF.Max(1, MathF.Abs(p.First))));
    }
}

"""Frozen graphs of one operator or a few, each with an input and what it computes: CASES maps names to builders."""
import math

import numpy as np
import torch
import torch.nn.functional as F

import wire
from flow import *  # noqa: F403
from flow import first, last
from wire import a_bool, a_float, a_int, a_ints, a_tensor, a_text, a_type

CASES = {}


class Case:
    """Images are kept channels-first by the model that is read: then `input` and `output` are to be permuted."""

    def __init__(self, dims=(2, 7, 9, 4), image=True, low=-2.0, high=2.0, open_batch=True, seed=1):
        self.g = Flow(seed)
        self.input = torch.from_numpy(self.g.random.uniform(low, high, dims).astype(np.float32))
        self.image = image
        self.x = self.g.placeholder("x", [-1 if open_batch else dims[0], *dims[1:]], self.input)

    def conv(self, channels=4):
        """A layer in front, so that images come channels-first out of it."""
        return conv2d(self.g, "front", self.x, self.g.weight("front/w", 1, 1, self.x.value.shape[3], channels))

    def done(self, y, image=True):
        self.output, self.output_image = y.value, image and y.value.dim() == 4
        return self


def case(build):
    CASES[build.__name__] = build
    return build


def several(**builders):
    for name, build in builders.items():
        CASES[name] = build


def convolution(kernel=(3, 3), inputs=4, outputs=6, dims=(2, 7, 9, 4), **kwargs):
    c = Case(dims)
    return c.done(conv2d(c.g, "y", c.x, c.g.weight("w", *kernel, inputs, outputs), **kwargs))


several(
    conv_same=lambda: convolution(),
    conv_same_stride2=lambda: convolution(strides=(2, 2)),
    conv_same_even_kernel=lambda: convolution((4, 2), strides=(2, 3)),
    conv_valid=lambda: convolution((3, 2), padding="VALID", strides=(1, 2)),
    conv_explicit=lambda: convolution(padding=(2, 0, 1, 3)),
    conv_dilated=lambda: convolution(dilations=(2, 3)),
    conv_grouped=lambda: convolution(inputs=2, outputs=6),
)


@case
def conv_channels_first():
    c = Case((2, 4, 7, 9), image=False)
    w = c.g.weight("w", 3, 3, 4, 6)
    y = conv2d(c.g, "conv", c.x, w, (2, 1), layout="NCHW")
    y = pool(c.g, "AvgPool", "pool", y, (2, 2), (2, 2), layout="NCHW")
    y = batch_norm(c.g, "norm", y, [c.g.const(f"p{i}", s.astype(np.float32)) for i, s in enumerate(statistics(c.g, 6))],
                   "FusedBatchNormV3", layout="NCHW")
    return c.done(c.g.simple("BiasAdd", "y", [y, c.g.weight("b", 6)], lambda v, b: v + b.reshape(-1, 1, 1),
                             {"data_format": a_text("NCHW")}), image=False)


def space_to_batch(op, multiplier=1, block=(2, 2)):
    """Dilation in the older form, for SAME: what is cropped was padded only to fill the last block."""
    c = Case()
    w = c.g.weight("w", 3, 3, 4, multiplier if op is depthwise else 5)
    pads = [same(7, 3, 1, block[0]), same(9, 3, 1, block[1])]
    extra = [-(7 + sum(pads[0])) % block[0], -(9 + sum(pads[1])) % block[1]]
    reference = op(Flow(), "r", c.x, w, dilations=block)
    blocks = c.g.ints("block", block)
    inner = c.g.add("SpaceToBatchND", "split", [c.x, blocks, c.g.ints("pads", [[p[0], p[1] + e] for p, e in zip(pads, extra)])],
                    torch.zeros(1, 9, 9, 4), {"T": a_type(1)})
    y = op(c.g, "conv", inner, w, padding="VALID")
    return c.done(c.g.add("BatchToSpaceND", "join", [y, blocks, c.g.ints("crops", [[0, e] for e in extra])],
                          reference.value, {"T": a_type(1)}))


several(dilated_by_batch=lambda: space_to_batch(conv2d), dilated_depthwise_by_batch=lambda: space_to_batch(depthwise, 2),
        dilated_by_batch_uneven=lambda: space_to_batch(conv2d, block=(3, 2)))


def depthwise_case(multiplier=1, **kwargs):
    c = Case()
    return c.done(depthwise(c.g, "y", c.x, c.g.weight("w", 3, 3, 4, multiplier), **kwargs))


several(depthwise_same=lambda: depthwise_case(), depthwise_stride2=lambda: depthwise_case(strides=(2, 2)),
        depthwise_multiplier=lambda: depthwise_case(3, padding="VALID"),
        depthwise_dilated=lambda: depthwise_case(dilations=(2, 2)))


def transposed(size, strides, padding, kernel=(3, 3)):
    c = Case((2, 4, 5, 3), open_batch=False)
    w = c.g.weight("w", *kernel, 6, 3)
    pads = [same(size[i], kernel[i], strides[i]) if padding == "SAME" else (0, 0) for i in (0, 1)]
    y = F.conv_transpose2d(first(c.x.value), w.value.permute(3, 2, 0, 1), stride=strides)
    y = F.pad(y, (0, 8, 0, 8))[:, :, pads[0][0]:pads[0][0] + size[0], pads[1][0]:pads[1][0] + size[1]]
    sizes = c.g.ints("sizes", [2, *size, 6])
    return c.done(c.g.add("Conv2DBackpropInput", "y", [sizes, w, c.x], last(y),
                          window_attributes(strides, padding, "NHWC")))


several(transposed_same=lambda: transposed((8, 10), (2, 2), "SAME"),
        transposed_same_odd=lambda: transposed((7, 9), (2, 2), "SAME"),
        transposed_valid=lambda: transposed((9, 11), (2, 2), "VALID"),
        transposed_valid_longer=lambda: transposed((11, 12), (2, 2), "VALID", (4, 3)),
        transposed_plain=lambda: transposed((4, 5), (1, 1), "SAME"))


def pooling(op, **kwargs):
    c = Case()
    return c.done(pool(c.g, op, "y", c.x, **kwargs))


several(max_pool=lambda: pooling("MaxPool", size=(3, 3), strides=(2, 2)),
        max_pool_valid=lambda: pooling("MaxPool", size=(2, 3), strides=(2, 2), padding="VALID"),
        average_pool=lambda: pooling("AvgPool", size=(3, 3), strides=(2, 2)),
        average_pool_valid=lambda: pooling("AvgPool", size=(2, 2), strides=(1, 2), padding="VALID"))


def fused_norm(op):
    c = Case()
    parameters = [c.g.const(f"p{i}", s.astype(np.float32)) for i, s in enumerate(statistics(c.g, 4))]
    return c.done(batch_norm(c.g, "y", c.x, parameters, op))


several(fused_norm=lambda: fused_norm("FusedBatchNorm"), fused_norm_v3=lambda: fused_norm("FusedBatchNormV3"))


@case
def unfused_norm():
    """Batch normalisation as arithmetic: x * (gamma / sqrt(variance + e)) + (beta - mean * that)."""
    c = Case()
    g = c.g
    gamma, beta, average, variance = [g.const(f"p{i}", s.astype(np.float32)) for i, s in enumerate(statistics(g, 4))]
    y = conv2d(g, "conv", c.x, g.weight("w", 3, 3, 4, 4))
    epsilon = g.const("epsilon", np.float32(1e-3))
    root = g.simple("Rsqrt", "norm/Rsqrt", [g.simple("AddV2", "norm/add", [variance, epsilon], torch.add)], torch.rsqrt)
    factor = g.simple("Mul", "norm/mul", [root, gamma], torch.mul)
    scaled = g.simple("Mul", "norm/mul_1", [y, factor], torch.mul)
    shift = g.simple("Sub", "norm/sub", [beta, g.simple("Mul", "norm/mul_2", [average, factor], torch.mul)], torch.sub)
    return c.done(relu(g, "y", g.simple("AddV2", "norm/add_1", [scaled, shift], torch.add)))


def unary(op, function, low=-2.0, high=2.0, attributes=None):
    def build():
        c = Case((2, 10), image=False, low=low, high=high)
        return c.done(c.g.simple(op, "y", [c.x], function, attributes))
    return build


several(
    relu=unary("Relu", torch.relu), relu6=unary("Relu6", lambda v: v.clamp(0, 6), -4, 9), elu=unary("Elu", F.elu),
    selu=unary("Selu", F.selu), sigmoid=unary("Sigmoid", torch.sigmoid), tanh=unary("Tanh", torch.tanh),
    leaky_relu=unary("LeakyRelu", lambda v: F.leaky_relu(v, 0.3), attributes={"alpha": a_float(0.3)}),
    leaky_relu_default=unary("LeakyRelu", lambda v: F.leaky_relu(v, 0.2)),
    softplus=unary("Softplus", F.softplus), softsign=unary("Softsign", F.softsign), exp=unary("Exp", torch.exp),
    log=unary("Log", torch.log, 0.1, 3), sqrt=unary("Sqrt", torch.sqrt, 0.1, 3), rsqrt=unary("Rsqrt", torch.rsqrt, 0.1, 3),
    neg=unary("Neg", torch.neg), absolute=unary("Abs", torch.abs), square=unary("Square", torch.square),
    floor=unary("Floor", torch.floor), ceil=unary("Ceil", torch.ceil), round_half_even=unary("Round", torch.round),
    sign=unary("Sign", torch.sign), erf=unary("Erf", torch.erf), log1p=unary("Log1p", torch.log1p, -0.5, 2),
    reciprocal=unary("Reciprocal", torch.reciprocal, 0.2, 3), sin=unary("Sin", torch.sin), cos=unary("Cos", torch.cos),
    softmax=unary("Softmax", lambda v: v.softmax(-1)), log_softmax=unary("LogSoftmax", lambda v: v.log_softmax(-1)),
    identity_chain=unary("StopGradient", lambda v: v), check_numerics=unary("CheckNumerics", lambda v: v),
)


def binary(op, function, low=-2.0, high=2.0, is_predicate=False):
    def build():
        c = Case((2, 10), image=False, low=low, high=high)
        b = c.g.const("b", c.g.random.uniform(low, high, 10).astype(np.float32))
        y = c.g.simple(op, "op", [c.x, b], function)
        if is_predicate:
            y = c.g.add("Cast", "y", [y], y.value.float(), {"SrcT": a_type(10), "DstT": a_type(1)})
        return c.done(y)
    return build


several(
    add=binary("AddV2", torch.add), add_first=binary("Add", torch.add), sub=binary("Sub", torch.sub),
    mul=binary("Mul", torch.mul), real_div=binary("RealDiv", torch.div, 0.5, 3), power=binary("Pow", torch.pow, 0.5, 2),
    maximum=binary("Maximum", torch.maximum), minimum=binary("Minimum", torch.minimum),
    squared_difference=binary("SquaredDifference", lambda a, b: (a - b) ** 2),
    greater=binary("Greater", torch.gt, is_predicate=True), less_equal=binary("LessEqual", torch.le, is_predicate=True),
    equal=binary("Equal", torch.eq, is_predicate=True), not_equal=binary("NotEqual", torch.ne, is_predicate=True),
)


@case
def add_n():
    c = Case((2, 10), image=False)
    parts = [c.x, relu(c.g, "r", c.x), c.g.weight("w", 2, 10)]
    return c.done(c.g.simple("AddN", "y", parts, lambda *v: sum(v), {"N": a_int(3)}))


def select(op):
    def build():
        c = Case((3, 10), image=False, open_batch=False)
        condition = c.g.const("condition", np.array([True, False, True]))
        value = condition.value.reshape(3, 1)
        if op == "SelectV2":
            condition = c.g.simple("Greater", "c", [c.x, c.g.const("zero", np.float32(0))], torch.gt)
            value = condition.value
        w = c.g.weight("w", 3, 10)
        return c.done(c.g.add(op, "y", [condition, c.x, w], torch.where(value, c.x.value, w.value), {"T": a_type(1)}))
    return build


several(select_rows=select("Select"), select_elements=select("SelectV2"))


def reduced(op, function, axes, keep=False, image=True):
    def build():
        c = Case() if image else Case((2, 5, 6), image=False)
        y = c.conv() if image else c.x
        y = c.g.add(op, "y", [y, c.g.ints("axes", axes)], function(y.value, axes, keep), {
            "T": a_type(1), "Tidx": a_type(3), "keep_dims": a_bool(keep)})
        return c.done(y)
    return build


several(
    mean_global=reduced("Mean", lambda v, a, k: v.mean(a, k), [1, 2]),
    mean_keep=reduced("Mean", lambda v, a, k: v.mean(a, k), [1, 2], True),
    mean_channels=reduced("Mean", lambda v, a, k: v.mean(a, k), [3]),
    sum_negative=reduced("Sum", lambda v, a, k: v.sum(a, k), [-1], image=False),
    max_global=reduced("Max", lambda v, a, k: v.amax(a, k), [1, 2]),
    min_keep=reduced("Min", lambda v, a, k: v.amin(a, k), [1], True, image=False),
    prod=reduced("Prod", lambda v, a, k: v.prod(a[0], keepdim=k), [2], image=False),
)


@case
def arg_max():
    c = Case((2, 10), image=False)
    y = c.g.add("ArgMax", "arg", [c.x, c.g.ints("axis", -1)], c.x.value.argmax(-1), {"T": a_type(1), "output_type": a_type(9)})
    return c.done(c.g.add("Cast", "y", [y], y.value.float(), {"SrcT": a_type(9), "DstT": a_type(1)}))


def dense(batch_first=False):
    c = Case((3, 8), image=False)
    y = matmul(c.g, "dense", c.x, c.g.weight("w", 8, 5))
    return c.done(bias_add(c.g, "y", y, c.g.weight("b", 5)))


def product(op, transpose):
    c = Case((2, 3, 4), image=False, open_batch=False)
    w = c.g.weight("w", 2, *((5, 4) if transpose else (4, 5)))
    value = w.value.transpose(1, 2) if transpose else w.value
    return c.done(c.g.add(op, "y", [c.x, w], c.x.value @ value, {
        "T": a_type(1), "adj_x": a_bool(False), "adj_y": a_bool(transpose)}))


several(dense=dense, batch_product=lambda: product("BatchMatMulV2", False),
        batch_product_adjoint=lambda: product("BatchMatMul", True))


@case
def dense_transposed():
    c = Case((3, 8), image=False)
    w = c.g.weight("w", 5, 8)
    return c.done(c.g.add("MatMul", "y", [c.x, w], c.x.value @ w.value.T, {
        "T": a_type(1), "transpose_a": a_bool(False), "transpose_b": a_bool(True)}))


@case
def flatten_by_shape():
    """Flattening over an open batch: Shape, StridedSlice, Pack, Reshape; then a dense layer over H, W, C."""
    c = Case((2, 6, 6, 3))
    g = c.g
    y = relu(g, "relu", conv2d(g, "conv", c.x, g.weight("w", 3, 3, 3, 4), (2, 2)))
    size = g.add("Shape", "shape", [y], None, {"T": a_type(1), "out_type": a_type(3)})
    batch = strided_slice(g, "batch", size, [0], [1], [1], shrink=1, value=None)
    target = g.add("Pack", "target", [batch, g.ints("rest", 3 * 3 * 4)], None, {"N": a_int(2), "T": a_type(3), "axis": a_int(0)})
    y = g.add("Reshape", "flat", [y, target], y.value.reshape(2, -1), {"T": a_type(1), "Tshape": a_type(3)})
    return c.done(matmul(g, "y", y, g.weight("d", 36, 5)))


@case
def flatten_by_product():
    """The oldest form: the product of all but the first dimension."""
    c = Case((2, 6, 6, 3))
    g = c.g
    y = conv2d(g, "conv", c.x, g.weight("w", 3, 3, 3, 4), (2, 2))
    size = g.add("Shape", "shape", [y], None, {"T": a_type(1)})
    rest = strided_slice(g, "rest", size, [1], [0], [1], end_mask=1, value=None)
    count = g.add("Prod", "count", [rest, g.ints("axis", [0])], None, {"T": a_type(3), "keep_dims": a_bool(False)})
    target = g.add("Pack", "target", [g.ints("open", -1), count], None, {"N": a_int(2), "T": a_type(3), "axis": a_int(0)})
    y = g.add("Reshape", "flat", [y, target], y.value.reshape(2, -1), {"T": a_type(1)})
    return c.done(matmul(g, "y", y, g.weight("d", 36, 5)))


def strided_slice(g, name, x, begin, end, strides, value, shrink=0, begin_mask=0, end_mask=0, ellipsis=0, new_axis=0):
    inputs = [x, *(g.ints(f"{name}/{k}", v) for k, v in zip(("begin", "end", "strides"), (begin, end, strides)))]
    return g.add("StridedSlice", name, inputs, value, {
        "T": a_type(1), "Index": a_type(3), "begin_mask": a_int(begin_mask), "end_mask": a_int(end_mask),
        "ellipsis_mask": a_int(ellipsis), "new_axis_mask": a_int(new_axis), "shrink_axis_mask": a_int(shrink)})


def sliced(index, begin, end, strides, **masks):
    def build():
        c = Case((2, 5, 6), image=False)
        y = torch.from_numpy(c.x.value.numpy()[index].copy())
        return c.done(strided_slice(c.g, "y", c.x, begin, end, strides, y, **masks), image=False)
    return build


several(
    slice_steps=sliced(np.s_[:, 1:4, ::2], [0, 1, 0], [0, 4, 0], [1, 1, 2], begin_mask=5, end_mask=5),
    slice_reversed=sliced(np.s_[:, ::-1], [0, 0], [0, 0], [1, -1], begin_mask=3, end_mask=3),
    slice_shrink=sliced(np.s_[:, -1], [0, -1], [0, 0], [1, 1], begin_mask=1, end_mask=1, shrink=2),
    slice_ellipsis=sliced(np.s_[..., 2], [0, 2], [0, 3], [1, 1], ellipsis=1, shrink=2),
    slice_new_axis=sliced(np.s_[:, None, ..., 1:-1], [0, 0, 0, 1], [0, 0, 0, -1], [1, 1, 1, 1], begin_mask=1, end_mask=1,
                          new_axis=2, ellipsis=4),
)


@case
def slice_plain():
    c = Case((2, 5, 6), image=False)
    return c.done(c.g.add("Slice", "y", [c.x, c.g.ints("begin", [0, 1, 2]), c.g.ints("size", [-1, 3, -1])],
                          c.x.value[:, 1:4, 2:], {"T": a_type(1), "Index": a_type(3)}))


@case
def split_and_join():
    """Channels are split, and joined in another order."""
    c = Case()
    g, y = c.g, c.conv(6)
    a, b, d = y.value.split(2, 3)
    g.add("Split", "parts", [g.ints("axis", 3), y], None, {"T": a_type(1), "num_split": a_int(3)})
    joined = torch.cat([d, a, b], 3)
    y = g.add("ConcatV2", "y", ["parts:2", "parts", "parts:1", g.ints("to", 3)], joined, {"N": a_int(3), "T": a_type(1), "Tidx": a_type(3)})
    return c.done(conv2d(g, "back", y, g.weight("back/w", 1, 1, 6, 3)))


@case
def split_by_sizes():
    c = Case((2, 10), image=False)
    c.g.add("SplitV", "parts", [c.x, c.g.ints("sizes", [3, -1, 2]), c.g.ints("axis", 1)], None, {"T": a_type(1), "num_split": a_int(3)})
    return c.done(c.g.add("Mul", "y", ["parts", "parts:1"][1:] + ["parts:1"], c.x.value[:, 3:8] ** 2, {"T": a_type(1)}))


@case
def pack_and_unpack():
    c = Case((2, 3, 4), image=False)
    c.g.add("Unpack", "parts", [c.x], None, {"T": a_type(1), "num": a_int(3), "axis": a_int(1)})
    return c.done(c.g.add("Pack", "y", ["parts:2", "parts"], torch.stack([c.x.value[:, 2], c.x.value[:, 0]], 2),
                          {"N": a_int(2), "T": a_type(1), "axis": a_int(-1)}))


@case
def squeeze_and_expand():
    c = Case((2, 1, 5), image=False)
    y = c.g.add("Squeeze", "squeeze", [c.x], c.x.value.squeeze(1), {"T": a_type(1), "squeeze_dims": a_ints([1])})
    return c.done(c.g.add("ExpandDims", "y", [y, c.g.ints("axis", -1)], y.value[..., None], {"T": a_type(1)}))


@case
def transpose():
    c = Case((2, 3, 4), image=False)
    return c.done(c.g.add("Transpose", "y", [c.x, c.g.ints("perm", [0, 2, 1])], c.x.value.transpose(1, 2), {"T": a_type(1)}))


def pad(op, mode=None, value=None):
    def build():
        c = Case()
        g, y = c.g, c.conv()
        inputs = [y, g.ints("pads", [[0, 0], [1, 1], [1, 0], [0, 0]])]
        attributes = {"T": a_type(1), "Tpaddings": a_type(3)}
        if value is not None:
            inputs.append(g.const("fill", np.float32(value)))
        if mode:
            attributes["mode"] = a_text(mode)
        kind = {None: "constant", "REFLECT": "reflect", "SYMMETRIC": "symmetric"}[mode]
        extra = {} if mode else {"constant_values": value or 0}
        result = np.pad(y.value.numpy(), [(0, 0), (1, 1), (1, 0), (0, 0)], kind, **extra)
        return c.done(g.add(op, "y", inputs, torch.from_numpy(result), attributes))
    return build


several(pad=pad("Pad"), pad_value=pad("PadV2", value=-1.5), pad_reflect=pad("MirrorPad", "REFLECT"),
        pad_symmetric=pad("MirrorPad", "SYMMETRIC"))


@case
def gather():
    c = Case((2, 6, 3), image=False)
    return c.done(c.g.add("GatherV2", "y", [c.x, c.g.ints("indices", [4, 0, 0]), c.g.ints("axis", 1)],
                          c.x.value[:, [4, 0, 0]], {"Tparams": a_type(1), "Tindices": a_type(3)}))


@case
def tile():
    c = Case((2, 3, 4), image=False)
    return c.done(c.g.add("Tile", "y", [c.x, c.g.ints("times", [1, 2, 3])], c.x.value.repeat(1, 2, 3), {"T": a_type(1)}))


@case
def fill_and_range():
    c = Case((2, 5), image=False)
    g = c.g
    filled = g.add("Fill", "filled", [g.ints("dims", [2, 5]), g.const("half", np.float32(0.5))], torch.full((2, 5), 0.5), {"T": a_type(1)})
    steps = g.add("Range", "range", [g.ints("from", 0), g.ints("to", 10), g.ints("by", 2)], torch.arange(0, 10, 2), {"Tidx": a_type(3)})
    steps = g.add("Cast", "steps", [steps], steps.value.float(), {"SrcT": a_type(3), "DstT": a_type(1)})
    return c.done(g.simple("Mul", "y", [g.simple("AddV2", "sum", [c.x, filled], torch.add), steps], torch.mul))


def resized(op, size, mode, **flags):
    def build():
        c = Case()
        y = c.conv()
        value = interpolate(y.value.numpy().astype(np.float64), size, mode, **flags)
        attributes = {k: a_bool(v) for k, v in flags.items()}
        return c.done(c.g.add(op, "y", [y, c.g.ints("size", size)], torch.from_numpy(value.astype(np.float32)), {"T": a_type(1), **attributes}))
    return build


def interpolate(x, size, mode, align_corners=False, half_pixel_centers=False):
    """TensorFlow's resizing, axis by axis, from its definition."""
    for axis, target in ((1, size[0]), (2, size[1])):
        source = x.shape[axis]
        scale = (source - 1) / (target - 1) if align_corners and target > 1 else source / target
        place = np.arange(target) * scale
        if half_pixel_centers:
            place = (np.arange(target) + 0.5) * scale - (0.5 if mode == "linear" else 0)
        if mode == "nearest":
            index = np.floor(place + 0.5) if align_corners else np.floor(place)
            x = np.take(x, np.clip(index, 0, source - 1).astype(int), axis)
            continue
        low = np.floor(place)
        share = (place - low).reshape([-1 if i == axis else 1 for i in range(4)])
        a, b = [np.take(x, np.clip(low + d, 0, source - 1).astype(int), axis) for d in (0, 1)]
        x = a * (1 - share) + b * share
    return x


several(
    resize_bilinear=resized("ResizeBilinear", (14, 18), "linear"),
    resize_bilinear_centers=resized("ResizeBilinear", (14, 27), "linear", half_pixel_centers=True),
    resize_bilinear_corners=resized("ResizeBilinear", (13, 17), "linear", align_corners=True),
    resize_bilinear_smaller=resized("ResizeBilinear", (4, 5), "linear", half_pixel_centers=True),
    resize_nearest=resized("ResizeNearestNeighbor", (14, 18), "nearest"),
    resize_nearest_centers=resized("ResizeNearestNeighbor", (21, 18), "nearest", half_pixel_centers=True),
    resize_nearest_corners=resized("ResizeNearestNeighbor", (13, 17), "nearest", align_corners=True),
)


@case
def resize_by_computed_size():
    """As Keras' UpSampling2D: the height and width of the image, doubled."""
    c = Case()
    g, y = c.g, c.conv()
    size = g.add("Shape", "shape", [y], None, {"T": a_type(1), "out_type": a_type(3)})
    part = strided_slice(g, "part", size, [1], [3], [1], value=None)
    double = g.add("Mul", "double", [part, g.ints("two", [2, 2])], None, {"T": a_type(3)})
    value = interpolate(y.value.numpy(), (14, 18), "nearest", half_pixel_centers=True)
    return c.done(g.add("ResizeNearestNeighbor", "y", [y, double], torch.from_numpy(value), {
        "T": a_type(1), "half_pixel_centers": a_bool(True)}))


@case
def depth_to_space():
    c = Case()
    y = c.conv(8)
    n, h, w, d = y.value.shape
    value = y.value.reshape(n, h, w, 2, 2, d // 4).permute(0, 1, 3, 2, 4, 5).reshape(n, h * 2, w * 2, d // 4)
    return c.done(c.g.add("DepthToSpace", "y", [y], value, {"T": a_type(1), "block_size": a_int(2)}))


@case
def space_to_depth():
    c = Case((2, 6, 8, 4))
    y = c.conv(3)
    n, h, w, d = y.value.shape
    value = y.value.reshape(n, h // 2, 2, w // 2, 2, d).permute(0, 1, 3, 2, 4, 5).reshape(n, h // 2, w // 2, 4 * d)
    return c.done(c.g.add("SpaceToDepth", "y", [y], value, {"T": a_type(1), "block_size": a_int(2)}))


def conditional(build_predicate):
    """A branch for training that doubles and one for inference that negates, as tf.cond wrote them."""
    def build():
        c = Case((2, 10), image=False)
        g = c.g
        build_predicate(g)
        g.add("Switch", "cond/Switch", ["phase", "phase"], None, {"T": a_type(10)})
        g.add("Identity", "cond/switch_t", ["cond/Switch:1"], None, {"T": a_type(10)})
        g.add("Identity", "cond/switch_f", ["cond/Switch"], None, {"T": a_type(10)})
        g.add("Identity", "cond/pred_id", ["phase"], None, {"T": a_type(10)})
        g.add("Const", "cond/two", [], None, {"dtype": a_type(1), "value": a_tensor(wire.tensor(np.float32(2)))}, controls=["cond/switch_t"])
        g.add("Switch", "cond/x", [c.x, "cond/pred_id"], None, {"T": a_type(1)})
        g.add("Mul", "cond/train", ["cond/x:1", "cond/two"], None, {"T": a_type(1)})
        g.add("RandomUniform", "cond/noise", ["cond/two"], None, {"T": a_type(1)})
        g.add("Add", "cond/noisy", ["cond/train", "cond/noise"], None, {"T": a_type(1)})
        g.add("Neg", "cond/infer", ["cond/x"], None, {"T": a_type(1)})
        y = g.add("Merge", "cond/Merge", ["cond/infer", "cond/noisy"], -c.x.value, {"N": a_int(2), "T": a_type(1)})
        return c.done(relu(g, "y", y))
    return build


def default_phase(g):
    g.const("phase/input", np.array(False))
    g.add("PlaceholderWithDefault", "phase", ["phase/input"], None, {"dtype": a_type(10)})


def negated_phase(g):
    g.placeholder("training", [], None, 10)
    g.const("yes", np.array(True))
    g.add("LogicalAnd", "both", ["training", "yes"], None)
    g.add("LogicalNot", "no", ["both"], None)
    g.add("LogicalNot", "phase", ["no"], None)


several(branch_by_placeholder=conditional(lambda g: g.placeholder("phase", [], None, 10)),
        branch_by_default=conditional(default_phase), branch_by_logic=conditional(negated_phase))


def constant(array, expected=None, **kwargs):
    """x + a constant of 2 x 3 in some encoding, cast to float."""
    def build():
        c = Case((2, 3), image=False)
        value = np.asarray(array)
        y = c.g.const("c", value, **kwargs)
        if value.dtype != np.float32:
            y = c.g.add("Cast", "cast", [y], None, {"SrcT": a_type(wire.DTYPES[value.dtype.name]), "DstT": a_type(1)})
        numbers = torch.from_numpy(np.array(value if expected is None else expected, np.float32))
        return c.done(c.g.add("Add", "y", [c.x, y], c.x.value + numbers, {"T": a_type(1)}))
    return build


def packed(field, fmt, numbers):
    return wire.data(field, b"".join(np.array(n, fmt).tobytes() for n in numbers))


def varints(field, numbers):
    return wire.data(field, b"".join(wire.varint(int(n)) for n in numbers))


_grid = np.array([[1, 2, 3], [4, 5, 6]])
_half_bits = [int(b) for b in (_grid / 4).astype(np.float16).reshape(-1).view(np.uint16)]
_brain_bits = [int(b) for b in (_grid / 4).astype(np.float32).reshape(-1).view(np.uint32) >> 16]
several(
    const_float_content=constant((_grid / 4).astype(np.float32)),
    const_float_list=constant((_grid / 4).astype(np.float32), typed=packed(5, "<f4", (_grid / 4).reshape(-1))),
    const_float_unpacked=constant((_grid / 4).astype(np.float32), typed=b"".join(wire.float32(5, n) for n in (_grid / 4).reshape(-1))),
    const_float_repeated=constant(np.full((2, 3), 7, np.float32), typed=wire.float32(5, 7)),
    const_float_last_repeated=constant(np.array([[1, 2, 9], [9, 9, 9]], np.float32), typed=packed(5, "<f4", [1, 2, 9])),
    const_float_empty=constant(np.zeros((2, 3), np.float32), typed=b""),
    const_double_list=constant(_grid / 4, typed=packed(6, "<f8", (_grid / 4).reshape(-1))),
    const_int_list=constant(-_grid.astype(np.int32), typed=varints(7, -_grid.reshape(-1))),
    const_int8_list=constant(-_grid.astype(np.int8), typed=varints(7, -_grid.reshape(-1))),
    const_int16_content=constant(-_grid.astype(np.int16)),
    const_uint8_content=constant(_grid.astype(np.uint8)),
    const_int64_list=constant(-_grid.astype(np.int64), typed=varints(10, -_grid.reshape(-1))),
    const_bool_list=constant(_grid > 3, typed=varints(11, (_grid > 3).reshape(-1))),
    const_half_content=constant((_grid / 4).astype(np.float16)),
    const_half_list=constant((_grid / 4).astype(np.float16), typed=varints(13, _half_bits)),
    const_bfloat16_content=constant((_grid / 4).astype(np.float16), dtype=14,
                                    typed=wire.data(4, np.array(_brain_bits, np.uint16).tobytes())),
    const_bfloat16_list=constant((_grid / 4).astype(np.float16), dtype=14, typed=varints(13, _brain_bits)),
)


def fake_quant(g, name, x, low, high, narrow=False):
    """Rounds to 256 steps of a range whose ends are moved so that zero is hit."""
    first_step, last_step = int(narrow), 255
    scale = (high - low) / (last_step - first_step)
    zero = min(max(round(first_step - low / scale), first_step), last_step)
    rounded = ((x.value / scale).round() + zero).clamp(first_step, last_step)
    ends = [g.const(f"{name}/{k}", np.float32(v)) for k, v in (("min", low), ("max", high))]
    return g.add("FakeQuantWithMinMaxVars", name, [x, *ends], (rounded - zero) * scale, {
        "num_bits": a_int(8), "narrow_range": a_bool(narrow)})


@case
def quantization_aware():
    """A layer as training for integers writes it: input, weight and output are rounded."""
    c = Case()
    g = c.g
    w = g.weight("w", 3, 3, 4, 6, scale=0.2)
    x = fake_quant(g, "x_quant", c.x, -2.0, 1.9)
    largest = float(w.value.abs().max())
    y = conv2d(g, "conv", x, fake_quant(g, "w_quant", w, -largest, largest, narrow=True), (2, 2))
    y = relu6(g, "relu", bias_add(g, "bias", y, g.weight("b", 6)))
    return c.done(fake_quant(g, "y", y, 0.0, 6.0))

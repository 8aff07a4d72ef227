"""Builds TensorFlow graphs node by node; PyTorch computes on the way what each node means in TensorFlow."""
import math

import numpy as np
import torch
import torch.nn.functional as F

import wire
from wire import a_bool, a_float, a_int, a_ints, a_shape, a_tensor, a_text, a_type

# Outputs are named inside of functions.
OUTPUT_NAMES = {"Relu": "activations", "Relu6": "activations", "BiasAdd": "output", "MatMul": "product",
                "FusedBatchNormV3": "y", "ReadVariableOp": "value", "AddV2": "z", "Add": "z", "Mul": "z", "Sub": "z",
                "Rsqrt": "y", "Softmax": "softmax", "Sigmoid": "y", "Tanh": "y", "Pad": "output"}


class Ref:
    """A tensor: how nodes refer to it, and its value."""

    def __init__(self, name, value):
        self.name, self.value = name, value


class Flow:
    """A graph, or the body of a function whose nodes refer to outputs by name."""

    def __init__(self, seed=0, is_function=False):
        self.nodes, self.is_function = [], is_function
        self.random = np.random.RandomState(seed)

    def add(self, op, name, inputs, value, attributes=None, output=0, controls=()):
        names = [i.name if isinstance(i, Ref) else i for i in inputs] + ["^" + c for c in controls]
        self.nodes.append(wire.node(name, op, names, attributes))
        if self.is_function:
            return Ref(f"{name}:{OUTPUT_NAMES.get(op, 'output')}:{output}", value)
        return Ref(name if output == 0 else f"{name}:{output}", value)

    def placeholder(self, name, dims, value, dtype=1):
        return self.add("Placeholder", name, [], value, {"dtype": a_type(dtype), "shape": a_shape(dims)})

    def const(self, name, array, **kwargs):
        array = np.asarray(array)
        attributes = {"dtype": a_type(wire.DTYPES[array.dtype.name]), "value": a_tensor(wire.tensor(array, **kwargs))}
        return self.add("Const", name, [], torch.from_numpy(np.array(array)), attributes)

    def ints(self, name, numbers):
        return self.const(name, np.array(numbers, np.int32))

    def weight(self, name, *dims, scale=None):
        """A constant that is read through Identity, as frozen variables are."""
        scale = scale or 1 / math.sqrt(np.prod(dims[:-1]))
        array = self.random.normal(0, scale, dims).astype(np.float32)
        self.const(name, array)
        return self.add("Identity", name + "/read", [name], torch.from_numpy(array), {"T": a_type(1)})

    def simple(self, op, name, inputs, function, attributes=None):
        return self.add(op, name, inputs, function(*[i.value for i in inputs]), {"T": a_type(1), **(attributes or {})})


def same(size, kernel, stride, dilation=1):
    """What TensorFlow's SAME adds before and behind."""
    out = -(-size // stride)
    total = max((out - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


def padded(x, kernel, strides, padding, dilations=(1, 1), fill=0.0):
    """An image [N, C, H, W] with the padding in place."""
    if padding == "VALID":
        return x
    if padding == "SAME":
        (top, bottom), (left, right) = [same(x.shape[2 + i], kernel[i], strides[i], dilations[i]) for i in (0, 1)]
    else:
        top, bottom, left, right = padding
    return F.pad(x, (left, right, top, bottom), value=fill)


def first(x):
    return x.permute(0, 3, 1, 2)


def last(x):
    return x.permute(0, 2, 3, 1)


def per_axis(pair, layout):
    return a_ints([1, *pair, 1] if layout == "NHWC" else [1, 1, *pair])


def window_attributes(strides, padding, layout, dilations=(1, 1)):
    attributes = {"T": a_type(1), "strides": per_axis(strides, layout), "data_format": a_text(layout)}
    if isinstance(padding, str):
        attributes["padding"] = a_text(padding)
    else:
        pads = [0, 0, *padding, 0, 0] if layout == "NHWC" else [0, 0, 0, 0, *padding]
        attributes.update(padding=a_text("EXPLICIT"), explicit_paddings=a_ints(pads))
    if tuple(dilations) != (1, 1):
        attributes["dilations"] = per_axis(dilations, layout)
    return attributes


def conv2d(g, name, x, w, strides=(1, 1), padding="SAME", dilations=(1, 1), layout="NHWC"):
    image = first(x.value) if layout == "NHWC" else x.value
    kernel = w.value.permute(3, 2, 0, 1)
    image = padded(image, kernel.shape[2:], strides, padding, dilations)
    y = F.conv2d(image, kernel, None, strides, 0, dilations, image.shape[1] // kernel.shape[1])
    return g.add("Conv2D", name, [x, w], last(y) if layout == "NHWC" else y,
                 window_attributes(strides, padding, layout, dilations))


def depthwise(g, name, x, w, strides=(1, 1), padding="SAME", dilations=(1, 1)):
    h, v, c, m = w.value.shape
    kernel = w.value.permute(2, 3, 0, 1).reshape(c * m, 1, h, v)
    image = padded(first(x.value), (h, v), strides, padding, dilations)
    y = last(F.conv2d(image, kernel, None, strides, 0, dilations, c))
    return g.add("DepthwiseConv2dNative", name, [x, w], y, window_attributes(strides, padding, "NHWC", dilations))


def pool(g, op, name, x, size, strides, padding="SAME", layout="NHWC"):
    image = first(x.value) if layout == "NHWC" else x.value
    if op == "MaxPool":
        y = F.max_pool2d(padded(image, size, strides, padding, fill=-math.inf), size, strides)
    else:
        total = F.avg_pool2d(padded(image, size, strides, padding), size, strides)
        y = total / F.avg_pool2d(padded(torch.ones_like(image), size, strides, padding), size, strides)
    attributes = {**window_attributes(strides, padding, layout), "ksize": per_axis(size, layout)}
    return g.add(op, name, [x], last(y) if layout == "NHWC" else y, attributes)


def statistics(g, channels):
    r = g.random
    return [r.uniform(0.5, 1.5, channels), r.normal(0, 0.3, channels), r.normal(0, 0.3, channels),
            r.uniform(0.5, 2, channels)]


def normalized(x, scale, shift, mean, variance, epsilon):
    return (x - mean) / torch.sqrt(variance + epsilon) * scale + shift


def batch_norm(g, name, x, parameters, op="FusedBatchNorm", epsilon=1e-3, layout="NHWC"):
    view = (lambda t: t) if layout == "NHWC" else (lambda t: t.reshape(-1, 1, 1))
    y = normalized(x.value, *[view(p.value) for p in parameters], epsilon)
    return g.add(op, name, [x, *parameters], y, {
        "T": a_type(1), "epsilon": a_float(epsilon), "is_training": a_bool(False), "data_format": a_text(layout)})


def bias_add(g, name, x, b):
    return g.simple("BiasAdd", name, [x, b], lambda v, c: v + c)


def relu(g, name, x):
    return g.simple("Relu", name, [x], torch.relu)


def relu6(g, name, x):
    return g.simple("Relu6", name, [x], lambda v: v.clamp(0, 6))


def mean(g, name, x, keep=False):
    axes = g.ints(name + "/axes", [1, 2])
    return g.add("Mean", name, [x, axes], x.value.mean((1, 2), keepdim=keep), {
        "T": a_type(1), "Tidx": a_type(3), "keep_dims": a_bool(keep)})


def matmul(g, name, x, w):
    return g.simple("MatMul", name, [x, w], torch.matmul, {"transpose_a": a_bool(False), "transpose_b": a_bool(False)})

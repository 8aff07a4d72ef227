"""Writes quantised ONNX models in the usual forms, one file each; the name says the form."""
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

rng = np.random.default_rng(3)
FLOAT, U8, I8, I32 = TensorProto.FLOAT, TensorProto.UINT8, TensorProto.INT8, TensorProto.INT32
KINDS = {"u8": np.uint8, "i8": np.int8}


class Builder:
    """Nodes and constants of one model; every method returns the name of what it adds."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, array):
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.asarray(array), f"c{self.count}"))
        return f"c{self.count}"

    def node(self, op, inputs, domain="", outputs=1, **attributes):
        self.count += 1
        names = [f"v{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, name=f"n{self.count}", domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def grid(self, scale, zero, kind="u8", real=np.float32):
        return [self.constant(np.array(scale, real)), self.constant(np.array(zero, KINDS[kind]))]

    def quantize(self, x, scale, zero, kind="u8", real=np.float32):
        return self.node("QuantizeLinear", [x] + self.grid(scale, zero, kind, real))

    def dequantize(self, q, scale, zero, kind="u8", real=np.float32):
        return self.node("DequantizeLinear", [q] + self.grid(scale, zero, kind, real))

    def pair(self, x, scale, zero, kind="u8"):
        return self.dequantize(self.quantize(x, scale, zero, kind), scale, zero, kind)

    def weight(self, shape, axis=0, kind="i8", per_channel=True):
        """Integers, scales and zero points as names, then the real weights and the scales."""
        real = (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)
        axes = tuple(i for i in range(len(shape)) if i != axis)
        largest = np.abs(real).max(axis=axes if per_channel else None)
        scale = (largest / 127).astype(np.float32)
        spread = scale.reshape([-1 if i == axis else 1 for i in range(len(shape))]) if per_channel else scale
        zero = 128 if kind == "u8" else 0
        q = (np.clip(np.round(real / spread), -127, 127) + zero).astype(KINDS[kind])
        names = [self.constant(q), self.constant(scale), self.constant(np.full(scale.shape, zero, KINDS[kind]))]
        return names, scale

    def bias(self, count, input_scale, weight_scale):
        real = rng.standard_normal(count).astype(np.float32) * 0.1
        return np.round(real / (input_scale * weight_scale)).astype(np.int32)

    def save(self, name, output, opset=13, input_type=FLOAT, output_type=FLOAT, shape=("n", 3, 8, 8)):
        graph = helper.make_graph(
            self.nodes, name, [helper.make_tensor_value_info("x", input_type, shape)],
            [helper.make_tensor_value_info(output, output_type, None)], self.constants)
        imports = [helper.make_opsetid("", opset), helper.make_opsetid("com.microsoft", 1)]
        save(helper.make_model(graph, opset_imports=imports, ir_version=8), f"{sys.argv[1]}/{name}.onnx")


def layer(b, x, scale, channels, inputs, kind="i8", per_channel=True):
    w, steps = b.weight((channels, inputs, 3, 3), 0, kind, per_channel)
    weight = b.node("DequantizeLinear", w, axis=0)
    bias = b.node("DequantizeLinear", [
        b.constant(b.bias(channels, scale, steps)), b.constant((scale * steps).astype(np.float32))], axis=0)
    if not per_channel:
        bias = b.node("DequantizeLinear", [
            b.constant(b.bias(channels, scale, steps)), b.constant(np.float32(scale * steps))])
    return b.node("Relu", [b.node("Conv", [x, weight, bias], pads=[1, 1, 1, 1])])


def network(b, x, activations="u8", weights="i8", per_channel=True):
    """Two convolutions with pooling on integers between them, a residual sum and a dense layer."""
    shift = 128 if activations == "i8" else 0
    a = b.pair(x, 0.03, 128 - shift, activations)
    y = b.pair(layer(b, a, np.float32(0.03), 6, 3, weights, per_channel), 0.02, 0 - shift, activations)
    pooled = b.pair(b.node("MaxPool", [y], kernel_shape=[2, 2], strides=[2, 2]), 0.02, 0 - shift, activations)
    z = b.pair(layer(b, pooled, np.float32(0.02), 6, 6, weights, per_channel), 0.02, 0 - shift, activations)
    total = b.pair(b.node("Add", [pooled, z]), 0.04, 3 - shift, activations)
    mean = b.pair(b.node("GlobalAveragePool", [total]), 0.02, 0 - shift, activations)
    flat = b.node("Flatten", [mean])
    w, _ = b.weight((5, 6), 0, weights, per_channel)
    logits = b.node("Gemm", [flat, b.node("DequantizeLinear", w, axis=0)], transB=1)
    return b.pair(logits, 0.03, 120 - shift, activations)


def operator_form(b, activations="u8", weights="i8", per_channel=True):
    q = b.quantize("x", 0.03, 128, activations)
    w, steps = b.weight((6, 3, 3, 3), 0, weights, per_channel)
    bias = b.constant(b.bias(6, np.float32(0.03), steps))
    q = b.node("QLinearConv", [q, *b.grid(0.03, 128), *w, *b.grid(0.02, 10), bias], pads=[1, 1, 1, 1], strides=[2, 2])
    q = b.node("MaxPool", [q], kernel_shape=[2, 2], strides=[2, 2])
    q = b.node("Reshape", [b.node("Transpose", [q], perm=[0, 2, 3, 1]), b.constant(np.array([0, 24], np.int64))])
    w, _ = b.weight((24, 5), 1, weights, per_channel)
    return b.node("QLinearMatMul", [q, *b.grid(0.02, 10), *w, *b.grid(0.02, 128)])


def main():
    b = Builder()
    b.save("qdq-per-channel", network(b, "x"))
    b = Builder()
    b.save("qdq-signed-activations", network(b, "x", activations="i8"))
    b = Builder()
    b.save("qdq-unsigned-weights", network(b, "x", weights="u8", per_channel=False))

    b = Builder()
    real = b.constant((rng.standard_normal((4, 3, 1, 1)) * 0.3).astype(np.float32))
    weight = b.pair(real, 0.01, 0, "i8")
    b.save("qdq-of-float-weight", b.pair(b.node("Conv", [b.pair("x", 0.03, 128), weight]), 0.02, 100))

    b = Builder()
    x = b.dequantize("x", 0.03, 128)
    y = layer(b, x, np.float32(0.03), 4, 3)
    b.save("integer-interface", b.quantize(y, 0.02, 0), input_type=U8, output_type=U8)

    b = Builder()
    x = b.pair("x", 0.03, 128)
    b.save("requantized", b.pair(b.pair(b.node("Relu", [x]), 0.02, 0), 0.05, 0))

    b = Builder()
    x = b.node("Cast", ["x"], to=TensorProto.FLOAT16)
    x = b.dequantize(b.quantize(x, 0.03125, 128, real=np.float16), 0.03125, 128, real=np.float16)
    b.save("half-scales", b.node("Cast", [x], to=FLOAT), opset=19)

    b = Builder()
    b.save("operators", b.dequantize(operator_form(b), 0.02, 128))
    b = Builder()
    b.save("operators-unsigned", b.dequantize(operator_form(b, "u8", "u8", False), 0.02, 128))

    b = Builder()
    ms = "com.microsoft"
    q = b.quantize("x", 0.03, 128)
    w, steps = b.weight((4, 3, 3, 3))
    bias = b.constant(b.bias(4, np.float32(0.03), steps))
    conv = b.node("QLinearConv", [q, *b.grid(0.03, 128), *w, *b.grid(0.02, 100), bias], pads=[1, 1, 1, 1])
    leaky = b.node("QLinearLeakyRelu", [conv, *b.grid(0.02, 100), *b.grid(0.01, 20)], ms, alpha=0.1)
    gate = b.node("QLinearSigmoid", [conv, *b.grid(0.02, 100), *b.grid(1 / 256, 0)], ms)
    product = b.node("QLinearMul", [leaky, *b.grid(0.01, 20), *[gate], *b.grid(1 / 256, 0), *b.grid(0.01, 20)], ms)
    total = b.node("QLinearAdd", [product, *b.grid(0.01, 20), conv, *b.grid(0.02, 100), *b.grid(0.03, 90)], ms)
    both = b.node("QLinearConcat", [*b.grid(0.03, 90), total, *b.grid(0.03, 90), conv, *b.grid(0.02, 100)], ms, axis=1)
    mean = b.node("QLinearGlobalAveragePool", [both, *b.grid(0.03, 90), *b.grid(0.01, 100)], ms)
    flat = b.node("Flatten", [mean])
    w, steps = b.weight((5, 8))
    bias = b.constant(b.bias(5, np.float32(0.01), steps))
    logits = b.node("QGemm", [flat, *b.grid(0.01, 100), *w, bias, *b.grid(0.01, 128)], ms, transB=1)
    b.save("runtime-operators", b.dequantize(logits, 0.01, 128))

    b = Builder()
    q, scale, zero = b.node("DynamicQuantizeLinear", ["x"], outputs=3)
    w, _ = b.weight((4, 3, 3, 3), per_channel=False)
    product = b.node("Cast", [b.node("ConvInteger", [q, w[0], zero, w[2]], pads=[1, 1, 1, 1])], to=FLOAT)
    conv = b.node("Relu", [b.node("Mul", [product, b.node("Mul", [scale, w[1]])])])
    flat = b.node("Reshape", [conv, b.constant(np.array([0, -1], np.int64))])
    q, scale, zero = b.node("DynamicQuantizeLinear", [flat], outputs=3)
    w, _ = b.weight((256, 5), 1)
    product = b.node("Cast", [b.node("MatMulInteger", [q, w[0], zero, w[2]])], to=FLOAT)
    scaled = b.node("Mul", [product, b.node("Mul", [scale, w[1]])])
    b.save("dynamic", b.node("Add", [scaled, b.constant(np.arange(5, dtype=np.float32) / 10)]))


main()

"""Whole networks as TensorFlow saves them: frozen, as a SavedModel of version 1, and as Keras' SavedModel of version 2."""
import os

import numpy as np
import torch

import bundle
import wire
from flow import *  # noqa: F403
from flow import Flow, Ref
from wire import a_bool, a_function, a_int, a_ints, a_shape, a_text, a_type, number, data


class Parameters:
    """Where a network's trained arrays come from; subclasses say how a graph reads them."""

    def __init__(self, g):
        self.g, self.arrays = g, {}

    def weight(self, name, *dims):
        array = self.g.random.normal(0, (2 / np.prod(dims[:-1])) ** 0.5, dims).astype(np.float32)
        return self.read(name, array)

    def statistics(self, name, channels):
        names = ("gamma", "beta", "moving_mean", "moving_variance")
        return [self.read(f"{name}/{n}", s.astype(np.float32)) for n, s in zip(names, statistics(self.g, channels))]

    def read(self, name, array):
        self.arrays[name] = array
        return self.node(name, array)


class Frozen(Parameters):
    def node(self, name, array):
        self.g.const(name, array)
        return self.g.add("Identity", name + "/read", [name], torch.from_numpy(array), {"T": a_type(1)})


class Referenced(Parameters):
    """Variables of version 1: references that are read through Identity."""

    def node(self, name, array):
        self.g.add("VariableV2", name, [], None, {"dtype": a_type(1), "shape": a_shape(array.shape)})
        return self.g.add("Identity", name + "/read", [name], torch.from_numpy(array), {"T": a_type(1)})


class Captured(Parameters):
    """Variables of version 2 inside of a function: arguments that are read by ReadVariableOp."""

    def node(self, name, array):
        return self.g.add("ReadVariableOp", name + "/Read", [f"arg{len(self.arrays) - 1}"], torch.from_numpy(array), {"dtype": a_type(1)})


def mobilenet(g, p, x, classes=10, norm="FusedBatchNorm"):
    """Depthwise-separable blocks with Relu6, a mean over the image, a dense layer, softmax."""
    def block(name, y, layer):
        y = batch_norm(g, name + "/BatchNorm", layer(y), p.statistics(name + "/BatchNorm", layer.channels), norm)
        return relu6(g, name + "/Relu6", y)

    def convolution(name, inputs, outputs, kernel, stride):
        def layer(y):
            return conv2d(g, name + "/Conv2D", y, p.weight(name + "/weights", kernel, kernel, inputs, outputs), (stride, stride))
        layer.channels = outputs
        return layer

    def each(name, channels, stride):
        def layer(y):
            w = p.weight(name + "/depthwise_weights", 3, 3, channels, 1)
            return depthwise(g, name + "/depthwise", y, w, (stride, stride))
        layer.channels = channels
        return layer

    y = block("Conv2d_0", x, convolution("Conv2d_0", 3, 8, 3, 2))
    for i, (inputs, outputs, stride) in enumerate([(8, 16, 1), (16, 32, 2), (32, 32, 1), (32, 48, 2)], 1):
        y = block(f"Conv2d_{i}_depthwise", y, each(f"Conv2d_{i}_depthwise", inputs, stride))
        y = block(f"Conv2d_{i}_pointwise", y, convolution(f"Conv2d_{i}_pointwise", inputs, outputs, 1, 1))
    y = mean(g, "global_pool", y)
    y = bias_add(g, "Logits/BiasAdd", matmul(g, "Logits/MatMul", y, p.weight("Logits/weights", 48, classes)), p.weight("Logits/biases", classes))
    return g.simple("Softmax", "Predictions", [y], lambda v: v.softmax(-1))


def resnet(g, p, x, classes=10, norm="FusedBatchNormV3"):
    """Residual blocks, one of them with a projection, padding of its own in front, flattened into a dense layer."""
    def unit(name, y, inputs, outputs, kernel=3, stride=1, active=True, padding="SAME"):
        y = conv2d(g, name + "/Conv2D", y, p.weight(name + "/kernel", kernel, kernel, inputs, outputs), (stride, stride), padding)
        y = bias_add(g, name + "/BiasAdd", y, p.weight(name + "/bias", outputs))
        y = batch_norm(g, name + "/norm", y, p.statistics(name + "/norm", outputs), norm)
        return relu(g, name + "/Relu", y) if active else y

    pads = g.ints("pad/paddings", [[0, 0], [1, 1], [1, 1], [0, 0]])
    y = g.add("Pad", "pad", [x, pads], last(torch.nn.functional.pad(first(x.value), (1, 1, 1, 1))), {"T": a_type(1), "Tpaddings": a_type(3)})
    y = unit("conv1", y, 3, 16, 3, 1, padding="VALID")
    y = pool(g, "MaxPool", "pool1", y, (3, 3), (2, 2))
    for i, (inputs, outputs, stride) in enumerate([(16, 16, 1), (16, 24, 2)], 1):
        shortcut = y if inputs == outputs else unit(f"block{i}/shortcut", y, inputs, outputs, 1, stride, active=False)
        y = unit(f"block{i}/a", y, inputs, outputs, 3, stride)
        y = unit(f"block{i}/b", y, outputs, outputs, active=False)
        y = relu(g, f"block{i}/out", g.simple("AddV2", f"block{i}/add", [shortcut, y], torch.add))
    y = pool(g, "AvgPool", "pool2", y, (2, 2), (2, 2), "VALID")
    count = y.value[0].numel()
    y = g.add("Reshape", "flatten", [y, g.ints("flatten/shape", [-1, count])], y.value.reshape(-1, count), {"T": a_type(1)})
    y = bias_add(g, "dense/BiasAdd", matmul(g, "dense/MatMul", y, p.weight("dense/kernel", count, classes)), p.weight("dense/bias", classes))
    return g.simple("Softmax", "probabilities", [y], lambda v: v.softmax(-1))


DIMS = [-1, 32, 32, 3]


def image():
    return torch.from_numpy(np.random.RandomState(5).uniform(-1, 1, (2, 32, 32, 3)).astype(np.float32))


def frozen(folder, build):
    g = Flow(3)
    y = build(g, Frozen(g), g.placeholder("input", DIMS, image()))
    write(folder, "model.pb", wire.graph(g.nodes))
    return y.value


def version1(folder, build, shards=2, compress=False):
    """Variables under their names, in several files; the graph also saves and restores."""
    g = Flow(3)
    p = Referenced(g)
    y = build(g, p, g.placeholder("input", DIMS, image()))
    g.add("NoOp", "init", [], None)
    signature = wire.signature({"images": wire.tensor_info("input:0", DIMS)}, {"scores": wire.tensor_info(y.name + ":0", [-1, 10])})
    saved_model(folder, g.nodes, [], {"serving_default": signature}, version="1.15.0")
    bundle.write(os.path.join(folder, "variables", "variables"), p.arrays, shards=shards, compress=compress)
    return y.value


def version2(folder, build, compress=True):
    """Keras: the signature calls a wrapper, that calls the network, whose last arguments are the variables."""
    body = Flow(3, is_function=True)
    p = Captured(body)
    y = build(body, p, Ref("inputs", image()))
    names = list(p.arrays)
    handles = [(f"arg{i}", wire.RESOURCE) for i in range(len(names))]
    network = wire.function("__inference_model_1", [("inputs", 1), *handles], [("identity", 1, y.name)], body.nodes)
    # The wrapper's arguments have other names than those of the network.
    outer = [(f"unknown_{i}", wire.RESOURCE) for i in range(len(names))]
    call = wire.node("StatefulPartitionedCall", "StatefulPartitionedCall", ["input_1", *(n for n, _ in outer)], {"f": a_function("__inference_model_1")})
    result = wire.node("Identity", "Identity", ["StatefulPartitionedCall:output:0", "^NoOp"], {"T": a_type(1)})
    wrapper = wire.function("__inference_signature_wrapper_2", [("input_1", 1), *outer], [("output_1", 1, "Identity:output:0")],
                            [call, result, wire.node("NoOp", "NoOp", ["^StatefulPartitionedCall"])])
    nodes = [wire.node("serving_default_input_1", "Placeholder", [], {"dtype": a_type(1), "shape": a_shape(DIMS)})]
    # All handles have the same shared name, so that only the graph of objects tells them apart.
    nodes += [wire.node(f"handle_{i}", "VarHandleOp", [], {"dtype": a_type(1), "shared_name": a_text("Variable")}) for i in range(len(names))]
    nodes.append(wire.node("StatefulPartitionedCall", "StatefulPartitionedCall",
                           ["serving_default_input_1", *(f"handle_{i}" for i in range(len(names)))],
                           {"f": a_function("__inference_signature_wrapper_2")}))
    signature = wire.signature({"input_1": wire.tensor_info("serving_default_input_1:0", DIMS)},
                               {"output_1": wire.tensor_info("StatefulPartitionedCall:0", [-1, 10])})
    saved_model(folder, nodes, [network, wrapper], {"serving_default": signature}, "2.15.0", objects(names))
    keys = {f"layer_{i}/weight/.ATTRIBUTES/VARIABLE_VALUE": array for i, array in enumerate(p.arrays.values())}
    bundle.write(os.path.join(folder, "variables", "variables"), keys, {"_CHECKPOINTABLE_OBJECT_GRAPH": trackable(names)}, compress=compress)
    return y.value


def reference(node, name):
    return data(1, number(1, node) + data(2, name))


def objects(names):
    """SavedObjectGraph: root 0, layer i at 1 + i, its variable at 1 + n + i."""
    n = len(names)
    nodes = [b"".join(reference(1 + i, f"layer_{i}") for i in range(n))]
    nodes += [reference(1 + n + i, "weight") for i in range(n)]
    nodes += [data(7, number(1, 1)) for _ in range(n)]
    bound = data(2, b"".join(wire.varint(1 + n + i) for i in range(n)))
    return b"".join(data(1, o) for o in nodes) + data(2, wire.entry("__inference_signature_wrapper_2", bound))


def trackable(names):
    """TrackableObjectGraph: the same objects with numbers of its own, variables first."""
    n = len(names)
    nodes = [b"".join(reference(1 + n + i, f"layer_{i}") for i in range(n))]
    for i in range(n):
        value = data(1, "VARIABLE_VALUE") + data(2, "Variable") + data(3, f"layer_{i}/weight/.ATTRIBUTES/VARIABLE_VALUE")
        nodes.append(data(2, value))
    nodes += [reference(1 + i, "weight") for i in range(n)]
    return b"".join(data(1, o) for o in nodes)


def saved_model(folder, nodes, functions, signatures, version, object_graph=None):
    info = data(4, "serve") + data(5, version)
    meta = data(1, info) + data(2, wire.graph(nodes, functions))
    meta += b"".join(data(5, wire.entry(k, v)) for k, v in signatures.items())
    meta += data(7, object_graph) if object_graph else b""
    write(folder, "saved_model.pb", number(1, 1) + data(2, meta))


def write(folder, name, content):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as f:
        f.write(content)


NETWORKS = {
    "mobilenet_frozen": lambda d: frozen(d, mobilenet),
    "mobilenet_v1": lambda d: version1(d, mobilenet),
    "mobilenet_v2": lambda d: version2(d, mobilenet),
    "resnet_frozen": lambda d: frozen(d, resnet),
    "resnet_v1": lambda d: version1(d, resnet, shards=1, compress=True),
    "resnet_v2": lambda d: version2(d, resnet, compress=False),
}

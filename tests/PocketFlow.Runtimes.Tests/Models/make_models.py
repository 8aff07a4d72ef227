"""Makes the tiny models beside it: python3 with onnx 1.12, and flatc 2.0 or newer. y = W x + b with 4 inputs, 3 outputs."""
import json
import os
import struct
import subprocess

import onnx
from onnx import TensorProto as T
from onnx import helper as h

W = [0.5, 1, 0, -2, -1, 0, 3, 1, 0, 2, -1, 0.25]  # [3 outputs, 4 inputs]
B = [0.1, 0.2, 0.3]


def save_onnx(name, nodes, inputs, outputs, initializers=()):
    info = lambda values: [h.make_tensor_value_info(*value) for value in values]
    graph = h.make_graph(nodes, name, info(inputs), info(outputs), list(initializers))
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, name + ".onnx")


def save_tflite(name, types, weights, bias, maps):
    names, shapes = "xwby", [[1, 4], [3, 4], [3], [1, 3]]
    tensors = [dict(name=names[i], shape=shapes[i], type=types[i], buffer=[0, 1, 2, 0][i]) for i in range(4)]
    for tensor, (scale, zero_point) in zip(tensors, maps):
        tensor["quantization"] = dict(scale=[scale], zero_point=[zero_point])
    operator = dict(inputs=[0, 1, 2], outputs=[3], builtin_options_type="FullyConnectedOptions", builtin_options={})
    model = dict(
        version=3, operator_codes=[dict(deprecated_builtin_code=9, builtin_code=9)], description=name,
        subgraphs=[dict(tensors=tensors, inputs=[0], outputs=[3], operators=[operator], name="main")],
        buffers=[{}, dict(data=list(weights)), dict(data=list(bias))])
    with open(name + ".json", "w") as file:
        json.dump(model, file)
    subprocess.check_call(["flatc", "-b", "tiny.fbs", name + ".json"])
    os.rename(name + ".bin", name + ".tflite")
    os.remove(name + ".json")


os.chdir(os.path.dirname(os.path.abspath(__file__)))
save_onnx("dense", [h.make_node("Gemm", ["x", "w", "b"], ["y"], transB=1)],
          [("x", T.FLOAT, ["N", 4])], [("y", T.FLOAT, ["N", 3])],
          [h.make_tensor("w", T.FLOAT, [3, 4], W), h.make_tensor("b", T.FLOAT, [3], B)])
save_onnx("integers", [h.make_node("Identity", ["a"], ["b"]), h.make_node("Add", ["c", "c"], ["d"])],
          [("a", T.INT8, [1, 4]), ("c", T.INT32, [1, 2])], [("b", T.INT8, [1, 4]), ("d", T.INT32, [1, 2])])
save_onnx("half", [h.make_node("Identity", ["a"], ["b"])], [("a", T.FLOAT16, [1, 4])], [("b", T.FLOAT16, [1, 4])])
save_tflite("dense", ["FLOAT32"] * 4, struct.pack("<12f", *W), struct.pack("<3f", *B), [])
save_tflite("dense_int8", ["INT8", "INT8", "INT32", "INT8"],
            [round(w * 32) & 255 for w in W], struct.pack("<3i", *(round(b * 1024) for b in B)),
            [(1 / 32, -10), (1 / 32, 0), (1 / 1024, 0), (1 / 8, 5)])

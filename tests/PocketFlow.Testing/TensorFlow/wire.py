"""Protobuf messages of TensorFlow's formats, encoded by hand from the published field numbers."""
import struct

import numpy as np

DTYPES = {"float32": 1, "float64": 2, "int32": 3, "uint8": 4, "int16": 5, "int8": 6, "int64": 9, "bool": 10,
          "float16": 19, "uint32": 22, "uint64": 23}
BFLOAT16, RESOURCE, STRING = 14, 20, 7


def varint(n):
    n &= (1 << 64) - 1
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def number(field, n):
    return varint(field << 3) + varint(n)


def data(field, content):
    content = content.encode() if isinstance(content, str) else bytes(content)
    return varint(field << 3 | 2) + varint(len(content)) + content


def fixed32(field, n):
    return varint(field << 3 | 5) + struct.pack("<I", n)


def float32(field, x):
    return varint(field << 3 | 5) + struct.pack("<f", x)


def shape(dims):
    if dims is None:
        return number(3, 1)
    return b"".join(data(2, number(1, d)) for d in dims)


def tensor(array, dtype=None, typed=None):
    """TensorProto; `typed` is (field, list of encoded elements) for the lists of one element type."""
    array = np.asarray(array)
    head = number(1, dtype or DTYPES[array.dtype.name]) + data(2, shape(array.shape))
    return head + (typed if typed is not None else data(4, array.tobytes()))


# AttrValue
def a_text(text):
    return data(2, text)


def a_int(n):
    return number(3, n)


def a_float(x):
    return float32(4, x)


def a_bool(b):
    return number(5, int(b))


def a_type(t):
    return number(6, t)


def a_shape(dims):
    return data(7, shape(dims))


def a_tensor(content):
    return data(8, content)


def a_function(name):
    return data(10, data(1, name))


def a_ints(numbers):
    return data(1, data(3, b"".join(varint(n) for n in numbers)))


def entry(key, value):
    return data(1, key) + data(2, value)


def node(name, op, inputs=(), attributes=None):
    out = data(1, name) + data(2, op) + b"".join(data(3, i) for i in inputs)
    return out + b"".join(data(5, entry(k, v)) for k, v in (attributes or {}).items())


def graph(nodes, functions=()):
    out = b"".join(data(1, n) for n in nodes)
    return out + (data(2, b"".join(data(1, f) for f in functions)) if functions else b"")


def function(name, arguments, results, nodes):
    """FunctionDef; arguments are (name, type), results are (name, type, what is returned)."""
    signature = data(1, name)
    signature += b"".join(data(2, data(1, n) + number(3, t)) for n, t in arguments)
    signature += b"".join(data(3, data(1, n) + number(3, t)) for n, t, _ in results)
    out = data(1, signature) + b"".join(data(3, n) for n in nodes)
    return out + b"".join(data(4, entry(n, source)) for n, _, source in results)


def tensor_info(name, dims, dtype=1):
    return data(1, name) + number(2, dtype) + data(3, shape(dims))


def signature(inputs, outputs):
    out = b"".join(data(1, entry(k, v)) for k, v in inputs.items())
    return out + b"".join(data(2, entry(k, v)) for k, v in outputs.items()) + data(3, "tensorflow/serving/predict")

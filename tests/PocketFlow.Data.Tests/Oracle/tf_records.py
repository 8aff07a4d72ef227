"""Writes TFRecord files with protobuf's own library; checks are computed here, bit by bit."""
import gzip
import io
import struct
import sys

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from PIL import Image

folder = sys.argv[1] + "/"
rng = np.random.RandomState(5)

file = descriptor_pb2.FileDescriptorProto(name="example.proto", package="t", syntax="proto3")


def message(name, *fields):
    m = file.message_type.add(name=name)
    for number, (field, kind, repeated, type_name) in enumerate(fields, 1):
        f = m.field.add(name=field, number=number, type=kind, label=3 if repeated else 1)
        if type_name:
            f.type_name = ".t." + type_name
    return m


F = descriptor_pb2.FieldDescriptorProto
message("BytesList", ("value", F.TYPE_BYTES, True, None))
message("FloatList", ("value", F.TYPE_FLOAT, True, None))
message("Int64List", ("value", F.TYPE_INT64, True, None))
message("Feature", ("bytes_list", F.TYPE_MESSAGE, False, "BytesList"), ("float_list", F.TYPE_MESSAGE, False, "FloatList"),
        ("int64_list", F.TYPE_MESSAGE, False, "Int64List"))
entry = message("Entry", ("key", F.TYPE_STRING, False, None), ("value", F.TYPE_MESSAGE, False, "Feature"))
features = message("Features", ("feature", F.TYPE_MESSAGE, True, "Entry"))
message("Example", ("features", F.TYPE_MESSAGE, False, "Features"))
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
Example = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("t.Example"))


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def example(**values):
    e = Example()
    for name, value in values.items():
        item = e.features.feature.add(key=name.replace("__", "/"))
        if isinstance(value, bytes):
            item.value.bytes_list.value.append(value)
        elif isinstance(value, int):
            item.value.int64_list.value.append(value)
        else:
            item.value.float_list.value.extend(value)
    return record(e.SerializeToString())


def encoded(i, kind):
    y, x = np.mgrid[0:20, 0:24]
    pixels = np.stack([(x * 9 + i * 40) % 256, (y * 11) % 256, (x * y + i) % 256], axis=-1).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind)
    return pixels, out.getvalue()


labels, all_pixels, train = [2, 0, 1], [], b""
for i, label in enumerate(labels):
    pixels, data = encoded(i, "PNG")
    all_pixels.append(pixels)
    train += example(image__encoded=data, image__class__label=label, image__class__text=b"class-%d" % label, image__height=20)
with open(folder + "train-00000-of-00001", "wb") as f:
    f.write(train)
with open(folder + "test-00000-of-00001", "wb") as f:
    f.write(example(image__encoded=encoded(1, "JPEG")[1], image__class__label=0))
with gzip.open(folder + "packed.tfrecord.gz", "wb") as f:
    f.write(train)
np.stack(all_pixels).tofile(folder + "pixels.bin")
with open(folder + "raw.tfrecord", "wb") as f:
    for i, label in enumerate(labels):
        f.write(example(image_raw=all_pixels[i].tobytes(), height=20, width=24, depth=3, label=label))
floats = rng.randn(3, 7).astype(np.float32)
floats.tofile(folder + "floats.bin")
with open(folder + "floats.tfrecord", "wb") as f:
    for i, label in enumerate(labels):
        f.write(example(x=[float(v) for v in floats[i]], label=label))

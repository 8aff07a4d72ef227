"""Checkpoints in the TensorBundle format: a LevelDB table as index, and files with the tensors' bytes."""
import os
import struct

import wire

_TABLE = []
for _i in range(256):
    _c = _i
    for _ in range(8):
        _c = _c >> 1 ^ (0x82F63B78 if _c & 1 else 0)
    _TABLE.append(_c)


def crc32c(content, crc=0):
    crc ^= 0xFFFFFFFF
    for b in content:
        crc = _TABLE[(crc ^ b) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def mask(crc):
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def snappy(content):
    """Literals, and copies of repeated runs of at least four bytes; all element kinds occur."""
    out = bytearray(wire.varint(len(content)))
    literal = bytearray()

    def flush():
        for start in range(0, len(literal), 65536):
            part = literal[start:start + 65536]
            n = len(part) - 1
            out.extend(bytes([n << 2]) if n < 60 else bytes([60 << 2, n]) if n < 256 else bytes([61 << 2]) + struct.pack("<H", n))
            out.extend(part)
        literal.clear()

    last, i = {}, 0
    while i < len(content):
        key = bytes(content[i:i + 4])
        before = last.get(key) if len(key) == 4 else None
        last[key] = i
        if before is None:
            literal.append(content[i])
            i += 1
            continue
        length = 4
        while length < 64 and i + length < len(content) and content[before + length] == content[i + length]:
            length += 1
        flush()
        offset = i - before
        if length <= 11 and offset < 2048:
            out.extend([1 | length - 4 << 2 | offset >> 8 << 5, offset & 0xFF])
        elif offset < 65536:
            out.extend(bytes([2 | length - 1 << 2]) + struct.pack("<H", offset))
        else:
            out.extend(bytes([3 | length - 1 << 2]) + struct.pack("<I", offset))
        i += length
    flush()
    return bytes(out)


def block(entries, restart_interval=16):
    out, restarts, before = bytearray(), [], b""
    for i, (key, value) in enumerate(entries):
        shared = 0
        if i % restart_interval == 0:
            restarts.append(len(out))
        else:
            while shared < min(len(before), len(key)) and before[shared] == key[shared]:
                shared += 1
        out += wire.varint(shared) + wire.varint(len(key) - shared) + wire.varint(len(value)) + key[shared:] + value
        before = key
    restarts = restarts or [0]
    return bytes(out) + b"".join(struct.pack("<I", r) for r in restarts) + struct.pack("<I", len(restarts))


def table(entries, block_entries=4, compress=False):
    out, index = bytearray(), []

    def add(content, packed):
        content = snappy(content) if packed else content
        handle = wire.varint(len(out)) + wire.varint(len(content))
        trailer = bytes([1 if packed else 0])
        out.extend(content + trailer + struct.pack("<I", mask(crc32c(content + trailer))))
        return handle

    for start in range(0, len(entries), block_entries):
        part = entries[start:start + block_entries]
        index.append((part[-1][0], add(block(part), compress)))
    meta = add(block([]), False)
    footer = meta + add(block(index, 1), False)
    return bytes(out) + footer.ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57)


def write(prefix, tensors, text=None, shards=1, compress=False):
    """Tensors by key are numpy arrays; `text` are keys of single strings."""
    files, entries = [bytearray() for _ in range(shards)], []
    for i, (key, array) in enumerate(sorted(tensors.items())):
        shard, content = i % shards, array.tobytes()
        entry = wire.number(1, wire.DTYPES[array.dtype.name]) + wire.data(2, wire.shape(array.shape))
        entry += wire.number(3, shard) + wire.number(4, len(files[shard])) + wire.number(5, len(content))
        entries.append((key.encode(), entry + wire.fixed32(6, mask(crc32c(content)))))
        files[shard] += content
    for key, content in (text or {}).items():
        checksum = struct.pack("<I", mask(crc32c(struct.pack("<I", len(content)))))
        crc = crc32c(content, crc32c(checksum, crc32c(struct.pack("<I", len(content)))))
        stored = wire.varint(len(content)) + checksum + content
        entry = wire.number(1, wire.STRING) + wire.data(2, b"") + wire.number(4, len(files[0])) + wire.number(5, len(stored))
        entries.append((key.encode(), entry + wire.fixed32(6, mask(crc))))
        files[0] += stored
    header = wire.number(1, shards) + wire.data(3, wire.number(1, 1))
    os.makedirs(os.path.dirname(prefix), exist_ok=True)
    with open(prefix + ".index", "wb") as f:
        f.write(table([(b"", header)] + sorted(entries), compress=compress))
    for i, content in enumerate(files):
        with open(f"{prefix}.data-{i:05}-of-{shards:05}", "wb") as f:
            f.write(content)

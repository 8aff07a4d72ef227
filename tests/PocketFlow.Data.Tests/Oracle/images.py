"""Writes images of many kinds into a folder, and beside each NAME.raw: int32 width, height, channels, then 8-bit samples.

Pillow writes and decodes JPEG. PNG files are written here, from random samples of every colour type, depth and interlacing;
what a decoder should give is computed from the samples, and Pillow is asked to agree where it converts likewise.
Resized images are Pillow's.
"""
import random
import struct
import sys
import zlib

import numpy as np
from PIL import Image

folder = sys.argv[1] + "/"
rng = np.random.RandomState(7)
random.seed(7)


def save_raw(name, array):
    array = np.ascontiguousarray(array, dtype=np.uint8)
    if array.ndim == 2:
        array = array[:, :, None]
    with open(folder + name + ".raw", "wb") as f:
        f.write(struct.pack("<3i", array.shape[1], array.shape[0], array.shape[2]))
        f.write(array.tobytes())


def photo(height, width, channels=3):
    """Smooth areas, edges and some noise: something like a photograph."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [
        128 + 90 * np.sin(x / (7.0 + c) + c) * np.cos(y / (5.0 + 2 * c)) + 40 * ((x // 9 + y // 7 + c) % 2)
        + rng.normal(0, 6, (height, width)) for c in range(channels)]
    return np.clip(np.stack(planes, axis=-1), 0, 255).astype(np.uint8)


def jpeg(name, image, **options):
    image.save(folder + name + ".jpg", "JPEG", **options)
    with Image.open(folder + name + ".jpg") as again:
        decoded = again.convert("RGB") if again.mode == "CMYK" else again
        save_raw(name, np.asarray(decoded))


def jpegs():
    color, odd = Image.fromarray(photo(48, 64)), Image.fromarray(photo(53, 37))
    for subsampling in (0, 1, 2):
        jpeg("jpeg-subsampling-%d" % subsampling, color, quality=90, subsampling=subsampling)
        jpeg("jpeg-odd-%d" % subsampling, odd, quality=75, subsampling=subsampling)
    jpeg("jpeg-progressive", odd, quality=80, progressive=True)
    jpeg("jpeg-optimized", color, quality=30, optimize=True)
    jpeg("jpeg-gray", Image.fromarray(photo(31, 45, 1)[:, :, 0]), quality=85)
    jpeg("jpeg-one-pixel", Image.fromarray(photo(1, 1)), quality=95)
    jpeg("jpeg-cmyk", Image.fromarray(photo(40, 33, 4), "CMYK"), quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6
    jpeg("jpeg-exif-orientation", odd, quality=90, exif=exif.tobytes())


SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def pack(row, depth):
    if depth == 16:
        return row.astype(">u2").tobytes()
    bits = "".join(format(v, "0%db" % depth) for v in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def filtered(data, above, distance):
    kind, out = random.randrange(5), bytearray()
    for i, value in enumerate(data):
        a = data[i - distance] if i >= distance else 0
        b = above[i]
        c = above[i - distance] if i >= distance else 0
        p = a + b - c
        paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        out.append((value - (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
    return bytes([kind]) + bytes(out)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, samples, color_type, depth, interlaced, palette=None, transparency=None):
    height, width = samples.shape[:2]
    distance = max(1, SAMPLES[color_type] * depth // 8)
    raw = b""
    for top, left, rows, columns in PASSES if interlaced else [(0, 0, 1, 1)]:
        part = samples[top::rows, left::columns]
        if part.size == 0:
            continue
        above = bytes(len(pack(part[0].reshape(-1), depth)))
        for row in part:
            data = pack(row.reshape(-1), depth)
            raw += filtered(data, above, distance)
            above = data
    packed = zlib.compress(raw, random.choice([0, 1, 9]))
    cuts = sorted(random.randrange(len(packed) + 1) for _ in range(random.choice([0, 2])))
    parts = [packed[a:b] for a, b in zip([0] + cuts, cuts + [len(packed)])]
    body = chunk(b"IHDR", struct.pack(">2I5B", width, height, depth, color_type, 0, 0, int(interlaced)))
    body += chunk(b"tEXt", b"Comment\0not needed")
    body += chunk(b"PLTE", palette.tobytes()) if palette is not None else b""
    body += chunk(b"tRNS", transparency) if transparency is not None else b""
    body += b"".join(chunk(b"IDAT", p) for p in parts) + chunk(b"IEND", b"")
    with open(folder + name + ".png", "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + body)


def expected(samples, color_type, depth, palette):
    if color_type == 3:
        return palette[samples[:, :, 0]]
    eight = samples >> 8 if depth == 16 else samples * (255 // (2 ** depth - 1))
    return eight[:, :, :1] if color_type in (0, 4) else eight[:, :, :3]


def pngs():
    for color_type, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))):
        for depth in depths:
            for interlaced in (False, True):
                for height, width in ((13, 19), (1, 1), (3, 2)):
                    samples = rng.randint(0, 2 ** depth, (height, width, SAMPLES[color_type]))
                    palette = rng.randint(0, 256, (2 ** depth, 3)).astype(np.uint8) if color_type == 3 else None
                    transparency = bytes(2 ** depth) if color_type == 3 and interlaced else None
                    name = "png-%d-%d-%d-%dx%d" % (color_type, depth, interlaced, height, width)
                    png(name, samples, color_type, depth, interlaced, palette, transparency)
                    wanted = expected(samples, color_type, depth, palette)
                    save_raw(name, wanted)
                    with Image.open(folder + name + ".png") as image:
                        if not (color_type in (0, 4) and depth == 16):
                            rgb = np.broadcast_to(wanted, (height, width, 3))
                            assert (np.asarray(image.convert("RGB")) == rgb).all(), name


def resized():
    """NAME.png, and NAME.txt with what is asked: resize, crop, channels."""
    sizes = [
        (48, 64, "24", "", 3), (48, 64, "31x17", "", 3), (37, 53, "91x120", "", 3), (120, 47, "32", "24", 3),
        (47, 120, "33", "24x28", 3), (200, 150, "19x150", "", 3), (200, 150, "200x19", "7", 3), (61, 61, "", "30", 3),
        (61, 60, "", "31x31", 3), (90, 70, "29", "20", 1), (5, 4, "64x64", "", 3), (300, 7, "3x3", "", 3), (9, 9, "1x1", "", 3)]
    for i, (height, width, resize, crop, channels) in enumerate(sizes):
        image = Image.fromarray(photo(height, width))
        name = "resized-%d" % i
        image.save(folder + name + ".png")
        if channels == 1:
            image = image.convert("L")
            image = image.convert("L")
        if "x" in resize:
            rows, columns = map(int, resize.split("x"))
            image = image.resize((columns, rows), Image.BILINEAR)
        elif resize:
            side = int(resize)
            short, long = min(height, width), max(height, width)
            other = int(side * long / short)
            image = image.resize((side, other) if width < height else (other, side), Image.BILINEAR)
        if crop:
            rows, columns = map(int, crop.split("x")) if "x" in crop else (int(crop), int(crop))
            top = int(round((image.height - rows) / 2.0))
            left = int(round((image.width - columns) / 2.0))
            image = image.crop((left, top, left + columns, top + rows))
        save_raw(name, np.asarray(image))
        with open(folder + name + ".txt", "w") as f:
            f.write("%s,%s,%d" % (resize, crop, channels))


jpegs()
pngs()
resized()

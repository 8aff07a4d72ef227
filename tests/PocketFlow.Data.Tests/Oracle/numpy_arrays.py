"""Writes NumPy arrays of many types, orders and versions, and beside each NAME.txt: dtype, shape, elements in C order."""
import sys

import numpy as np

folder = sys.argv[1] + "/"
rng = np.random.RandomState(3)


def save(name, array, version=None):
    with open(folder + name + ".npy", "wb") as f:
        np.lib.format.write_array(f, array, version=version)
    with open(folder + name + ".txt", "w") as f:
        f.write(",".join(map(str, array.shape)) + "\n")
        f.write(",".join(repr(float(np.float32(v))) for v in array.reshape(-1, order="C")))


for kind in "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8".split():
    for order in "<>":
        if "f" in kind:
            values = (rng.randn(3, 4, 2) * 8).astype(kind)
        else:
            values = rng.randint(-2 if "i" in kind else 0, 100, (3, 4, 2)).astype(kind)
        if kind == "?":
            values = rng.rand(3, 4, 2) < 0.5
        array = values.astype(np.dtype(kind).newbyteorder(order))
        name = "%s%s" % (kind.replace("?", "b1"), "big" if order == ">" else "little")
        save(name + "-c", array)
        save(name + "-fortran", np.asfortranarray(array))
save("version1", np.arange(6, dtype="<f4").reshape(2, 3), (1, 0))
save("version2", np.arange(6, dtype="<f4").reshape(2, 3), (2, 0))
save("version3", np.arange(6, dtype="<f4").reshape(2, 3), (3, 0))
save("scalar", np.float64(2.5))
save("vector", np.arange(5, dtype="<i8"))

images = rng.randint(0, 256, (6, 5, 4, 3)).astype(np.uint8)
labels = np.array([0, 2, 1, 0, 2, 1])
np.savez(folder + "plain.npz", x_train=images, y_train=labels, x_test=images[:2], y_test=labels[:2, None])
np.savez_compressed(folder + "packed.npz", x=images.transpose(0, 3, 1, 2), y=labels)
np.savez(folder + "floats.npz", x=rng.randn(4, 49, 10, 1).astype(np.float32), y=labels[:4])
np.savez(folder + "values.npz", x=rng.randn(4, 7), y=rng.randn(4, 2))
np.savez(folder + "sets.npz", x=rng.randn(2, 7), y=np.array([[1, 0, 1], [0, 0, 0]], dtype=bool))
np.savez(folder + "maps.npz", x=images, y=(images[:, :, :, 0] % 3))
images.tofile(folder + "images.bin")

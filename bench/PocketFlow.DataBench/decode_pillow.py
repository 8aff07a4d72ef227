"""The same work as DecodeBench in Pillow and NumPy, with one and two processes: FOLDER RESIZE CROP."""
import glob
import multiprocessing
import sys
import time

import numpy as np
from PIL import Image

folder, side, crop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
mean = np.array([0.485, 0.456, 0.406], dtype=np.float32)
deviation = np.array([0.229, 0.224, 0.225], dtype=np.float32)


def load(path):
    with Image.open(path) as image:
        image = image.convert("RGB")
    short = min(image.size)
    image = image.resize((side * image.width // short, side * image.height // short), Image.BILINEAR)
    left, top = round((image.width - crop) / 2), round((image.height - crop) / 2)
    pixels = np.asarray(image.crop((left, top, left + crop, top + crop)), dtype=np.float32)
    return np.ascontiguousarray(((pixels / 255 - mean) / deviation).transpose(2, 0, 1)).shape


if __name__ == "__main__":
    paths = sorted(glob.glob(folder + "/*/*"))
    for processes in (1, 2):
        with multiprocessing.Pool(processes) as pool:
            rates = []
            for _ in range(4):
                start = time.perf_counter()
                for _ in pool.imap(load, paths, chunksize=10):
                    pass
                rates.append(len(paths) / (time.perf_counter() - start))
        print("%d processes: %.0f images/s" % (processes, max(rates[1:])))

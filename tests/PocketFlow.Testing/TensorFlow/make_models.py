"""Writes models with inputs and expected outputs: make_models.py FOLDER [networks]. Images are written channels-first."""
import os
import sys

import wire
from cases import CASES
from flow import first
from networks import NETWORKS, image, write


def save(folder, name, value, is_image):
    value = first(value) if is_image and value.dim() == 4 else value
    dims = ",".join(map(str, value.shape))
    write(folder, f"{name}.f32", value.contiguous().numpy().astype("<f4").tobytes())
    write(folder, f"{name}.dims", dims.encode())


root = sys.argv[1]
if sys.argv[2:] == ["networks"]:
    for name, build in NETWORKS.items():
        folder = os.path.join(root, name)
        output = build(folder)
        save(folder, "input", image(), True)
        save(folder, "output", output, False)
else:
    for name, build in CASES.items():
        case, folder = build(), os.path.join(root, name)
        write(folder, "model.pb", wire.graph(case.g.nodes))
        save(folder, "input", case.input, case.image)
        save(folder, "output", case.output, case.output_image)

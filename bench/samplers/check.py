#!/usr/bin/env python3
"""Checks that Functions.cs and functions.py agree on random points, none of which is better than the known optimum."""

import json
import pathlib
import random
import subprocess
import sys

from functions import functions, specs

root = pathlib.Path(__file__).resolve().parents[2]
bench = root / "artifacts/bin/PocketFlow.SamplerBench/release/PocketFlow.SamplerBench"


def draw(spec, rng):
    if "choices" in spec:
        return rng.randrange(spec["choices"])
    if spec.get("integer"):
        return rng.randrange(spec["low"], spec["high"] + 1, spec.get("step", 1))
    return rng.uniform(spec["low"], spec["high"])


def main():
    rng = random.Random(0)
    points = [{"function": f, "point": {n: draw(s, rng) for n, s in specs[f]["parameters"].items()}}
              for f in specs for _ in range(200)]
    answer = subprocess.run([bench, "evaluate"], input=json.dumps(points), capture_output=True, text=True, check=True)
    apart, beyond = 0.0, []
    for item, theirs in zip(points, json.loads(answer.stdout), strict=True):
        values, constraints = functions[item["function"]](item["point"].__getitem__)
        ours = [*values, *constraints]
        assert len(ours) == len(theirs), item
        apart = max([apart] + [abs(a - b) / max(1, abs(a)) for a, b in zip(ours, theirs)])
        spec = specs[item["function"]]
        if "reference" not in spec and all(c <= 0 for c in constraints) and values[0] < spec["optimum"] - 1e-6:
            beyond.append(item)
    print(f"{len(points)} points of {len(specs)} functions: largest relative difference {apart:.1e}, "
          f"{len(beyond)} better than the optimum")
    sys.exit(apart > 1e-9 or bool(beyond))


main()

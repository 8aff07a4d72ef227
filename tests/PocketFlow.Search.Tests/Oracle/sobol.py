"""Writes sobol.json: unscrambled Sobol points by SciPy. Run: python3 sobol.py > sobol.json"""
import json

import numpy as np
from scipy.stats import qmc

DIMENSIONS = 1111
points = qmc.Sobol(DIMENSIONS, scramble=False).random(256)
shown = [0, 1, 2, 3, 4, 7, 16, 99, 500, 1110]
print(json.dumps({
    "dimensions": DIMENSIONS,
    "shown": shown,
    "points": points[:64, shown].tolist(),
    # Sums of a few hundred multiples of 2^-30 are exact, so that they stand for all coordinates.
    "sums": points.sum(axis=1).tolist(),
    "weightedSums": (points * np.arange(1, DIMENSIONS + 1)).sum(axis=1).tolist(),
}))

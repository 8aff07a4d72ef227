"""Writes tpe.json: what Parzen estimators must give, from formulas, with SciPy's truncated normal distribution.

Means, bandwidths and weights are those of Bergstra et al. (2011) and Watanabe (2023, arXiv 2304.11127). Densities are sums
over kernels of products over parameters; probabilities of cells are differences of SciPy's distribution function on the side
where it keeps its digits. NumPy, SciPy and mpmath: python3 tpe.py > tpe.json
"""
import json

import mpmath
import numpy as np
from scipy import stats
from scipy.special import logsumexp

mpmath.mp.dps = 60
rng = np.random.default_rng(20240611)
SPACE = {
    "float": {"kind": "float", "low": -5.0, "high": 10.0},
    "log": {"kind": "float", "low": 1e-5, "high": 1.0, "log": True},
    "step": {"kind": "float", "low": 0.0, "high": 2.0, "step": 0.25},
    "integer": {"kind": "integer", "low": 1, "high": 40, "step": 3},
    "integer log": {"kind": "integer", "low": 1, "high": 500, "step": 1, "log": True},
    "category": {"kind": "category", "choices": 4},
}


def place(spec, value):
    return np.log(value) if spec.get("log") else np.asarray(value, float)


def ends(spec):
    half = spec.get("step", 0) / 2
    last = spec["high"] if half == 0 else spec["low"] + spec["step"] * ((spec["high"] - spec["low"]) // spec["step"])
    return float(place(spec, spec["low"] - half)), float(place(spec, last + half))


def draw(spec):
    if spec["kind"] == "category":
        return int(rng.integers(spec["choices"]))
    low, high = ends(spec)
    at = rng.uniform(low, high)
    value = float(np.exp(at)) if spec.get("log") else at
    if "step" not in spec:
        return value
    top = (spec["high"] - spec["low"]) // spec["step"]
    return spec["low"] + spec["step"] * float(np.clip(round((value - spec["low"]) / spec["step"]), 0, top))


def weights(count):
    old = max(count - 25, 0)
    ramp = np.linspace(1 / count, 1, old) if old else np.array([])
    all_weights = np.concatenate([ramp, np.ones(count - old), [1]])
    return all_weights / all_weights.sum()


def kernels(spec, observed, sharpness):
    """Means and bandwidths, the prior's last. The least bandwidth falls with the number of kernels to a power (the magic
    clip's exponent in Watanabe, 2023), to a hundredth of the range or half of the value's cell."""
    low, high = ends(spec)
    means = place(spec, np.array(observed))
    widths = []
    for i, mean in enumerate(means):
        # Of equal observations the first in time is the lower neighbour.
        before = sorted(m for j, m in enumerate(means) if (m, j) < (mean, i))
        after = sorted(m for j, m in enumerate(means) if (m, j) > (mean, i))
        gaps = [mean - m for m in before[-1:]] + [m - mean for m in after[:1]] or [mean - low, high - mean]
        least = (high - low) / min(100, (len(means) + 2) ** sharpness)
        if "step" in spec:
            borders = place(spec, observed[i] + np.array([-0.5, 0.5]) * spec["step"])
            least = max(least, (borders[1] - borders[0]) / 2)
        widths.append(min(max(max(gaps), least), high - low))
    return np.append(means, (low + high) / 2), np.append(widths, high - low)


def interval(left, right):
    """log(F(right) - F(left)) of the standard normal."""
    if left > 0:
        left, right = -right, -left
    if right <= 0:
        big, small = stats.norm.logcdf(right), stats.norm.logcdf(left)
        return big + np.log1p(-np.exp(small - big))
    return np.log(stats.norm.cdf(right) - stats.norm.cdf(left))


def log_kernels(spec, observed, value, sharpness):
    count = len(observed) + 1
    if spec["kind"] == "category":
        table = np.full((count, spec["choices"]), 1 / count)
        table[np.arange(count - 1), np.array(observed, int)] += 1
        return np.log((table / table.sum(axis=1, keepdims=True))[:, int(value)])
    low, high = ends(spec)
    result = []
    for mean, width in zip(*kernels(spec, observed, sharpness)):
        a, b = (low - mean) / width, (high - mean) / width
        if "step" in spec:
            left, right = (place(spec, value + s * spec["step"] / 2) for s in (-1, 1))
            result.append(interval((left - mean) / width, (right - mean) / width) - interval(a, b))
        else:
            result.append(stats.truncnorm.logpdf(place(spec, value), a, b, loc=mean, scale=width))
    return np.array(result)


def log_density(points, at, weighted, sharpness=1):
    total = np.log(weights(len(points)) if weighted else np.full(len(points) + 1, 1 / (len(points) + 1)))
    for i, spec in enumerate(SPACE.values()):
        total = total + log_kernels(spec, [p[i] for p in points], at[i], sharpness)
    return float(logsumexp(total))


def numbers(points, sharpness, which):
    """Means (0) or bandwidths (1) of every parameter that is a number."""
    return [kernels(s, [p[i] for p in points], sharpness)[which].tolist()
            for i, s in enumerate(SPACE.values()) if s["kind"] != "category"]


def estimators():
    for good_count, bad_count in ((0, 1), (1, 2), (4, 25), (26, 90), (30, 300)):
        good, bad, at = ([[draw(s) for s in SPACE.values()] for _ in range(n)] for n in (good_count, bad_count, 8))
        at[0] = bad[0]
        yield {
            "good": good, "bad": bad, "at": at, "goodWeights": weights(good_count).tolist(),
            "badWeights": weights(bad_count).tolist(),
            "badMeans": numbers(bad, 1, 0), "badBandwidths": numbers(bad, 1, 1), "goodBandwidths": numbers(good, 2, 1),
            "logGood": [log_density(good, x, True, 2) for x in at], "logBad": [log_density(bad, x, True) for x in at],
            "logGoodEqual": [log_density(good, x, False, 2) for x in at],
        }


def intervals():
    for left, right in ((-1, 2), (0, 1e-7), (3, 3.001), (9, 9.5), (-12, -11), (-40, -30), (30, 31), (8, 60), (-60, -5),
                        (-0.01, 0.02), (24.9, 25.1), (-1e-9, 1e-9), (5, 5 + 1e-9)):
        yield {"left": left, "right": right, "log": exact(left, right)}


def exact(left, right):
    """With 60 digits."""
    a, b = mpmath.mpf(left), mpmath.mpf(right)
    if a > 0:
        a, b = -b, -a
    root = mpmath.sqrt(2)
    return float(mpmath.log((mpmath.erfc(-b / root) - mpmath.erfc(-a / root)) / 2))


print(json.dumps({"space": SPACE, "estimators": list(estimators()), "intervals": list(intervals())}))

"""Writes gp.json: what Gaussian processes and their utilities must give, by other ways than the code's.

Matrices are inverted, not factored; expectations are integrated numerically; hypervolumes are summed over all cells of the
grid that the front spans. NumPy and SciPy: python3 gp.py > gp.json
"""
import itertools
import json

import numpy as np
from scipy import integrate, special

rng = np.random.default_rng(20240607)


def matern(a, b, categorical, relevances, scale):
    difference = a[:, None, :] - b[None, :, :]
    squares = np.where(categorical, (difference != 0).astype(float), difference ** 2)
    r = np.sqrt(5 * np.sum(squares * relevances, axis=-1))
    return scale * (1 + r + r ** 2 / 3) * np.exp(-r)


def loss(logs, x, y, categorical):
    relevances, scale, noise = np.exp(logs[:-2]), np.exp(logs[-2]), np.exp(logs[-1]) + 1e-8
    c = matern(x, x, categorical, relevances, scale) + noise * np.eye(len(x))
    likelihood = -0.5 * y @ np.linalg.inv(c) @ y - 0.5 * np.linalg.slogdet(c)[1]
    prior = -np.sum(0.1 / relevances + 0.1 * relevances) + np.log(scale) - scale + 0.1 * np.log(noise) - 30 * noise
    return -likelihood - prior


def gradient(logs, *rest):
    """Richardson's extrapolation of central differences."""
    result = []
    for i in range(len(logs)):
        step = np.zeros_like(logs)
        step[i] = 1e-3
        central = [(loss(logs + h * step, *rest) - loss(logs - h * step, *rest)) / (2 * h * 1e-3) for h in (1, 2)]
        result.append((4 * central[0] - central[1]) / 3)
    return result


def processes():
    for count, logs in ((5, [0.3, -0.7, 1.1, 0.2, -4.0]), (37, [1.5, 0.1, -1.2, -0.4, -7.0]),
                        (70, [2.5, 1.0, 0.0, 0.5, -3.0])):
        logs = np.array(logs)
        categorical = np.array([False, True, False])
        x = np.column_stack([rng.random(count), rng.integers(0, 3, count), rng.random(count)])
        y = np.sin(5 * x[:, 0]) + x[:, 1] * x[:, 2] + 0.1 * rng.standard_normal(count)
        y = (y - y.mean()) / y.std()
        relevances, scale, noise = np.exp(logs[:-2]), np.exp(logs[-2]), np.exp(logs[-1]) + 1e-8
        at = np.column_stack([rng.random(6), rng.integers(0, 3, 6), rng.random(6)])
        at[0] = x[0]
        inverse = np.linalg.inv(matern(x, x, categorical, relevances, scale) + noise * np.eye(count))
        k = matern(at, x, categorical, relevances, scale)
        yield {
            "points": x.tolist(), "values": y.tolist(), "categorical": categorical.tolist(), "logarithms": logs.tolist(),
            "covariances": k.tolist(), "at": at.tolist(), "means": (k @ inverse @ y).tolist(),
            "variances": (scale - np.einsum("ij,jk,ik->i", k, inverse, k)).tolist(),
            "loss": loss(logs, x, y, categorical), "gradient": gradient(logs, x, y, categorical),
        }


def log_improvement(z):
    """log of the integral of u phi(u - z) over u > 0, with phi(z) taken out where that is small."""
    if z > 0:
        value = integrate.quad(lambda u: u * np.exp(-0.5 * (u - z) ** 2), max(0, z - 40), z + 40,
                               points=[z], epsabs=0, epsrel=1e-13, limit=200)[0]
        return np.log(value / np.sqrt(2 * np.pi))
    unit = 1 / max(1, -z)
    value = integrate.quad(lambda v: v * np.exp(v * unit * z - 0.5 * (v * unit) ** 2), 0, 60 / (unit * max(1, -z)),
                           epsabs=0, epsrel=1e-13, limit=200)[0]
    return -0.5 * z * z - 0.5 * np.log(2 * np.pi) + np.log(value) + 2 * np.log(unit)


def tails():
    for z in (-1e4, -300, -40, -25.5, -25.0, -24.5, -12, -5, -3, -1, -0.1, 0, 0.2, 1, 3, 8, 30):
        yield {"z": z, "logImprovement": log_improvement(z), "logDistribution": special.log_ndtr(z)}


def side(lower, upper, mean, variance):
    """E[length of [lower, upper] above y], integrated."""
    deviation = np.sqrt(variance)
    start = max(lower, mean - 14 * deviation) if np.isfinite(lower) else mean - 14 * deviation
    density = lambda y: np.exp(-0.5 * ((y - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
    total = 0.0
    if np.isfinite(lower):
        total += (upper - lower) * special.ndtr((lower - mean) / deviation)
    if upper > start:
        breaks = np.linspace(start, upper, 40)
        for a, b in zip(breaks[:-1], breaks[1:]):
            total += integrate.quad(lambda y: (upper - y) * density(y), a, b, epsabs=0, epsrel=1e-12)[0]
    return total


def log_hypervolume_improvement(front, reference, means, variances):
    axes = [np.unique(np.concatenate([[-np.inf], front[:, k], [reference[k]]])) for k in range(len(reference))]
    sides = [[side(a, b, means[k], variances[k]) for a, b in zip(axis[:-1], axis[1:])] for k, axis in enumerate(axes)]
    total = 0.0
    for cell in itertools.product(*[range(len(s)) for s in sides]):
        corner = np.array([axes[k][i] for k, i in enumerate(cell)])
        if not np.any(np.all(front <= corner, axis=1)):
            total += np.prod([sides[k][i] for k, i in enumerate(cell)])
    return np.log(total)


def fronts():
    for objectives, count in ((1, 3), (2, 1), (2, 6), (3, 5), (4, 4)):
        losses = rng.standard_normal((count, objectives))
        reference = np.full(objectives, 2.5)
        cases = []
        for shift in (-1.0, 0.0, 1.5, 3.0):
            means = rng.standard_normal(objectives) * 0.5 + shift
            variances = rng.random(objectives) + 0.05
            cases.append({"means": means.tolist(), "variances": variances.tolist(),
                          "value": log_hypervolume_improvement(losses, reference, means, variances)})
        yield {"losses": losses.tolist(), "reference": reference.tolist(), "cases": cases}


print(json.dumps({"processes": list(processes()), "tails": list(tails()), "fronts": list(fronts())}))

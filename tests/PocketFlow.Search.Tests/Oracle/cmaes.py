"""Writes cmaes.json: what CMA-ES must know after every generation, from Hansen's formulas (arXiv 1604.00772), with NumPy.

Parameters are table 1 and equations 49 to 58, the update equations 34 to 47; C^(-1/2) is NumPy's eigendecomposition.
Margins (Hamano et al. 2022, arXiv 2205.13482, sections 4.2 and 4.3) use SciPy's normal distribution. python3 cmaes.py > cmaes.json
"""
import json
import math

import numpy as np
from scipy import stats

rng = np.random.default_rng(20240817)


def parameters(n, count):
    raw = np.log((count + 1) / 2) - np.log(np.arange(1, count + 1))
    mu = count // 2
    mu_eff = raw[:mu].sum() ** 2 / (raw[:mu] ** 2).sum()
    mu_eff_minus = raw[mu:].sum() ** 2 / (raw[mu:] ** 2).sum()
    c_sigma = (mu_eff + 2) / (n + mu_eff + 5)
    d_sigma = 1 + 2 * max(0, math.sqrt((mu_eff - 1) / (n + 1)) - 1) + c_sigma
    c_c = (4 + mu_eff / n) / (n + 4 + 2 * mu_eff / n)
    c_1 = 2 / ((n + 1.3) ** 2 + mu_eff)
    c_mu = min(1 - c_1, 2 * (1 / 4 + mu_eff + 1 / mu_eff - 2) / ((n + 2) ** 2 + 2 * mu_eff / 2))
    alpha = min(1 + c_1 / c_mu, 1 + 2 * mu_eff_minus / (mu_eff + 2), (1 - c_1 - c_mu) / (n * c_mu))
    weights = np.where(raw >= 0, raw / raw[raw > 0].sum(), alpha * raw / -raw[raw < 0].sum())
    return mu, mu_eff, c_sigma, d_sigma, c_c, c_1, c_mu, weights


class Strategy:
    def __init__(self, mean, sigma):
        n = len(mean)
        self.m, self.sigma, self.c = np.array(mean), sigma, np.eye(n)
        self.p_sigma, self.p_c, self.g = np.zeros(n), np.zeros(n), 0

    def tell(self, points, values):
        n = len(self.m)
        mu, mu_eff, c_sigma, d_sigma, c_c, c_1, c_mu, w = parameters(n, len(points))
        y = (points[np.argsort(values)] - self.m) / self.sigma
        squares, b = np.linalg.eigh(self.c)
        root = b @ np.diag(squares ** -0.5) @ b.T
        y_w = w[:mu] @ y[:mu]
        self.m = self.m + self.sigma * y_w
        self.p_sigma = (1 - c_sigma) * self.p_sigma + math.sqrt(c_sigma * (2 - c_sigma) * mu_eff) * root @ y_w
        expected = math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
        length = np.linalg.norm(self.p_sigma)
        self.sigma *= math.exp(c_sigma / d_sigma * (length / expected - 1))
        settled = math.sqrt(1 - (1 - c_sigma) ** (2 * (self.g + 1)))
        h = 1 if length / settled < (1.4 + 2 / (n + 1)) * expected else 0
        self.p_c = (1 - c_c) * self.p_c + h * math.sqrt(c_c * (2 - c_c) * mu_eff) * y_w
        w_c = [wi if wi >= 0 else wi * n / np.linalg.norm(root @ yi) ** 2 for wi, yi in zip(w, y)]
        self.c = ((1 + c_1 * (1 - h) * c_c * (2 - c_c) - c_1 - c_mu * w.sum()) * self.c
                  + c_1 * np.outer(self.p_c, self.p_c)
                  + c_mu * sum(wi * np.outer(yi, yi) for wi, yi in zip(w_c, y)))
        self.g += 1
        return h


def runs():
    """Generations of points around the mean with the values of functions; the last is a slope, along which h becomes 0."""
    functions = {
        "sphere": lambda x: (x ** 2).sum(), "ellipsoid": lambda x: (10 ** (3 * np.arange(len(x))) * x ** 2).sum(),
        "slope": lambda x: 1e3 * x[0] + x[-1],
    }
    for n, count, sigma, name in ((1, 4, 0.3, "sphere"), (2, 6, 0.5, "ellipsoid"), (3, 12, 1e-2, "slope"), (5, 9, 0.2, "ellipsoid"),
                                  (10, 30, 2.0, "sphere")):
        mean = rng.uniform(-1, 1, n)
        strategy, generations, steady = Strategy(mean, sigma), [], []
        for g in range(8):
            # Twice as many at times, as late results make them.
            size = count * (2 if g == 3 else 1)
            points = rng.multivariate_normal(strategy.m, strategy.sigma ** 2 * strategy.c, size)
            values = [float(functions[name](x)) for x in points]
            steady.append(strategy.tell(points, np.array(values)))
            generations.append({
                "points": points.tolist(), "values": values, "mean": strategy.m.tolist(), "sigma": strategy.sigma,
                "stepPath": strategy.p_sigma.tolist(), "covariancePath": strategy.p_c.tolist(),
                "covariance": strategy.c.tolist(),
            })
        assert name != "slope" or 0 in steady
        yield {"mean": mean.tolist(), "sigma": sigma, "generations": generations}


def margins():
    """Means and deviations on an axis with values 0 to 1 in equal cells."""
    for cells in (2, 3, 7, 40):
        for _ in range(12):
            mean, deviation, chance = rng.uniform(-0.1, 1.1), 10 ** rng.uniform(-4, 0), 10 ** rng.uniform(-2.5, -0.7)
            yield {"cells": cells, "mean": mean, "deviation": deviation, "chance": chance,
                   "corrected": corrected(cells, mean, deviation, chance)}


def corrected(cells, mean, deviation, chance):
    cell = min(max(math.floor(mean * cells), 0), cells - 1)
    reach = math.sqrt(stats.chi2.ppf(1 - 2 * chance, 1)) * deviation
    if cell in (0, cells - 1):
        close = 1 / cells if cell == 0 else 1 - 1 / cells
        return [close + math.copysign(min(abs(mean - close), reach), mean - close), deviation]
    low, up = cell / cells, (cell + 1) / cells
    p_low, p_up = stats.norm.cdf(low, mean, deviation), stats.norm.sf(up, mean, deviation)
    p_mid = 1 - p_low - p_up
    q_low, q_up = max(chance / 2, p_low), max(chance / 2, p_up)
    share = (1 - q_low - q_up - p_mid) / (q_low + q_up + p_mid - 3 * chance / 2)
    r_low, r_up = q_low + share * (q_low - chance / 2), q_up + share * (q_up - chance / 2)
    # low = mean - a deviation, up = mean + b deviation.
    a, b = math.sqrt(stats.chi2.ppf(1 - 2 * r_low, 1)), math.sqrt(stats.chi2.ppf(1 - 2 * r_up, 1))
    return [float(v) for v in np.linalg.solve([[1, -a], [1, b]], [low, up])]


print(json.dumps({"runs": list(runs()), "margins": list(margins())}))

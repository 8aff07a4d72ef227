"""The functions of the sampler benchmark; Functions.cs has the same, and check.py checks that they agree.

Each takes x, a function from a parameter's name to its value (a category is its index), and returns the objectives and
the constraints, which are met at 0 or below. Spaces, optima and noise are in functions.json."""

import json
import math
import pathlib

specs = json.loads((pathlib.Path(__file__).parent / "functions.json").read_text())
H3_A = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
H3_P = [[0.3689, 0.117, 0.2673], [0.4699, 0.4387, 0.747], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828]]
H6_A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
H6_P = [[0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]]


def vector(x, count):
    return [x(f"x{i + 1}") for i in range(count)]


def branin(x):
    a, b = vector(x, 2)
    curve = b - 5.1 / (4 * math.pi**2) * a * a + 5 / math.pi * a - 6
    return [curve * curve + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10], []


def hartmann(x, a, p):
    point = vector(x, len(a[0]))
    return [-sum(w * math.exp(-sum(ai * (v - pi) ** 2 for ai, v, pi in zip(row, point, at)))
                 for w, row, at in zip([1, 1.2, 3, 3.2], a, p))], []


def rosenbrock(x):
    v = vector(x, 4)
    return [sum(100 * (v[i + 1] - v[i] ** 2) ** 2 + (1 - v[i]) ** 2 for i in range(3))], []


def ackley(x):
    v = vector(x, 5)
    root = math.sqrt(sum(t * t for t in v) / 5)
    waves = sum(math.cos(2 * math.pi * t) for t in v) / 5
    return [-20 * math.exp(-0.2 * root) - math.exp(waves) + 20 + math.e], []


def levy(x):
    w = [1 + (t - 1) / 4 for t in vector(x, 4)]
    value = math.sin(math.pi * w[0]) ** 2 + (w[3] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[3]) ** 2)
    return [value + sum((t - 1) ** 2 * (1 + 10 * math.sin(math.pi * t + 1) ** 2) for t in w[:3])], []


def styblinski(x):
    return [sum(t**4 - 16 * t * t + 5 * t for t in vector(x, 5)) / 2], []


def mixed(x):
    rate, decay, kind = math.log10(x("rate")), x("decay"), int(x("kind"))
    depth, width = x("depth"), math.log2(x("width"))
    value = (rate + 2.5 + 0.2 * (depth - 6)) ** 2 + 4 * (decay - 0.3) ** 2 + 0.15 * (depth - 6) ** 2
    return [value + 0.3 * (width - 7) ** 2 + [0.8, 0.0, 1.5, 0.4][kind]], []


def integer(x):
    a, b, c, d = x("n1"), x("n2"), x("n3"), x("n4")
    return [(a - 7) ** 2 + (b - a - 5) ** 2 + 0.5 * (c - 22) ** 2 + 0.2 * (d - 18) ** 2 + abs(a + c - 29)], []


def conditional(x):
    kind, shared = int(x("kind")), (x("shared") - 2) ** 2
    if kind == 0:
        return [0.5 + shared + (x("a1") - 1) ** 2 + (x("a2") + x("a1")) ** 2], []
    if kind == 1:
        return [shared + (math.log10(x("b1")) + 2) ** 2 + 0.05 * (x("b2") - 13) ** 2], []
    return [1 + shared + x("c1")], []


def constrained(x):
    a, b = vector(x, 2)
    first = 1.5 - a - 2 * b - 0.5 * math.sin(2 * math.pi * (a * a - 2 * b))
    return [a + b], [first, a * a + b * b - 1.5]


def zdt1(x):
    a, *rest = vector(x, 4)
    g = 1 + 9 * sum(rest) / 3
    return [a, g * (1 - math.sqrt(a / g))], []


def schaffer(x):
    a, b = x("x"), x("y") ** 2
    return [a * a + b, (a - 2) ** 2 + b], []


functions = {
    "branin": branin, "hartmann3": lambda x: hartmann(x, H3_A, H3_P), "hartmann6": lambda x: hartmann(x, H6_A, H6_P),
    "rosenbrock": rosenbrock, "ackley": ackley, "levy": levy, "styblinski": styblinski, "mixed": mixed,
    "integer": integer, "conditional": conditional, "noisy": lambda x: hartmann(x, H6_A, H6_P),
    "constrained": constrained, "zdt1": zdt1, "schaffer": schaffer,
}

"""Losses with their gradients from PyTorch, and metrics from formulas of their own, one line each: name: numbers.

Inputs are sines, so that nothing has to be read: numbers(seed, count) = 3 sin(0.7 i + seed)."""

import math

import torch
from torch.nn import functional as F


def numbers(seed, *shape):
    return (3 * torch.sin(0.7 * torch.arange(math.prod(shape), dtype=torch.float64) + seed)).float().reshape(shape)


def show(name, *values):
    print(name + ":", *(repr(float(v)) for v in values))


def loss(name, outputs, function):
    outputs.requires_grad_()
    value = function(outputs)
    value.backward()
    show(name, value, *outputs.grad.flatten())


labels = torch.tensor([1, 0, 4, 2])
pixels = torch.tensor([[[0, 255], [2, 1]], [[255, 1], [1, 0]]])
members = (numbers(9, 4, 3) > 0).float()
values = numbers(5, 4, 6)

loss("cross-entropy", numbers(1, 4, 5), lambda o: F.cross_entropy(o, labels, label_smoothing=0.1))
loss("pixels", numbers(2, 2, 3, 2, 2), lambda o: F.cross_entropy(o, pixels, ignore_index=255))
loss("smooth-pixels", numbers(2, 2, 3, 2, 2), lambda o: F.cross_entropy(
    o, pixels, ignore_index=255, label_smoothing=0.2))
loss("sets", numbers(3, 4, 3), lambda o: F.binary_cross_entropy(torch.sigmoid(o), members))
loss("mse", numbers(4, 4, 6), lambda o: ((o - values) ** 2).mean())
loss("l1", numbers(4, 4, 6), lambda o: (o - values).abs().mean())
loss("smooth-l1", numbers(4, 4, 6), lambda o: F.smooth_l1_loss(o, values, beta=0.5))

T = 4.0


def divergence(p, q):
    return (p * (p / q).log()).sum()


loss("distil-class", numbers(1, 4, 5), lambda o: T * T / 4 * divergence(
    F.softmax(numbers(7, 4, 5) / T, 1), F.softmax(o / T, 1)))
loss("distil-pixels", numbers(2, 2, 3, 2, 2), lambda o: T * T / 8 * divergence(
    F.softmax(numbers(7, 2, 3, 2, 2) / T, 1), F.softmax(o / T, 1)))
loss("distil-sets", numbers(3, 4, 3), lambda o: T * T / 12 * (
    divergence(torch.sigmoid(numbers(7, 4, 3) / T), torch.sigmoid(o / T))
    + divergence(torch.sigmoid(-numbers(7, 4, 3) / T), torch.sigmoid(-o / T))))
loss("distil-values", numbers(4, 4, 6), lambda o: ((o - values) ** 2).mean())


def average_precision(scores, wanted):
    """The definition: precision at every threshold, times the recall that the threshold adds."""
    total, area, recall = sum(wanted), 0.0, 0.0
    for threshold in sorted(set(scores), reverse=True):
        chosen = [w for s, w in zip(scores, wanted) if s >= threshold]
        area += (sum(chosen) / total - recall) * sum(chosen) / len(chosen)
        recall = sum(chosen) / total
    return area


def metrics(count, classes):
    scores = (numbers(11, count, classes) * 2).round() / 2  # rounded: ties happen
    wanted = numbers(12, count, classes) > 1
    wanted[:, classes - 1] = False
    columns = [c for c in range(classes) if wanted[:, c].any()]
    show("map", sum(average_precision(scores[:, c].tolist(), wanted[:, c].tolist()) for c in columns) / len(columns))
    found = scores > 0
    precision = (found & wanted).sum() / found.sum()
    recall = (found & wanted).sum() / wanted.sum()
    show("f1", 2 * precision * recall / (precision + recall))
    targets = torch.arange(count) * 7 % classes
    order = numbers(13, count, classes).argsort(1, descending=True)
    for k in (1, 3):
        show(f"top-{k}", (order[:, :k] == targets[:, None]).any(1).float().mean())


metrics(40, 5)

found, wanted = numbers(14, 10, 6).double(), numbers(15, 10, 6).double()
show("mae", (found - wanted).abs().mean())
show("rmse", ((found - wanted) ** 2).mean().sqrt())
scale = torch.tensor([1.5, 1.0]).double()
distance = ((found - wanted).reshape(10, 3, 2) * scale).norm(dim=2).mean(1)
eyes = ((wanted.reshape(10, 3, 2)[:, 0] - wanted.reshape(10, 3, 2)[:, 2]) * scale).norm(dim=1)
show("nme:0:2", (distance / eyes).mean())
show("r2", 1 - ((found - wanted) ** 2).sum() / ((wanted - wanted.mean()) ** 2).sum())

maps = (torch.arange(6 * 16) * 5 % 7).reshape(6, 4, 4)  # labels 0 to 3, class 4 never; 5 and 6 don't count
decided = numbers(16, 6, 5, 4, 4)
decided[:, 4] -= 100
decided = decided.argmax(1)
counts = maps < 5
maps[maps == 4] = 3
shares = []
for c in range(5):
    a, b = (maps == c) & counts, (decided == c) & counts
    if (a | b).any():
        shares.append((a & b).sum() / (a | b).sum())
show("miou", sum(shares) / len(shares))
show("pixel-accuracy", (maps == decided)[counts].float().mean())

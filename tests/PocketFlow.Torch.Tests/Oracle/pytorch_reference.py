"""Prints what PyTorch computes for the cases of PyTorchTests as JSON: a list of numbers for each name."""

import json

import torch
from torch.nn import functional as F


def grid(*shape):
    count = 1
    for length in shape:
        count *= length
    return torch.sin(torch.arange(count, dtype=torch.float32) * 0.7).reshape(shape)


def cases():
    x, w = grid(2, 4, 6, 6), grid(6, 2, 3, 3)
    yield "conv2d", F.conv2d(x, w, grid(6), stride=2, padding=1, groups=2)
    yield "conv2d dilated", F.conv2d(x, grid(3, 4, 2, 2), dilation=2)
    yield "conv1d", F.conv1d(grid(2, 3, 9), grid(4, 3, 3), grid(4), padding=1, stride=2)
    yield "conv_transpose2d", F.conv_transpose2d(x, grid(4, 3, 3, 3), grid(3), stride=2, padding=1, output_padding=1)
    mean, variance = torch.zeros(4), torch.ones(4)
    yield "batch_norm", F.batch_norm(x, mean, variance, grid(4) + 1, grid(4), True, 0.2, 1e-3)
    yield "running mean", mean
    yield "running variance", variance
    yield "batch_norm eval", F.batch_norm(x, mean, variance, grid(4) + 1, grid(4), False)
    yield "layer_norm", F.layer_norm(x, (6, 6), grid(6, 6), grid(6, 6))
    yield "avg_pool2d", F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False)
    yield "max_pool2d", F.max_pool2d(x, 3, 2, 1)
    yield "adaptive_avg_pool2d", F.adaptive_avg_pool2d(x, (2, 3))
    for name in ("hardsigmoid", "hardswish", "gelu", "elu", "leaky_relu", "sigmoid", "tanh", "silu", "softplus"):
        yield name, getattr(F, name)(x * 4)
    logits = grid(5, 7) * 3
    labels = torch.tensor([0, 3, 6, 2, 1])
    yield "cross_entropy", F.cross_entropy(logits, labels, label_smoothing=0.1)
    yield "cross_entropy sum", F.cross_entropy(logits, labels, reduction="sum")
    yield "kl_div", F.kl_div(logits.log_softmax(1), grid(5, 7).softmax(1), reduction="sum")
    yield "unfold", F.unfold(x, 3, padding=1, stride=2)
    yield "topk", logits.topk(3, 1).values
    yield "std", x.std((0, 2, 3), unbiased=False)
    yield "norm", torch.linalg.vector_norm(x, dim=(1, 2, 3))
    yield "quantile", logits.quantile(torch.tensor([0.1, 0.5, 0.999]))
    yield "histc", logits.histc(8, -3, 3)
    yield "fake quantize", torch.fake_quantize_per_tensor_affine(x, 0.1, 3, -8, 7)
    yield "fake quantize channels", torch.fake_quantize_per_channel_affine(
        x, grid(4).abs() * 0.1 + 0.01, torch.tensor([0, 1, 2, 3], dtype=torch.int32), 1, -8, 7)
    positive = grid(5, 7) @ grid(5, 7).T + torch.eye(5)
    yield "solve", torch.linalg.solve(positive, grid(5, 2))
    yield "cholesky", torch.linalg.cholesky(positive)


def learned_scale():
    scale, zero, x = torch.tensor([0.2]), torch.tensor([1.0]), grid(40) * 2
    for tensor in (scale, zero, x):
        tensor.requires_grad_()
    y = torch._fake_quantize_learnable_per_tensor_affine(x, scale, zero, -8, 7, 0.5)
    (y * grid(40)).sum().backward()
    return torch.cat([scale.grad, zero.grad, x.grad])


def optimized(create):
    decayed, plain = grid(9).requires_grad_(), (grid(4) + 1).requires_grad_()
    optimizer = create([{"params": [decayed], "weight_decay": 0.1}, {"params": [plain], "lr": 0.02}])
    for _ in range(7):
        optimizer.zero_grad()
        (decayed.pow(3).sum() + decayed.sum() * plain.pow(2).sum()).backward()
        optimizer.step()
    return torch.cat([decayed, plain]).detach()


def main():
    results = {name: value.double().flatten().tolist() for name, value in cases()}
    results["learned scale"] = learned_scale().tolist()
    optim = torch.optim
    for name, create in {
        "SGD": lambda p: optim.SGD(p, 0.05),
        "momentum": lambda p: optim.SGD(p, 0.05, 0.9),
        "Nesterov": lambda p: optim.SGD(p, 0.05, 0.9, nesterov=True),
        "Adam": lambda p: optim.Adam(p, 0.05, (0.8, 0.95)),
        "AdamW": lambda p: optim.AdamW(p, 0.05, (0.8, 0.95), weight_decay=0),
    }.items():
        results[name] = optimized(create).double().tolist()
    print(json.dumps(results))


main()

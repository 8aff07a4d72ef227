"""Logits (inference) and parameter gradients (batch statistics) of a CIFAR ResNet from its ONNX file, in PyTorch.

    resnet_gradients.py <model.onnx> <blocks per stage> <images.f32> <count> <out.f32>

Labels are i % 10. Writes the logits, then the gradient of every convolution in order, as raw float32."""

import sys

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F

path, blocks, images, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
weights = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in onnx.load(path).graph.initializer}
x = torch.tensor(numpy.fromfile(images, numpy.float32).reshape(count, 3, 32, 32))


def norm(y, name, training):
    return F.batch_norm(
        y, weights[name + ".running_mean"].clone(), weights[name + ".running_var"].clone(), weights[name + ".weight"],
        weights[name + ".bias"], training, 0.1, 1e-5)


def forward(y, training):
    y = F.relu(norm(F.conv2d(y, weights["conv1.weight"], padding=1), "bn1", training))
    for stage in (1, 2, 3):
        for block in range(blocks):
            name = f"layer{stage}.{block}"
            stride = 2 if stage > 1 and block == 0 else 1
            z = F.relu(norm(F.conv2d(y, weights[name + ".conv1.weight"], stride=stride, padding=1), name + ".bn1", training))
            z = norm(F.conv2d(z, weights[name + ".conv2.weight"], padding=1), name + ".bn2", training)
            if stride == 2:
                half = y.shape[1] // 2
                y = F.pad(y[:, :, ::2, ::2], (0, 0, 0, 0, half, half))
            y = F.relu(z + y)
    return F.linear(y.mean((2, 3)), weights["linear.weight"], weights["linear.bias"])


convolutions = ["conv1.weight"] + [
    f"layer{s}.{b}.conv{c}.weight" for s in (1, 2, 3) for b in range(blocks) for c in (1, 2)]
with torch.no_grad():
    logits = forward(x, False)
for name in convolutions:
    weights[name].requires_grad_()
F.cross_entropy(forward(x, True), torch.arange(count) % 10).backward()
numpy.concatenate([logits.numpy().ravel()] + [weights[n].grad.numpy().ravel() for n in convolutions]).tofile(out)

"""The training step of PocketFlow.EngineBench in PyTorch: a CIFAR ResNet, SGD with Nesterov momentum.

    pytorch_step.py <fp32|fp32-nhwc|bf16|bf16-nhwc> <resnet20|resnet56> [batch] [threads]

makes one step for each line read and prints its milliseconds, the processor milliseconds of the process so far and
its peak memory in MiB. bench/engine/compare.py drives it."""

import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.missing = outputs - inputs
        self.stride = stride

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        y = self.norm2(self.conv2(y))
        if self.stride != 1:
            half = self.missing // 2
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, half))
        y += x
        return F.relu(y, inplace=True)


def network(depth):
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    inputs = 16
    for width in (16, 32, 64):
        for i in range((depth - 2) // 6):
            layers.append(Block(inputs, width, 2 if i == 0 and width > 16 else 1))
            inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def main():
    mode = sys.argv[1]
    batch = int(sys.argv[3]) if len(sys.argv) > 3 else 128
    torch.set_num_threads(int(sys.argv[4]) if len(sys.argv) > 4 else 2)
    torch.manual_seed(1)
    order = torch.channels_last if mode.endswith("nhwc") else torch.contiguous_format
    net = network(int(sys.argv[2].removeprefix('resnet'))).to(memory_format=order)
    images = torch.randn(batch, 3, 32, 32).contiguous(memory_format=order)
    labels = torch.randint(10, (batch,))
    optimizer = torch.optim.SGD(net.parameters(), 0.1, 0.9, weight_decay=5e-4, nesterov=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with torch.cpu.amp.autocast(enabled=mode.startswith("bf16")):
            loss = F.cross_entropy(net(images).float(), labels)
        loss.backward()
        optimizer.step()
        loss.item()
        elapsed = (time.perf_counter() - start) * 1e3
        usage = resource.getrusage(resource.RUSAGE_SELF)
        print(f"{elapsed:.2f} {(usage.ru_utime + usage.ru_stime) * 1e3:.1f} {usage.ru_maxrss >> 10}", flush=True)


main()

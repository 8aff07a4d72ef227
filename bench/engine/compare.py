#!/usr/bin/env python3
"""Compares training steps of PocketFlow and PyTorch, stepping both in turn so that noise hits them alike.

    dotnet build -c Release bench/PocketFlow.EngineBench
    bench/engine/compare.py [--steps 20] [--batch 128] [--threads 2] [--network resnet20] [torch:fp32 ours:fp32 ours:bf16 …]

Ratios are against the first one. Run it on a quiet machine; the smallest time is the least disturbed one."""

import argparse
import os
import pathlib
import statistics
import subprocess

root = pathlib.Path(__file__).resolve().parents[2]
bench = root / "artifacts/bin/PocketFlow.EngineBench/release/PocketFlow.EngineBench"
script = root / "bench/engine/pytorch_step.py"


def start(name, network, batch, threads):
    where, mode = name.split(":")[:2]
    command = [str(bench), "serve", mode, network, batch, threads]
    if where == "torch":
        command = ["/usr/bin/python3", str(script), mode, network, batch, threads]
    environment = dict(os.environ, **dict(item.split("=") for item in name.split(":")[2:]))
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def step(process):
    process.stdin.write("step\n")
    process.stdin.flush()
    return [float(value) for value in process.stdout.readline().split()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--batch", default="128")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--network", default="resnet20")
    parser.add_argument("which", nargs="*")
    options = parser.parse_args()
    names = options.which or ["torch:fp32", "ours:fp32", "ours:bf16"]
    processes = [start(name, options.network, options.batch, options.threads) for name in names]
    for process in processes:
        for _ in range(3):
            before = step(process)
    first = [step(process)[1] for process in processes]
    times = [[] for _ in names]
    for _ in range(options.steps):
        for process, mine in zip(processes, times):
            last = step(process)
            mine.append(last[0])
    median0, min0 = statistics.median(times[0]), min(times[0])
    for name, process, mine, before in zip(names, processes, times, first):
        last = step(process)
        median, least = statistics.median(mine), min(mine)
        print(f"{name:40} median {median:7.1f} ms ({median0 / median:4.2f}x)  min {least:7.1f} ms "
              f"({min0 / least:4.2f}x)  processor {(last[1] - before) / (options.steps + 1):7.1f} ms  "
              f"peak {last[2]:5.0f} MiB")
        process.stdin.close()
        process.wait()


main()

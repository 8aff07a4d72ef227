#!/usr/bin/env python3
"""Measures `ask` on both sides in turn and writes ask.json: milliseconds of ours and of Optuna's.

    PYTHONPATH=…/optuna bench/samplers/ask.py bench/results/epyc-2-cores/samplers --samplers tpe,gp

Each figure is the least of the rounds' medians, so that noise of other processes counts little."""

import argparse
import os
import pathlib
import subprocess
import sys

import results

here = pathlib.Path(__file__).resolve()
bench = here.parents[2] / "artifacts/bin/PocketFlow.SamplerBench/release/PocketFlow.SamplerBench"


def measure(command):
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    return float(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--samplers", default="tpe,gp,random")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", default="15")
    parser.add_argument("--function", default="hartmann6")
    options = parser.parse_args()
    for sampler in options.samplers.split(","):
        for trials in ("100", "1000"):
            theirs = [sys.executable, here.with_name("run_optuna.py"), "--ask", sampler, "--function", options.function,
                      "--trials", trials, "--repeats", options.repeats]
            ours = [bench, "ask", sampler, options.function, trials, options.repeats]
            rounds = [(measure(ours), measure(theirs)) for _ in range(options.rounds)]
            with results.changed(options.folder / "ask.json") as content:
                content.setdefault(sampler, {})[trials] = [float(f"{min(column):.4g}") for column in zip(*rounds)]
            print(sampler, trials, rounds, flush=True)


main()

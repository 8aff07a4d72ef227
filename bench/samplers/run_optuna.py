#!/usr/bin/env python3
"""Runs Optuna's samplers on the functions of the benchmark; results go into a JSON file, which further runs complete.

    PYTHONPATH=…/optuna bench/samplers/run_optuna.py --samplers tpe,random --out bench/results/…/samplers/optuna.json
    PYTHONPATH=…/optuna bench/samplers/run_optuna.py --ask tpe          # milliseconds of ask

Several runs may write to one file at once."""

import argparse
import json
import os
import pathlib
import platform
import statistics
import sys
import time
import types
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

import results
from functions import functions, specs
from score import regret

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
budgets = (50, 100)


def about():
    """Versions of what runs."""
    names = ["optuna", "numpy", "scipy", "torch", "cmaes"]
    return {"python": platform.python_version(), **{n: sys.modules[n].__version__ for n in names if n in sys.modules}}


def use_old_torch():
    """Optuna's GP enters a torch.device, which torch 1.13 can't; everything is on the CPU anyway."""
    import contextlib
    import torch
    from optuna.samplers._gp import sampler
    if not hasattr(torch.device("cpu"), "__enter__"):
        class OldTorch(types.ModuleType):
            def __getattr__(self, name):
                return (lambda *_: contextlib.nullcontext()) if name == "device" else getattr(torch, name)
        sampler.torch = OldTorch("torch")


def use_old_cmaes():
    """Optuna names options of later versions of cmaes even where they have their defaults, which is what 0.9.1 does."""
    import cmaes
    import inspect
    if "lr_adapt" not in inspect.signature(cmaes.CMA).parameters:
        class OldCma(cmaes.CMA):
            def __init__(self, *arguments, lr_adapt=False, **options):
                assert not lr_adapt
                super().__init__(*arguments, **options)
        globals()["OldCma"], OldCma.__qualname__, cmaes.CMA = OldCma, "OldCma", OldCma


def make(name, seed):
    samplers = optuna.samplers
    if name == "gp":
        use_old_torch()
    if name == "cma-es":
        use_old_cmaes()
    return {
        "random": samplers.RandomSampler, "tpe": samplers.TPESampler, "gp": samplers.GPSampler,
        "nsga-ii": samplers.NSGAIISampler, "cma-es": samplers.CmaEsSampler, "sobol": samplers.QMCSampler,
    }[name](seed=seed)


def distribution(spec):
    if "choices" in spec:
        return CategoricalDistribution(tuple(range(spec["choices"])))
    if spec.get("integer"):
        return IntDistribution(spec["low"], spec["high"], log=spec.get("log", False), step=spec.get("step", 1))
    return FloatDistribution(spec["low"], spec["high"], log=spec.get("log", False), step=spec.get("step"))


def study_of(function, sampler, seed):
    count = len(specs[function].get("reference", [0]))
    return optuna.create_study(directions=["minimize"] * count, sampler=make(sampler, seed))


def step(study, function, noise):
    """One trial; returns (told objectives, noise-free objectives, constraints)."""
    spec = specs[function]
    trial = study.ask()
    values, constraints = functions[function](lambda n: trial._suggest(n, distribution(spec["parameters"][n])))
    for i, value in enumerate(constraints):
        trial.set_constraint(f"c{i}", value)
    told = [v + spec.get("noise", 0) * noise.randn() for v in values]
    study.tell(trial, told)
    return told, values, constraints


def run(function, sampler, seed):
    study, noise = study_of(function, sampler, seed), numpy.random.RandomState(seed)
    trials = [step(study, function, noise) for _ in range(max(budgets))]
    return [regret(specs[function], trials[:n]) for n in budgets]


def ask_time(sampler, function, trials, repeats):
    """Median milliseconds after a number of random trials."""
    study, noise = study_of(function, "random", 1), numpy.random.RandomState(1)
    for _ in range(trials):
        step(study, function, noise)
    study.sampler = make(sampler, 1)
    space = {n: distribution(s) for n, s in specs[function]["parameters"].items()}
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        trial = study.ask(space)
        taken.append((time.perf_counter() - start) * 1000)
        values, _ = functions[function](lambda n: trial.params[n])
        study.tell(trial, values)
    return statistics.median(taken)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--samplers", default="tpe,random")
    parser.add_argument("--functions", default=",".join(specs))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--ask")
    parser.add_argument("--function", default="hartmann6")
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    if options.ask:
        print(ask_time(options.ask, options.function, options.trials, options.repeats))
        return
    # All functions of a seed before the next seed, so that an interrupted run is balanced over functions.
    for seed in range(options.seeds):
        for sampler in options.samplers.split(","):
            for function in options.functions.split(","):
                if seed == results.finished(options.out, function, sampler):
                    results.append(options.out, function, sampler, budgets, run(function, sampler, seed), about())
        print(f"{options.samplers}: seed {seed} is finished", file=sys.stderr, flush=True)


main()

#!/usr/bin/env python3
"""Compares regrets of our samplers with Optuna's and writes comparison.md and comparison.json beside the results.

    bench/samplers/compare.py bench/results/epyc-2-cores/samplers --machine "AMD EPYC, 2 virtual cores"

A rank is what is expected when every contestant brings a run at random: 1, plus each other one's chance to be better,
with half of its chance to be equal. So any number of seeds on either side will do, and no seed of one side belongs to
one of the other. Regrets below 1e-6 are equal: known optima are not more exact."""

import argparse
import json
import pathlib

import numpy

import results
from functions import specs

budgets = ("50", "100")
least = 1e-6
pairs = ("tpe", "gp", "nsga-ii", "cma-es", "random")


def load(folder):
    """{(side, sampler): {function: {trials: regrets}}}."""
    runs = {}
    for side in ("ours", "optuna"):
        content = results.read(folder / f"{'pocketflow' if side == 'ours' else 'optuna'}.json")
        for function in specs:
            for sampler, by_trials in content.get(function, {}).items():
                regrets = {n: numpy.maximum(by_trials[n], least) for n in budgets}
                runs.setdefault((side, sampler), {})[function] = regrets
    return runs


def beaten(mine, other):
    """The chance that a run of the other is better; half of it for equal ones."""
    return numpy.mean((other[None] < mine[:, None]) + 0.5 * (other[None] == mine[:, None]))


def ranks(samples):
    return [1 + sum(beaten(mine, other) for j, other in enumerate(samples) if i != j) for i, mine in enumerate(samples)]


def mean_ranks(contestants, functions, trials, runs, pick=lambda regrets: regrets):
    """Ranks for every function: one row each."""
    return numpy.array([ranks([pick(runs[c][f][trials]) for c in contestants]) for f in functions])


def uncertainty(contestants, functions, trials, runs, rounds=400):
    """Standard error of mean ranks, from seeds drawn again with replacement."""
    random = numpy.random.RandomState(0)
    draws = [mean_ranks(contestants, functions, trials, runs, lambda r: random.choice(r, len(r))).mean(0)
             for _ in range(rounds)]
    return numpy.std(draws, 0)


def summary(contestants, runs):
    """Ranks by budget among contestants, on the functions that all of them have."""
    functions = [f for f in specs if all(f in runs[c] for c in contestants)]
    result = {"functions": functions, "contestants": [" ".join(c) for c in contestants], "trials": {}}
    for trials in budgets:
        table = mean_ranks(contestants, functions, trials, runs)
        result["trials"][trials] = {
            "ranks": {f: [round(float(v), 3) for v in row] for f, row in zip(functions, table)},
            "mean": [round(float(v), 3) for v in table.mean(0)],
            "standard error": [round(float(v), 3) for v in uncertainty(contestants, functions, trials, runs)],
            "median regret": {f: [float(f"{numpy.median(runs[c][f][trials]):.3g}") for c in contestants]
                              for f in functions},
        }
    result["seeds"] = {f: [len(runs[c][f][budgets[0]]) for c in contestants] for f in functions}
    return result


def row(cells):
    return "| " + " | ".join(str(c) for c in cells) + " |"


def head(folder, machine, result):
    about = {}
    for side in ("pocketflow", "optuna"):
        about.update(results.read(folder / f"{side}.json")["about"])
    seeds = sorted({n for part in result.values() for row in part["seeds"].values() for n in row})
    count = max(seeds)
    return [
        "# Samplers beside Optuna's", "",
        f"{machine}; " + ", ".join(f"{name} {version}" for name, version in about.items()) + ".", "",
        f"{len(specs)} functions (bench/samplers/functions.json), 100 trials, {count} seeds (0 to {count - 1}), fewer where",
        "a table says so; everything with its defaults, one trial after the other. The figure is simple regret: what the",
        "best trial falls short of the optimum; by its noise-free value for `noisy`, of the feasible ones for",
        "`constrained`, and of hypervolume for the two objectives of `zdt1` and `schaffer`. ± is the standard error over",
        "seeds.", "",
        "    ours=artifacts/bin/PocketFlow.SamplerBench/release/PocketFlow.SamplerBench",
        "    folder=bench/results/epyc-2-cores/samplers",
        "    dotnet build bench/PocketFlow.SamplerBench -c Release && bench/samplers/check.py",
        "    export PYTHONPATH=…/optuna",
        "    bench/samplers/run_optuna.py --samplers random,nsga-ii,gp --out $folder/optuna.json",
        "    bench/samplers/run_optuna.py --samplers tpe --seeds 37 --out $folder/optuna.json",
        "    bench/samplers/run_optuna.py --samplers cma-es --functions $single --out $folder/optuna.json   # cmaes 0.13.1",
        "    $ours run random,sobol,nsga-ii,gp 20 $folder/pocketflow.json && $ours run tpe 50 $folder/pocketflow.json",
        "    $ours run cma-es $single 20 $folder/pocketflow.json      # $single: all functions but zdt1 and schaffer",
        "    bench/samplers/ask.py $folder --samplers tpe,gp",
        f'    bench/samplers/compare.py $folder --machine "{machine}"', "",
    ]


def seeds_of(result, function):
    """One number, or one for each contestant."""
    counts = result["seeds"][function]
    return " / ".join(map(str, counts if len(set(counts)) > 1 else counts[:1]))


def enough(result):
    """Whether seeds are enough for their spread to say something."""
    return min(n for row in result["seeds"].values() for n in row) >= 5


def head_to_head(name, result):
    lines = [f"## {name} beside Optuna's {name}", "",
             "Median regrets; rank of ours among the two, so that less than 1.5 is better than Optuna's.", "",
             row(["function", "seeds", "ours, 50", "Optuna, 50", "rank", "ours, 100", "Optuna, 100", "rank"]),
             row(["---", "---"] + ["---:"] * 6)]
    for f in result["functions"]:
        cells = [f, seeds_of(result, f)]
        for trials in budgets:
            ours, other = result["trials"][trials]["median regret"][f]
            cells += [f"{ours:.3g}", f"{other:.3g}", f"{result['trials'][trials]['ranks'][f][0]:.2f}"]
        lines.append(row(cells))
    cells = ["**mean**", ""]
    for trials in budgets:
        part = result["trials"][trials]
        error = f" ± {part['standard error'][0]:.3f}" if enough(result) else ""
        cells += ["", "", f"**{part['mean'][0]:.3f}**{error}"]
    return lines + [row(cells), ""]


def together(result):
    names = result["contestants"]
    lines = ["## All samplers", "", "Rank among all; the smallest of each line is bold.", ""]
    for trials in budgets:
        part = result["trials"][trials]
        lines += [f"After {trials} trials:", "", row(["function", "seeds"] + names),
                  row(["---", "---"] + ["---:"] * len(names))]
        for f in result["functions"] + ["**mean**"]:
            values = part["ranks"].get(f, part["mean"])
            seeds = seeds_of(result, f) if f in part["ranks"] else ""
            lines.append(row([f, seeds] + [f"**{v:.2f}**" if v == min(values) else f"{v:.2f}" for v in values]))
        lines.append("")
    return lines


def ask_table(ask):
    lines = ["## Time of `ask`", "", "On hartmann6, after random trials; measured in turn.", "",
             row(["sampler", "trials", "ours, ms", "Optuna, ms", "ours / Optuna's"]), row(["---"] + ["---:"] * 4)]
    for sampler, sizes in ask.items():
        for size, (ours, other) in sizes.items():
            lines.append(row([sampler, size, f"{ours:.3g}", f"{other:.3g}", f"{ours / other:.3g}"]))
    return lines + [""]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--machine", required=True)
    options = parser.parse_args()
    folder, runs = options.folder, load(options.folder)
    result = {name: summary([("ours", name), ("optuna", name)], runs)
              for name in pairs if ("ours", name) in runs and ("optuna", name) in runs}
    result["all"] = summary(sorted(runs), runs)
    lines = head(folder, options.machine, result)
    for name in result:
        lines += together(result[name]) if name == "all" else head_to_head(name, result[name])
    if (folder / "ask.json").exists():
        lines += ask_table(results.read(folder / "ask.json"))
    (folder / "comparison.md").write_text("\n".join(lines).rstrip() + "\n")
    (folder / "comparison.json").write_text(json.dumps(result, indent=1) + "\n")
    for name, part in result.items():
        print(name, {n: dict(zip(part["contestants"], part["trials"][n]["mean"])) for n in budgets})


main()

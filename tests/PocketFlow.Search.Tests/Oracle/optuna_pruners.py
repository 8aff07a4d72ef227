"""Decides with Optuna's pruners where trials end. Reads JSON from standard input, writes the last step of each trial."""
import json
import sys
import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")


def pruner_of(case):
    kind = case["pruner"]
    if kind == "median":
        return optuna.pruners.MedianPruner()
    if kind == "percentile":
        return optuna.pruners.PercentilePruner(25.0, n_startup_trials=3, n_warmup_steps=2, interval_steps=3, n_min_trials=2)
    if kind == "successive-halving":
        return optuna.pruners.SuccessiveHalvingPruner(min_resource=2, reduction_factor=3)
    pruner = optuna.pruners.HyperbandPruner(min_resource=1, max_resource=20, reduction_factor=3)
    # Which bracket a trial is in is each library's own choice.
    pruner._get_bracket_id = lambda study, trial: case["brackets"][trial.number]
    return pruner


def last_steps(case):
    study = optuna.create_study(direction=case["direction"], pruner=pruner_of(case))
    series, last = case["series"], []
    for first in range(0, len(series), 3):
        group = {n: study.ask() for n in range(first, first + 3)}
        last += [None] * 3
        for step in range(len(series[0])):
            for number, trial in list(group.items()):
                trial.report(float(series[number][step]), step)
                last[number] = step
                if trial.should_prune():
                    study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                    del group[number]
        for number, trial in group.items():
            study.tell(trial, 0.0)
    return last


print(json.dumps([last_steps(case) for case in json.load(sys.stdin)]))

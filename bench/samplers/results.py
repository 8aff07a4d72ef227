"""Files of results: {"about": {what: version}, function: {sampler: {trials: [regret of seed 0, of seed 1, ...]}}}."""

import contextlib
import fcntl
import json
import os


def read(path):
    return json.loads(path.read_text()) if path.exists() else {}


def finished(path, function, sampler):
    """How many seeds there are."""
    return min(map(len, read(path).get(function, {}).get(sampler, {"": []}).values()))


def append(path, function, sampler, budgets, regrets, about):
    """Adds a seed; others may add theirs meanwhile."""
    with changed(path) as content:
        content.setdefault("about", {}).update(about)
        entry = content.setdefault(function, {}).setdefault(sampler, {})
        for trials, regret in zip(budgets, regrets):
            entry.setdefault(str(trials), []).append(float(f"{regret:.6g}"))


@contextlib.contextmanager
def changed(path):
    """The content, written beside and renamed afterwards, while no other process changes it."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        content = read(path)
        yield content
        beside = path.with_suffix(".tmp")
        # A line for each function.
        beside.write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in content.items()) + "\n}\n")
        beside.replace(path)
    finally:
        os.close(folder)

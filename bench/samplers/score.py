"""What a run came to: the regret of what a user would keep. 1e6 stands for no feasible trial."""


def regret(spec, trials):
    """trials: (told objectives, noise-free objectives, constraints) of each."""
    feasible = [t for t in trials if all(c <= 0 for c in t[2])]
    if not feasible:
        return 1e6
    if "reference" in spec:
        return spec["optimum"] - hypervolume([t[1] for t in feasible], spec["reference"])
    return min(feasible, key=lambda t: t[0][0])[1][0] - spec["optimum"]


def hypervolume(points, reference):
    """Area that two losses dominate up to a reference point."""
    area, bound = 0.0, reference[1]
    for a, b in sorted(p for p in points if p[0] < reference[0]):
        if b < bound:
            area += (reference[0] - a) * (bound - b)
            bound = b
    return area

"""A score over seeds and how sure it is, by the definitions of espalier report (dev.espalier.cli.report.statistics)."""

import random

REPLICATIONS = 10_000
TAIL = 0.025


def interquartile_mean(values):
    """The mean of what is left without the lowest and the highest quarter, each rounded down to whole values."""
    cut = len(values) // 4
    kept = sorted(values)[cut : len(values) - cut]
    return sum(kept) / len(kept)


def interval(values):
    """The middle 95 % of the interquartile mean over seeds drawn with replacement; None of a single seed.

    The draws start from a fixed seed, so the same runs give the same interval.
    """
    if len(values) < 2:
        return None
    draws = random.Random(0)
    outcomes = sorted(interquartile_mean(draws.choices(values, k=len(values))) for _ in range(REPLICATIONS))
    return quantile(outcomes, TAIL), quantile(outcomes, 1 - TAIL)


def quantile(outcomes, share):
    """The value below which a share of sorted values lies, on a straight line between its two neighbours."""
    place = share * (len(outcomes) - 1)
    below = int(place)
    above = min(below + 1, len(outcomes) - 1)
    return outcomes[below] + (place - below) * (outcomes[above] - outcomes[below])

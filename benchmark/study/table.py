"""The table of a study: a row for each line of the plan, over those of its runs that are finished."""

import json

from runs import Run
from statistics_of_seeds import interquartile_mean, interval

EXPLANATION = """\
The score of a run is the mean of its evaluations in the last fifth of its steps; that of a row is the interquartile mean over
its seeds, with the interval of 95 % of a bootstrap over them. Parameters are those at the end, undecided gates those just before
the rounding; both are means over the seeds, with the least and the most where seeds differ. Runs that are not finished do not
count.
"""
NONE = "-"


def read(plan, out, seeds):
    """The runs of all lines and seeds, begun or not, seed by seed."""
    return [Run(line, seed, out) for seed in seeds for line in plan.lines]


def rows(plan, runs, base):
    found = [row(name, [run for run in runs if run.line.name == name and run.is_finished()]) for name in plan.names]
    standard = next(row["score"] for row in found if row["name"] == base)
    for one in found:
        # A share of a score that is not above 0 says nothing.
        comparable = one["score"] is not None and standard is not None and standard > 0
        one["of_base"] = one["score"] / standard if comparable else None
    return found


def row(name, finished):
    scores = [run.score() for run in finished]
    sizes = [run.size() for run in finished]
    undecided = [run.undecided() for run in finished]
    return {
        "name": name,
        "seeds": [run.seed for run in finished],
        "scores": scores,
        "score": interquartile_mean(scores) if scores else None,
        "interval": interval(scores) if scores else None,
        "deployed": [deployed for deployed, _ in sizes],
        "trained": [trained for _, trained in sizes],
        "undecided": undecided,
        "commits": list(dict.fromkeys(commit for run in finished for commit in run.commits())),
    }


def unfinished(runs):
    return [run.name for run in runs if not run.is_finished()]


def markdown(plan, found, runs, base):
    lines = [
        f"# {plan.file.stem}",
        "",
        EXPLANATION,
        f"| run | seeds | score | interval | of `{base}` | deployed | trained | undecided | commit |",
        "|---|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for one in found:
        cells = [
            f"`{one['name']}`",
            ", ".join(map(str, one["seeds"])) or NONE,
            NONE if one["score"] is None else f"{one['score']:.1f}",
            NONE if one["interval"] is None else "{:.1f} to {:.1f}".format(*one["interval"]),
            NONE if one["of_base"] is None else f"{100 * one['of_base']:.1f} %",
            spread(one["deployed"]),
            spread(one["trained"]),
            spread([count for count in one["undecided"] if count is not None]),
            ", ".join(commit[:10] for commit in one["commits"]) or NONE,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    missing = unfinished(runs)
    if missing:
        lines += ["", f"Not finished: {', '.join(missing)}."]
    return "\n".join(lines) + "\n"


def spread(values):
    """The mean, and between what the values lie."""
    if not values:
        return NONE
    mean = f"{sum(values) / len(values):.0f}"
    return mean if min(values) == max(values) else f"{mean} ({min(values)} to {max(values)})"


def document(plan, found, runs, base):
    """The same as JSON, with every seed's figures."""
    content = {"plan": plan.file.name, "base": base, "rows": found, "unfinished": unfinished(runs)}
    return json.dumps(content, indent=2) + "\n"

"""Makes a table of what speed-table.sh has measured; a ratio is the median of the rounds' ratios."""

import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path

# Title, the two sides of the ratio (an agent and what of it), and what it is to be at most.
ROWS = [
    ("`sac` update / its products", ("sac", "update"), ("sac", "products"), 1.6),
    ("`sac-big` update / its products", ("sac-big", "update"), ("sac-big", "products"), 1.25),
    ("`ofe-big` update / its products", ("ofe-big", "update"), ("ofe-big", "products"), 1.25),
    ("`prune-b`, theta 0.5 / `ofe-big`", ("prune-b-half-open", "update"), ("ofe-big", "update"), 0.65),
    ("`prune-b` at its start, theta 0.9 / `ofe-big`", ("prune-b-start", "update"), ("ofe-big", "update"), None),
    ("sizes of Table 4, gates decided / `ofe-big`", ("table-4-decided", "update"), ("ofe-big", "update"), 0.09),
    ("sizes of Table 4, gates still drawn / `ofe-big`", ("table-4-gates", "update"), ("ofe-big", "update"), None),
    ("`ofe-big`, medium / highest", ("ofe-big-medium", "update"), ("ofe-big", "update"), 0.6),
    ("`prune-b` at its start, medium / highest", ("prune-b-start-medium", "update"), ("prune-b-start", "update"), 0.65),
    ("the rest of a training step / update, `sac`", ("sac", "step"), ("sac", "update"), 0.10),
]
THREADS = {1: "one thread", 0: "all processors"}


def main():
    figures = defaultdict(dict)
    for text in Path(sys.argv[1]).read_text().splitlines():
        run = json.loads(text)
        for what in ("update", "products", "step"):
            milliseconds = run["result"][f"{what}_milliseconds"]
            figures[run["threads"], run["name"], what][run["round"]] = milliseconds
    print(f"| ratio | at most | {' | '.join(THREADS.values())} |")
    print("|---|---|" + "---|" * len(THREADS))
    for title, above, below, limit in ROWS:
        cells = []
        for threads in THREADS:
            one, other = figures.get((threads, *above)), figures.get((threads, *below))
            if not one:
                cells.append("not measured")
                continue
            ratios = [one[round_] / other[round_] for round_ in one]
            digits = 3 if max(ratios) < 0.3 else 2
            span = f" ({min(ratios):.{digits}f} to {max(ratios):.{digits}f})" if len(ratios) > 1 else ""
            cells.append(f"{statistics.median(ratios):.{digits}f}{span}")
        print(f"| {title} | {'' if limit is None else limit} | {' | '.join(cells)} |")
    print()
    print(f"| milliseconds, median | {' | '.join(THREADS.values())} |")
    print("|---|" + "---|" * len(THREADS))
    for name, what in dict.fromkeys(key[1:] for key in figures):
        cells = [f"{statistics.median(figures[threads, name, what].values()):.3g}" for threads in THREADS]
        print(f"| {name}, {what} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()

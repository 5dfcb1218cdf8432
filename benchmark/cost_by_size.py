"""Draws what cost-by-size.sh has measured: milliseconds an update against trained parameters, both on logarithmic scales."""

import csv
import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Colours that stay apart for those who do not see all of them; shapes for those who see none.
LOOKS = {
    ("ofe-big", "update_milliseconds"): ("update, without gates", "#0072B2", "o", "-"),
    ("prune-b", "update_milliseconds"): ("update, with gates", "#D55E00", "s", "-"),
    ("ofe-big", "products_milliseconds"): ("its matrix products, without gates", "#0072B2", "o", ":"),
    ("prune-b", "products_milliseconds"): ("its matrix products, with gates", "#D55E00", "s", ":"),
}


def main():
    runs, out = Path(sys.argv[1]), Path(sys.argv[2])
    figures = defaultdict(list)
    for text in runs.read_text().splitlines():
        run = json.loads(text)
        for preset, what in LOOKS:
            if preset == run["preset"]:
                figures[preset, what, run["trained"]].append(run[what])
    with (out / "cost-by-size.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["preset", "what", "trained", "median", "least", "most", "runs"])
        for (preset, what, trained), values in sorted(figures.items()):
            median = statistics.median(values)
            table.writerow([preset, what, trained, f"{median:.3f}", f"{min(values):.3f}", f"{max(values):.3f}", len(values)])

    figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
    for (preset, what), (label, colour, marker, style) in LOOKS.items():
        points = sorted((key[2], statistics.median(values)) for key, values in figures.items() if key[:2] == (preset, what))
        axes.plot(*zip(*points), label=label, color=colour, marker=marker, linestyle=style, markersize=5)
    axes.set(xscale="log", yscale="log", xlabel="trained parameters", ylabel="milliseconds an update")
    axes.set_title("The cost of an update follows the size of what is trained\n(HalfCheetah-v5, batch 256)")
    axes.grid(which="both", alpha=0.3)
    axes.legend()
    for ending in ("svg", "png"):
        figure.savefig(out / f"cost-by-size.{ending}", dpi=150)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Stands in for espalier: notes how it was called in calls.txt beside it, and writes the files of a run of 1000 steps.

Arguments of train that the real one does not have: --scores A,B,... (one a seed), --deployed N, --undecided N (a run with
gates), --fail (ends with exit code 1), --hold (waits for the file go beside it, or saves and ends with 130 when told to stop).
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    command, *arguments = sys.argv[1:]
    if command == "--version":
        return 0
    with (HERE / "calls.txt").open("a") as calls:
        calls.write(" ".join([command, *arguments]).replace(f"{HERE}/", "") + "\n")
    if command == "report":
        out = Path(arguments[arguments.index("--out") + 1])
        out.mkdir(parents=True, exist_ok=True)
        for name in ("summary.md", "curves-Task.png", "report.html"):
            (out / name).write_text(name)
        return 0
    if command == "resume":
        folder = Path(arguments[0])
        return finish(folder, json.loads((folder / "told.json").read_text()))
    assert command == "train" and os.nice(0) >= 10
    told = dict(zip(arguments[::2], arguments[1::2], strict=True))
    return train(Path(told["--out"]), told)


def train(folder, told):
    folder.mkdir(parents=True)
    (folder / "told.json").write_text(json.dumps(told))
    gates = "true" if "--undecided" in told else "false"
    (folder / "config.yml").write_text(
        f"# The complete configuration of this run.\nenv: Task-v1\nsteps: 1000\nseed: {told['--seed']}\nsac:\n  hidden:\n  - 8\n"
        f"prune:\n  gates: {gates}\n  nu:\n    ofe: 1.0\n  round_at: 0.8\n"
    )
    print(f"seed {told['--seed']}")
    if "--fail" in told:
        print("it broke", flush=True)
        return 1
    if "--hold" in told:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop(folder))
        (HERE / "holding").write_text("")
        # Outlives no test for long, not even one that has failed.
        end = time.monotonic() + 60
        while not (HERE / "go").exists():
            if time.monotonic() > end:
                return 1
            time.sleep(0.02)
    return finish(folder, told)


def stop(folder):
    (folder / "checkpoints" / "step-000000500").mkdir(parents=True)
    sys.exit(130)


def finish(folder, told):
    scores = told.get("--scores", "1").split(",")
    score = float(scores[int(told["--seed"]) % len(scores)])
    # The one at 800 is not in the last fifth.
    evaluations = [(200, 5), (800, 1e6), (900, score - 5), (1000, score + 5)]
    (folder / "evaluations.csv").write_text(
        "step,mean_return,std_return\n" + "".join(f"{step},{value},0\n" for step, value in evaluations)
    )
    undecided = told.get("--undecided", "")
    # Rounded at 800, and the row of that step comes after the rounding.
    counts = [(200, 7), (600, 9), (700, undecided), (800, 0), (1000, 0)]
    (folder / "progress.csv").write_text(
        "step,prune/undecided_theta\n" + "".join(f"{step},{count if undecided else ''}\n" for step, count in counts)
    )
    deployed = int(told.get("--deployed", 100)) + int(told["--seed"])
    (folder / "structure.json").write_text(json.dumps({"deployed": deployed, "trained": 1000}))
    (folder / "metadata.json").write_text(json.dumps({"commit": "c0ffee", "resumes": [{"commit": "decaf"}]}))
    (folder / "prune_events.jsonl").write_text("{}\n" * int(told.get("--events", 0)))
    (folder / "theta_history.jsonl").write_text("large")
    (folder / "checkpoints" / "step-000001000").mkdir(parents=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

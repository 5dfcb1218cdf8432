"""A study from its plan to its table: reads what is asked for, has the queue train, then counts and draws."""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import table
from plan import InputError, read_plan
from queue_of_runs import Interrupted, Queue
from runs import RunError

ROOT = Path(__file__).resolve().parents[2]
REFERENCES = ROOT / "results" / "references" / "ars-rl-zoo3.yml"

# A point of such a file: {task: Hopper, label: ...}, or a line of its own.
TASK = re.compile(r"\btask: *([\w.-]+)")

# What folders below results/ keep of a run and of its report; a file of events only if it is small.
KEPT_OF_A_RUN = ("config.yml", "metadata.json", "progress.csv", "evaluations.csv", "structure.json")
EVENTS = "prune_events.jsonl"
EVENTS_AT_MOST = 200_000
KEPT_OF_A_REPORT = ("summary.md", "summary.json", "curves-*", "sizes-scores-*")

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def whole(least):
    def read(text):
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least} up, not '{text}'")
        return int(text)

    return read


def read_arguments():
    parser = argparse.ArgumentParser(
        prog="benchmark/study/run.sh",
        description="Trains the runs of a plan, one after the other, seed by seed. Called again, it goes on where it stopped.",
        epilog="Exit codes: 0 done, 1 a run or the report failed or a run could not begin, 2 bad usage or input, 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("plan", metavar="PLAN", type=Path, help="file with a run a line: NAME ARGUMENTS OF espalier train")
    parser.add_argument("--seeds", metavar="N", type=whole(1), default=3, help="runs of each line; default 3")
    parser.add_argument("--first-seed", metavar="N", type=whole(0), default=0, help="seed of the first; default 0")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where everything goes; default runs/study/PLAN")
    parser.add_argument("--threads", metavar="N", type=whole(0), default=1, help="of a training; default 1, 0: all processors")
    parser.add_argument("--only", metavar="NAME,...", help="train these lines alone")
    parser.add_argument("--base", metavar="NAME", help="line whose score is 100 %%; default the first")
    parser.add_argument("--espalier", metavar="PATH", type=Path, default=ROOT / "espalier", help="another espalier than this tree's")
    parser.add_argument(
        "--references", metavar="FILE", type=Path, default=REFERENCES, help="published agents to draw beside runs of their tasks"
    )
    parser.add_argument("--collect", metavar="DIR", type=Path, help="copy what is worth keeping of finished runs there")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    what.add_argument("--report-only", action="store_true", help="train nothing: the table and the pictures alone")
    return parser.parse_args()


def report(espalier, runs, references, folder):
    """Has espalier draw the runs; says whether it could."""
    command = [espalier, "report", *(run.folder for run in runs), "--out", folder]
    # It refuses a file that has nothing of any run's task. A task without a version stands for all of them.
    tasks = tuple(TASK.findall(references.read_text())) if references.exists() else ()
    if any(run.settings().get("env", "").startswith(tasks) for run in runs):
        command += ["--reference-points", references]
    status = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode
    if status != 0:
        print(f"study: espalier report failed with exit code {status}", file=sys.stderr)
    return status == 0


def collect(plan, runs, out, target):
    """Copies the small files of finished runs, of the report and of the table."""
    for run in runs:
        folder = target / run.folder.name
        folder.mkdir(parents=True, exist_ok=True)
        kept = [run.folder / name for name in KEPT_OF_A_RUN]
        events = run.folder / EVENTS
        if events.exists() and 0 < events.stat().st_size < EVENTS_AT_MOST:
            kept.append(events)
        for file in kept:
            if file.exists():
                shutil.copyfile(file, folder / file.name)
    drawn = [file for pattern in KEPT_OF_A_REPORT for file in sorted((out / "report").glob(pattern))]
    for file in [plan.file, out / "table.md", out / "table.json", *drawn]:
        shutil.copyfile(file, target / file.name)
    print(f"study: {len(runs)} runs copied to {target}", file=sys.stderr)


def study(arguments):
    plan = read_plan(arguments.plan)
    only = plan.names if arguments.only is None else arguments.only.split(",")
    for name in only:
        plan.require(name, "--only")
    base = plan.names[0] if arguments.base is None else arguments.base
    plan.require(base, "--base")
    if arguments.references != REFERENCES and not arguments.references.is_file():
        raise InputError(f"--references: there is no file {arguments.references}")
    out = (arguments.out or ROOT / "runs" / "study" / plan.file.stem).absolute()
    espalier = arguments.espalier.absolute()
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
    queue = Queue(plan, out, espalier, arguments.threads)

    if arguments.dry_run:
        queue.rehearse(seeds, only)
        return DONE
    complete = arguments.report_only or queue.work(seeds, only)

    counted = table.read(plan, out, seeds)
    rows = table.rows(plan, counted, base)
    text = table.markdown(plan, rows, counted, base)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "table.md").write_text(text)
        (out / "table.json").write_text(table.document(plan, rows, counted, base))
    except OSError as e:
        raise InputError(f"{out} cannot be written: {e.strerror}") from e
    print(text, end="")
    finished = [run for run in counted if run.is_finished()]
    if finished:
        complete = report(espalier, finished, arguments.references, out / "report") and complete
    if arguments.collect:
        collect(plan, finished, out, arguments.collect)
    return DONE if complete else FAILED


def main():
    try:
        return study(read_arguments())
    except InputError as e:
        print(f"study: {e}", file=sys.stderr)
        return BAD_INPUT
    except RunError as e:
        print(f"study: {e}", file=sys.stderr)
        return FAILED
    except (Interrupted, KeyboardInterrupt):
        print("study: stopped; the same command goes on from here", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

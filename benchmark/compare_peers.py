"""Runs an agent of Espalier and its peers in turns and tabulates how fast they learn; compare-peers.sh calls this.

Each run of a peer has a run of Espalier right before it, and the two make a pair: a machine's speed drifts, and a ratio
within a pair drifts less. What counts of a peer is the number of threads that it is fastest with.
"""

import argparse
import datetime
import importlib.metadata
import json
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from compare_programs import (
    Baselines,
    CleanRl,
    Espalier,
    Ppo,
    RunFailed,
    Sac,
    Td3,
    processors,
    torch_threads,
)

PACKAGES = ("torch", "numpy", "gymnasium", "mujoco", "tyro", "tensorboard", "jax", "flax", "optax")
AGENTS = {agent.name: agent for agent in (Sac, Td3, Ppo)}


def measure_all(agent, peers, rounds, last, folder):
    """The measurements of all runs, in the order in which they ran."""
    runs = []
    espalier = Espalier(agent)
    for round_ in range(1, rounds + 1):
        for peer in peers:
            opponent = f"{peer.name}-{peer.threads}"
            for program in (espalier, peer):
                is_peer = program is peer
                name = f"{round_}-{opponent}" + ("" if is_peer else "-espalier")
                figures = program.measure(round_, last, folder / name)
                figures["steps_per_second"] = (last - agent.first) / figures["seconds"]
                entry = {"round": round_, "pair": opponent, "program": program.name, "threads": program.threads}
                runs.append({**entry, "folder": name, **figures})
                print(
                    f"round {round_} of {rounds}: {program.name}, {count(program.threads, 'thread')}:"
                    f" {figures['steps_per_second']:.1f} steps/s",
                    file=sys.stderr,
                )
    return runs


def summarise(agent, runs, peers):
    """A line for Espalier and each peer and number of threads: the median speed and that of the paired ratios."""
    lines = [line(runs, "espalier", Espalier(agent).threads)]
    for peer in peers:
        pair = [entry for entry in runs if entry["pair"] == f"{peer.name}-{peer.threads}"]
        ours = [entry["steps_per_second"] for entry in pair if entry["program"] == "espalier"]
        theirs = [entry["steps_per_second"] for entry in pair if entry["program"] == peer.name]
        ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
        ratio = {"paired_ratios": ratios, "median_ratio": statistics.median(ratios)}
        lines.append({**line(runs, peer.name, peer.threads), **ratio})
    for summary in lines:
        rivals = [other["steps_per_second"] for other in lines if other["program"] == summary["program"]]
        summary["counts"] = summary["steps_per_second"] == max(rivals)
    return lines


def line(runs, program, threads):
    chosen = [entry for entry in runs if entry["program"] == program and entry["threads"] == threads]
    speeds = [entry["steps_per_second"] for entry in chosen]
    return {
        "program": program,
        "threads": threads,
        "runs": len(speeds),
        "steps_per_second": statistics.median(speeds),
        "least": min(speeds),
        "most": max(speeds),
        "processors_used": statistics.median(entry["processors_used"] for entry in chosen),
    }


def table(report):
    """What a person reads."""
    rows = [("program", "threads", "processors used", "steps/s", "least", "most", "Espalier is faster by")]
    for summary in report["summary"]:
        ratio = ""
        if "median_ratio" in summary:
            ratios = summary["paired_ratios"]
            ratio = f"{summary['median_ratio']:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            ratio += " *" if summary["counts"] else ""
        speeds = [f"{summary[key]:.1f}" for key in ("steps_per_second", "least", "most")]
        used = f"{summary['processors_used']:.2f}"
        rows.append((summary["program"], str(summary["threads"]), used, *speeds, ratio))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    text = [
        f"{report['title']} on HalfCheetah-v5, {count(report['environments'], 'environment')}, steps {report['first_step']} to {report['last_step']} of each run,"
        f" {count(report['rounds'], 'round')}, {count(report['processors'], 'processor')} ({report['cpu']})",
        "",
    ]
    for name, *cells in rows:
        aligned = [cell.rjust(width) for cell, width in zip(cells[:-1], widths[1:], strict=False)]
        text.append("  ".join([name.ljust(widths[0]), *aligned, cells[-1]]).rstrip())
    text += [
        "",
        "steps/s is a median over rounds; a factor is the median over pairs of runs, with the least and the most.",
        "processors used is processor time divided by the time the whole run took, start-up included.",
        "* is the peer's faster number of threads, the one that counts.",
    ]
    if report["tensorflow_probability_standin"]:
        text.append("sbx ran on a stand-in for TensorFlow Probability, which pip could not install.")
    others = max(entry["processors_used_by_others"] for entry in report["runs"])
    if others > 0.1:
        text.append(
            f"WARNING: other work took up to {others:.1f} processors meanwhile. Measure again when the machine is idle."
        )
    return "\n".join(text) + "\n"


def count(number, noun):
    return f"{number} {noun}" + ("" if number == 1 else "s")


def cpu():
    for entry in Path("/proc/cpuinfo").read_text().splitlines():
        if entry.startswith("model name"):
            return entry.partition(":")[2].strip()
    return platform.machine()


def versions():
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = None
    return found


def commit(checkout):
    """The commit of a checkout, if it knows it."""
    # Without a repository of its own, git would answer for one around it.
    if checkout is None or not (checkout / ".git").exists() or not shutil.which("git"):
        return None
    git = subprocess.run(["git", "-C", checkout, "rev-parse", "HEAD"], capture_output=True, text=True)
    return git.stdout.strip() or None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agent", choices=AGENTS, required=True)
    parser.add_argument("--environments", type=int, required=True, help="environments that are stepped side by side")
    parser.add_argument("--cleanrl", type=Path, help="checkout of CleanRL, which then takes part")
    parser.add_argument("--only", default="", help="the one peer that takes part; empty: all whose checkout is named")
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True, help="environment steps of a run")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sb3", type=Path, help="checkout of Stable-Baselines3, which then takes part")
    parser.add_argument("--sbx", type=Path, help="checkout of SBX, which then takes part")
    parser.add_argument("--standin", type=Path, help="folder with a stand-in for TensorFlow Probability, for SBX")
    arguments = parser.parse_args()

    started = datetime.datetime.now(datetime.timezone.utc)
    folder = arguments.out / started.strftime("%Y%m%d-%H%M%S")
    # Where the default is one thread, there is nothing to choose.
    threads = sorted({1, torch_threads()})
    try:
        agent = AGENTS[arguments.agent](arguments.environments)
    except RunFailed as refused:
        print(f"compare-peers: {refused}", file=sys.stderr)
        return 2
    if arguments.steps <= agent.first or arguments.steps % agent.multiple != 0:
        print(
            f"compare-peers: --steps must be above {agent.first}, where measuring starts, and a multiple of"
            f" {agent.multiple}, not {arguments.steps}.",
            file=sys.stderr,
        )
        return 2
    peers = []
    if arguments.cleanrl:
        peers += [CleanRl(number, arguments.cleanrl, agent) for number in threads]
    if arguments.sb3:
        peers += [Baselines("sb3", number, agent, [arguments.sb3]) for number in threads]
    if arguments.sbx:
        path = [folder for folder in (arguments.sbx, arguments.sb3, arguments.standin) if folder]
        peers += [Baselines("sbx", number, agent, path) for number in threads]
    if arguments.only:
        peers = [peer for peer in peers if peer.name == arguments.only]

    try:
        runs = measure_all(agent, peers, arguments.rounds, arguments.steps, folder)
    except RunFailed as failure:
        print(f"compare-peers: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130

    metadata = json.loads((folder / runs[0]["folder"] / "run" / "metadata.json").read_text())
    report = {
        "started": started.isoformat(timespec="seconds"),
        "cpu": cpu(),
        "processors": processors(),
        "os": platform.platform(),
        "title": agent.title,
        "environments": arguments.environments,
        "first_step": agent.first,
        "last_step": arguments.steps,
        "rounds": arguments.rounds,
        "espalier": {key: metadata[key] for key in ("version", "commit", "java", "libraries")},
        "commits": {name: commit(getattr(arguments, name)) for name in ("cleanrl", "sb3", "sbx")},
        "tensorflow_probability_standin": arguments.standin is not None,
        "python_packages": versions(),
        "summary": summarise(agent, runs, peers),
        "runs": runs,
    }
    (folder / "results.json").write_text(json.dumps(report, indent=2) + "\n")
    text = table(report)
    (folder / "table.txt").write_text(text)
    print(text)
    print(f"Every run's figures: {folder / 'results.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

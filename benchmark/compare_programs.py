"""The programs that compare_peers.py compares: how each is run, and how long it says that its learning took.

Only steps that learn are measured: from an agent's first, when learning has been going on for a while, to the last. Every
program says itself when it passed both, so that start-up, random steps and the end of a run stay out.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ESPALIER = HERE.parent / "espalier"

RANDOM_STEPS = 1000

# Whatever the caller's shell says of threads must not reach the programs: they have their own defaults.
THREAD_VARIABLES = ("OMP_", "KMP_", "GOMP_", "MKL_", "OPENBLAS_NUM_THREADS")


class RunFailed(Exception):
    """A program failed, or did not say what it was to say."""


def environment(threads=None):
    """The environment variables of a run; without a number of threads, its program's default."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(THREAD_VARIABLES)}
    if threads is not None:
        variables["OMP_NUM_THREADS"] = variables["MKL_NUM_THREADS"] = str(threads)
    return variables


def run(command, variables, folder):
    """Runs a program to its end with its output in output.log, and says what it used of the processors."""
    folder.mkdir(parents=True)
    log = folder / "output.log"
    wall, busy, own = time.perf_counter(), busy_seconds(), child_seconds()
    with log.open("w") as output:
        status = subprocess.run(
            command, env=variables, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ).returncode
    wall, busy, own = time.perf_counter() - wall, busy_seconds() - busy, child_seconds() - own
    if status != 0:
        last_words = "".join(log.read_text(errors="replace").splitlines()[-1:])
        raise RunFailed(f"{command[0]} ended with exit code {status}: {last_words}\nAll of its output is in {log}")
    return {
        "whole_run_seconds": wall,
        "processors_used": own / wall,
        "processors_used_by_others": max(0.0, busy - own) / wall,
    }


def busy_seconds():
    """Processor time that the whole machine has spent, on Linux."""
    user, nice, system, _idle, _wait, irq, soft_irq = map(int, Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + irq + soft_irq) / os.sysconf("SC_CLK_TCK")


def child_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Replaying:
    """Two hidden layers of 256 units, batches of 256, one update a step."""

    # The JVM compiles what it has seen to be hot, and every program's memory and caches fill up.
    first = 2000
    # CleanRL logs every hundred steps, and the end must be one of them.
    multiple = 100

    def __init__(self, environments):
        if environments != 1:
            raise RunFailed(f"CleanRL's {self.title} has one environment")

    def espalier(self):
        return {"random_steps": RANDOM_STEPS, "log_every": 1000}

    def cleanrl(self, last):
        # It counts steps from 0, and the last is to be logged.
        return ["--total-timesteps", str(last + 1), "--learning-starts", str(RANDOM_STEPS), "--batch-size", "256"]

    def baselines(self):
        return ["--random-steps", str(RANDOM_STEPS)]


class Sac(Replaying):
    """Without a value network and with a learnt temperature, as in preset plain."""

    name = "sac"
    title = "SAC"
    script = "sac_continuous_action.py"


class Td3(Replaying):
    """The policy and the target networks at every second update."""

    name = "td3"
    title = "TD3"
    script = "td3_continuous_action.py"


class Ppo:
    """Two hidden layers of 64 units, rollouts of 2048 steps in all, 10 epochs of batches of 64."""

    name = "ppo"
    title = "PPO"
    script = "ppo_continuous_action.py"
    rollout = 2048
    first = 8 * rollout
    multiple = rollout

    def __init__(self, environments):
        if self.rollout % environments != 0:
            raise RunFailed(f"--environments must divide {self.rollout}, not {environments}")
        self.environments = environments

    def espalier(self):
        steps = self.rollout // self.environments
        rollouts = {"environments": self.environments, "ppo.rollout": steps}
        if steps < 64:
            raise RunFailed("a rollout must have at least 64 steps of each environment")
        return {**rollouts, "log_every": self.rollout}

    def cleanrl(self, last):
        rollouts = ["--num-envs", str(self.environments), "--num-steps", str(self.rollout // self.environments)]
        return ["--total-timesteps", str(last), *rollouts]

    def baselines(self):
        return ["--rollout", str(self.rollout), "--environments", str(self.environments)]


class Espalier:
    """./espalier train, at its own number of threads: as many as there are processors."""

    name = "espalier"

    def __init__(self, agent):
        self.threads = processors()
        self.agent = agent

    def measure(self, seed, last, folder):
        never = str(last)
        command = [ESPALIER, "train", "--env", "HalfCheetah-v5", "--agent", self.agent.name, "--preset", "plain"]
        command += ["--steps", str(last), "--seed", str(seed), "--out", str(folder / "run")]
        settings = {
            **self.agent.espalier(),
            # Both come at the end too, after the last row.
            "evaluation.every": never,
            "evaluation.episodes": 1,
            "checkpoint.every": never,
        }
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        usage = run(command, environment(), folder)
        seconds = self.seconds(folder / "run" / "progress.csv")
        return {"seconds": seconds[last] - seconds[self.agent.first], **usage}

    @staticmethod
    def seconds(progress):
        """Seconds since the start, by step: time/fps is the mean since then."""
        with progress.open() as file:
            rows = list(csv.DictReader(file))
        return {int(row["step"]): float(row["time/total_timesteps"]) / float(row["time/fps"]) for row in rows}


class CleanRl:
    """One of CleanRL's programs as the checkout has it."""

    name = "cleanrl"

    def __init__(self, threads, checkout, agent):
        self.threads = threads
        self.checkout = checkout
        self.agent = agent

    def measure(self, seed, last, folder):
        command = [sys.executable, script(self.checkout, self.agent), "--no-cuda", "--seed", str(seed)]
        command += ["--env-id", "compare_env:HalfCheetahFinalObservation-v5", *self.agent.cleanrl(last)]
        variables = environment(self.threads)
        variables["PYTHONPATH"] = os.pathsep.join([str(self.checkout), str(HERE)])
        variables["PYTHONDONTWRITEBYTECODE"] = "1"
        usage = run(command, variables, folder)
        seconds = self.seconds(folder / "runs")
        return {"seconds": seconds[last] - seconds[self.agent.first], **usage}

    @staticmethod
    def seconds(logs):
        """Time of day by step. The value logged, steps a second since the start, counts the random steps too."""
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        (events,) = logs.rglob("events.out.tfevents.*")
        # 0: keep all of them.
        accumulator = EventAccumulator(str(events), size_guidance={"scalars": 0})
        accumulator.Reload()
        return {event.step: event.wall_time for event in accumulator.Scalars("charts/SPS")}


class Baselines:
    """Stable-Baselines3's agent, or SBX's on its interfaces, which baselines.py trains."""

    def __init__(self, name, threads, agent, path):
        self.name = name
        self.threads = threads
        self.agent = agent
        self.path = path

    def measure(self, seed, last, folder):
        command = [sys.executable, HERE / "baselines.py", self.name, self.agent.name, "--seed", str(seed)]
        command += ["--first", str(self.agent.first), "--last", str(last), *self.agent.baselines()]
        variables = environment(self.threads)
        variables["PYTHONPATH"] = os.pathsep.join(map(str, self.path))
        variables["PYTHONDONTWRITEBYTECODE"] = "1"
        if self.threads == 1:
            # JAX does not read OMP_NUM_THREADS.
            variables["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
        usage = run(command, variables, folder)
        answer = json.loads((folder / "output.log").read_text().splitlines()[-1])
        return {"seconds": answer["seconds"], **usage}


def script(checkout, agent):
    return checkout / "cleanrl" / agent.script


def torch_threads():
    """How many threads PyTorch takes if nobody tells it."""
    command = [sys.executable, "-c", "import torch; print(torch.get_num_threads())"]
    return int(subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout)


def processors():
    """Those that this process may use."""
    return len(os.sched_getaffinity(0))

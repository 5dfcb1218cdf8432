"""The queue: trains what is not finished yet, one run at a time, and survives being stopped at any moment.

Two locks in the study's folder, which the operating system gives back when their holders die: one is the queue's; the other
is handed on to the training, so that a training that outlives a queue killed by kill -9 still has it, and the next queue
waits for it.
"""

import fcntl
import shlex
import signal
import subprocess
import sys
import time

from plan import InputError
from runs import Run, RunError

NICE = ("nice", "-n", "10")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130


class Interrupted(Exception):
    """The user wants the queue to stop; whatever was training has saved."""


def say(text):
    print(f"study: {text}", file=sys.stderr, flush=True)


class Queue:
    def __init__(self, plan, out, espalier, threads):
        self.plan = plan
        self.out = out
        self.espalier = espalier
        self.threads = threads
        self.training = None
        self.stopped_by = None

    def runs(self, seeds, only):
        """Seed by seed, so that a study that is stopped has whole seeds."""
        runs = [Run(line, seed, self.out) for seed in seeds for line in self.plan.lines if line.name in only]
        for run in runs:
            self.require_same_arguments(run)
        return runs

    def require_same_arguments(self, run):
        """Runs of one name are compared as one method: what was trained must be what the plan says."""
        if run.has_begun() and run.arguments.exists() and run.arguments.read_text() != self.written(run):
            raise InputError(
                f"{self.plan.file}, line {run.line.number}: {run.name} was started with other arguments, which are in"
                f" {run.arguments}; restore the line, rename it, or remove {run.folder}"
            )

    @staticmethod
    def written(run):
        return shlex.join(run.line.arguments) + "\n"

    def command(self, run):
        if run.has_begun():
            return [self.espalier, "resume", run.folder]
        arguments = run.line.filled(lambda name: self.out / f"{name}-seed{run.seed}")
        threads = ("--set", f"threads={self.threads}")
        return [self.espalier, "train", *threads, *arguments, "--seed", str(run.seed), "--out", run.folder]

    def awaited(self, run):
        """The runs that this one needs and that are not finished."""
        lines = {line.name: line for line in self.plan.lines}
        needed = [Run(lines[name], run.seed, self.out) for name in run.line.references()]
        return [other.name for other in needed if not other.is_finished()]

    def rehearse(self, seeds, only):
        """Says what would be done."""
        to_come = set()
        for run in self.runs(seeds, only):
            awaited = [name for name in self.awaited(run) if name not in to_come]
            if run.is_finished():
                print(f"{run.name}: finished")
            elif awaited:
                print(f"{run.name}: skipped, as {awaited[0]} is not finished")
            else:
                print(f"{run.name}: {shlex.join(map(str, self.command(run)))}")
                to_come.add(run.name)

    def work(self, seeds, only):
        """Trains; says whether every run is finished.

        :raises Interrupted: when stopped by Ctrl-C, SIGTERM or a closed terminal, after the training has saved
        """
        runs = self.runs(seeds, only)
        self.start_espalier()
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            own, handed_on = ((self.out / name).open("w") for name in (".queue.lock", ".training.lock"))
        except OSError as e:
            raise InputError(f"{self.out} cannot be used: {e.strerror}; choose another folder with --out") from e
        before = self.listen()
        try:
            with own, handed_on:
                self.lock(own, handed_on)
                return self.train_all(runs, handed_on)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def start_espalier(self):
        """Builds if need be. What cannot start now would make every run fail."""
        try:
            status = subprocess.run([self.espalier, "--version"], stdout=subprocess.DEVNULL).returncode
        except OSError as e:
            raise InputError(f"{self.espalier} cannot be started: {e.strerror}") from e
        if status != 0:
            raise RunError(f"{self.espalier} --version ended with exit code {status}; the lines above say why")

    def lock(self, own, handed_on):
        if not free(own):
            raise InputError(f"another queue works in {self.out}; wait for it, or choose another folder with --out")
        if free(handed_on):
            return
        say("a training goes on that an earlier queue left behind: waiting for it to end")
        while not free(handed_on):
            time.sleep(0.5)
            self.heed()

    def train_all(self, runs, lock):
        incomplete = []
        for place, run in enumerate(runs, 1):
            title = f"[{place} of {len(runs)}] {run.name}"
            awaited = self.awaited(run)
            if run.is_finished():
                say(f"{title}: finished already")
            elif awaited:
                say(f"{title}: skipped, as {awaited[0]} is not finished")
                incomplete.append(run.name)
            elif not self.train(run, title, lock):
                incomplete.append(run.name)
        if incomplete:
            say(f"{len(incomplete)} of {len(runs)} runs are not finished: {', '.join(incomplete)}")
        return not incomplete

    def train(self, run, title, lock):
        """Trains a run to its end; says whether it came there."""
        say(f"{title}: {'going on' if run.has_begun() else 'training'}; its output is in {run.log}")
        start = time.monotonic()
        status = self.run_espalier(run, lock)
        if status == INTERRUPTED:
            raise Interrupted
        self.heed()
        if status != 0 or not run.is_finished():
            say(f"{title}: failed with exit code {status}; its last words: {last_words(run.log)}")
            return False
        say(f"{title}: finished after {(time.monotonic() - start) / 60:.1f} minutes")
        return True

    def run_espalier(self, run, lock):
        self.heed()
        command = [*NICE, *self.command(run)]
        if not run.has_begun():
            run.arguments.write_text(self.written(run))
        with run.log.open("a") as output:
            # In a session of its own: a terminal sends Ctrl-C to all in its own, and a second signal ends a training.
            training = subprocess.Popen(
                command,
                cwd=self.plan.file.absolute().parent,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[lock.fileno()],
            )
            # A signal of just now found no training yet; one that comes in between must not be handed on twice.
            signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
            self.training = training
            if self.stopped_by is not None:
                training.send_signal(self.stopped_by)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            status = training.wait()
            self.training = None
        return status

    def listen(self):
        """Notes signals from here on; returns what was done with them before."""
        before = {number: signal.getsignal(number) for number in SIGNALS}
        if before[signal.SIGHUP] == signal.SIG_IGN:
            # By nohup.
            del before[signal.SIGHUP]
        for number in before:
            signal.signal(number, lambda number, _: self.stop(number))
        return before

    def stop(self, number):
        """Hands a signal on. The training saves and ends at the first, and ends at once at the second."""
        # It does not listen to the signal of a closed terminal.
        self.stopped_by = signal.SIGTERM if number == signal.SIGHUP else number
        if self.training is not None:
            self.training.send_signal(self.stopped_by)

    def heed(self):
        if self.stopped_by is not None:
            raise Interrupted


def free(lock):
    """Takes a lock if nobody else has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def last_words(log):
    lines = log.read_text(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "none")

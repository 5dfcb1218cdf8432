"""A run as its folder describes it: whether it is finished, how it scored, what it deploys."""

import csv
import json
import re

# A line of config.yml, as espalier writes it: two spaces for each level.
SETTING = re.compile(r"( *)([\w.]+):(?: (.*))?")
CHECKPOINT = re.compile(r"step-(\d+)")


class RunError(Exception):
    """A run's folder holds something that cannot be read."""


class Run:
    """The run of a line and a seed, whether it has begun or not."""

    def __init__(self, line, seed, out):
        self.line = line
        self.seed = seed
        self.name = f"{line.name}-seed{seed}"
        self.folder = out / self.name
        self.log = out / f"{self.name}.log"
        # What the run was started with, as a plan may be changed afterwards.
        self.arguments = out / f"{self.name}.arguments"

    def has_begun(self):
        """Whether resume can go on with it; a run without a checkpoint starts anew then."""
        return (self.folder / "config.yml").exists()

    def is_finished(self):
        """Whether all is written: the last thing that a run writes is a checkpoint of its last step.

        A copy that keeps no checkpoints, as folders below results/ are, counts by its last evaluation.
        """
        if not self.has_begun():
            return False
        steps = self.steps()
        checkpoints = self.folder / "checkpoints"
        if checkpoints.is_dir():
            saved = [int(match[1]) for match in map(CHECKPOINT.fullmatch, (file.name for file in checkpoints.iterdir())) if match]
            return max(saved, default=0) >= steps
        if not (self.folder / "evaluations.csv").exists():
            return False
        return max((step for step, _ in self.evaluations()), default=0) >= steps

    def settings(self):
        """config.yml, by dotted key. Lists and comments are left out, as nothing here asks for one."""
        found, above = {}, []
        for text in self.read("config.yml").splitlines():
            match = SETTING.fullmatch(text)
            if match:
                above = above[: len(match[1]) // 2] + [match[2]]
                if match[3] is not None:
                    found[".".join(above)] = match[3]
        return found

    def steps(self):
        return self.number(self.settings(), "config.yml", "steps", int)

    def evaluations(self):
        """Step and mean return of each evaluation."""
        file = "evaluations.csv"
        return [
            (self.number(row, file, "step", int), self.number(row, file, "mean_return", float)) for row in self.rows(file)
        ]

    def score(self):
        """The mean of the evaluations in the last fifth of the steps, which no lucky one lifts."""
        steps = self.steps()
        # In whole numbers, as 0.8 has no exact binary form.
        last = [score for step, score in self.evaluations() if 5 * step > 4 * steps]
        if not last:
            raise RunError(f"{self.folder / 'evaluations.csv'}: there is no evaluation in the last fifth of the steps")
        return sum(last) / len(last)

    def size(self):
        """Parameters deployed and trained at the end. Every run writes structure.json, whether it prunes or not."""
        file = "structure.json"
        structure = self.document(file)
        return self.number(structure, file, "deployed", int), self.number(structure, file, "trained", int)

    def undecided(self):
        """How many theta were undecided just before the rounding; None of a run without gates."""
        settings = self.settings()
        if settings.get("prune.gates") != "true":
            return None
        rounded = self.number(settings, "config.yml", "prune.round_at", float) * self.steps()
        column = "prune/undecided_theta"
        last = None
        for row in self.rows("progress.csv"):
            if row.get(column) and float(row["step"]) < rounded:
                last = round(float(row[column]))
        return last

    def commits(self):
        """Those that it was started and resumed with, each once."""
        metadata = self.document("metadata.json")
        parts = [metadata, *metadata.get("resumes", [])]
        return list(dict.fromkeys(part["commit"] for part in parts if "commit" in part))

    def read(self, name):
        try:
            return (self.folder / name).read_text()
        except OSError as e:
            raise RunError(f"{self.folder / name}: cannot be read: {e.strerror}") from e

    def rows(self, name):
        return list(csv.DictReader(self.read(name).splitlines()))

    def document(self, name):
        try:
            return json.loads(self.read(name))
        except ValueError as e:
            raise RunError(f"{self.folder / name}: is no JSON: {e}") from e

    def number(self, values, name, key, kind):
        try:
            return kind(values[key])
        except (KeyError, TypeError, ValueError) as e:
            raise RunError(f"{self.folder / name}: '{key}' is missing or no number") from e

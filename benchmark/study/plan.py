"""The plan of a study, a text file with a run a line: its name, then what espalier train is told.

A # at a line's start or behind a space begins a comment. {NAME} in an argument is the folder of the run NAME of the same
seed; NAME has a line further up. Paths are relative to the plan's folder. Seed, folder and threads are the queue's business.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
COMMENT = re.compile(r"(^|\s)#.*")
REFERENCE = re.compile(r"\{([^{}]*)\}")
OPTIONS_OF_THE_QUEUE = ("--seed", "--out")


class InputError(Exception):
    """What the user gave cannot be used; the message says why, and what to do."""


@dataclass(frozen=True)
class Line:
    """A line of a plan: one run for each seed."""

    number: int
    name: str
    arguments: tuple

    def references(self):
        """Names of the runs that must be finished before."""
        return [name for argument in self.arguments for name in REFERENCE.findall(argument)]

    def filled(self, folder_of):
        """The arguments with the folders that they speak of, which folder_of gives for a name."""
        return [REFERENCE.sub(lambda match: str(folder_of(match[1])), argument) for argument in self.arguments]


@dataclass(frozen=True)
class Plan:
    file: Path
    lines: tuple

    @property
    def names(self):
        return [line.name for line in self.lines]

    def require(self, name, option):
        if name not in self.names:
            raise InputError(f"{option}: {self.file} has no line named '{name}'; it has {', '.join(self.names)}")


def read_plan(file):
    try:
        text = file.read_text()
    except OSError as e:
        raise InputError(f"{file}: the plan cannot be read: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise InputError(f"{file}: the plan is no text in UTF-8") from e
    lines = {}
    for number, content in enumerate(text.splitlines(), 1):
        content = COMMENT.sub("", content).strip()
        if not content:
            continue
        where = f"{file}, line {number}"
        try:
            name, *arguments = shlex.split(content)
        except ValueError as e:
            raise InputError(f"{where}: a quotation mark is not closed") from e
        line = Line(number, name, tuple(arguments))
        check(line, lines, where)
        lines[name] = line
    if not lines:
        raise InputError(f"{file}: the plan has no runs; give a line with NAME and the arguments of espalier train for each")
    return Plan(file, tuple(lines.values()))


def check(line, earlier, where):
    if not NAME.fullmatch(line.name):
        raise InputError(f"{where}: '{line.name}' is no name; it may hold letters, digits, '.', '_' and '-'")
    if line.name in earlier:
        raise InputError(
            f"{where}: the name '{line.name}' is that of line {earlier[line.name].number} already; choose another"
        )
    for argument in line.arguments:
        if argument.split("=")[0] in OPTIONS_OF_THE_QUEUE:
            raise InputError(f"{where}: {argument.split('=')[0]} is set by the queue; leave it out")
    for name in line.references():
        if name not in earlier:
            raise InputError(f"{where}: {{{name}}} is the name of no line above; above are: {', '.join(earlier) or 'none'}")

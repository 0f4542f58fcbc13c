"""What a word of the command line is: what does it, what the help says of it, and what it is given."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course.config import Settings

Work = Callable[[Settings, argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Argument:
    """One thing that a word is given. `how`: the rest of what argparse wants to know."""

    name: str
    about: str
    how: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A word. `work` returns the exit code and raises a SharewellError for what was to be expected."""

    work: Work
    about: str
    arguments: tuple[Argument, ...] = ()

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Let the parser read what the word is given."""
        parser.set_defaults(work=self.work)
        for each in self.arguments:
            parser.add_argument(each.name, help=each.about, **each.how)


def given(name: str, about: str) -> Argument:
    """What has to stand behind the word: `given("file", …)` is FILE."""
    return Argument(name, about, {"metavar": name.upper()})


def flag(name: str, about: str) -> Argument:
    """What may stand there, like `--strict`."""
    return Argument(name, about, {"action": "store_true"})


def option(name: str, about: str, stands_for: str, **how: Any) -> Argument:
    """What may stand there with a value, like `--organisation O`; `how` is for argparse: `required`, `choices`, `type`."""
    return Argument(name, about, {"metavar": stands_for, **how})


def say(text: str) -> None:
    """A line for the person or script that asked."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

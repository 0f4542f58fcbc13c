"""Waiting for something long without holding anybody up.

In a process of the server one request runs at a time (`course/intake.py`). A view that needs something which takes seconds,
such as a file that another process is making, says so with `outside`: the request leaves its turn, the waiting is done by its
own thread while others are answered, and then the same request runs once more from its beginning and gets what came of it.
Where there is no intake, as in most tests, the waiting is done on the spot.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, TypeVar

WORK = "sharewell.work"  # in a WSGI environment: what is to be waited for; there, and None, where one can wait outside
OUTCOMES = "sharewell.outcomes"  # what came of it, by name
Found = TypeVar("Found")
_ONE_AT_A_TIME = BoundedSemaphore(1)  # of what is made outside, in this process


class Later(Exception):
    """The request is to run again once the work is done. What it has answered until then goes nowhere."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be waited for, under the name by which the request asks for it again."""

    name: str
    do: Callable[[], Any]


def outside(environ: MutableMapping[str, Any], name: str, do: Callable[[], Found]) -> Found:
    """What `do` gives. It runs outside the program: it may use nothing of the request and no open record, and raises nothing.

    Raises Later, which nobody but the program's own handler may catch.
    """
    outcomes: dict[str, Found] = environ.get(OUTCOMES, {})
    if name in outcomes:
        return outcomes[name]
    if WORK not in environ:
        return do()
    environ[WORK] = Work(name, do)
    raise Later


def made_outside(environ: MutableMapping[str, Any], name: str, make: Callable[[], Found]) -> Found:
    """As `outside`, of something that is made, and may fail: what it raises is raised here.

    One is made at a time: twenty registers asked for at once are made one after the other, and need the memory of one.
    """

    def done() -> Found | Exception:
        with _ONE_AT_A_TIME:
            try:
                return make()
            except Exception as fault:
                return fault

    made = outside(environ, name, done)
    if isinstance(made, Exception):
        raise made
    return made


def wait(environ: MutableMapping[str, Any]) -> bool:
    """Do what a request has asked for, so that it finds the outcome when it runs again; False where it has asked nothing."""
    work: Work | None = environ.get(WORK)
    if work is None:
        return False
    environ.setdefault(OUTCOMES, {})[work.name] = work.do()
    return True

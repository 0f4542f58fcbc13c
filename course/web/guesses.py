"""Guesses at a code on a page that is only opened: opening a page writes nothing, so they are counted in memory.

Each process counts for itself and forgets with it: this slows a guesser down where a door of the site (`braking`) shuts it. For
codes that open nothing kept, and hold for minutes.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from threading import Lock

from course.clock import now
from course.web.braking import WINDOW

MOST_KEPT = 10_000  # places that are counted; the one that began first is forgotten


class Guesses:
    """So many wrong guesses from one place within a window, which begins with the first of them."""

    def __init__(self, tries: int, window: dt.timedelta = WINDOW) -> None:
        self._tries, self._window = tries, window
        self._counted: OrderedDict[str, tuple[dt.datetime, int]] = OrderedDict()
        self._lock = Lock()

    def may_try(self, place: str) -> bool:
        """Whether a guess is left."""
        with self._lock:
            return self._count(place)[1] < self._tries

    def count(self, place: str) -> None:
        """Count one that was wrong."""
        with self._lock:
            began, wrong = self._count(place)
            if not wrong:
                self._counted.pop(place, None)  # its window begins anew, and so does its place in the order
            self._counted[place] = (began, wrong + 1)
            if len(self._counted) > MOST_KEPT:
                self._counted.popitem(last=False)

    def _count(self, place: str) -> tuple[dt.datetime, int]:
        here = now()
        began, wrong = self._counted.get(place, (here, 0))
        return (began, wrong) if here < began + self._window else (here, 0)

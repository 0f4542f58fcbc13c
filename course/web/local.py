"""Local information in memory: what every reader sees in the slots, without asking the records for each page.

Each process asks every few seconds whether anything was changed, and at once after it has changed something itself; only
then it reads the values again. A reader gets the values of one organisation and the partnership's under them, never those
of another organisation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, current_app
from markupsafe import Markup

from course.catalogue.markdown import NOT_FILLED
from course.clock import ticks
from course.errors import StoreError
from course.records import local_values
from course.records.database import reading
from course.rules import contacts, local_information
from course.rules.local_information import LocalValue
from course.web.gate import learner

SECONDS = 10.0
SECONDS_AT_MOST = 300.0  # then all is read again, for a change may look old where the clock was set back


@dataclass(frozen=True)
class Local:
    """What holds for the readers of one organisation, by slot."""

    values: Mapping[str, LocalValue]

    @cached_property
    def html(self) -> Mapping[str, Markup]:
        """The values as safe HTML, numbers and addresses as links."""
        return {slot: contacts.linked(each.value) for slot, each in self.values.items()}

    def text(self, slot: str) -> str:
        """A value as plain text, lines divided by line ends, for paper; where it is empty the words that say so."""
        return self.values[slot].value if slot in self.values else NOT_FILLED

    def checked_on(self, slot: str) -> dt.date | None:
        """The day on which a value was checked; None where it is empty or nobody has said so."""
        return self.values[slot].checked_on if slot in self.values else None


class LocalInformation:
    """All values of the partnership and its organisations, some seconds old."""

    def __init__(self) -> None:
        self._values: tuple[LocalValue, ...] = ()
        self._made: dict[int | None, Local] = {}
        self._nothing_to_ring: tuple[LocalValue, ...] | None = None  # not looked for since they were read
        self._state: local_values.State | None = None  # of the records when they were read; None: read again
        self._read = self._asked = -SECONDS_AT_MOST

    def all(self) -> tuple[LocalValue, ...]:
        """Every value; the last ones known while the records cannot be read."""
        if ticks() - self._asked >= SECONDS:
            self._asked = ticks()
            with suppress(StoreError), reading() as store:
                state = local_values.state(store)
                if state != self._state or ticks() - self._read >= SECONDS_AT_MOST:
                    self._take(local_values.local_values(store))
                    self._state, self._read = state, ticks()
        return self._values

    def _take(self, found: tuple[LocalValue, ...]) -> None:
        if found != self._values or not self._made:
            self._values, self._nothing_to_ring = found, None
            owners = {None, *(each.organisation for each in found)}
            self._made = {owner: Local(local_information.holding(found, owner)) for owner in owners}

    def nothing_to_ring(self) -> tuple[LocalValue, ...]:
        """Urgent contacts, the partnership's first, in which there is no number that can be rung."""
        values = self.all()
        if self._nothing_to_ring is None:
            self._nothing_to_ring = local_information.nothing_to_ring(values)
        return self._nothing_to_ring

    def of(self, organisation: int | None) -> Local:
        """What holds for the readers of an organisation; None: guests and people without one."""
        self.all()
        return self._made.get(organisation) or self._made.get(None) or Local({})

    def forget(self) -> None:
        """Read all again at the next use."""
        self._state, self._asked = None, -SECONDS_AT_MOST


def information() -> LocalInformation:
    """What this process knows."""
    found: LocalInformation = current_app.extensions["local_information"]
    return found


def here() -> Local:
    """What holds for whoever reads now."""
    reader = learner()
    return information().of(local_information.seen_by(reader.organisations if reader else ()))


def install(app: Flask) -> None:
    """Begin with nothing known."""
    app.extensions["local_information"] = LocalInformation()

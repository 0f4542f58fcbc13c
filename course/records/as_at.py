"""A report as at another day: read from kept sums and steps where they say what is asked, else worked out from the facts.

Sums and steps hold for every day, as long as no row of `standing` is due. Where some are, or more is asked than sums know,
`records.past` works everything out anew: slower, and never wrong. A test holds both equal.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from course.records import name_words, past, standings, status_sums, tables
from course.records.scoped import narrowed
from course.rules.name_words import typed_words
from course.rules.reporting import Asked, Group, Member, order_key
from course.rules.status_steps import is_line_wanted, line_on

AT_A_TIME = 5_000  # rows read
PART = 1_000  # members worked out
standing, kept = tables.standing, tables.status_steps


@dataclass(frozen=True, slots=True)
class InOrder:
    """The memberships of a list, in its order; `members` works out some of them."""

    numbers: Sequence[int]
    members: Callable[[Sequence[int]], list[Member]]

    def everybody(self) -> Iterator[Member]:
        """All of them, some hundreds at a time."""
        for start in range(0, len(self.numbers), PART):
            yield from self.members(self.numbers[start : start + PART])


def groups(store: Connection, asked: Asked) -> list[Group]:
    """As today's groups in `records.reports`."""
    return status_sums.groups(store, asked) if _is_told(store, asked) else past.groups(store, asked)


def trend(store: Connection, asked: Asked, days: Sequence[dt.date]) -> dict[dt.date, Counter[str]]:
    """How many had which status at each of some days (the oldest first)."""
    return status_sums.trend(store, asked, days) if _is_told(store, asked) else past.trend(store, asked, days)


def listed(store: Connection, asked: Asked) -> InOrder:
    """Who is asked for, in the order of the list."""
    if asked.person is not None or not _is_kept(store, asked):
        found = {each.membership: each for each in past.members(store, asked)}
        by_order = sorted(found.values(), key=lambda one: order_key(one, asked.order))
        return InOrder([each.membership for each in by_order], lambda some: [found[each] for each in some])

    def members(some: Sequence[int]) -> list[Member]:
        found = {each.membership: each for each in past.members(store, asked, among=some)}
        return [found[each] for each in some]

    return InOrder([number for *_, number in sorted(_keys(store, asked))], members)


def _keys(store: Connection, asked: Asked) -> Iterator[tuple[Any, ...]]:
    """Of everybody asked for what the list is ordered by, as `rules.reporting.order_key`; at the end the membership."""
    day, rows = asked.day.isoformat(), store.execute(_steps(asked).execution_options(yield_per=AT_A_TIME))
    wanted, order = is_line_wanted(asked), asked.order
    for number, steps, name, *places in rows:
        line = line_on(steps, day)
        if line is not None and wanted(line):
            if order == "expiry":
                yield line[12:22], name, number
            elif order == "status":
                yield line[10], name, number
            else:
                yield *places, name, number


def _steps(asked: Asked) -> Select[Any]:
    """The steps of everybody at the places asked for; and the names of these, where the list is ordered by them."""
    of = standing.c
    places = (of.organisation_key, of.team_key) if asked.order == "team" else ()
    found = select(of.membership, kept.c.steps, of.name_key, *places).join(kept, kept.c.membership == of.membership)
    named_so = (name_words.has(of.person, word) for word in typed_words(asked.name))
    return found.where(of.started_on <= asked.day, *narrowed(asked, of), *named_so)


def _is_told(store: Connection, asked: Asked) -> bool:
    return status_sums.is_told(asked) and _is_kept(store, asked)


def _is_kept(store: Connection, asked: Asked) -> bool:
    """Whether what is kept of all days holds now."""
    return asked.settled and standings.is_settled(store, asked.default, asked.today)

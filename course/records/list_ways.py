"""How a list of today is come by without reading many rows, whatever is asked and in whatever order.

Either an index is walked in the order of the list until the page is full: that costs the more, the fewer of those passed
are wanted. Or the few who can be wanted at all, of a word, job role, edition or place, are read and put in order. The sums
(`standing_counts`) and counts that stop soon tell which costs less: one statement, whatever is asked. Both databases are
told the way: SQLite knows nothing of how many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, select

from course.records import name_words, standing_counts, tables
from course.records.paging import PAGE
from course.records.scoped import at_place
from course.rules.name_words import typed_words
from course.rules.reporting import CHASED, EARLIER, Asked
from course.rules.scoping import Scope

standing = tables.standing
EVERYBODY = Scope(everything=True)
MOST = 10_000  # so many are counted to find out whether they are few
SAMPLE = 300  # of so many it is counted who is wanted, where there is no knowing
APART = 2  # what a row costs that is looked up, in rows that an index gives one after the other; measured
FOUND = 5  # and one that is found by a word
UNEVEN = 10  # so many times as far one may have to go in the order of names for a name: whom it begins stand together


@dataclass(frozen=True, slots=True)
class Walk:
    """What of the question an index of `tables.standings` begins with; the rest is looked at row by row."""

    organisation: bool = False
    team: bool = False
    status: bool = False
    soon: bool = False

    def columns(self) -> SimpleNamespace:
        """The columns of `standing`; but for those that the walk begins with, a condition on them calls for no index."""
        of = standing.c
        begun = {"organisation": self.organisation, "team": self.team, "urgency": self.status, "job_role": False}
        other: dict[str, Any] = {name: of[name] + 0 for name, is_begun in begun.items() if not is_begun}
        return SimpleNamespace(**{column.name: column for column in of} | other | {"edition": of.edition.concat("")})

    def passes(self, asked: Asked) -> Asked:
        """Whom the walk passes, as a question."""
        return replace(
            asked,
            scope=asked.scope if self.organisation or self.team else EVERYBODY,
            organisation=asked.organisation if self.organisation else None,
            team=asked.team if self.team else None,
            statuses=asked.statuses if self.status else frozenset(),
            soon=self.soon,
            edition=None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """A condition that some rows fulfil and all that are wanted do; `size`: how many, and `cost` of looking at one of them.

    Where the sums do not know (`told`) they are counted up to MOST. `by_words`: it stands for all words typed; of a number of
    people, which `rows` may be asked for, for one word alone.
    """

    rows: Callable[[int | None], ColumnElement[bool]]
    size: ScalarSelect[Any]
    cost: int = APART
    told: bool = True
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How to go: `few` are read and put in order, or where that is None the walk is gone. `sample`: some of those who may
    be wanted, all of them if `whole`. `count`: how many are wanted; None where that is still to be counted."""

    walk: Walk
    few: Some | None = None
    sample: Some | None = None
    whole: bool = True
    count: int | None = None


def way(store: Connection, asked: Asked) -> Way:
    """The way that costs the least."""
    walk, some = _walk(asked), list(_some(asked))
    questions = (asked, walk.passes(asked), Walk().passes(asked))
    sizes = [standing_counts.told(each).scalar_subquery() for each in questions]
    fit, passed, everybody, *counts = store.execute(select(*sizes, *(each.size for each in some))).one()
    if fit == 0:
        return Way(walk, count=0)
    counted = dict(zip(some, counts, strict=True))
    wanted = float(fit)
    for each, count in counted.items():
        wanted *= 1 if each.told else min(1.0, count / everybody)
    words = sum(each.by_words for each in some)
    uneven = UNEVEN if words and asked.order == "name" else 1
    gone = min(passed, uneven * PAGE * passed / max(wanted, 1))
    looked_up = {each: 0 if each.by_words else words * APART * min(fit, count) for each, count in counted.items()}
    known = (each for each in some if each.told or counted[each] <= MOST)
    costs = {each: counted[each] * each.cost + looked_up[each] for each in known}
    few = min(costs, key=costs.__getitem__, default=None)
    if few is not None and costs[few] >= gone * (1 + words * APART * fit / passed):
        few = None
    if standing_counts.is_told(asked):
        return Way(walk, few, count=fit)
    sample = few or min((each for each in some if not each.told), key=counted.__getitem__)
    return Way(walk, few, sample, whole=few is not None or counted[sample] <= SAMPLE)


def _walk(asked: Asked) -> Walk:
    """The one that passes the fewest."""
    if asked.soon:
        return Walk(soon=True)
    scope = asked.scope
    one_team = not scope.everything and not scope.organisations and len(scope.teams) == 1
    if (asked.team is not None or one_team) and asked.order == "name" and not asked.statuses:
        return Walk(team=True)
    late = asked.statuses == CHASED and asked.order == "team"
    by_day = len(asked.statuses) == 1 and asked.order == "expiry"
    return Walk(organisation=asked.one_organisation and not by_day, status=len(asked.statuses) == 1 or late)


def _some(asked: Asked) -> Iterator[Some]:
    of, told = standing.c, standing_counts.told
    everywhere = replace(asked, statuses=frozenset(), soon=False, edition=None)
    if asked.person is not None:
        yield _counted(of.person == asked.person)
    words = typed_words(asked.name)
    for word in words:
        others = [each for each in words if each != word]
        size, cost = name_words.how_many(word, MOST + 1), FOUND * len(words)
        yield Some(partial(_of_words, word, others), size, cost, told=False, by_words=True)
    if asked.job_role is not None:
        yield _counted(of.job_role == asked.job_role)
    if asked.edition not in (None, EARLIER):
        taken = replace(everywhere, scope=EVERYBODY, organisation=None, team=None, edition=asked.edition)
        yield Some(lambda _most: of.edition == asked.edition, told(taken).scalar_subquery())
    if not asked.scope.everything or asked.organisation is not None or asked.team is not None:
        yield Some(lambda _most: and_(*at_place(asked, of)), told(everywhere).scalar_subquery())


def _of_words(word: str, others: Sequence[str], most: int | None) -> ColumnElement[bool]:
    """Whose words begin with all of them, or of those of whom one begins with the first, so many."""
    found = name_words.holders(word, *others) if most is None else name_words.holders(word).limit(most)
    return standing.c.person.in_(found)


def _counted(rows: ColumnElement[bool]) -> Some:
    found = select(standing.c.membership).where(rows).limit(MOST + 1)
    size = select(func.count()).select_from(found.subquery()).scalar_subquery()
    return Some(lambda _most: rows, size, told=False)


def read(some: Some, more: Sequence[str], most: int | None = None) -> Any:
    """These rows, up to `most`, as a table of their own, whose conditions call for no index: a query with OFFSET is not
    taken apart. It has the columns by which rows are left out and put in order, which the indexes have too; and `more`."""
    of = standing.c
    rows = select(*(of[name] for name in (*tables.SOUGHT, *more))).where(some.rows(most), of.urgency.is_not(None))
    return rows.limit(most).offset(0).subquery("few")

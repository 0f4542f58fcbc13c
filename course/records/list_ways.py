"""How a list of today is come by without reading many rows, whatever is asked and in whatever order.

Either an index is walked in the order of the list until the page is full: that costs the more, the fewer of those passed
are wanted. Or the few who can be wanted at all, of a word, job role, edition or place, are read and put in order. The sums
(`standing_counts`) and counts that stop soon tell which costs less: one statement, whatever is asked. Both databases are
told the way: SQLite knows nothing of how many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, and_, func, literal_column, select

from course.records import name_words, standing_counts, tables
from course.records.paging import PAGE
from course.records.scoped import at_place
from course.rules.name_words import is_told, typed_words
from course.rules.reporting import CHASED, EARLIER, Asked
from course.rules.scoping import Scope
from course.rules.standing import TRAINED

standing = tables.standing
EVERYBODY = Scope(everything=True)
MOST = 4_000  # so many are counted to find out whether they are few; twice as many where looking at one costs little
TOGETHER = 8  # organisations that are walked side by side
SAMPLE = 300  # of so many it is counted who is wanted, where there is no knowing
# What a row costs, in rows that a walk passes; measured
APART = 2  # one of a place, job role or edition
FOUND = 26  # one that is found by a word
PASSED = 2  # one that has a word and lacks the bits of the others typed
LOOKED = 8  # one whose words are looked at
CHANCE = 0.05  # of those who have no such word, so many have its bits, where these do not tell all
BEYOND = 3  # times MOST there may be where there are more
UNEVEN = 2  # times as far one may have to go: who is wanted may stand together


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
            statuses=_begun_with(asked) if self.status else frozenset(),
            soon=self.soon,
            edition=None,
        )

    def parts(self, asked: Asked) -> list[Asked]:
        """The question taken apart, so that each part is walked in order: by organisation, and where only those trained
        count, by status."""
        places = [(asked.scope, asked.organisation)]
        if self.organisation and not asked.one_organisation:
            places = [(EVERYBODY, each) for each in sorted(asked.scope.organisations)]
        statuses = [asked.statuses]
        if self.status and asked.edition == EARLIER:
            statuses = [frozenset({each}) for each in sorted(_begun_with(asked))]
        return [
            replace(asked, scope=scope, organisation=organisation, statuses=each)
            for scope, organisation in places
            for each in statuses
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """A condition that some rows fulfil and all that are wanted do; `size`: how many, and `cost` of looking at one of them.

    Where the sums do not know (`told`) they are counted up to `most`. `word`: a typed one that all of them have. Then `rows`
    may be asked for a number of people who have it; all of them have the `others` as well.
    """

    rows: Callable[[int | None], ColumnElement[bool]]
    size: ScalarSelect[Any]
    cost: int = APART
    told: bool = True
    most: int = 0
    word: str = ""
    others: tuple[str, ...] = ()

    def known(self, most: int | None = None) -> tuple[str, ...]:
        """The words that `rows` are known to have."""
        return (self.word, *self.others) if most is None else (self.word,)


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
    named = [each.word for each in some if each.word and asked.order == "name"]
    questions = (asked, walk.passes(asked), Walk().passes(asked))
    sizes = [standing_counts.told(each).scalar_subquery() for each in questions]
    first = (name_words.how_many_begin(word, MOST + 1) for word in named)
    fit, passed, everybody, *counts = store.execute(select(*sizes, *(each.size for each in some), *first)).one()
    if fit == 0:
        return Way(walk, count=0)
    counted = {
        each: count if count <= each.most or each.told else BEYOND * MOST
        for each, count in zip(some, counts, strict=False)
    }
    together = dict(zip(named, counts[len(some) :], strict=True))
    looked = _looked(counted, everybody)
    costs = {
        each: _of_word(each, counted, everybody) if each.word else count * each.cost + min(fit, count) * looked
        for each, count in counted.items()
        if each.told or count <= each.most
    }
    wanted = fit * _thinnest(counted, together, everybody)
    gone = min(passed, UNEVEN * PAGE * passed / max(wanted, 1))
    few = min(costs, key=costs.__getitem__, default=None)
    if few is not None and costs[few] >= gone * (1 + looked * fit / passed):
        few = None
    if standing_counts.is_told(asked):
        return Way(walk, few, count=fit)
    sample = few or min((each for each in some if not each.told), key=counted.__getitem__)
    return Way(walk, few, sample, whole=few is not None or counted[sample] <= SAMPLE)


def _of_word(word: Some, counted: Mapping[Some, int], everybody: int) -> float:
    """What it costs to read whoever has a word and, as far as the bits tell, the others that were typed."""
    others = {each: count for each, count in counted.items() if each.word in word.others}
    return counted[word] * (
        (PASSED if others else 0) + _have(others, everybody) * word.cost + _looked(others, everybody)
    )


def _looked(counted: Mapping[Some, int], everybody: int) -> float:
    """What it costs to look for all words typed with one person: none is looked for where bits are lacking."""
    return LOOKED * _have(counted, everybody) * sum(not is_told(each.word) for each in counted if each.word)


def _have(counted: Mapping[Some, int], everybody: int) -> float:
    """The share of people who have the bits of all these words."""
    share = 1.0
    for each, count in counted.items():
        if each.word:
            share *= min(1.0, count / everybody + (0 if is_told(each.word) else CHANCE))
    return share


def _thinnest(counted: Mapping[Some, int], together: Mapping[str, int], everybody: int) -> float:
    """The share of people of whom is true what the sums do not know, where a walk meets the fewest of them."""
    share = 1.0
    for each, count in counted.items():
        if not each.told:
            share *= min(1.0, (count - together.get(each.word, 0)) / everybody)
    return share


def _walk(asked: Asked) -> Walk:
    """The one that passes the fewest."""
    if asked.soon:
        return Walk(soon=True)
    scope = asked.scope
    one_team = not scope.everything and not scope.organisations and len(scope.teams) == 1
    if (asked.team is not None or one_team) and asked.order == "name" and not asked.statuses:
        return Walk(team=True)
    late = asked.statuses == CHASED and asked.order == "team"
    organisation = asked.one_organisation or _some_organisations(asked)
    if asked.order == "expiry":  # no index begins with both
        status = len(asked.statuses) == 1 or (asked.edition == EARLIER and not organisation)
        return Walk(organisation=organisation and not status, status=status)
    earlier = asked.edition == EARLIER and asked.order == "name"
    return Walk(organisation=organisation, status=len(asked.statuses) == 1 or late or earlier)


def _some_organisations(asked: Asked) -> bool:
    """Whether it is asked for everybody of a few organisations."""
    scope = asked.scope
    alone = not scope.everything and not scope.teams and asked.team is None and asked.order != "team"
    return alone and 1 < len(scope.organisations) <= TOGETHER


def _begun_with(asked: Asked) -> frozenset[str]:
    """The statuses of everybody who is asked for, as far as they are known."""
    if asked.edition == EARLIER:
        return asked.statuses & TRAINED if asked.statuses else TRAINED
    return asked.statuses


def _some(asked: Asked) -> Iterator[Some]:
    of, told = standing.c, standing_counts.told
    everywhere = replace(asked, statuses=frozenset(), soon=False, edition=None)
    if asked.person is not None:
        yield _counted(of.person == asked.person)
    words = typed_words(asked.name)
    for word in words:
        others = tuple(each for each in words if each != word)
        size = name_words.how_many(word, MOST + 1)
        yield Some(partial(_of_words, word, others), size, FOUND, told=False, most=MOST, word=word, others=others)
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
    most = 2 * MOST
    found: Select[Any] = select(literal_column("1")).select_from(standing).where(rows).limit(most + 1)
    size = select(func.count()).select_from(found.subquery()).scalar_subquery()
    return Some(lambda _most: rows, size, told=False, most=most)


def read(some: Some, most: int | None) -> Any:
    """These rows, up to `most`, as a table of their own, whose conditions call for no index: a query with OFFSET is not
    taken apart. It has the columns by which rows are left out, which the indexes have too."""
    of = standing.c
    rows = select(*(of[name] for name in tables.SOUGHT)).where(some.rows(most), of.urgency.is_not(None))
    return rows.limit(most).offset(0).subquery("few")

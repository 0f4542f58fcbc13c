"""Who finished counts beside how many of them answered: merging must not let one answer more, or fewer, show.

What was told under one record may belong to a completion of the other afterwards. Such a completion is silent in its place
from then on, as one that was withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, and_, func, literal, select, union_all

from course.records import answer_places, tables
from course.rules.impact import CHANGE

completion, said, first, later = tables.completion, tables.reflection, tables.first_rating, tables.follow_up
Beside = Mapping[int, frozenset[tuple[str, dt.datetime]]]
"""By completion, at which moments its person answered, and when first."""


def answers_beside(store: Connection, *people: int) -> Beside:
    """What response rates count beside the completions of these people."""
    rated = select(said.c.person, said.c.cycle, said.c.moment, first.c.at).join(first, first.c.reflection == said.c.id)
    told = select(later.c.person, later.c.cycle, literal(CHANGE), later.c.at).where(later.c.change_done.is_not(None))
    given = union_all(rated, told).subquery().c
    same = and_(given.person == completion.c.person, given.cycle == completion.c.cycle)
    found = select(completion.c.id, given.moment, func.min(given.at)).join(completion, same)
    mine = found.where(completion.c.person.in_(people)).group_by(completion.c.id, given.moment)
    beside = defaultdict[int, set[tuple[str, dt.datetime]]](set)
    for number, moment, at in store.execute(mine):
        beside[number].add((moment, at))
    return {number: frozenset(each) for number, each in beside.items()}


def silence_changed(store: Connection, before: Beside, kept: int) -> None:
    """Completions beside which something else stands now than before. To be called when all has moved."""
    after = answers_beside(store, kept)
    none = frozenset[tuple[str, dt.datetime]]()
    changed = [each for each in before.keys() | after.keys() if before.get(each, none) != after.get(each, none)]
    if changed:
        answer_places.leave(store, completion, completion.c.id.in_(changed))

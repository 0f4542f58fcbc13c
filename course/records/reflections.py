"""What people answered before and after the course: one row for a person, a cycle and a moment, with its answers.

The cycle is the one of `completion`: 1 until the course was completed and as long as there is no second completion. So
what is answered before the course and after it belongs together.

A rating is kept twice: as it is now, for its learner, and as it was first given, which is what reports count (`first_rating`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Set
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from course.records import answer_places, tables
from course.records.statements import insert_if_new
from course.rules.facts import Reflected
from course.rules.impact import USEFULNESS
from course.rules.outcomes import Outcome
from course.rules.reflecting import digest, is_empty, says_the_same, with_first_answers

table, answer, first, account = tables.reflection, tables.reflection_answer, tables.first_rating, tables.account


def present_cycle(store: Connection, person: int) -> int:
    """The cycle to which an answer given now belongs."""
    completed = tables.completion.c
    return store.scalar(select(func.coalesce(func.max(completed.cycle), 1)).where(completed.person == person)) or 1


def reflections_of(store: Connection, person: int) -> tuple[Reflected, ...]:
    """All that a person answered or skipped, the first first; two statements."""
    own = table.c.person == person
    given = select(answer).join(table, table.c.id == answer.c.reflection).where(own).order_by(answer.c.item)
    of: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for each in store.execute(given):
        of[each.reflection].append((each.item, each.value))
    rows = store.execute(select(table).where(own).order_by(table.c.cycle, table.c.moment.desc())).mappings()
    names = [name for name in Reflected.__dataclass_fields__ if name != "answers"]
    return tuple(Reflected(answers=tuple(of[row["id"]]), **{name: row[name] for name in names}) for row in rows)


def answer_questions(store: Connection, person: int, given: Reflected, opened: str, knowledge: Set[str]) -> Outcome:
    """Keep what was answered, in the present cycle, unless other answers were kept since the form was opened.

    `opened` is the digest of the answers that the form was opened with. Newer answers stay then, and the form goes back
    to whoever sent it, so that neither is lost. The same form may come twice. Of `knowledge` the first answer stays. All
    of it is decided after the account is held, so that two forms of one person come one after the other.
    """
    if not _holds(store, person):
        return Outcome.CLOSED
    given = replace(given, cycle=present_cycle(store, person))
    same = (given.cycle, given.moment)
    earlier = next((each for each in reflections_of(store, person) if (each.cycle, each.moment) == same), None)
    if opened != digest(earlier) and not says_the_same(given, earlier, knowledge):
        return Outcome.CHANGED
    if is_empty(given) and (earlier is None or earlier.skipped):
        skip_reflection(store, person, given.cycle, given.moment, given.edition, given.at)
        return Outcome.SKIPPED
    keep_reflection(store, person, with_first_answers(given, earlier, knowledge))
    return Outcome.KEPT


def keep_reflection(store: Connection, person: int, given: Reflected) -> bool:
    """Keep what was answered in place of what stood there. False, and nothing kept, when the account was closed."""
    if not _holds(store, person):
        return False
    number = _number(store, person, given)
    values = {name: getattr(given, name) for name in ("edition", "skipped", "usefulness", "intended_change", "at")}
    store.execute(table.update().where(table.c.id == number).values(values))
    store.execute(delete(answer).where(answer.c.reflection == number))
    if given.answers:
        rows = [{"reflection": number, "item": item, "value": value} for item, value in given.answers]
        store.execute(insert(answer), rows)
    _keep_first(store, person, number, given)
    return True


def _keep_first(store: Connection, person: int, number: int, given: Reflected) -> None:
    """What is rated for the first time is counted from now on, and stays as it is."""
    useful = () if given.usefulness is None else ((USEFULNESS, given.usefulness),)
    known = set(store.execute(select(first.c.item).where(first.c.reflection == number)).scalars())
    of = {"reflection": number, "edition": given.edition, "at": given.at}
    rows = [{"item": item, "value": value, **of} for item, value in (*given.answers, *useful) if item not in known]
    if rows:
        store.execute(insert(first), rows)
        items = [each["item"] for each in rows]
        answer_places.keep(store, answer_places.RATING, person, number, items, given.at, moment=given.moment)


def skip_reflection(store: Connection, person: int, cycle: int, moment: str, edition: str, now: dt.datetime) -> None:
    """Note that somebody would rather not be asked; what was answered before stays as it is."""
    if _holds(store, person):
        insert_if_new(store, table, person=person, cycle=cycle, moment=moment, edition=edition, skipped=True, at=now)


def delete_all(store: Connection, person: int) -> None:
    """Delete everything that a person answered or skipped."""
    _delete(store, table.c.person == person)


def delete_moment(store: Connection, person: int, cycle: int, moment: str) -> None:
    """Delete what a person answered or skipped at one moment."""
    _delete(store, table.c.person == person, table.c.cycle == cycle, table.c.moment == moment)


def _delete(store: Connection, *which: ColumnElement[bool]) -> None:
    answer_places.leave(store, table, *which)
    numbers = store.execute(select(table.c.id).where(*which)).scalars().all()
    for each in tables.OF_REFLECTION:
        store.execute(delete(each).where(each.c.reflection.in_(numbers)))
    store.execute(delete(table).where(table.c.id.in_(numbers)))


def _holds(store: Connection, person: int) -> bool:
    """Whether the account is open. Until the commit nobody closes it, and no other answer of this person comes between."""
    held = select(account.c.person).where(account.c.person == person).with_for_update()
    return store.execute(held).one_or_none() is not None


def _number(store: Connection, person: int, given: Reflected) -> int:
    """The row of that person, cycle and moment, made if there is none."""
    own = {"person": person, "cycle": given.cycle, "moment": given.moment}
    made = insert_if_new(store, table, **own, edition=given.edition, skipped=given.skipped, at=given.at)
    if made is not None:
        return int(made["id"])
    found = select(table.c.id).where(*(table.c[name] == value for name, value in own.items()))
    return int(store.execute(found).scalar_one())

"""What is asked some weeks after the course: who wishes it, what they answered, and the one question to a manager.

A manager's address stands in the outbox alone, until the letter has gone, and never longer than the question holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, exists, select, update

from course.records import answer_places, letter_tokens, outbox, tables
from course.records.statements import insert_if_new
from course.records.tokens import digest, new_token
from course.rules.follow_up import FollowUp
from course.rules.impact import CHANGE, MANAGER

wish, table, question = tables.follow_up_wish, tables.follow_up, tables.manager_question
NAMES = tuple(FollowUp.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class ManagerQuestion:
    """The question behind a manager's link. `change` is the intended change, None unless the learner wants it shown."""

    person: int
    cycle: int
    name: str
    change: str | None
    expires_on: dt.date
    answer: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The learner's side of it: until when the manager may answer, and whether that has been done; not what was said."""

    expires_on: dt.date
    answered: bool


def set_wish(store: Connection, person: int, cycle: int, due_on: dt.date, now: dt.datetime) -> None:
    """The person wants to be written to. Twice is once."""
    if _holds(store, person):
        insert_if_new(store, wish, person=person, cycle=cycle, due_on=due_on, wished_at=now)


def take_wish_back(store: Connection, person: int, cycle: int) -> None:
    """Better not; a letter that has not gone is taken back."""
    store.execute(delete(wish).where(wish.c.person == person, wish.c.cycle == cycle))
    outbox.drop(store, letter_key(person, cycle))


def has_wish(store: Connection, person: int, cycle: int) -> bool:
    """Whether the person wants to be written to."""
    asked = select(wish.c.person).where(wish.c.person == person, wish.c.cycle == cycle)
    return store.execute(asked).one_or_none() is not None


def due_wishes(store: Connection, day: dt.date) -> tuple[tuple[int, int], ...]:
    """Person and cycle of the wishes whose day has come, not answered yet and not written about before."""
    answered = select(table.c.id).where(table.c.person == wish.c.person, table.c.cycle == wish.c.cycle)
    asked = select(wish.c.person, wish.c.cycle).where(wish.c.due_on <= day, ~exists(answered)).order_by(wish.c.person)
    found = [(each.person, each.cycle) for each in store.execute(asked)]
    written = set(store.execute(select(tables.outbox.c.key).where(tables.outbox.c.kind == "follow-up")).scalars())
    return tuple(each for each in found if letter_key(*each) not in written)


def letter_key(person: int, cycle: int) -> str:
    """What the letter with the questions is called in the outbox."""
    return f"follow-up:{person}:{cycle}"


def follow_up_of(store: Connection, person: int, cycle: int) -> FollowUp | None:
    """What the person answered; None for nothing."""
    return next((each for each in follow_ups_of(store, person) if each.cycle == cycle), None)


def follow_ups_of(store: Connection, person: int) -> tuple[FollowUp, ...]:
    """All that the person answered, the first time through the course first."""
    asked = select(*(table.c[name] for name in NAMES)).where(table.c.person == person).order_by(table.c.cycle)
    return tuple(FollowUp(*row) for row in store.execute(asked))


def keep(store: Connection, person: int, given: FollowUp) -> bool:
    """Keep the answers. False where others of this cycle are kept (the same twice is fine), or the account was closed."""
    if not _holds(store, person):
        return False
    made = insert_if_new(store, table, person=person, **asdict(given))
    if made is not None:
        if given.change_done is not None:
            answer_places.keep(store, answer_places.ANSWER, person, made["id"], (CHANGE,), given.at)
        outbox.drop_waiting(store, letter_key(person, given.cycle))
        return True
    kept = follow_up_of(store, person, given.cycle)
    return kept is not None and kept.says_the_same(given)


def ask_manager(
    store: Connection, person: int, cycle: int, *, tells_change: bool, expires_on: dt.date, now: dt.datetime
) -> str | None:
    """Make the question; returns the token of its link, which is stored nowhere. None where it was asked before.

    A letter to the manager goes with a token of its own, made when it is sent (`letter_tokens`)."""
    token = new_token()
    values = {"token_digest": digest(token), "tells_change": tells_change, "asked_at": now, "expires_on": expires_on}
    made = insert_if_new(store, question, person=person, cycle=cycle, **values)
    if made is None:
        return None
    answer_places.keep(store, answer_places.ASKED, person, made["id"], (MANAGER,), now)
    return token


def asked_manager(store: Connection, person: int, cycle: int) -> Asked | None:
    """Whether the manager was asked, for the learner."""
    found = select(question.c.expires_on, question.c.answered_at.is_not(None))
    row = store.execute(found.where(question.c.person == person, question.c.cycle == cycle)).one_or_none()
    return Asked(*row) if row else None


def manager_question(store: Connection, token: str) -> ManagerQuestion | None:
    """The question of a link, answered and past ones too; None where there never was one, or the account was closed."""
    said, who = tables.reflection, tables.person
    after = (said.c.person == question.c.person) & (said.c.cycle == question.c.cycle) & (said.c.moment == "after")
    joined = question.join(who, who.c.id == question.c.person).outerjoin(said, after)
    columns = (question.c.person, question.c.cycle, who.c.name, said.c.intended_change, question.c.tells_change)
    asked = select(*columns, question.c.expires_on, question.c.answer).select_from(joined)
    row = store.execute(asked.where(question.c.token_digest == digest(token))).one_or_none()
    if row is None:
        return None
    change = row.intended_change if row.tells_change else None
    return ManagerQuestion(row.person, row.cycle, row.name, change, row.expires_on, row.answer)


def answer_manager(store: Connection, token: str, answer: str, day: dt.date, now: dt.datetime) -> bool:
    """Keep a manager's answer, once; the letter goes, with the address. False when it was answered, or is too late."""
    open_ = (question.c.token_digest == digest(token), question.c.answer.is_(None), question.c.expires_on >= day)
    values = {"answer": answer, "answered_at": now}
    answered = (
        update(question).where(*open_).values(values).returning(question.c.id, question.c.person, question.c.cycle)
    )
    found = store.execute(answered).one_or_none()
    if found is not None:
        answer_places.keep(store, answer_places.ANSWER, found.person, found.id, (MANAGER,), now)
        outbox.drop(store, letter_tokens.manager_key(found.person, found.cycle))
    return found is not None


def delete_answers(store: Connection, person: int, cycle: int) -> None:
    """Delete what the person answered in one cycle."""
    own = (table.c.person == person, table.c.cycle == cycle)
    answer_places.leave(store, table, *own)
    store.execute(delete(table).where(*own))


def delete_all(store: Connection, person: int) -> None:
    """Delete wishes, answers and questions of a person."""
    for each in (table, question):
        answer_places.leave(store, each, each.c.person == person)
    for each in (wish, table, question):
        store.execute(delete(each).where(each.c.person == person))


def _holds(store: Connection, person: int) -> bool:
    """Whether the account is open; until the commit nobody closes it."""
    held = select(tables.account.c.person).where(tables.account.c.person == person).with_for_update()
    return store.execute(held).one_or_none() is not None

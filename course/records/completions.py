"""Completions: one row and one certificate for each time that a person completed the course. Never undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, update

from course.records import answer_places, people, standings, tables
from course.records.statements import insert_if_new
from course.records.tokens import as_code, new_code
from course.rules.facts import Completion, CompletionFacts, Cycle, ModuleScore
from course.rules.impact import MANAGER
from course.rules.room import KIND

GROUPS = 4  # of four: sixteen characters, far too many to guess
table = tables.completion


def add_completion(
    store: Connection, facts: CompletionFacts, cycle: int = 1, entered: dt.datetime | None = None
) -> Completion:
    """Keep a completion under a new code. A second one of the same person and cycle gives the first.

    `entered`: when it came into the records, if not at its own moment.
    """
    values = asdict(facts) | {"modules": [[each.module, each.title, each.marks, each.out_of] for each in facts.modules]}
    made = insert_if_new(store, table, code=new_code(GROUPS), cycle=cycle, **values)
    if made is not None:
        answer_places.keep(
            store, answer_places.FINISHED, facts.person, made["id"], (MANAGER,), facts.at, entered=entered
        )
        standings.touch(store, facts.person)
        return _completion(made)
    first = _completions(store, table.c.person == facts.person, table.c.cycle == cycle)
    return first[0] if first else add_completion(store, facts, cycle, entered)  # else another certificate has the code


def next_cycle(store: Connection, person: int) -> int:
    """The cycle that a person's next completion gets. Hold the person, so that nobody else takes it meanwhile."""
    return int(store.scalar(select(func.max(table.c.cycle)).where(table.c.person == person)) or 0) + 1


def first_cycle(store: Connection, person: int) -> int:
    """The cycle of the first completion of somebody who has none, or whose registers were put right so that none is left.

    However often it is asked in transactions beside one another it is the same, so that they make one completion.
    """
    taken_back = (table.c.person == person, table.c.kind == KIND, table.c.withdrawn_at.is_not(None))
    return int(store.scalar(select(func.count()).where(*taken_back)) or 0) + 1


def set_minutes(store: Connection, completion: int, minutes: int) -> None:
    """Put right how long somebody was there; only a register that was put right says so."""
    store.execute(update(table).where(table.c.id == completion).values(learning_minutes=minutes))


def add_first(store: Connection, facts: CompletionFacts) -> Completion:
    """Keep the first completion of somebody; where registers that were put right have made some before, behind those."""
    made = add_completion(store, facts)
    if made.kind == KIND and made.withdrawn_at is not None:
        made = add_completion(store, facts, first_cycle(store, facts.person))
    return made


def completion_by_code(store: Connection, code: str) -> Completion | None:
    """The completion of a certificate's code, typed in any case, with or without hyphens."""
    stored = as_code(code, GROUPS)
    return next(iter(_completions(store, table.c.code == stored)), None) if stored else None


def completions_of(store: Connection, person: int) -> tuple[Completion, ...]:
    """A person's completions, newest first, withdrawn ones too; a register closed late does not make its session newer."""
    return _completions(store, table.c.person == person)


def by_numbers(store: Connection, numbers: Collection[int]) -> tuple[Completion, ...]:
    """Those completions, the newest first; one statement, however many."""
    return _completions(store, table.c.id.in_(list(numbers)))


def cycles_of(store: Connection, person: int) -> tuple[Cycle, ...]:
    """A person's completions, as far as the next one asks; one statement, so that cycle and dates belong together."""
    columns = (table.c.cycle, table.c.edition, table.c.at, table.c.withdrawn_at, table.c.kind)
    found = select(*columns).where(table.c.person == person)
    return tuple(Cycle(*row) for row in store.execute(found.order_by(table.c.cycle)))


def withdraw(store: Connection, completion: int, reason: str, by: int, now: dt.datetime) -> bool:
    """Withdraw a certificate, with a reason for its check page. False, and nothing changed, when it was before."""
    first = update(table).where(table.c.id == completion, table.c.withdrawn_at.is_(None))
    values = {"withdrawn_at": now, "withdrawn_reason": reason, "withdrawn_by": by}
    person = store.execute(first.values(values).returning(table.c.person)).scalar_one_or_none()
    if person is not None:
        standings.touch(store, person)
    return person is not None


def holder_name(store: Connection, person: int) -> str:
    """The name to print on a certificate; "" when the account was closed."""
    return people.person_name(store, person) or ""


def _completions(store: Connection, *which: ColumnElement[bool]) -> tuple[Completion, ...]:
    rows = store.execute(select(table).where(*which).order_by(table.c.at.desc(), table.c.cycle.desc())).mappings()
    return tuple(_completion(row) for row in rows)


def _completion(row: RowMapping) -> Completion:
    return Completion(
        **{name: row[name] for name in Completion.__dataclass_fields__ if name not in ("modules", "competences")},
        modules=tuple(ModuleScore(*score) for score in row["modules"]),
        competences=tuple(row["competences"]),
    )

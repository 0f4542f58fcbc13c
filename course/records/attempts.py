"""Quizzes handed in, each with its own judgement and with the wording of its day, and looks at the answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, select

from course.records import answer_places, tables
from course.records.statements import insert_if_new, insert_rows, run
from course.rules.facts import Answer, Attempt

KEEP_WORDING = """
INSERT INTO quiz_wording (digest, quiz, edition, wording, kept_at) VALUES (:digest, :quiz, :edition, :wording, :at)
ON CONFLICT DO NOTHING"""
ADD_ATTEMPT = """
INSERT INTO attempt (person, key, module, quiz, digest, edition, marks, out_of, pass_mark, at, after_look)
SELECT person.id, :key, :module, :quiz, :digest, :edition, :marks, :out_of, :pass_mark, :at,
    CAST(:after_look AS boolean) OR EXISTS (SELECT 1 FROM look WHERE look.person = person.id AND look.quiz = :quiz)
FROM person WHERE person.id = :person /* lock the person */
ON CONFLICT (person, key) DO NOTHING RETURNING id"""
FIRST_ATTEMPT = "SELECT id FROM attempt WHERE person = :person AND key = :key"
ADD_ANSWERS = "INSERT INTO attempt_answer (attempt, number, statement, answer, is_right)"


@dataclass(frozen=True, slots=True)
class HandIn:
    """A hand-in without its answers. `typed_by`: who typed it in from paper, "" where that account was closed; None: nobody."""

    id: int
    quiz: str
    marks: int
    out_of: int
    at: dt.datetime
    typed_by: str | None


def keep_wording(store: Connection, digest: str, quiz: str, edition: str, wording: str, now: dt.datetime) -> None:
    """Keep how a quiz reads under its digest, before its first attempt; kept once, never changed."""
    values = {"digest": digest, "quiz": quiz, "edition": edition, "wording": wording, "at": now}
    run(store, KEEP_WORDING, values)


def wording(store: Connection, digest: str) -> str | None:
    """The kept wording, or None where nobody has ever handed in this version."""
    table = tables.quiz_wording.c
    return store.execute(select(table.wording).where(table.digest == digest)).scalar_one_or_none()


def wording_edition(store: Connection, digest: str) -> str | None:
    """The edition in which a wording was first handed in: what an answer to a form left open since then counts as."""
    table = tables.quiz_wording.c
    return store.execute(select(table.edition).where(table.digest == digest)).scalar_one_or_none()


def add_attempt(store: Connection, attempt: Attempt, key: str, entered: dt.datetime | None = None) -> int:
    """Keep a hand-in, whose `id` is not looked at; returns the id it gets. Its wording must be kept already.

    It counts as made after a look where the person ever looked at the answers of this quiz, in whatever wording.

    `key` came with the form: the same key of the same person gives the id of the first, and nothing is added. Until the
    commit other writes of this person's facts wait. `entered`: when it came into the records, if not at its own moment.
    Raises LookupError for an unknown person.
    """
    values = {name: getattr(attempt, name) for name in ATTEMPT_FIELDS} | {"key": key}
    added = run(store, ADD_ATTEMPT, values)
    if not added:
        return _first_attempt(store, attempt.person, key)
    number: int = added[0][0]
    answers = [
        (number, place, each.statement, each.answer, each.right) for place, each in enumerate(attempt.answers, 1)
    ]
    insert_rows(store, ADD_ANSWERS, answers)
    answer_places.keep_first(store, attempt, number, entered)
    return number


ATTEMPT_FIELDS = (
    "person", "module", "quiz", "digest", "edition", "marks", "out_of", "pass_mark", "at", "after_look"
)  # fmt: skip


def _first_attempt(store: Connection, person: int, key: str) -> int:
    found = run(store, FIRST_ATTEMPT, {"person": person, "key": key})
    if not found:
        raise LookupError(f"there is no person {person}")
    number: int = found[0][0]
    return number


def attempt(store: Connection, number: int) -> Attempt | None:
    """One attempt with its answers."""
    return next(iter(_attempts(store, tables.attempt.c.id == number)), None)


def attempts_of(store: Connection, person: int) -> tuple[Attempt, ...]:
    """A person's attempts with their answers, newest first; two statements, however many there are.

    One that is too old has lost its answers and keeps its marks.
    """
    return _attempts(store, tables.attempt.c.person == person)


def handed_in(store: Connection, person: int) -> tuple[HandIn, ...]:
    """The same attempts without their answers, in one statement."""
    c, paper, who = tables.attempt.c, tables.paper_attempt, tables.person
    typed_by = case((paper.c.attempt.is_not(None), func.coalesce(who.c.name, "")))
    joined = tables.attempt.outerjoin(paper, paper.c.attempt == c.id).outerjoin(who, who.c.id == paper.c.typed_by)
    found = select(c.id, c.quiz, c.marks, c.out_of, c.at, typed_by).select_from(joined).where(c.person == person)
    return tuple(HandIn(*row) for row in store.execute(found.order_by(c.at.desc(), c.id.desc())))


def note_look(store: Connection, person: int, quiz: str, digest: str, now: dt.datetime) -> None:
    """The answers of a quiz were shown without handing in; the first moment stays."""
    insert_if_new(store, tables.look, person=person, quiz=quiz, digest=digest, at=now)


def _attempts(store: Connection, which: ColumnElement[bool]) -> tuple[Attempt, ...]:
    table, answer = tables.attempt, tables.attempt_answer
    rows = store.execute(select(table).where(which).order_by(table.c.at.desc(), table.c.id.desc())).mappings().all()
    of: defaultdict[int, list[Answer]] = defaultdict(list)
    given = select(answer).join(table, table.c.id == answer.c.attempt).where(which, ~table.c.answers_gone)
    for each in store.execute(given.order_by(answer.c.number)):
        of[each.attempt].append(Answer(each.statement, each.answer, each.is_right))
    return tuple(
        Attempt(id=row["id"], answers=tuple(of[row["id"]]), **{name: row[name] for name in ATTEMPT_FIELDS})
        for row in rows
    )

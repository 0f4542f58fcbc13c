"""Answers as they stood in the records before each was kept with its place; some were deleted, and left theirs in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, column, delete, insert, select, table, update

from course.records import tables
from course.records.columns import Moment
from tests.records.answered import History, Row

GONE = {7, 40, 41, 150}
LEFT = table(
    "gone_answer", *map(column, ("list", "item", "moment", "organisation", "team")), column("at", Moment)
)  # fmt: skip


def put_without_places(store: Connection) -> History:
    """A history in which some were erased, and some hand-ins were first ones until two records became one."""
    history = History(4, people=160)
    history.one_by_one()
    history.put_rows(store)
    store.execute(insert(LEFT), list(_left(history)))
    said = select(tables.reflection.c.id).where(tables.reflection.c.person.in_(GONE))
    for each in tables.OF_REFLECTION:
        store.execute(delete(each).where(each.c.reflection.in_(said)))
    for each in (tables.reflection, tables.follow_up, tables.manager_question):
        store.execute(delete(each).where(each.c.person.in_(GONE)))
    store.execute(update(tables.person).where(tables.person.c.id.in_(GONE)).values(name=""))
    history.gone = GONE
    later = [row for row in history.rows["attempt"] if row["key"].endswith("-1")][20:60:9]
    for row in later:
        row["silent"] = True
    marked = tables.attempt.c.id.in_([row["id"] for row in later])
    store.execute(update(tables.attempt).where(marked).values(first_of_merged=True))
    return history


def hand_ins_with_places(store: Connection) -> set[int]:
    place = tables.answer_place.c
    return set(store.execute(select(place.answer).where(place.list == "quiz")).scalars())


def first_hand_ins(history: History) -> set[int]:
    """Those that count for a place: made before a look, first or first once, by somebody who belonged somewhere."""
    first: dict[tuple[int, str], Row] = {}
    for row in sorted(history.rows["attempt"], key=lambda row: (row["at"], row["id"])):
        first.setdefault((row["person"], row["quiz"]), row)
    once = [*first.values(), *(row for row in history.rows["attempt"] if row.get("silent"))]
    return {row["id"] for row in once if not row["after_look"] and _stays(history, row["person"], row["at"])}


def _stays(history: History, person: int, at: dt.datetime) -> list[Row]:
    return [
        each
        for each in history.stays[person]
        if each["started_on"] <= at.date() and (each["left_on"] is None or each["left_on"] > at.date())
    ]


def _left(history: History) -> Iterator[dict[str, Any]]:
    """The places that the answers of those who are gone have left."""
    said = {row["id"]: row for row in history.rows["reflection"]}
    of: list[tuple[str, str, str, int, dt.datetime | None]] = [
        ("rating", each["item"], said[each["reflection"]]["moment"], said[each["reflection"]]["person"], each["at"])
        for each in history.first_ratings()
    ]
    for row in history.rows["manager_question"]:
        of.append(("asked", "manager", "", row["person"], row["asked_at"]))
        of.append(("answer", "manager", "", row["person"], row["answered_at"]))
    of += [
        ("answer", "change", "", row["person"], row["at"]) for row in history.rows["follow_up"] if row["change_done"]
    ]
    for name, item, moment, person, at in of:
        if person in GONE and at is not None:
            for stay in _stays(history, person, at):
                where = {"organisation": stay["organisation"], "team": stay["team"]}
                yield {"list": name, "item": item, "moment": moment, "at": at, **where}

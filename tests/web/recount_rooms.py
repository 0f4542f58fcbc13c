"""Sessions in a room for the recount: some stay, some leave early; and who completed, worked out from the raw register."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from course.catalogue.model import Catalogue
from course.records import attendances, room_closing, room_sessions, tables
from course.records.attendances import Times
from course.records.room_sessions import NewSession
from course.rules.facts import CompletionFacts
from course.rules.room import Held, Presence, completion_facts
from tests.web.recount import Raw

MINUTE = dt.timedelta(minutes=1)
# Came so many minutes late, left so many before the end, and whether they were taken off the register.
STAYS = ((0, 0, False), (18, 0, False), (9, 9, False), (19, 0, False), (0, 100, False), (0, 0, True), (0, 0, False))
PACKS = (("three-hours", True, 180, 180), ("three-hours", True, 180, 130), ("sixty-minutes", False, 60, 60))


def hold_sessions(store: Connection, catalogue: Catalogue, trainer: int, now: dt.datetime) -> None:
    """Sessions of three kinds, each with other people: the whole course, the whole course cut short, a part of it."""

    def facts(line: Presence, held: Held, person: int) -> CompletionFacts:
        return completion_facts(catalogue, line, held, person=person, partnership="Heronsea")

    c = tables.membership.c
    present = select(c.person).where(c.left_on.is_(None), c.person != trainer).distinct().order_by(c.person)
    people = list(store.execute(present).scalars())
    for number, (pack, whole, planned, minutes) in enumerate(PACKS * 2):
        begins = (now - dt.timedelta(days=5 + 37 * number)).replace(hour=9, minute=0, second=0, microsecond=0)
        new = NewSession(
            key=f"recount {number}", pack=pack, title=pack, edition=catalogue.course.edition, whole_course=whole,
            begins_at=begins, planned_minutes=planned, place="Room 2", organisation=None, trainer=trainer, co_trainer="",
        )  # fmt: skip
        held, ended = room_sessions.plan(store, new, trainer, now), begins + minutes * MINUTE
        for place, (late, early, struck) in enumerate(STAYS):
            came, left = begins + late * MINUTE, ended - early * MINUTE
            who = people[(31 * number + 7 * place) % len(people)]
            line = attendances.put_down(store, held, who, arrived_at=came, how="register", agency="", now=came)
            attendances.set_times(store, line, Times(came, max(came, left) if early else None))
            if struck:
                attendances.strike(store, line, "Another room", now)
        room_closing.close(store, held, ended, facts, trainer, now)


def completed_anew(raw: Raw) -> set[tuple[int, int]]:
    """Session and person of every line that was there nine tenths of a session of the whole course, held as planned."""
    sessions = {each["id"]: each for each in raw.rows["room_session"] if each["closed_at"]}
    found = set()
    for line in raw.rows["attendance"]:
        held = sessions.get(line["room_session"])
        if held is None or not held["whole_course"] or line["struck_at"] or not line["arrived_at"]:
            continue
        begins, ended, came = (
            dt.datetime.fromisoformat(each) for each in (held["begins_at"], held["ended_at"], line["arrived_at"])
        )
        left = min(ended, dt.datetime.fromisoformat(line["left_at"])) if line["left_at"] else ended
        long, there = (
            int((end - start).total_seconds() // 60) for start, end in ((begins, ended), (max(begins, came), left))
        )
        if long >= 0.75 * held["planned_minutes"] and there - line["away_minutes"] >= 0.9 * long:
            found.add((held["id"], line["person"]))
    return found


def completed_as_kept(raw: Raw) -> set[tuple[int, int]]:
    """The same as the completions say that were not withdrawn."""
    standing = {each["id"]: each["person"] for each in raw.rows["completion"] if not each["withdrawn_at"]}
    return {
        (each["room_session"], standing[each["completion"]])
        for each in raw.rows["trainer_led"]
        if each["completion"] in standing
    }

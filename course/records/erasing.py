"""Erasure: what goes with a person's name, what is emptied, and what stays without it. One list for all three.

The learner's "Close account", `course erase-person`, an administrator's button and `course retain` all come here. The
number stays, so figures of the past add up, a certificate's code can be checked, and the audit stays whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, case, delete, or_, select, update

from course.records import answer_places, people, tables
from course.rules.dates import london_day

# Rows that go. The account first: whoever is just writing one of the others holds it, and has been waited for.
GOES: tuple[Table, ...] = (
    tables.account,
    tables.person_word,
    tables.visit,
    tables.one_time_link,
    tables.role_grant,
    tables.contact,
    tables.case_done,
    tables.look,
    tables.note,
    tables.reflection,
    tables.follow_up_wish,
    tables.follow_up,
    tables.manager_question,
    tables.outbox,
    tables.record_look,
)
# Columns that point to a person whose row stays, and why.
STAYS: Mapping[str, str] = {
    "membership.person": "figures of the past add up; a present one ends",
    "standing.person": "worked out from what stays",
    "reading.person": "whether somebody had begun by a day",
    "attempt.person": "answers are counted in groups, which must not change",
    "completion.person": "a certificate can be checked by its code, without a name",
    "outside_training.person": "figures of the past add up; the note on it is emptied",
    "record_look.by": "the other person is still told that somebody looked, and in which role",
    "completion.withdrawn_by": "who withdrew a certificate of somebody else",
    "email_domain.added_by": "an office held, not the person's own",
    "headcount.entered_by": "an office held, not the person's own",
    "import_batch.made_by": "an office held, not the person's own",
    "import_batch.undone_by": "an office held, not the person's own",
    "outside_training.entered_by": "an office held, not the person's own",
    "requirement.made_by": "an office held, not the person's own",
    "exemption.made_by": "an office held, not the person's own",
    "evidence_pack.made_by": "an office held, not the person's own",
    "attendance.person": "how many were at a session; what was written beside the line is emptied",
    "room_session.trainer": "an office held, not the person's own",
    "room_session.closed_by": "an office held, not the person's own",
    "attendance_correction.by": "an office held, not the person's own",
    "trainer_led.trainer": "an office held, not the person's own",
    "paper_attempt.typed_by": "an office held, not the person's own",
    "show_of_hands.trainer": "a statement of the course on a wall, gone within a day",
    "organisation_logo.changed_by": "an office held, not the person's own",
    "local_value.changed_by": "an office held, not the person's own",
    "audit.actor": "a number; taking it away would break the chain",
}
membership, exemption, training = tables.membership, tables.exemption, tables.outside_training
attendance, correction = tables.attendance, tables.attendance_correction


def erase(store: Connection, person: int, now: dt.datetime) -> bool:
    """Take the name away with all that goes with it. False, and nothing done, where there is none any more.

    Whether it may be done (the last administrator stays) is for the caller to ask. The audit line is the caller's, too.
    """
    held = select(tables.person.c.name).where(tables.person.c.id == person).with_for_update(key_share=True)
    if not store.execute(held).scalar_one_or_none():
        return False
    people.rename(store, person, "")
    store.execute(update(tables.standing).where(tables.standing.c.person == person).values(name_key=""))
    for table in GOES:
        _delete(store, table, person)
    _end_memberships(store, person, london_day(now))
    _empty_texts(store, person)
    return True


def _delete(store: Connection, table: Table, person: int) -> None:
    if table in answer_places.KEPT_IN:
        answer_places.leave(store, table, table.c.person == person)
    if table is tables.reflection:
        own = select(table.c.id).where(table.c.person == person)
        for each in tables.OF_REFLECTION:
            store.execute(delete(each).where(each.c.reflection.in_(own)))
    store.execute(delete(table).where(table.c.person == person))


def _end_memberships(store: Connection, person: int, day: dt.date) -> None:
    """Present ones end today; one that was to begin later ends on the day on which it would have begun."""
    c: Any = membership.c
    goes_on = (c.person == person, or_(c.left_on.is_(None), c.left_on > day))
    last = case((c.started_on > day, c.started_on), else_=day)
    store.execute(update(membership).where(*goes_on).values(left_on=last))


def _empty_texts(store: Connection, person: int) -> None:
    own = select(membership.c.id).where(membership.c.person == person)
    store.execute(update(exemption).where(exemption.c.membership.in_(own)).values(reason=""))
    store.execute(update(training).where(training.c.person == person).values(evidence_note=""))
    lines = select(attendance.c.id).where(attendance.c.person == person)
    told = {"agency": "", "struck_reason": case((attendance.c.struck_at.is_not(None), ""), else_=None)}
    store.execute(update(attendance).where(attendance.c.person == person).values(told))
    for each in store.execute(select(correction.c.id, correction.c.before).where(correction.c.attendance.in_(lines))):
        before = each.before | {"struck_reason": each.before.get("struck_reason") and ""}
        store.execute(update(correction).where(correction.c.id == each.id).values(reason="", before=before))

"""Sessions in a room: who was there, what was typed in from paper, what came of it; and an organisation's logo."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    false,
    text,
)

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.practice import MOMENTS
from course.records.tables.shapes import found_by, one_of, required, to

ARRIVALS = ("register", "phone", "new")  # new: entered in the room, as somebody whom nobody knew

room_session = db.Table(
    "room_session",
    Column("id", Id, primary_key=True),
    required("key", Text, unique=True),  # of the form, so that sending it twice plans one session
    required("code", Text, unique=True),  # with which somebody in the room puts themselves on the register
    required("pack", Text),
    required("title", Text),  # of the pack, as it was called then
    required("edition", Text),
    required("whole_course", Boolean),  # the pack covers every module, so that being there can complete the course
    required("begins_at", Moment),
    required("planned_minutes", Integer),
    Column("ended_at", Moment),  # as told when it was closed
    required("place", Text),
    to("organisation", "organisation.id", nullable=True),  # NULL: for people of several
    to("trainer", "person.id", nullable=True),
    required("co_trainer", Text),
    required("made_at", Moment),
    Column("closed_at", Moment),
    to("closed_by", "person.id", nullable=True),
    Column("cancelled_at", Moment),
    Column("cancelled_reason", Text),
    Column("were_present", Integer),  # so many, once the register itself has gone
    Column("have_completed", Integer),
    CheckConstraint("planned_minutes BETWEEN 5 AND 600", name="planned_minutes_in_a_day"),
    CheckConstraint("(closed_at IS NULL) = (ended_at IS NULL)", name="closed_with_its_end"),
    CheckConstraint("(cancelled_at IS NULL) = (cancelled_reason IS NULL)", name="cancelled_with_reason"),
    CheckConstraint("closed_at IS NULL OR cancelled_at IS NULL", name="closed_or_cancelled"),
    CheckConstraint("(were_present IS NULL) = (have_completed IS NULL)", name="both_counts_or_none"),
    Index(None, "trainer"),
    Index(None, "organisation"),
    found_by("closed_by"),
    sqlite_autoincrement=True,
)

attendance = db.Table(
    "attendance",  # a line of the register; arrived_at NULL: expected, not seen; left_at NULL: stayed to the end
    Column("id", Id, primary_key=True),
    to("room_session", "room_session.id"),
    to("person", "person.id"),
    Column("arrived_at", Moment),
    Column("left_at", Moment),
    required("away_minutes", Integer),  # out of the room in between
    required("how", Text),
    required("agency", Text),  # as told in the room; "" where the person's organisation says it
    required("added_at", Moment),
    Column("struck_at", Moment),  # taken off the register
    Column("struck_reason", Text),
    UniqueConstraint("room_session", "person"),
    CheckConstraint(one_of("how", ARRIVALS), name="known_way"),
    CheckConstraint("away_minutes >= 0", name="away_minutes_not_negative"),
    CheckConstraint(
        "left_at IS NULL OR (arrived_at IS NOT NULL AND left_at >= arrived_at)", name="left_after_arriving"
    ),
    CheckConstraint("(struck_at IS NULL) = (struck_reason IS NULL)", name="struck_with_reason"),
    Index(None, "person"),
)

attendance_correction = db.Table(
    "attendance_correction",  # after closing: what the line said before, who changed it and why
    Column("id", Id, primary_key=True),
    to("attendance", "attendance.id"),
    required("at", Moment),
    to("by", "person.id", nullable=True),
    required("reason", Text),
    required("before", JSON),  # {"arrived_at", "left_at", "away_minutes", "struck_reason"}
    Index(None, "attendance"),
    found_by("by"),
)

trainer_led = db.Table(
    "trainer_led",  # what a completion of kind "trainer-led" rests on
    Column("completion", Id, ForeignKey("completion.id"), primary_key=True, autoincrement=False),
    to("room_session", "room_session.id"),
    to("trainer", "person.id", nullable=True),
    required("pack", Text),
    required("pack_edition", Text),  # of the day on which the session was planned
    required("minutes", Integer),  # in the room
    required("held_minutes", Integer),
    required(
        "made_at", Moment
    ),  # when the register was closed or put right; the completion itself is of the session's day
    Index(None, "room_session"),
    found_by("trainer"),
)

paper_attempt = db.Table(
    "paper_attempt",  # a hand-in that was typed in from a quiz sheet
    Column("attempt", Id, ForeignKey("attempt.id"), primary_key=True, autoincrement=False),
    to("room_session", "room_session.id"),
    to("typed_by", "person.id", nullable=True),
    required("typed_at", Moment),
    Index(None, "room_session"),
    found_by("typed_by"),
)

room_evaluation = db.Table(
    "room_evaluation",  # totals from paper forms: so many put this value beside this item; no form is told from another
    Column("room_session", Id, ForeignKey("room_session.id"), primary_key=True, autoincrement=False),
    Column("moment", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("value", Integer, primary_key=True, autoincrement=False),  # 1 to 5; of a knowledge item 1 true, 0 false
    required("people", Integer),
    CheckConstraint(one_of("moment", MOMENTS), name="known_moment"),
    CheckConstraint("value BETWEEN 0 AND 5", name="value_in_scale"),
    CheckConstraint("people >= 0", name="people_not_negative"),
    sqlite_with_rowid=False,
)

show_of_hands = db.Table(
    "show_of_hands",  # one statement shown to a room; the row and its hands go when it is closed
    Column("id", Id, primary_key=True),
    required("code", Text, unique=True),
    to("trainer", "person.id"),
    required("statement", Text),
    required("opened_at", Moment),
    required("typed_true", Integer),  # counted in the room
    required("typed_false", Integer),
    CheckConstraint("typed_true >= 0 AND typed_false >= 0", name="typed_not_negative"),
    Index(None, "trainer"),
    sqlite_autoincrement=True,
)

hand = db.Table(
    "hand",  # of a phone without an account
    Column("show_of_hands", Id, ForeignKey("show_of_hands.id"), primary_key=True, autoincrement=False),
    Column("phone", Text, primary_key=True),  # the digest of a number that the phone holds while the page is open
    required("answer", Boolean),
    sqlite_with_rowid=False,
)

organisation_logo = db.Table(
    "organisation_logo",  # as a picture made by us from what was sent
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id", nullable=True),  # NULL: the partnership's
    required("png", Text),  # base64, so that every store and every copy reads it alike
    required("digest", Text),
    required("width", Integer),
    required("height", Integer),
    required("for_partnership", Boolean, server_default=false()),
    required("changed_at", Moment),
    to("changed_by", "person.id", nullable=True),
    CheckConstraint("(organisation IS NULL) = for_partnership", name="of_one_place"),
    Index(
        "uq_organisation_logo_organisation", "organisation", unique=True,
        sqlite_where=text("organisation IS NOT NULL"), postgresql_where=text("organisation IS NOT NULL"),
    ),
    Index(
        "uq_organisation_logo_partnership", "for_partnership", unique=True,
        sqlite_where=text("organisation IS NULL"), postgresql_where=text("organisation IS NULL"),
    ),
    found_by("changed_by"),
)  # fmt: skip

"""Letters on their way, and what is asked some weeks after the course."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Text, UniqueConstraint

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import one_of, required, to
from course.rules.follow_up import MANAGER_ANSWERS

outbox = db.Table(
    "outbox",  # written in the transaction of what the letter tells; once sent, address, subject and text are emptied
    Column("id", Id, primary_key=True),
    required("key", Text, unique=True),  # what the letter is, so that twice run is once sent
    required("kind", Text),
    to("person", "person.id", nullable=True),
    required("address", Text),
    required("subject", Text),
    required("text", Text),
    required("made_at", Moment),
    required("next_try_at", Moment),
    required("tries", Integer),
    Column("sent_at", Moment),
    Column("given_up_at", Moment),
    required("last_fault", Text),  # "" while nothing went wrong
    to("membership", "membership.id", nullable=True),  # for which a reminder is
    Column("ends_on", Date),  # of a reminder, the day of which it tells: it goes only while training ends on that day
    CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
    CheckConstraint("(membership IS NULL) = (ends_on IS NULL)", name="ends_with_a_membership"),
    Index(None, "sent_at", "given_up_at", "next_try_at"),
    Index(None, "person"),
    Index(None, "membership"),
)

manager_question = db.Table(
    "manager_question",  # the one question to a learner's manager; the address goes when it is answered or too old
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("cycle", Integer),  # as in completion
    required("token_digest", Text, unique=True),
    required("tells_change", Boolean),  # whether the learner wants the intended change shown
    required("asked_at", Moment),
    required("expires_on", Date),
    Column("answer", Text),
    Column("answered_at", Moment),
    UniqueConstraint("person", "cycle"),
    CheckConstraint(f"answer IS NULL OR {one_of('answer', MANAGER_ANSWERS)}", name="known_answer"),
    CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_moment"),
)

follow_up_wish = db.Table(
    "follow_up_wish",  # somebody wants to be asked some weeks after; without it nobody is written to
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("cycle", Integer, primary_key=True, autoincrement=False),
    required("due_on", Date),  # from this day on
    required("wished_at", Moment),
    Index(None, "due_on"),
    sqlite_with_rowid=False,
)

follow_up = db.Table(
    "follow_up",  # the learner's own answers some weeks after; confidence then is a reflection of the moment "later"
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("cycle", Integer),
    required("decided_since", Boolean),  # has made a decision about sharing since
    required("helped", Text),
    required("hindered", Text),
    Column("change_done", Text),  # the intended change: yes, partly, not yet
    required("at", Moment),
    UniqueConstraint("person", "cycle"),
    CheckConstraint(f"change_done IS NULL OR {one_of('change_done', MANAGER_ANSWERS)}", name="known_answer"),
    CheckConstraint("length(helped) <= 500 AND length(hindered) <= 500", name="texts_fit"),
)

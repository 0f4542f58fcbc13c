"""Ways in for people who have no account yet, what an organisation says of them, and what a file brought in."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
)

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import found_by, required, to

contact = db.Table(
    "contact",  # the address under which an organisation knows somebody; proves nothing until its mail was answered
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    required("email", Text),  # as typed
    required("email_key", Text),  # as compared
    required("given_at", Moment),
    Index(None, "email_key"),
)

email_domain = db.Table(
    "email_domain",  # who has confirmed an address of this domain belongs to the organisation
    Column("domain", Text, primary_key=True),  # in small letters
    to("organisation", "organisation.id"),
    Column("team", Id),
    required("added_at", Moment),
    to("added_by", "person.id", nullable=True),
    ForeignKeyConstraint(["team", "organisation"], ["team.id", "team.organisation"]),
    found_by("added_by"),
)

headcount = db.Table(
    "headcount",  # how many people an organisation or a team says that it has, from a day on
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id"),
    Column("team", Id),  # NULL: the whole organisation
    required("people", Integer),
    required("from_day", Date),
    required("entered_at", Moment),
    to("entered_by", "person.id", nullable=True),
    ForeignKeyConstraint(["team", "organisation"], ["team.id", "team.organisation"]),
    CheckConstraint("people >= 0", name="people_counted"),
    Index(None, "organisation", "from_day"),
    found_by("entered_by"),
)

import_batch = db.Table(
    "import_batch",  # one file brought in; `changes` is what undoing it needs
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id"),
    required("file_digest", Text),
    required("counts", JSON),  # of lines: {"added": 3, "changed": 1, "skipped": 0}
    required("changes", JSON),
    required("made_at", Moment),
    to("made_by", "person.id", nullable=True),
    Column("undone_at", Moment),
    to("undone_by", "person.id", nullable=True),
    Index(None, "organisation"),
    found_by("made_by"),
    found_by("undone_by"),
)

outside_training = db.Table(
    "outside_training",  # earlier training elsewhere; shown in a column of its own, never counted as a completion here
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("course", Text),
    required("edition", Text),  # "" where nobody knows
    required("provider", Text),
    required("completed_on", Date),
    required("evidence_note", Text),
    required("entered_at", Moment),
    to("entered_by", "person.id", nullable=True),
    UniqueConstraint("person", "course", "provider", "completed_on"),
    found_by("entered_by"),
)

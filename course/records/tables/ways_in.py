"""How people come in, and what is counted against guessing."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
)

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import one_of, required, to

PURPOSES = ("set-up", "reset", "confirm-email", "invitation")

visit = db.Table(
    "visit",
    Column("id", Id, primary_key=True),
    required("token_digest", Text, unique=True),
    to("person", "person.id"),
    required("shared", Boolean),
    required("started_at", Moment),
    required("seen_at", Moment),
    Index(None, "person"),
    sqlite_autoincrement=True,  # the id stands in signed cookies and must not come back
)

join_code = db.Table(
    "join_code",
    Column("id", Id, primary_key=True),
    required("code", Text, unique=True),
    to("organisation", "organisation.id"),
    Column("team", Id),
    Column("expires_on", Date),  # the last day on which it works; NULL: no end
    Column("uses_limit", Integer),  # NULL: no limit
    required("uses", Integer),
    required("revoked", Boolean),
    required("made_at", Moment),
    ForeignKeyConstraint(["team", "organisation"], ["team.id", "team.organisation"]),
    CheckConstraint("uses >= 0 AND (uses_limit IS NULL OR uses <= uses_limit)", name="uses_within_limit"),
)

one_time_link = db.Table(
    "one_time_link",
    Column("id", Id, primary_key=True),
    required("token_digest", Text, unique=True),
    required("purpose", Text),
    to("person", "person.id", nullable=True),  # NULL for the set-up of the first administrator
    required("made_at", Moment),
    required("expires_at", Moment),
    Column("used_at", Moment),
    Column("mailed_to", Text),  # of an invitation, the address that it was mailed to; NULL: printed
    CheckConstraint(one_of("purpose", PURPOSES), name="known_purpose"),
    Index(None, "person"),
)

brake = db.Table(
    "brake",
    Column("key_digest", Text, primary_key=True),  # a digest, because the key may hold an address that somebody typed
    required("since", Moment),
    required("strikes", Integer),
    Index(None, "since"),
)

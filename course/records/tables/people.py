"""Who there is, and where people belong."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    false,
    text,
)

from course.records.columns import Id, Moment, Plain
from course.records.database import db
from course.records.tables.shapes import one_of, required, to
from course.rules.permission import ROLES


def _name_key(context: Any) -> str:
    """A name as lists are ordered and searched, for whoever enters a person: case and blanks do not count."""
    return " ".join(str(context.get_current_parameters()["name"]).casefold().split())


partnership = db.Table(
    "partnership",
    Column("id", Integer, primary_key=True, autoincrement=False),
    required("name", Text),
    required("set_up_at", Moment),
    CheckConstraint("id = 1", name="only_one"),
)

organisation = db.Table(
    "organisation",
    Column("id", Id, primary_key=True),
    required("name", Text),
    required("name_key", Text, unique=True),  # the name as it is compared: case and blanks do not count
    required("added_at", Moment),
)

team = db.Table(
    "team",
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id"),
    required("name", Text),
    required("name_key", Text),
    required("added_at", Moment),
    UniqueConstraint("organisation", "name_key"),
    UniqueConstraint("id", "organisation"),  # for the foreign keys that hold a team to its organisation
)

person = db.Table(
    "person",
    Column("id", Id, primary_key=True),
    required("name", Text),  # empty after the account was closed
    Column("name_key", Text, nullable=False, default=_name_key, server_default=""),  # the order of lists
    required("added_at", Moment),
    Index(None, "name_key", "id"),
    sqlite_autoincrement=True,
)

person_word = db.Table(
    "person_word",  # the words under which people are found, as `records.name_words` keeps them
    required("word", Plain, primary_key=True),
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    required(
        "beginnings", Id, server_default=text("0")
    ),  # of all words of the person, as `rules.name_words.beginnings`
    Index(None, "person", "word"),
    sqlite_with_rowid=False,
)

account = db.Table(
    "account",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("email", Text),  # as typed; NULL for people without
    Column("email_key", Text),  # as compared; several may carry it until one has confirmed it
    required("email_confirmed", Boolean),
    required("sign_in_name", Text, unique=True),
    required("password_hash", Text),
    required("opened_at", Moment),
    required("notes_on", Boolean, server_default=false()),  # whether the person has switched private notes on
    CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email_has_key"),
    Index(None, "email_key"),
    Index(
        "uq_account_confirmed_email",
        "email_key",
        unique=True,
        sqlite_where=text("email_confirmed"),
        postgresql_where=text("email_confirmed"),
    ),
)

membership = db.Table(
    "membership",
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    to("organisation", "organisation.id"),
    Column("team", Id),
    to("job_role", "job_role.id", nullable=True),
    required("counts_from", Date),  # when the person came to the organisation: the due date is counted from here
    required("started_on", Date),
    Column("left_on", Date),  # the first day on which it no longer holds; NULL: it still does
    required("moved", Boolean, server_default=false()),  # it ended because another in the same organisation went on
    required("entered_at", Moment),  # when we were told, which may be later than it began
    ForeignKeyConstraint(["team", "organisation"], ["team.id", "team.organisation"]),
    CheckConstraint("left_on IS NULL OR left_on >= started_on", name="left_after_start"),
    Index(None, "person"),
    Index(None, "organisation", "team"),
    Index(
        "uq_membership_current",
        "person",
        "organisation",
        unique=True,
        sqlite_where=text("left_on IS NULL"),
        postgresql_where=text("left_on IS NULL"),
    ),
)

role_grant = db.Table(
    "role_grant",
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("role", Text),
    to("organisation", "organisation.id", nullable=True),
    to("team", "team.id", nullable=True),  # both NULL: held for the partnership
    required("granted_at", Moment),
    CheckConstraint(one_of("role", ROLES), name="known_role"),
    CheckConstraint("organisation IS NULL OR team IS NULL", name="one_scope"),
    Index(None, "person"),
    *(
        Index(
            f"uq_role_grant_{scope}",
            "person",
            "role",
            *columns,
            unique=True,
            sqlite_where=text(where),
            postgresql_where=text(where),
        )
        for scope, columns, where in (
            ("partnership", (), "organisation IS NULL AND team IS NULL"),
            ("organisation", ("organisation",), "organisation IS NOT NULL"),
            ("team", ("team",), "team IS NOT NULL"),
        )
    ),
)

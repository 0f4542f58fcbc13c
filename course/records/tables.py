"""The tables. What must be true is guarded here, by named constraints, whatever the code above does.

Names are singular, as in the glossary. Ids are given by the database. Free text is as long as the forms allow.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
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
    text,
)

from course.records.columns import Id, Moment
from course.records.database import db
from course.rules.permission import ROLES

PURPOSES = ("set-up", "reset", "confirm-email")


def _required(name: str, kind: object, **more: object) -> Column[object]:
    return Column(name, kind, nullable=False, **more)  # type: ignore[arg-type]


def _to(name: str, target: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, Id, ForeignKey(target), nullable=nullable)


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


partnership = db.Table(
    "partnership",
    Column("id", Integer, primary_key=True, autoincrement=False),
    _required("name", Text),
    _required("set_up_at", Moment),
    CheckConstraint("id = 1", name="only_one"),
)

organisation = db.Table(
    "organisation",
    Column("id", Id, primary_key=True),
    _required("name", Text),
    _required("name_key", Text, unique=True),  # the name as it is compared: case and blanks do not count
    _required("added_at", Moment),
)

team = db.Table(
    "team",
    Column("id", Id, primary_key=True),
    _to("organisation", "organisation.id"),
    _required("name", Text),
    _required("name_key", Text),
    _required("added_at", Moment),
    UniqueConstraint("organisation", "name_key"),
    UniqueConstraint("id", "organisation"),  # for the foreign keys that hold a team to its organisation
)

person = db.Table(
    "person",
    Column("id", Id, primary_key=True),
    _required("name", Text),  # empty after the account was closed
    _required("added_at", Moment),
    sqlite_autoincrement=True,
)

account = db.Table(
    "account",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("email", Text),  # as typed; NULL for people without
    Column("email_key", Text),  # as compared; several may carry it until one has confirmed it
    _required("email_confirmed", Boolean),
    _required("sign_in_name", Text, unique=True),
    _required("password_hash", Text),
    _required("opened_at", Moment),
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
    _to("person", "person.id"),
    _to("organisation", "organisation.id"),
    Column("team", Id),
    _required("started_on", Date),
    Column("left_on", Date),  # the first day on which it no longer holds; NULL: it still does
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
    _to("person", "person.id"),
    _required("role", Text),
    _to("organisation", "organisation.id", nullable=True),
    _to("team", "team.id", nullable=True),  # both NULL: held for the partnership
    _required("granted_at", Moment),
    CheckConstraint(_one_of("role", ROLES), name="known_role"),
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

visit = db.Table(
    "visit",
    Column("id", Id, primary_key=True),
    _required("token_digest", Text, unique=True),
    _to("person", "person.id"),
    _required("shared", Boolean),
    _required("started_at", Moment),
    _required("seen_at", Moment),
    Index(None, "person"),
    sqlite_autoincrement=True,  # the id stands in signed cookies and must not come back
)

join_code = db.Table(
    "join_code",
    Column("id", Id, primary_key=True),
    _required("code", Text, unique=True),
    _to("organisation", "organisation.id"),
    Column("team", Id),
    Column("expires_on", Date),  # the last day on which it works; NULL: no end
    Column("uses_limit", Integer),  # NULL: no limit
    _required("uses", Integer),
    _required("revoked", Boolean),
    _required("made_at", Moment),
    ForeignKeyConstraint(["team", "organisation"], ["team.id", "team.organisation"]),
    CheckConstraint("uses >= 0 AND (uses_limit IS NULL OR uses <= uses_limit)", name="uses_within_limit"),
)

one_time_link = db.Table(
    "one_time_link",
    Column("id", Id, primary_key=True),
    _required("token_digest", Text, unique=True),
    _required("purpose", Text),
    _to("person", "person.id", nullable=True),  # NULL for the set-up of the first administrator
    _required("made_at", Moment),
    _required("expires_at", Moment),
    Column("used_at", Moment),
    CheckConstraint(_one_of("purpose", PURPOSES), name="known_purpose"),
    Index(None, "person"),
)

reading = db.Table(
    "reading",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("page", Text, primary_key=True),
    Column("edition", Text, primary_key=True),
    _required("at", Moment),
    sqlite_with_rowid=False,  # one person's readings lie together, in the order in which they are asked for
)

quiz_wording = db.Table(
    "quiz_wording",
    Column("digest", Text, primary_key=True),
    _required("quiz", Text),
    _required("edition", Text),  # the edition in force when somebody first answered this wording
    _required("wording", Text),
    _required("kept_at", Moment),
)

attempt = db.Table(
    "attempt",
    Column("id", Id, primary_key=True),
    _to("person", "person.id"),
    _required("key", Text),
    _required("module", Text),
    _required("quiz", Text),
    _required("digest", Text),
    _required("edition", Text),
    _required("marks", Integer),
    _required("out_of", Integer),
    _required("pass_mark", Integer),
    _required("at", Moment),
    _required("after_look", Boolean),
    ForeignKeyConstraint(["digest"], ["quiz_wording.digest"]),
    UniqueConstraint("person", "key"),  # a form sent twice is one attempt; also how one person's attempts are found
    CheckConstraint("marks BETWEEN 0 AND out_of", name="marks_within_out_of"),
    CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_is_percentage"),
)

attempt_answer = db.Table(
    "attempt_answer",
    Column("attempt", Id, ForeignKey("attempt.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # the place in the quiz of that day, from 1
    _required("statement", Text),
    _required("answer", Boolean),
    _required("is_right", Boolean),
    UniqueConstraint("attempt", "statement"),
    sqlite_with_rowid=False,
)

look = db.Table(
    "look",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("quiz", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    _required("at", Moment),
    sqlite_with_rowid=False,
)

completion = db.Table(
    "completion",
    Column("id", Id, primary_key=True),
    _to("person", "person.id"),
    _required("cycle", Integer),  # 1 for the first completion; a refresher adds one
    _required("code", Text, unique=True),
    _required("kind", Text),
    _required("course", Text),
    _required("title", Text),
    _required("level", Text),
    _required("edition", Text),
    _required("law_as_at", Date),
    _required("pass_mark", Integer),
    _required("rule", Text),
    _required("valid_months", Integer),
    _required("learning_minutes", Integer),
    _required("partnership", Text),
    _required("modules", JSON),  # a list of [module, title, marks, out of]
    _required("competences", JSON),  # a list of sentences, as the certificate prints them
    _required("at", Moment),
    _required("completed_on", Date),
    _required("expires_on", Date),
    Column("withdrawn_at", Moment),
    Column("withdrawn_reason", Text),
    _to("withdrawn_by", "person.id", nullable=True),
    UniqueConstraint("person", "cycle"),
    CheckConstraint("expires_on >= completed_on", name="expires_after_completed"),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_with_reason"),
    sqlite_autoincrement=True,
)

brake = db.Table(
    "brake",
    Column("key_digest", Text, primary_key=True),  # a digest, because the key may hold an address that somebody typed
    _required("since", Moment),
    _required("strikes", Integer),
    Index(None, "since"),
)

audit = db.Table(
    "audit",
    Column("id", Id, primary_key=True),
    _required("at", Moment),
    _to("actor", "person.id", nullable=True),  # NULL: the program itself, or somebody at the command line
    _required("action", Text),
    _required("thing", Text),
    _required("detail", Text),
    sqlite_autoincrement=True,
)

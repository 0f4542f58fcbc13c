"""What happened in the course, and what was done to the records."""

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
    false,
)

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import found_by, required, to

reading = db.Table(
    "reading",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("page", Text, primary_key=True),
    Column("edition", Text, primary_key=True),
    required("at", Moment),
    sqlite_with_rowid=False,  # one person's readings lie together, in the order in which they are asked for
)

quiz_wording = db.Table(
    "quiz_wording",
    Column("digest", Text, primary_key=True),
    required("quiz", Text),
    required("edition", Text),  # the edition in force when somebody first answered this wording
    required("wording", Text),
    required("kept_at", Moment),
)

attempt = db.Table(
    "attempt",
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("key", Text),
    required("module", Text),
    required("quiz", Text),
    required("digest", Text),
    required("edition", Text),
    required("marks", Integer),
    required("out_of", Integer),
    required("pass_mark", Integer),
    required("at", Moment),
    required("after_look", Boolean),
    required("answers_gone", Boolean, server_default=false()),  # too old: its answers hold nothing any more
    required("first_of_merged", Boolean, server_default=false()),  # a first attempt until two records became one
    ForeignKeyConstraint(["digest"], ["quiz_wording.digest"]),
    UniqueConstraint("person", "key"),  # a form sent twice is one attempt; also how one person's attempts are found
    CheckConstraint("marks BETWEEN 0 AND out_of", name="marks_within_out_of"),
    Index(None, "person", "quiz", "digest", "edition", "out_of", "marks", "at"),  # best marks, asked for by every page
    CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_is_percentage"),
)

attempt_answer = db.Table(
    "attempt_answer",
    Column("attempt", Id, ForeignKey("attempt.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # the place in the quiz of that day, from 1
    required("statement", Text),
    required("answer", Boolean),
    required("is_right", Boolean),
    UniqueConstraint("attempt", "statement"),
    sqlite_with_rowid=False,
)

look = db.Table(
    "look",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("quiz", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    required("at", Moment),
    sqlite_with_rowid=False,
)

completion = db.Table(
    "completion",
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("cycle", Integer),  # 1 for the first completion; a refresher adds one
    required("code", Text, unique=True),
    required("kind", Text),
    required("course", Text),
    required("title", Text),
    required("level", Text),
    required("edition", Text),
    required("law_as_at", Date),
    required("pass_mark", Integer),
    required("rule", Text),
    required("valid_months", Integer),
    required("learning_minutes", Integer),
    required("partnership", Text),
    required("modules", JSON),  # a list of [module, title, marks, out of]
    required("competences", JSON),  # a list of sentences, as the certificate prints them
    required("at", Moment),
    required("completed_on", Date),
    required("expires_on", Date),
    Column("withdrawn_at", Moment),
    Column("withdrawn_reason", Text),
    to("withdrawn_by", "person.id", nullable=True),
    UniqueConstraint("person", "cycle"),
    CheckConstraint("expires_on >= completed_on", name="expires_after_completed"),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_with_reason"),
    found_by("withdrawn_by"),
    sqlite_autoincrement=True,
)

audit = db.Table(
    "audit",
    Column("id", Id, primary_key=True),
    required("at", Moment),
    to("actor", "person.id", nullable=True),  # NULL: the program itself, or somebody at the command line
    required("action", Text),
    required("thing", Text),
    required("detail", Text),
    required("digest", Text),  # of the digest before and of this line, so that a line changed or taken out is seen
    Index(None, "action"),
    Index(None, "thing"),
    Index(None, "actor"),
    sqlite_autoincrement=True,
)

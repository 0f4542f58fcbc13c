"""What people do besides reading and answering, and what a partnership tells its learners."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Text, UniqueConstraint, text

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import found_by, one_of, required, to

MOMENTS = ("before", "after", "later")
LENGTHS = ("whole", "foundation")

local_value = db.Table(
    "local_value",
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id", nullable=True),  # NULL: the partnership's, for all who have none of their own
    required("slot", Text),
    required("value", Text),
    required("source", Text),
    required("owner_role", Text),  # a role title, never a name
    Column("checked_on", Date),
    Column("review_by", Date),
    required("changed_at", Moment),
    to("changed_by", "person.id", nullable=True),
    *(
        Index(
            f"uq_local_value_{scope}",
            *columns,
            unique=True,
            sqlite_where=text(where),
            postgresql_where=text(where),
        )
        for scope, columns, where in (
            ("partnership", ("slot",), "organisation IS NULL"),
            ("organisation", ("organisation", "slot"), "organisation IS NOT NULL"),
        )
    ),
    found_by("changed_by"),
)

reflection = db.Table(
    "reflection",
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    required("cycle", Integer),  # as in completion: 1 for the first time through the course
    required("moment", Text),
    required("edition", Text),
    required("skipped", Boolean),
    Column("usefulness", Integer),  # 1 to 5; NULL: not answered
    Column("intended_change", Text),  # nobody's but the learner's
    required("at", Moment),
    UniqueConstraint("person", "cycle", "moment"),
    CheckConstraint(one_of("moment", MOMENTS), name="known_moment"),
    CheckConstraint("usefulness IS NULL OR usefulness BETWEEN 1 AND 5", name="usefulness_in_scale"),
    CheckConstraint("intended_change IS NULL OR length(intended_change) <= 500", name="intended_change_fits"),
)

reflection_answer = db.Table(
    "reflection_answer",
    Column("reflection", Id, ForeignKey("reflection.id"), primary_key=True, autoincrement=False),
    Column("item", Text, primary_key=True),
    required("value", Integer),  # confidence 1 to 5; a knowledge item 1 for true, 0 for false
    CheckConstraint("value BETWEEN 0 AND 5", name="value_in_scale"),
    sqlite_with_rowid=False,
)

first_rating = db.Table(
    "first_rating",  # a rating or knowledge item as it was first given: what reports count; never changed
    Column("reflection", Id, ForeignKey("reflection.id"), primary_key=True, autoincrement=False),
    Column("item", Text, primary_key=True),  # as in reflection_answer, or "usefulness"
    required("value", Integer),
    required("edition", Text),
    required("at", Moment),
    CheckConstraint("value BETWEEN 0 AND 5", name="value_in_scale"),
    sqlite_with_rowid=False,
)
OF_REFLECTION = (reflection_answer, first_rating)  # whose rows go before the reflection they belong to

note = db.Table(
    "note",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("page", Text, primary_key=True),  # the id of a page; a case has the id of its page
    required("text", Text),
    required("changed_at", Moment),
    CheckConstraint("length(text) <= 2000", name="text_fits"),
    Index(None, "changed_at"),
    sqlite_with_rowid=False,
)

case_done = db.Table(
    "case_done",
    Column("person", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("case_id", Text, primary_key=True),
    required("length", Text),
    required("at", Moment),
    Column("route", Text),  # the choices, only where the learner asked to keep them
    CheckConstraint(one_of("length", LENGTHS), name="known_length"),
    sqlite_with_rowid=False,
)

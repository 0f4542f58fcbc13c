"""Where answers count in reports, kept with each answer as it is given."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Text, text

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import one_of, required, to

COUNTED_LISTS = ("quiz", "rating", "answer", "finished", "asked")

answer_place = db.Table(
    "answer_place",  # one row for an answer and an organisation its person then belonged to; never moved, never deleted
    Column("id", Id, primary_key=True),
    required("list", Text),
    Column("answer", Id),  # the row that says what was answered (`answer_places`); NULL: it is deleted, its place stays
    required("item", Text),  # a quiz, a rated item, whom it is from
    required("moment", Text),  # of a rating; "" for others
    to("organisation", "organisation.id", nullable=True),  # NULL: too small then, it counts for the whole alone
    to("team", "team.id", nullable=True),  # NULL: in none, or one too small then
    required("at", Moment),  # since when it counts: when it came into the records
    CheckConstraint(one_of("list", COUNTED_LISTS), name="known_list"),
    CheckConstraint("team IS NULL OR organisation IS NOT NULL", name="team_in_an_organisation"),
    Index(None, "list", "answer"),
    Index(
        "ix_answer_place_team", "team", sqlite_where=text("team IS NOT NULL"), postgresql_where=text("team IS NOT NULL")
    ),
)

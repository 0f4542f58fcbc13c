"""What is asked of people, and the one table that is worked out from facts: where each membership stands."""

from __future__ import annotations

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
    text,
)

from course.records.columns import Id, Moment
from course.records.database import db
from course.records.tables.shapes import found_by, one_of, required, to
from course.rules.requirements import DATE_RULES

job_role = db.Table(
    "job_role",
    Column("id", Id, primary_key=True),
    required("name", Text),
    required("name_key", Text, unique=True),  # as it is compared: case and blanks do not count
    required("added_at", Moment),
)

requirement = db.Table(
    "requirement",  # what is asked from a day on; all scopes NULL: of the whole partnership
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id", nullable=True),
    Column("team", Id),
    to("job_role", "job_role.id", nullable=True),
    required("from_day", Date),
    Column("due_days", Integer),  # the five are NULL together: from this day on the scope has no rule of its own
    Column("valid_months", Integer),
    Column("window_days", Integer),
    Column("grace_days", Integer),
    Column("date_rule", Text),
    Column("fixed_day", Text),  # "08-31", for the date rule "fixed-date" alone
    required("made_at", Moment),
    to("made_by", "person.id", nullable=True),
    ForeignKeyConstraint(["team", "organisation"], ["team.id", "team.organisation"]),
    CheckConstraint("team IS NULL OR (organisation IS NOT NULL AND job_role IS NULL)", name="one_scope"),
    CheckConstraint(f"date_rule IS NULL OR {one_of('date_rule', DATE_RULES)}", name="known_date_rule"),
    CheckConstraint("(date_rule = 'fixed-date') = (fixed_day IS NOT NULL)", name="fixed_day_where_used"),
    CheckConstraint("due_days >= 0 AND valid_months > 0 AND window_days >= 0 AND grace_days >= 0", name="in_range"),
    Index(None, "organisation", "from_day"),
    found_by("made_by"),
)

exemption = db.Table(
    "exemption",
    Column("id", Id, primary_key=True),
    to("membership", "membership.id"),
    required("reason", Text),
    required("from_day", Date),
    Column("until_day", Date),  # the last day; NULL: until somebody ends it
    required("made_at", Moment),
    to("made_by", "person.id", nullable=True),
    CheckConstraint("until_day IS NULL OR until_day >= from_day", name="until_after_from"),
    Index(None, "membership"),
    found_by("made_by"),
)

LISTED = (  # what lists are ordered by, and what narrows them
    ("name_key", "membership"),
    ("status_day", "name_key", "membership"),
    ("urgency", "name_key", "membership"),
    ("urgency", "status_day", "name_key", "membership"),
    ("organisation", "status_day", "name_key", "membership"),
    ("organisation", "urgency", "name_key", "membership"),
)
SOON = (("name_key", "membership"), ("status_day", "name_key", "membership"), ("urgency", "name_key", "membership"))
CHASED = (
    ("organisation_key", "team_key", "name_key", "membership"),
    ("organisation", "team_key", "name_key", "membership"),
)
SOUGHT = (  # by these rows are left out and put in order; an index of lists has them all, so that only it is read
    "person", "beginnings", "organisation", "team", "job_role", "edition", "urgency", "soon", "status_day", "name_key",
    "membership",
)  # fmt: skip
PLACES = (("organisation", "name_key", "membership"), ("team", "name_key", "membership"))
KINDS = (("person",), ("job_role",), ("edition",))  # few may have one, in no order
COUNTED = "urgency IS NOT NULL"  # others are in no list
LATE = "status IN ('expired', 'overdue')"  # the chase list


def _index(columns: tuple[str, ...], which: str, sqlite: str = "", name: str | None = None) -> Index:
    """An index of some rows alone; `sqlite`: which, where SQLite says it in other words."""
    return Index(name, *columns, sqlite_where=text(sqlite or which), postgresql_where=text(which))


def _whole(columns: tuple[str, ...], which: str = "", sqlite: str = "", name: str = "") -> Index:
    """An index that begins with some columns and has all that are SOUGHT; of some rows alone, where that is told."""
    name, columns = (
        f"ix_standing_{name}{'_'.join(columns)}",
        (*columns, *(each for each in SOUGHT if each not in columns)),
    )
    return _index(columns, which, sqlite, name) if which else Index(name, *columns)


standing = db.Table(
    "standing",  # worked out from facts in the transaction of the fact (`records.standings`); can be thrown away
    Column("membership", Id, ForeignKey("membership.id"), primary_key=True, autoincrement=False),
    to("person", "person.id"),
    to("organisation", "organisation.id"),
    Column("team", Id),
    Column("job_role", Id),
    required("name_key", Text),  # the order of lists
    Column("beginnings", Id),  # of the words of `person_word`, as `rules.name_words.beginnings`
    required("started_on", Date),
    Column("left_on", Date),
    required("moved", Boolean),
    Column("followed_on", Date),  # the first day of the person's next membership there; NULL: none
    required("begun", Boolean),  # any fact of the course exists
    required("due_on", Date),
    Column("completed_on", Date),
    Column("opens_on", Date),
    Column("expires_on", Date),
    Column("grace_until", Date),
    Column("exempt_until", Date),  # NULL: not exempt now; 9999-12-31: without an end
    Column("completion", Id),  # the one that counts
    Column("edition", Text),
    Column("kind", Text),
    Column("outside_on", Date),  # the newest outside training
    Column("requirement", Id),  # NULL: the values of course.yaml
    Column("asked", Text),  # the requirement in short, so that other values in course.yaml are noticed
    Column("status", Text),  # on the day it was worked out; it and the three below NULL: the membership counts nowhere
    Column("status_day", Date),
    Column("urgency", Integer),  # the place of the status among `rules.reporting.URGENCY`
    Column("soon", Boolean),
    Column("organisation_key", Text),  # names as lists order them; a place is never renamed
    Column("team_key", Text),  # "": no team
    Column("recheck_on", Date),  # the first day on which anything of this may be other without a new fact
    *(_whole(each) for each in (*PLACES, *KINDS)),
    *(_whole(each, COUNTED) for each in LISTED),
    *(_index(each, LATE) for each in CHASED),
    *(_whole(each, "soon", "soon = 1", "soon_") for each in SOON),
    Index(None, "recheck_on"),
    Index(None, "requirement", "asked"),
)

standing_count = db.Table(
    "standing_count",  # how many rows of `standing` say the same: sums kept in the transaction that changes them
    Column("organisation", Id, primary_key=True, autoincrement=False),
    Column("team", Id, primary_key=True, autoincrement=False),  # 0: no team
    Column("status", Text, primary_key=True),
    Column("edition", Text, primary_key=True),  # "": none
    required("people", Integer),
    required("outside", Integer),  # of them, with outside training
    required("soon", Integer),  # of them, with a day that comes within 30 days
)

status_steps = db.Table(
    "status_steps",  # where a membership stands on every day there is; worked out with its row of `standing`
    Column("membership", Id, ForeignKey("membership.id"), primary_key=True, autoincrement=False),
    required("organisation", Id),  # the place for which it is counted in `status_change`
    required("team", Id),  # 0: no team
    required("by_default", Boolean),  # the values of course.yaml are in force on any of its days
    required("steps", Text),  # as `rules.status_steps.written`
)

status_change = db.Table(
    "status_change",  # how many people of a place go from one state to another: sums of `status_steps`
    Column("organisation", Id, primary_key=True, autoincrement=False),
    Column("team", Id, primary_key=True, autoincrement=False),  # 0: no team
    Column("monthly", Boolean, primary_key=True),  # in the month that begins on the day; else on the day
    Column("day", Date, primary_key=True),
    Column("before", Text, primary_key=True),  # as `rules.status_steps.counted`; "": counted nowhere
    Column("now", Text, primary_key=True),
    required("people", Integer),
    _index(("people",), "people = 0", name="ix_status_change_none"),
    sqlite_with_rowid=False,
)

status_default = db.Table(
    "status_default",  # one row at most: with which values of course.yaml `status_steps` were worked out
    Column("asked", Text, primary_key=True),
)

record_look = db.Table(
    "record_look",  # somebody looked at another person's record; the person is shown it
    Column("id", Id, primary_key=True),
    to("person", "person.id"),
    to("by", "person.id"),
    required("role", Text),  # in which role, as it is on screen
    required("at", Moment),
    Index(None, "person"),
    found_by("by"),
)

evidence_pack = db.Table(
    "evidence_pack",  # a made pack is kept and never changes; the file lies in the instance folder under its digest
    Column("id", Id, primary_key=True),
    to("organisation", "organisation.id", nullable=True),  # NULL: the whole partnership
    required("as_at", Date),
    required("file_digest", Text, unique=True),
    required("key", Text, unique=True),  # of the form, so that sending it twice makes one pack
    required("bytes", Integer),
    required("made_at", Moment),
    to("made_by", "person.id", nullable=True),
    Index(None, "organisation"),
    found_by("made_by"),
)

lease = db.Table(
    "lease",  # which process does the daily round
    Column("name", Text, primary_key=True),
    required("holder", Text),
    required("until", Moment),
    required("done_at", Moment),
)

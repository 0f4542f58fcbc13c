"""The tables that stand in an evidence pack alone: rules in force, editions taken, outline of the course, changes to it."""

from __future__ import annotations

from collections.abc import Iterable

from course.catalogue.model import Catalogue
from course.documents.analysis_tables import HIDDEN
from course.documents.tabular import Column, Table
from course.rules.evidence import EditionTaken
from course.rules.explaining import DEFAULT, Names, asked_in_words
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.role_coverage import RoleCoverage

RULES, EDITIONS, OUTLINE, CHANGES = "Rules in force", "Editions taken", "Outline of the course", "Changes to the course"
ROLES = "Coverage by job role"
KINDS = {"typo": "wording", "meaning": "meaning", "law": "law"}
Notes = tuple[tuple[str, str], ...]
ROLE_COLUMNS = (
    Column("job_role", "Job role"),
    Column("people", "People registered", "number"),
    Column("trained", "Trained", "number"),
    Column("percentage", "Trained, %", "number"),
)
LEAVERS = ("People registered", "those who have left are counted among them")
NO_LEAVERS = ("People registered", "without those who have left")
RULE_COLUMNS = (Column("for", "For"), Column("since", "Since", "date"), Column("asks", "What is asked"))
EDITION_COLUMNS = (
    Column("edition", "Edition"),
    Column("rules", "Follows"),
    Column("people", "Trained people, to the nearest 5", "number"),
)
OUTLINE_COLUMNS = (
    Column("number", "Module", "number"),
    Column("title", "Title"),
    Column("pages", "Pages", "number"),
    Column("statements", "Statements asked", "number"),
    Column("minutes", "Minutes", "number"),
    Column("law", "Law checked on", "date"),
)
CHANGE_COLUMNS = (
    Column("edition", "Edition"),
    Column("day", "Day", "date"),
    Column("kind", "Kind"),
    Column("what", "What changed"),
)


def rules(found: Iterable[DatedRequirement], default: Requirement, names: Names, notes: Notes) -> Table:
    """What holds for whom; at the end what holds for everybody else, by the name that reports give it."""
    rows = [(names.of(each), each.from_day, asked_in_words(each.asked)) for each in found if each.asked is not None]
    rest = "everybody else" if rows else "everybody"
    return Table(RULES, notes, RULE_COLUMNS, [*rows, (f"{rest}: {DEFAULT}", None, asked_in_words(default))])


def roles(found: RoleCoverage, notes: Notes) -> Table:
    """One row a job role."""
    rows = [(each.name, each.people, each.trained, each.percentage) for each in found.lines]
    return Table(ROLES, (*notes, LEAVERS if found.leavers else NO_LEAVERS), ROLE_COLUMNS, rows)


def editions(found: Iterable[EditionTaken], notes: Notes) -> Table:
    """One row an edition."""
    rows = [
        (
            each.edition,
            "earlier rules" if each.earlier else "the rules of that day",
            HIDDEN if each.people is None else each.people,
        )
        for each in found
    ]
    return Table(EDITIONS, notes, EDITION_COLUMNS, rows)


def outline(course: Catalogue, notes: Notes) -> Table:
    """One row a module."""
    rows = [
        (
            each.number,
            each.title,
            len(each.pages),
            sum(len(course.quizzes[quiz].statements) for quiz in each.quizzes),
            each.minutes,
            each.law_as_at,
        )
        for each in course.modules
    ]
    return Table(OUTLINE, notes, OUTLINE_COLUMNS, rows)


def changes(course: Catalogue, notes: Notes) -> Table:
    """One row for each change of the course, as its list of changes has it."""
    rows = [(each.edition, each.date, KINDS[each.kind], each.what) for each in course.course.changes]
    return Table(CHANGES, notes, CHANGE_COLUMNS, rows)

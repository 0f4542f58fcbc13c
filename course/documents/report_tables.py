"""The tables of the completion report, one for screen, file and command line alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.documents.tabular import Cell, Column, Table
from course.rules.declared import Apart
from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.kinds import kind_name
from course.rules.report_hiding import Number, ShownReport
from course.rules.reporting import EARLIER, Asked, Listed, is_earlier
from course.rules.standing import STATUSES

TITLE = "Completion report"
PEOPLE = "Completion report: people"
CHASE = "Chase list"
TREND = "Completion report: month by month"
TOTAL = "All"
NO_NAME = "(account closed)"
WITHIN_30_DAYS_WORDS = "Due within 30 days"
HIDING = ("Small numbers", "counts under 5 are hidden, and others from which they could be worked out")
DATE_NOTE = ("Date", "as “Date means” says: expires, expired, due, was due, exempt until or left on this day")
STATUS_COLUMNS = tuple(Column(each, STATUS_WORDS[each], "number") for each in STATUSES)
FIGURES = (
    *STATUS_COLUMNS,
    Column("registered", "People registered", "number"),
    Column("trained", "Trained", "number"),
    Column("declared", "Declared headcount", "number"),
    Column("percentage", "Trained, %", "number"),
    Column("earlier", "Trained under earlier rules", "number"),
    Column("outside", "Outside training", "number"),
)
COLUMNS = (Column("organisation", "Organisation"), Column("team", "Team"), *FIGURES)
PEOPLE_COLUMNS = (
    Column("name", "Name"),
    Column("organisation", "Organisation"),
    Column("team", "Team"),
    Column("job_role", "Job role"),
    Column("status", "Status"),
    Column("day_words", "Date means"),
    Column("day", "Date", "date"),
    Column("completed_on", "Completed on", "date"),
    Column("expires_on", "Expires on", "date"),
    Column("edition", "Edition taken"),
    Column("kind", "Kind"),
    Column("earlier", "Trained only under earlier rules"),
    Column("outside_on", "Outside training", "date"),
)
CHASE_COLUMNS = (
    Column("organisation", "Organisation"),
    Column("team", "Team"),
    Column("name", "Name"),
    Column("status", "Status"),
    Column("day_words", "Date means"),
    Column("day", "Date", "date"),
    Column("address", "Email address"),
    Column("unproven", "Email address not confirmed"),
)
Notes = tuple[tuple[str, str], ...]


def notes(asked: Asked, edition: str, *, organisation: str = "", team: str = "", job_role: str = "") -> Notes:
    """What stands above the rows: the day and the filters, in the order of the form, and the edition of the course."""
    taken = "trained only under earlier rules" if asked.edition == EARLIER else asked.edition
    standing = [STATUS_WORDS[each] for each in STATUSES if each in asked.statuses]
    standing += [WITHIN_30_DAYS_WORDS] if asked.soon else []
    found = (
        ("As at", asked.day.isoformat()),
        ("Organisation", organisation or "all"),
        ("Team", team or "all"),
        ("Job role", job_role),
        ("Status", ", ".join(standing)),
        ("Edition taken", taken),
        ("Name or email begins with", asked.name),
        ("Edition of the course", edition),
    )
    return tuple((word, what) for word, what in found if what)


def entered_later(number: Number) -> Notes:
    """What a report as at another day says of those with a fact that was entered after it; nothing of nobody."""
    return (("Entered after that day", f"{number} of these"),) if number else ()


def headcounts_apart(found: Iterable[Apart]) -> Notes:
    """What a report says of headcounts that do not add up; nothing where they do."""
    said = "; ".join(f"{each.organisation_name}: teams {each.teams}, the whole {each.whole}" for each in found)
    return (("Declared headcounts that do not add up", said),) if said else ()


def cells(found: Mapping[str, Number]) -> tuple[Number, ...]:
    """The numbers of a line in the order of FIGURES."""
    return tuple(found[column.key] for column in FIGURES)


def overview(report: ShownReport, notes: Notes) -> Table:
    """Every line of the report and, where it is not alone, the whole; an organisation as a whole has no team."""
    rows: list[Sequence[Cell]] = [
        (each.line.organisation_name, each.line.team_name, *cells(each.numbers)) for each in report.lines
    ]
    if len(report.lines) != 1:
        rows.append((TOTAL, "", *cells(report.total)))
    return Table(TITLE, notes, COLUMNS, rows)


def people(members: Iterable[Listed], asked: Asked, notes: Notes) -> Table:
    """One row a membership."""
    return Table(PEOPLE, (*notes, DATE_NOTE), PEOPLE_COLUMNS, _people_rows(members, asked))


def _people_rows(members: Iterable[Listed], asked: Asked) -> Iterator[Sequence[Cell]]:
    for each in members:
        yield (
            each.name or NO_NAME,
            each.organisation_name,
            each.team_name,
            each.job_role_name,
            STATUS_WORDS[each.status],
            each.day_words,
            each.day,
            each.completed_on,
            each.expires_on,
            each.edition or "",
            kind_name(each.kind),
            "yes" if is_earlier(each.status, each.edition, asked.current) else "",
            each.outside_on,
        )


def chase(members: Iterable[Listed], _asked: Asked, notes: Notes) -> Table:
    """Everybody overdue or expired, team by team; the same whatever else was asked."""
    return Table(CHASE, (*notes, DATE_NOTE), CHASE_COLUMNS, _chase_rows(members))


def _chase_rows(members: Iterable[Listed]) -> Iterator[Sequence[Cell]]:
    for each in members:
        who = (each.organisation_name, each.team_name, each.name or NO_NAME)
        yield *who, STATUS_WORDS[each.status], each.day_words, each.day, each.address, "yes" if each.unproven else ""


def trend(months: Iterable[tuple[dt.date, Mapping[str, Number]]], notes: Notes) -> Table:
    """One row a month end."""
    figures = (*STATUS_COLUMNS, *FIGURES[len(STATUS_COLUMNS) :][:2])
    rows: list[Sequence[Cell]] = [(day, *(each[column.key] for column in figures)) for day, each in months]
    return Table(TREND, notes, (Column("day", "Month end", "date"), *figures), rows)

"""The completion report: what needs attention, then coverage by organisation and team, then month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.documents import report_tables
from course.documents.charts import Bar, Trend, bar, trend
from course.documents.tabular import Table
from course.records import reports
from course.records.database import reading
from course.rules.report_hiding import Number, ShownLine, ShownReport, shown, shown_without_names
from course.rules.reporting import WITHIN_30_DAYS, Line
from course.rules.scoping import ANALYSIS_ROLES
from course.web.gate import must_be_learner, sees_reports
from course.web.lead import asking, blueprint, files
from course.web.lead.asking import NUMBER, Question
from course.web.lead.settling import settled
from course.web.lead.trends import month_by_month, shares
from course.web.scope import present_sight

FILE = "completion-report"
TREND_FILE = "completion-month-by-month"
LINES = 16  # of the table, on one page
LINES_BESIDE_TREND = 8  # so that the page stays small; where there are more, the trend is shown when it is asked for
TREND_AT_ONCE = 2000  # memberships; where there are more, the trend is shown when it is asked for


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs attention: the name of its number, the number, what it is, and where the people are listed."""

    figure: str
    number: Number
    words: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page. `lines` are those of this page of the table; `more` leads to the next."""

    question: Question
    report: ShownReport
    lines: tuple[tuple[ShownLine, Bar], ...]
    more: str | None
    names: bool
    trend: Trend | None
    trend_table: Table | None
    trend_link: str | None
    evidence: bool
    manages: bool  # whether ways in can be made by whoever looks

    @property
    def total_bar(self) -> Bar:
        """All statuses of everybody."""
        return bar(self.report.total)

    @property
    def several(self) -> bool:
        """Whether the table has organisations and not only one of them."""
        return len({each.line.organisation for each in self.report.lines}) > 1

    @property
    def outgrown(self) -> tuple[tuple[str, int, int], ...]:
        """Lines of this page with more people than were declared, most over first: of whom, how many, how many declared.

        Of the whole, and so of a line alone, that stands in what needs attention.
        """
        found = _outgrown(self) if len(self.report.lines) > 1 else ()
        return tuple(sorted(found, key=lambda each: each[2] - each[1]))

    @property
    def percentage(self) -> int | None:
        """Trained of expected, floored; None where nobody is expected or a number is hidden."""
        found = self.report.total["percentage"]
        return found if isinstance(found, int) else None

    @property
    def attention(self) -> tuple[Attention, ...]:
        """What needs attention, the most urgent first; nothing that is 0."""
        return tuple(each for each in _attention(self) if each.number)


def _outgrown(view: Overview) -> Iterator[tuple[str, int, int]]:
    for each, _ in view.lines:
        declared, gap = each.numbers["declared"], each.numbers["gap"]
        if isinstance(declared, int) and isinstance(gap, int) and gap < 0:
            yield _called(each.line, several=view.several), declared - gap, declared


def _called(line: Line, *, several: bool) -> str:
    """A line of the table where it stands alone; `several`: teams of more than one organisation are in sight."""
    return (
        f"{line.organisation_name}: {line.team_name}"
        if several and line.team_name
        else line.team_name or line.organisation_name
    )


def _attention(view: Overview) -> Iterator[Attention]:
    total, link = view.report.total, view.question.link
    listed = "/reports/people" if view.names else None
    for figure, words, filters in (
        ("overdue", "overdue", {"status": "overdue"}),
        ("expired", "expired", {"status": "expired"}),
        ("soon", "due within 30 days", {"status": WITHIN_30_DAYS, "sort": "expiry"}),
        ("earlier", "trained only under earlier rules", {"edition": "earlier"}),
    ):
        yield Attention(figure, total[figure], words, listed and link(listed, **filters))
    gap = total["gap"]
    if isinstance(gap, int) and total["declared"] is not None:
        words = (
            "declared, but not registered here" if gap > 0 else "more registered than declared: is the headcount old?"
        )
        yield Attention("gap", abs(gap), words, None)


def shown_report(store: Connection, question: Question) -> ShownReport:
    """The report as somebody may see it: who sees no names sees no small numbers."""
    if not present_sight().small_hidden:
        return shown(reports.overview(store, question.asked))
    whole = replace(question.asked, organisation=None, team=None)
    return shown_without_names(reports.overview(store, whole), question.asked.organisation, question.asked.team)


def asked() -> Question:
    """What the address asks, over everybody whose figures one may see; today's rows are settled."""
    with reading() as store:
        found = asking.question(store, present_sight().figures, asking.OVERVIEW)
    return settled(found)


@blueprint.get("/reports")
@sees_reports
def report() -> ResponseReturnValue:
    """The page; a filter that cannot be is said above the form, with all filters kept."""
    question = asked()
    if question.errors:
        return render_template("pages/lead/report.html", question=question, view=None), 422
    with reading() as store:
        view = _overview(store, question)
    return render_template("pages/lead/report.html", question=question, view=view)


def _overview(store: Connection, question: Question) -> Overview:
    found, sight = shown_report(store, question), present_sight()
    at_once = request.args.get("trend") == "yes" or _is_small(found)
    begin = _begin()
    end = begin + (LINES_BESIDE_TREND if at_once else LINES)
    months = month_by_month(store, question, hiding=found.hiding) if at_once else ()
    return Overview(
        question=question,
        report=found,
        lines=tuple((each, bar(each.numbers)) for each in found.lines[begin:end]),
        more=question.link("/reports", lines=end) if end < len(found.lines) else None,
        names=not sight.names.nothing,
        trend=trend(shares(months)) if months else None,
        trend_table=report_tables.trend(months, ()) if months else None,
        trend_link=None if at_once else question.link("/reports", trend="yes") + "#trend",
        evidence=any(role.name in ANALYSIS_ROLES for role in must_be_learner().roles) and _packs_are_made(),
        manages=any(role.name == "administrator" for role in must_be_learner().roles),
    )


def _is_small(found: ShownReport) -> bool:
    """Whether page and work stay small with the trend on it."""
    registered = found.total["registered"]
    return isinstance(registered, int) and registered <= TREND_AT_ONCE and len(found.lines) <= LINES_BESIDE_TREND


def _packs_are_made() -> bool:
    """Whether this site makes evidence packs."""
    return any(rule.rule == "/reports/evidence" for rule in current_app.url_map.iter_rules())


def _begin() -> int:
    """Which line of the table the page begins with."""
    typed = request.args.get("lines", "")
    return int(typed) if NUMBER.fullmatch(typed) else 0


def _notes(question: Question, found: ShownReport) -> tuple[tuple[str, str], ...]:
    entered = report_tables.entered_later(found.total["later"] if question.asked.past else 0)
    apart = report_tables.headcounts_apart(found.apart)
    return (*question.notes, *entered, *apart, *((report_tables.HIDING,) if found.hiding else ()))


def _file(kind: str) -> ResponseReturnValue:
    question = asked()
    if question.errors:
        return render_template("pages/lead/report.html", question=question, view=None), 422
    with reading() as store:
        found = shown_report(store, question)
    files.note_export(FILE, question)
    return files.answer(report_tables.overview(found, _notes(question, found)), FILE, question, kind)


@blueprint.get("/reports.csv")
@sees_reports
def report_csv() -> ResponseReturnValue:
    """The table of the page as CSV."""
    return _file("csv")


@blueprint.get("/reports.xlsx")
@sees_reports
def report_xlsx() -> ResponseReturnValue:
    """The table of the page as XLSX."""
    return _file("xlsx")


def _trend_file(kind: str) -> ResponseReturnValue:
    question = asked()
    if question.errors:
        return render_template("pages/lead/report.html", question=question, view=None), 422
    with reading() as store:
        months = month_by_month(store, question, hiding=present_sight().small_hidden)
    files.note_export(TREND_FILE, question)
    return files.answer(report_tables.trend(months, question.notes), TREND_FILE, question, kind)


@blueprint.get("/reports/trend.csv")
@sees_reports
def trend_csv() -> ResponseReturnValue:
    """The table month by month as CSV."""
    return _trend_file("csv")


@blueprint.get("/reports/trend.xlsx")
@sees_reports
def trend_xlsx() -> ResponseReturnValue:
    """The table month by month as XLSX."""
    return _trend_file("xlsx")

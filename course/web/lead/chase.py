"""The chase list: everyone overdue or expired, team by team, to print, or their addresses to copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.documents import report_tables
from course.documents.tabular import Table
from course.records import reports
from course.records.database import reading
from course.records.reports import MemberPage
from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.reporting import CHASED, Member
from course.web.gate import sees_names
from course.web.lead import asking, blueprint, files
from course.web.lead.asking import Question
from course.web.lead.people import asked as list_asked
from course.web.lead.people import counted, entered_later, record_link

FILE = "chase-list"
ADDRESS = "/reports/chase"
PAGE = 50


@dataclass(frozen=True, slots=True)
class ChaseList:
    """A page of the list, by organisation and team."""

    question: Question
    page: MemberPage

    @property
    def count(self) -> str:
        """How many there are, in words."""
        return counted(self.page.count)

    @property
    def size(self) -> int:
        """How many people a page holds."""
        return PAGE

    def words(self, member: Member) -> str:
        """The status in words."""
        return STATUS_WORDS[member.status]

    def record(self, member: Member) -> str:
        """The address of somebody's record, as at the same day."""
        return record_link(self.question, member)

    @property
    def teams(self) -> Iterator[tuple[str, tuple[Member, ...]]]:
        """Organisation and team in words, and who is to be reminded there."""
        for (organisation, team), members in groupby(
            self.page.members, key=lambda one: (one.organisation_name, one.team_name)
        ):
            named = f"{organisation}: {team}" if self.question.choices.several else team
            yield (named if team else f"{organisation}: no team"), tuple(members)

    @property
    def more(self) -> str | None:
        """The address of the next page."""
        return self.question.link(ADDRESS, after=self.page.after) if self.page.after else None


def asked() -> Question:
    """What the address asks; always those overdue or expired, by team."""
    found = list_asked(asking.OVERVIEW, order="team")
    return replace(found, asked=replace(found.asked, statuses=CHASED))


@blueprint.get("/reports/chase")
@sees_names
def chase() -> ResponseReturnValue:
    """The page."""
    question = asked()
    if question.errors:
        return render_template("pages/lead/chase.html", question=question, view=None), 422
    with reading() as store:
        view = ChaseList(question, reports.member_page(store, question.asked, question.after, PAGE))
    return render_template("pages/lead/chase.html", question=question, view=view)


def _table(store: Connection, question: Question) -> Table:
    if not question.asked.past:
        return report_tables.chase(reports.all_members(store, question.asked), question.notes)
    members = list(reports.all_members(store, question.asked))
    return report_tables.chase(members, question.notes + entered_later(members))


def _file(kind: str) -> ResponseReturnValue:
    question = asked()
    if question.errors:
        return render_template("pages/lead/chase.html", question=question, view=None), 422
    files.note_export(FILE, question)
    return files.streamed(lambda store: _table(store, question), FILE, question, kind)


@blueprint.get("/reports/chase.csv")
@sees_names
def chase_csv() -> ResponseReturnValue:
    """The whole list as CSV."""
    return _file("csv")


@blueprint.get("/reports/chase.xlsx")
@sees_names
def chase_xlsx() -> ResponseReturnValue:
    """The whole list as XLSX."""
    return _file("xlsx")


@blueprint.get("/reports/chase.txt")
@sees_names
def chase_addresses() -> ResponseReturnValue:
    """The addresses, one a line, each once, to be copied into a message."""
    question = asked()
    if question.errors:
        return render_template("pages/lead/chase.html", question=question, view=None), 422
    with reading() as store:
        known = {each.address: None for each in reports.all_members(store, question.asked) if each.address}
    files.note_export(FILE, question)
    return files.plain_text("".join(f"{address}\n" for address in known))

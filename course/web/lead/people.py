"""The list behind the figures: one line a membership, filtered, searched, sorted, fifty to a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.documents import report_tables
from course.documents.tabular import Table
from course.records import reports
from course.records.database import reading
from course.records.reports import MOST_COUNTED, PAGE, MemberPage
from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.reporting import Member, is_earlier
from course.web.gate import sees_names
from course.web.lead import asking, blueprint, files
from course.web.lead.asking import Question
from course.web.lead.settling import settle
from course.web.scope import present_sight

FILE = "completion-people"
ADDRESS = "/reports/people"


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A page of the list."""

    question: Question
    page: MemberPage

    @property
    def count(self) -> str:
        """How many there are, in words."""
        return counted(self.page.count)

    @property
    def more(self) -> str | None:
        """The address of the next page."""
        return self.question.link(ADDRESS, after=self.page.after) if self.page.after else None

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
    def several(self) -> bool:
        """Whether the list may have people of several organisations."""
        return self.question.choices.several and self.question.asked.organisation is None

    def is_earlier(self, member: Member) -> bool:
        """Whether somebody is trained only under earlier rules."""
        return is_earlier(member.status, member.edition, self.question.asked.current)


def asked(fields: tuple[str, ...] = asking.LIST, order: str = "name") -> Question:
    """What the address asks, over everybody whose name one may see; today's rows are settled."""
    with reading() as store:
        found = asking.question(store, present_sight().names, fields, order=order)
    if not found.asked.past:
        settle(found.asked.day)
    return found


@blueprint.get("/reports/people")
@sees_names
def people() -> ResponseReturnValue:
    """The page."""
    question = asked()
    if question.errors:
        return render_template("pages/lead/people.html", question=question, view=None), 422
    with reading() as store:
        view = PeopleList(question, reports.member_page(store, question.asked, question.after))
    return render_template("pages/lead/people.html", question=question, view=view)


def _file(kind: str) -> ResponseReturnValue:
    question = asked()
    if question.errors:
        return render_template("pages/lead/people.html", question=question, view=None), 422
    files.note_export(FILE, question)
    return files.streamed(lambda store: _table(store, question), FILE, question, kind)


def _table(store: Connection, question: Question) -> Table:
    listed = question.asked
    if not listed.past:
        return report_tables.people(reports.all_members(store, listed), listed, question.notes)
    members = list(reports.all_members(store, listed))
    return report_tables.people(members, listed, question.notes + entered_later(members))


def record_link(question: Question, member: Member) -> str:
    """The address of somebody's record, as at the day of the list."""
    past = f"?as_at={question.asked.day}" if question.asked.past else ""
    return f"{ADDRESS}/{member.person}{past}"


def counted(number: int) -> str:
    """How many people there are, in words."""
    if number > MOST_COUNTED:
        return f"More than {MOST_COUNTED} people"
    return "1 person" if number == 1 else f"{number} people"


def entered_later(members: list[Member]) -> tuple[tuple[str, str], ...]:
    """What a list as at another day says of its people with a fact entered after that day."""
    return report_tables.entered_later(sum(each.later for each in members))


@blueprint.get("/reports/people.csv")
@sees_names
def people_csv() -> ResponseReturnValue:
    """Everybody in the list as CSV."""
    return _file("csv")


@blueprint.get("/reports/people.xlsx")
@sees_names
def people_xlsx() -> ResponseReturnValue:
    """Everybody in the list as XLSX."""
    return _file("xlsx")

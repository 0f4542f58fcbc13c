"""The chase list: everyone overdue or expired, team by team, to print, or their addresses to copy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from course.records import reports
from course.records.database import reading
from course.records.reports import MOST_COUNTED
from course.web.gate import sees_names
from course.web.lead import blueprint, files, member_list
from course.web.lead.asking import Question
from course.web.lead.member_list import CHASE, MemberList

ROWS = 12
MOST_PRINTED = 2000  # people on paper at once, some forty sheets


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a chase list, each once; how many people it holds, and how many of them have none known."""

    known: tuple[str, ...]
    unproven: tuple[str, ...]  # typed at sign-up and never confirmed; none that is known otherwise
    people: int
    lacking: int
    most: int = MOST_COUNTED

    @property
    def rows(self) -> int:
        """How many lines the field shows at once."""
        return min(len(self.known), ROWS) + 1

    @property
    def text(self) -> str:
        """One a line, and nothing that is to be looked at before it is written to."""
        return "".join(f"{each}\n" for each in self.known)

    @property
    def too_many(self) -> bool:
        """Whether there are more than a page should hold."""
        return len(self.known) + len(self.unproven) > self.most


@blueprint.get("/reports/chase")
@sees_names
def chase() -> ResponseReturnValue:
    """The page."""
    return member_list.shown(CHASE)


@blueprint.get("/reports/chase/print")
@sees_names
def chase_print() -> ResponseReturnValue:
    """Everybody at once, for the printer, or that there are too many; that all were taken is noted."""
    question = member_list.asked(CHASE)
    if question.errors:
        return member_list.refused(CHASE, question)
    with reading() as store:
        page = reports.member_page(store, question.asked, size=MOST_PRINTED)
    if page.members and page.after is None:
        files.note_export(CHASE.file, question)
    view = MemberList(CHASE, question, page, {})
    return render_template("pages/lead/chase_print.html", question=question, view=view, most=MOST_PRINTED)


@blueprint.get("/reports/chase.csv")
@sees_names
def chase_csv() -> ResponseReturnValue:
    """The whole list as CSV."""
    return member_list.sent(CHASE, "csv")


@blueprint.get("/reports/chase.xlsx")
@sees_names
def chase_xlsx() -> ResponseReturnValue:
    """The whole list as XLSX."""
    return member_list.sent(CHASE, "xlsx")


@blueprint.get("/reports/chase/addresses")
@sees_names
def chase_addresses() -> ResponseReturnValue:
    """The addresses in a field, to be copied into a message."""
    question = member_list.asked(CHASE)
    if question.errors:
        return member_list.refused(CHASE, question)
    return render_template("pages/lead/chase_addresses.html", question=question, view=_taken(question))


@blueprint.get("/reports/chase.txt")
@sees_names
def chase_txt() -> ResponseReturnValue:
    """Those that are known, as plain text, one address a line."""
    question = member_list.asked(CHASE)
    if question.errors:
        return member_list.refused(CHASE, question)
    return files.plain_text(_taken(question).text)


def _taken(question: Question) -> Addresses:
    """The addresses; that they were taken is noted."""
    found: dict[bool, dict[str, None]] = {False: {}, True: {}}
    people = lacking = 0
    with reading() as store:
        for each in reports.all_members(store, question.asked):
            people += 1
            lacking += not each.address
            if each.address:
                found[each.unproven][each.address] = None
    files.note_export(CHASE.file, question)
    unproven = tuple(each for each in found[True] if each not in found[False])
    return Addresses(tuple(found[False]), unproven, people, lacking)

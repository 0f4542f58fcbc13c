"""The list behind the figures: one line a membership, filtered, searched, sorted, fifty to a page."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from course.web.gate import sees_names
from course.web.lead import blueprint, member_list
from course.web.lead.member_list import PEOPLE


@blueprint.get("/reports/people")
@sees_names
def people() -> ResponseReturnValue:
    """The page."""
    return member_list.shown(PEOPLE)


@blueprint.get("/reports/people.csv")
@sees_names
def people_csv() -> ResponseReturnValue:
    """Everybody in the list as CSV."""
    return member_list.sent(PEOPLE, "csv")


@blueprint.get("/reports/people.xlsx")
@sees_names
def people_xlsx() -> ResponseReturnValue:
    """Everybody in the list as XLSX."""
    return member_list.sent(PEOPLE, "xlsx")

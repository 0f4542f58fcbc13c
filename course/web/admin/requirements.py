"""What is asked of whom and from when: the rules in force and to come, and taking back one that has not begun."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, organisations, requirements, standings
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.rules.dates import london_day
from course.rules.explaining import asked_in_words
from course.rules.requirements import DatedRequirement
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404, own_organisations
from course.web.gate import holds_any, must_be_learner
from course.web.statuses import Asked, asked

EVER = dt.date(9999, 12, 31)
TAKEN_BACK = "rule taken back"  # in the audit
NO_RULE = "No rule of its own: the next wider rule holds."


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the page shows it. state: "now", "later" or "past"; the last day is None while nothing follows it."""

    id: int
    words: str
    from_day: dt.date
    until_day: dt.date | None
    state: str


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """The rules of one scope, newest first."""

    name: str
    lines: tuple[Line, ...]

    @property
    def shown(self) -> tuple[Line, ...]:
        """Those in force and to come."""
        return tuple(each for each in self.lines if each.state != "past")

    @property
    def past(self) -> tuple[Line, ...]:
        """Those that were in force."""
        return tuple(each for each in self.lines if each.state == "past")


@dataclass(frozen=True, slots=True)
class RequirementsPage:
    """`organisation` None: the rules of the whole partnership. `every`: organisations, with how many rules of their own."""

    organisation: Organisation | None
    scopes: tuple[ScopeRules, ...]
    default: str
    every: tuple[tuple[Organisation, int], ...]
    may_add: bool


def _scopes(rules: Asked, organisation: int | None, today: dt.date) -> tuple[ScopeRules, ...]:
    """Every scope of the partnership or of an organisation that has or had a rule; the widest first."""
    of: defaultdict[tuple[int, int], list[DatedRequirement]] = defaultdict(list)
    for each in rules.known:
        if each.organisation == organisation:
            of[each.job_role or 0, each.team or 0].append(each)
    ordered = sorted(of.items(), key=lambda pair: (bool(pair[0][1]), bool(pair[0][0]), rules.names.of(pair[1][0])))
    return tuple(ScopeRules(rules.names.of(found[0]), _lines(found, today)) for _, found in ordered)


def _lines(found: list[DatedRequirement], today: dt.date) -> tuple[Line, ...]:
    """Each with the day before the next one's; of two from one day only the later entered was ever in force."""
    by_day = {each.from_day: each for each in sorted(found, key=lambda one: (one.from_day, one.id))}
    days = [*by_day, EVER]
    lines = []
    for each, following in zip(by_day.values(), days[1:], strict=True):
        state = "later" if each.from_day > today else "now" if following > today else "past"
        until = None if following == EVER else following - dt.timedelta(days=1)
        lines.append(Line(each.id, _words(each), each.from_day, until, state))
    return tuple(reversed(lines))


def _words(each: DatedRequirement) -> str:
    return asked_in_words(each.asked) if each.asked else NO_RULE


def page_of(store: Connection, organisation: int | None) -> RequirementsPage:
    """The page of the partnership, or of an organisation that is looked after."""
    here = own_organisation_or_404(store, organisation) if organisation else None
    rules, today = asked(store), london_day(now())
    own_rules = [each.organisation for each in rules.known]
    return RequirementsPage(
        organisation=here,
        scopes=_scopes(rules, organisation, today),
        default=asked_in_words(rules.default),
        every=tuple((each, own_rules.count(each.id)) for each in own_organisations(store)),
        may_add=here is not None or own().everything,
    )


@blueprint.get("/requirements")
@holds_any("administrator")
def requirements_page() -> ResponseReturnValue:
    """The rules of the whole partnership, which rule wins, and the way to each organisation's own."""
    with reading() as store:
        view = page_of(store, None)
    return render_template("pages/admin/requirements.html", view=view)


@blueprint.get("/organisations/<number:organisation>/requirements")
@holds_any("administrator")
def organisation_requirements(organisation: int) -> ResponseReturnValue:
    """The rules of an organisation, its teams and its job roles."""
    with reading() as store:
        view = page_of(store, organisation)
    return render_template("pages/admin/requirements.html", view=view)


@blueprint.post("/requirements/<number:requirement>/take-back")
@holds_any("administrator")
def take_back_requirement(requirement: int) -> ResponseReturnValue:
    """A rule that has not begun goes; one in force stays, and another one follows it."""
    with writing() as store:
        found = next((each for each in requirements.requirements(store) if each.id == requirement), None)
        if not (_covers(found) if found else audit.is_noted(store, TAKEN_BACK, f"requirement {requirement}")):
            abort(404)
        gone = requirements.take_back(store, requirement, london_day(now())) if found else None
        if gone is not None:
            standings.touch_all(store, gone.organisation)
            audit.note(store, must_be_learner().person, TAKEN_BACK, f"requirement {requirement}", "", now())
    return redirect(address(found.organisation if found else None), 303)


def _covers(found: DatedRequirement) -> bool:
    return own().everything if found.organisation is None else own().covers(found.organisation, None)


def address(organisation: int | None) -> str:
    """Where the rules of an organisation stand, or of the partnership."""
    if organisation is None:
        return url_for("admin.requirements_page")
    return url_for("admin.organisation_requirements", organisation=organisation)


def teams_of(store: Connection, organisation: int | None) -> list[tuple[int, str]]:
    """The teams of an organisation, to choose from."""
    return [(each.id, f"Team: {each.name}") for each in organisations.teams(store) if each.organisation == organisation]

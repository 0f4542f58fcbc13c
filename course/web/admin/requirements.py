"""What is asked of whom and from when: the rules in force and to come, their history, and taking one back in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, organisations, requirements, standings
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.records.requirements import Entered
from course.rules import auditing
from course.rules.dates import london_day
from course.rules.explaining import asked_in_words
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404, own_organisations
from course.web.gate import holds_any, must_be_learner
from course.web.statuses import Asked, asked

EVER = dt.date(9999, 12, 31)
TAKEN_BACK = "rule taken back"  # in the audit
NO_RULE = "No rule of its own: the next wider rule holds."


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the page shows it; the last day is None while nothing follows it.

    state: "now", "later", "past", or "replaced" by another of the same first day, so that it held on no whole day.
    """

    entered: Entered
    until_day: dt.date | None
    state: str
    may_go: bool

    @property
    def rule(self) -> DatedRequirement:
        """For whom, from when, what."""
        return self.entered.rule

    @property
    def words(self) -> str:
        """What it asks."""
        return words_of(self.rule)

    @property
    def by(self) -> str:
        """Who set it, by number: the name of somebody who set a rule is nobody else's business for years."""
        return f"person {self.entered.by}" if self.entered.by else "the program"

    @property
    def set_on(self) -> dt.date:
        """The day in London on which it was entered."""
        return london_day(self.entered.at)


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """The rules of one scope, newest first."""

    name: str
    lines: tuple[Line, ...]

    @property
    def shown(self) -> tuple[Line, ...]:
        """Those in force and to come."""
        return tuple(each for each in self.lines if each.state in ("now", "later"))


@dataclass(frozen=True, slots=True)
class Saved:
    """A rule that was saved just now, and what holds today for its scope: `now` are the words, `whose` rule it is."""

    line: Line
    scope: str
    now: str
    whose: str


@dataclass(frozen=True, slots=True)
class RequirementsPage:
    """`organisation` None: the rules of the whole partnership. `every`: organisations, with how many rules of their own."""

    organisation: Organisation | None
    scopes: tuple[ScopeRules, ...]
    default: str
    every: tuple[tuple[Organisation, int], ...]
    may_add: bool
    saved: Saved | None
    taken_back: bool


def _scopes(rules: Asked, entered: tuple[Entered, ...], today: dt.date) -> tuple[ScopeRules, ...]:
    """Every scope of the partnership or of an organisation that has or had a rule; the widest first."""
    of: defaultdict[tuple[int, int], list[Entered]] = defaultdict(list)
    for each in entered:
        of[each.rule.job_role or 0, each.rule.team or 0].append(each)
    named = [(bool(team), bool(role), rules.names.of(found[0].rule), found) for (role, team), found in of.items()]
    ordered = sorted(named, key=lambda each: each[:3])
    return tuple(ScopeRules(name, _lines(found, today)) for _, _, name, found in ordered)


def _lines(found: list[Entered], today: dt.date) -> tuple[Line, ...]:
    """Each with the day before the next one's; of two from one day the later entered holds. They come in that order."""
    who, lines = must_be_learner().person, []
    for place, each in enumerate(found):
        day, following = each.rule.from_day, found[place + 1].rule.from_day if place + 1 < len(found) else EVER
        state = "later" if day > today else "now" if following > today else "past"
        until = None if following == EVER else following - dt.timedelta(days=1)
        may_go = each.may_go(who, today)
        lines.append(Line(each, *((None, "replaced") if following == day else (until, state)), may_go))
    return tuple(reversed(lines))


def words_of(rule: DatedRequirement) -> str:
    """What a rule asks, in words."""
    return asked_in_words(rule.asked) if rule.asked else NO_RULE


def _saved(rules: Asked, scopes: tuple[ScopeRules, ...], today: dt.date) -> Saved | None:
    """What the address says was saved, as long as its day is not over: tomorrow it is no news."""
    number = request.args.get("saved", "")
    lines = ((scope.name, line) for scope in scopes for line in scope.shown)
    scope, line = next((each for each in lines if str(each[1].rule.id) == number), ("", None))
    if line is None or line.set_on != today:
        return None
    held = holding(rules, line.rule, today)
    whose = next((f"rule of {rules.names.of(each)}" for each in rules.known if each.id == held.id), "default")
    return Saved(line, scope, asked_in_words(held), whose)


def holding(rules: Asked, scope: DatedRequirement, day: dt.date) -> Requirement:
    """What holds on a day for the scope of a rule."""
    where = {"team": scope.team, "job_role": scope.job_role}
    return in_force(rules.known, rules.default, organisation=scope.organisation or 0, day=day, **where)


def page_of(store: Connection, organisation: int | None) -> RequirementsPage:
    """The page of the partnership, or of an organisation that is looked after."""
    here = own_organisation_or_404(store, organisation) if organisation else None
    rules, today = asked(store), london_day(now())
    own_rules = [each.organisation for each in rules.known]
    scopes = _scopes(rules, requirements.entered(store, organisation), today)
    return RequirementsPage(
        organisation=here,
        scopes=scopes,
        default=asked_in_words(rules.default),
        every=tuple((each, own_rules.count(each.id)) for each in own_organisations(store)),
        may_add=here is not None or own().everything,
        saved=_saved(rules, scopes, today),
        taken_back=request.args.get("done") == "taken-back",
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
    """A rule that has not begun goes, and on the same day who set it takes it back; else another one follows it."""
    who = must_be_learner().person
    with writing() as store:
        found = next((each for each in requirements.requirements(store) if each.id == requirement), None)
        if not (_covers(found) if found else audit.is_noted(store, TAKEN_BACK, f"requirement {requirement}")):
            abort(404)
        gone = requirements.take_back(store, requirement, who, london_day(now())) if found else None
        if gone is not None:
            standings.touch_all(store, gone.organisation)
            note_rule(
                store, TAKEN_BACK, gone, words_of(gone), asked_in_words(holding(asked(store), gone, gone.from_day))
            )
    where = address(found.organisation if found else None)
    return redirect(f"{where}?done=taken-back" if gone else where, 303)


def note_rule(store: Connection, action: str, rule: DatedRequirement, before: str, after: str) -> None:
    """A line in the audit: for whom, from when, what held from that day and what holds now."""
    here = f"{auditing.place(rule.organisation, rule.team, rule.job_role)}, from {auditing.day(rule.from_day)}"
    told = auditing.together(here, auditing.sentences_changed(before, after) or "the same as before")
    audit.note(store, must_be_learner().person, action, f"requirement {rule.id}", told, now())


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

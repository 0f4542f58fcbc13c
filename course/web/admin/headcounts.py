"""How many people an organisation and its teams say that they have, from day to day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, headcounts
from course.records.database import reading, writing
from course.records.headcounts import Headcount
from course.records.organisations import Organisation
from course.rules import auditing
from course.rules.dates import london_day
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404, teams_of
from course.web.admin.people_forms import HeadcountForm
from course.web.gate import holds_any, must_be_learner

MOST_SHOWN = 100  # lines of the history on the page, the newest


@dataclass(frozen=True, slots=True)
class Sum:
    """What the teams say together, beside the whole; `without`: teams that have said nothing."""

    teams: int
    whole: int
    without: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether somebody has to look: teams that have said nothing may make up for what is missing."""
        return self.teams > self.whole or (self.teams < self.whole and not self.without)


@dataclass(frozen=True, slots=True)
class HeadcountPage:
    """What holds today, and the history; each line with the name of what it is for."""

    organisation: Organisation
    form: HeadcountForm
    errors: tuple[tuple[str, str], ...]
    present: tuple[tuple[str, Headcount], ...]
    sum: Sum | None  # None: the whole, or every team, has no number yet
    history: tuple[tuple[str, Headcount], ...]
    saved: bool


@blueprint.route("/organisations/<number:organisation>/headcount", methods=["GET", "POST"])
@holds_any("administrator")
def headcount(organisation: int) -> ResponseReturnValue:
    """The numbers, and the form for another."""
    with reading() as store:
        here = own_organisation_or_404(store, organisation)
        teams = teams_of(store, organisation)
    form = HeadcountForm.sent(from_day=london_day(now()))
    form.offer_teams(teams, "The whole organisation")
    if request.method == "POST" and form.validate():
        _enter(organisation, form)
        return redirect(url_for("admin.headcount", organisation=organisation, done="saved"), 303)
    names: dict[int | None, str] = {None: "The whole organisation"} | {each.id: each.name for each in teams}
    view = _page(here, names, form)
    return render_template("pages/admin/headcount.html", view=view), 422 if request.method == "POST" else 200


def _enter(organisation: int, form: HeadcountForm) -> None:
    who = must_be_learner().person
    with writing() as store:
        team, people = form.team_number, form.people.data
        before = _before(store, organisation, team, form.from_day.day)
        line = headcounts.enter(store, organisation, team, people, form.from_day.day, who, now())
        if line is not None:
            here = f"headcount {line}: {auditing.numbered('team', team) or 'the whole'}, from {auditing.day(form.from_day.day)}"
            told = auditing.together(here, auditing.change("people", before, people))
            audit.note(store, who, "headcount declared", f"organisation {organisation}", told, now())


def _before(store: Connection, organisation: int, team: int | None, day: dt.date) -> int | None:
    """The number that holds on a day without the new one."""
    held = headcounts.declared(store, own(), day).get((organisation, team))
    return held.people if held else None


def _page(here: Organisation, names: dict[int | None, str], form: HeadcountForm) -> HeadcountPage:
    with reading() as store:
        holding = headcounts.declared(store, own(), london_day(now()))
        lines = headcounts.history(store, here.id)[:MOST_SHOWN]
    present = [(names[team], each) for (place, team), each in holding.items() if place == here.id]
    return HeadcountPage(
        organisation=here,
        form=form,
        errors=form.faults(),
        sum=_sum({each.team: each.people for _, each in present}, names),
        present=tuple(sorted(present, key=lambda line: (line[1].team is not None, line[0]))),
        history=tuple((names[each.team], each) for each in lines),
        saved=request.args.get("done") == "saved",
    )


def _sum(holding: dict[int | None, int], names: dict[int | None, str]) -> Sum | None:
    """The numbers that hold today, put together."""
    teams = [people for team, people in holding.items() if team is not None]
    if not teams or None not in holding:
        return None
    without = sorted(name for team, name in names.items() if team not in holding)
    return Sum(sum(teams), holding[None], tuple(without))

"""A new rule: the form, what it would do on its first day, and saving it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import job_roles, requirements, simulating, standings
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.rules.dates import london_day
from course.rules.explaining import NAMES, asked_in_words
from course.rules.requirements import DatedRequirement, in_force
from course.rules.simulating import Tally, simulate, together
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404
from course.web.admin.requirement_forms import RequirementForm
from course.web.admin.requirements import address, holding, note_rule, teams_of, words_of
from course.web.gate import holds_any, must_be_learner
from course.web.statuses import asked

UNKEPT = ("step", "csrf_token", "seen")  # fields that are not sent again


@dataclass(frozen=True, slots=True)
class Row:
    """A status with how many people have it without and with the rule."""

    status: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do. `fields` are those of the form, to send again; `by_organisation` is empty for a single one."""

    asked: DatedRequirement
    scope: str
    words: str
    whole: Tally
    by_organisation: tuple[tuple[str, Tally], ...]
    fields: tuple[tuple[str, str], ...]
    back: str
    at_once: bool  # it holds as soon as it is saved
    again: bool  # it was to be saved, and would do something else by now than was looked at

    @property
    def seen(self) -> str:
        """Tells what was looked at from another result; sent with the form."""
        of = self.whole
        told = (
            self.asked.from_day.isoformat(),
            sorted(of.moves.items()),
            sorted(of.before.items()),
            of.sooner,
            of.later,
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All eight statuses in their order."""
        return tuple(Row(each, name, self.whole.before[each], self.whole.after[each]) for each, name in NAMES.items())

    @property
    def moves(self) -> tuple[tuple[str, str, int], ...]:
        """From which status to which, the most people first."""
        return tuple((NAMES[one], NAMES[other], number) for (one, other), number in self.whole.moves.most_common())


def _form(store: Connection, here: Organisation | None) -> RequirementForm:
    form = RequirementForm.sent()
    roles = [(each.id, each.name) for each in job_roles.all_roles(store)]
    form.offer(
        teams_of(store, here.id if here else None), roles, f"All of {here.name}" if here else "The whole partnership"
    )
    if request.method == "GET":
        rules, today = asked(store), london_day(now())
        place = {"team": None, "job_role": None}
        form.fill(in_force(rules.known, rules.default, organisation=here.id if here else 0, day=today, **place), today)
    return form


@blueprint.route("/requirements/add", methods=["GET", "POST"])
@holds_any("administrator")
def add_requirement() -> ResponseReturnValue:
    """A rule for the whole partnership."""
    return _add(None) if own().everything else abort(404)


@blueprint.route("/organisations/<number:organisation>/requirements/add", methods=["GET", "POST"])
@holds_any("administrator")
def add_organisation_requirement(organisation: int) -> ResponseReturnValue:
    """A rule for an organisation, one of its teams, or a job role there."""
    return _add(organisation)


def _add(organisation: int | None) -> ResponseReturnValue:
    """The form; sent, what it would do; confirmed, keep it."""
    with reading() as store:
        here = own_organisation_or_404(store, organisation) if organisation else None
        form = _form(store, here)
        preview = _looked_at(store, form, here) if request.method == "POST" and form.validate() else None
    if preview:
        return render_template("pages/admin/requirement_preview.html", view=preview), 409 if preview.again else 200
    if form.is_submitted() and not form.errors and request.form.get("step") == "save":
        return redirect(f"{address(organisation)}?saved={_save(form.dated(organisation))}", 303)
    status = 422 if form.errors else 200
    context = {"form": form, "organisation": here, "errors": form.faults(), "back": address(organisation)}
    return render_template("pages/admin/requirement_add.html", **context), status


def _looked_at(store: Connection, form: RequirementForm, here: Organisation | None) -> Preview | None:
    """What has to be shown: asked for, or not seen yet of a rule that holds at once. None: nothing."""
    step = request.form.get("step")
    if step == "look":
        return _preview(store, form, here)
    new = form.dated(here.id if here else None)
    if step != "save" or new.from_day > london_day(now()) or requirements.kept(store, new):
        return None
    found = _preview(store, form, here)
    return None if found.seen == request.form.get("seen") else replace(found, again=True)


def _preview(store: Connection, form: RequirementForm, here: Organisation | None) -> Preview:
    new, rules = form.dated(here.id if here else None), asked(store)
    tallies = simulate(simulating.members_asked(store, new), rules.known, new, rules.default)
    names = ((rules.names.organisations.get(number, ""), tally) for number, tally in tallies.items())
    return Preview(
        asked=new,
        scope=rules.names.of(new),
        words=words_of(new),
        whole=together(tallies.values()),
        by_organisation=tuple(sorted(names, key=lambda pair: pair[0])) if here is None else (),
        fields=tuple((name, value) for name, value in request.form.items(multi=True) if name not in UNKEPT),
        back=address(here.id if here else None),
        at_once=new.from_day <= london_day(now()),
        again=False,
    )


def _save(new: DatedRequirement) -> int | None:
    """Keep it once, and let every status it touches be worked out anew; gives its number."""
    with writing() as store:
        before = asked_in_words(holding(asked(store), new, new.from_day))
        number = requirements.keep_once(store, new, must_be_learner().person, now())
        if number is not None:
            standings.touch_all(store, new.organisation)
            note_rule(store, "rule set", replace(new, id=number), before, words_of(new))
        return number or requirements.kept(store, new)

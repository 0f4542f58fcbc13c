"""Before and after the course: how sure somebody is, what they know, what they mean to do; and what has changed.

Everything may be left out, and nobody but the learner gets any of it. What was skipped is not offered again, but it can be
opened from My progress at any time. A form that was opened before newer answers were kept takes their place only after
its sender has seen them: it comes back, with what it says in its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.catalogue.model import Page, Reflection
from course.clock import now
from course.records import reflections
from course.records.database import reading, writing
from course.rules.confidence import Change, change
from course.rules.facts import Reflected
from course.rules.outcomes import Outcome
from course.rules.reflecting import digest, first_answered
from course.web.gate import anyone, learner, must_be_learner, signed_in
from course.web.mine import blueprint, reflection_form
from course.web.mine.reflection_form import Sent
from course.web.mine.reflection_page import GivenBack, ReflectionPage
from course.web.site import catalogue

BEFORE, AFTER = "before", "after"
FORM, DIGEST = "pages/mine/reflection_form.html", "digest"
DONE = {
    "kept": "Thank you. Your answers are kept, for you alone.",
    "empty": "You left everything empty. That is fine: we will not ask again. You can come back to it whenever you like.",
    "deleted": "Deleted. Nothing of it is kept any more.",
}


@dataclass(frozen=True, slots=True)
class OwnReflection:
    """What the learner answered in the present cycle, side by side. `open` is the moment that can be answered now."""

    asked: Reflection
    before: Reflected | None
    after: Reflected | None
    change: Change
    open: str
    done: str | None

    @property
    def answered(self) -> bool:
        """Whether there is anything to show."""
        return any(each is not None and not each.skipped for each in (self.before, self.after))

    @property
    def anything(self) -> bool:
        """Whether there is anything to delete; that something was skipped is kept too."""
        return self.before is not None or self.after is not None

    def page(self, page_id: str) -> Page | None:
        """The page that helps, for its title and address."""
        return catalogue().page(page_id)


def own(store: Connection, person: int) -> dict[str, Reflected]:
    """What a person answered or skipped in the present cycle, by moment."""
    cycle = reflections.present_cycle(store, person)
    return {each.moment: each for each in reflections.reflections_of(store, person) if each.cycle == cycle}


def _open_moment() -> str:
    """Before until the course is complete, after from then on."""
    return AFTER if must_be_learner().completion is not None else BEFORE


def _knowledge() -> frozenset[str]:
    return frozenset(each.id for each in catalogue().reflection.knowledge)


def _said() -> dict[str, Reflected]:
    with reading() as store:
        return own(store, must_be_learner().person)


def _begun(said: Mapping[str, Reflected]) -> bool:
    """Whether anything was answered before the course, so that what is answered now has something to be laid beside."""
    return BEFORE in said and not said[BEFORE].skipped


def _ask(moment: str) -> ResponseReturnValue:
    """The form, with what was answered earlier; only while it is the time for it."""
    if moment != _open_moment():
        return redirect(url_for("mine.reflection"), 303)
    said = _said()
    kept = said.get(moment)
    typed = reflection_form.shown_again(kept) if kept else {}
    known = first_answered(kept, _knowledge())
    view = ReflectionPage(catalogue().reflection, moment, digest(kept), typed, known=known, compared=_begun(said))
    return render_template(FORM, view=view)


def _answer(moment: str) -> ResponseReturnValue:
    """Keep what was answered. A form for before counts even if the course was completed while it was open."""
    if learner() is None:
        return given_back(moment, GivenBack.SIGNED_OUT, 403)
    if moment == AFTER and _open_moment() == BEFORE:
        return redirect(url_for("mine.reflection"), 303)
    sent = reflection_form.read(catalogue().reflection, moment, request.form)
    if sent.faults:
        return given_back(moment, None, 422)
    with writing() as store:
        outcome = _keep(store, moment, sent)
    if outcome in (Outcome.KEPT, Outcome.SKIPPED):
        return redirect(url_for("mine.reflection", done="kept" if outcome is Outcome.KEPT else "empty"), 303)
    return given_back(moment, GivenBack.CHANGED if outcome is Outcome.CHANGED else GivenBack.CLOSED, 409)


def _keep(store: Connection, moment: str, sent: Sent) -> Outcome:
    given = Reflected(
        cycle=1,  # the records know the present one
        moment=moment,
        edition=catalogue().course.edition,
        skipped=False,
        usefulness=sent.usefulness,
        intended_change=sent.intended_change,
        at=now(),
        answers=tuple(sent.answers.items()),
    )
    opened = request.form.get(DIGEST, "")
    return reflections.answer_questions(store, must_be_learner().person, given, opened, _knowledge())


def given_back(moment: str, why: GivenBack | None, status: int) -> ResponseReturnValue:
    """The form as it was sent, with its faults (`why` is None) or with why nothing of it was kept.

    After CHANGED it also shows what is kept now, and carries its digest: sent once more, it knowingly takes its place.
    """
    asked = catalogue().reflection
    sent = reflection_form.read(asked, moment, request.form)
    here = why not in (GivenBack.SIGNED_OUT, GivenBack.CLOSED)
    said = _said() if here else {}
    kept = said.get(moment)
    changed = why is GivenBack.CHANGED
    view = ReflectionPage(
        asked=asked,
        moment=moment,
        digest=digest(kept) if changed else request.form.get(DIGEST, ""),
        typed=sent.typed,
        faults={} if why else sent.faults,
        known=first_answered(kept, _knowledge()),
        back=why,
        kept=kept if changed else None,
        compared=_begun(said),
    )
    return render_template(FORM, view=view), status


def _skip(moment: str) -> ResponseReturnValue:
    """Never offer it again; nothing that was answered is lost."""
    with writing() as store:
        person = must_be_learner().person
        cycle = reflections.present_cycle(store, person)
        reflections.skip_reflection(store, person, cycle, moment, catalogue().course.edition, now())
    return redirect(url_for("learn.front"), 303)


@blueprint.get("/reflection/before")
@signed_in
def before() -> ResponseReturnValue:
    """Before the course."""
    return _ask(BEFORE)


@blueprint.post("/reflection/before")
@anyone(keeps_nothing=True)
def answer_before() -> ResponseReturnValue:
    """Keep what was answered before the course. Whose visit has ended gets the form back."""
    return _answer(BEFORE)


@blueprint.post("/reflection/before/skip")
@signed_in
def skip_before() -> ResponseReturnValue:
    """Rather not be asked before the course."""
    return _skip(BEFORE)


@blueprint.get("/reflection/after")
@signed_in
def after() -> ResponseReturnValue:
    """After the course; before it is complete, what there is so far."""
    return _ask(AFTER)


@blueprint.post("/reflection/after")
@anyone(keeps_nothing=True)
def answer_after() -> ResponseReturnValue:
    """Keep what was answered after the course. Whose visit has ended gets the form back."""
    return _answer(AFTER)


@blueprint.post("/reflection/after/skip")
@signed_in
def skip_after() -> ResponseReturnValue:
    """Rather not be asked after the course."""
    return _skip(AFTER)


@blueprint.get("/reflection")
@signed_in
def reflection() -> ResponseReturnValue:
    """Before and after, side by side, with the answers of the knowledge items that were answered."""
    asked = catalogue().reflection
    with reading() as store:
        kept = own(store, must_be_learner().person)
    view = OwnReflection(
        asked=asked,
        before=kept.get(BEFORE),
        after=kept.get(AFTER),
        change=change(asked, kept.get(BEFORE), kept.get(AFTER)),
        open=_open_moment(),
        done=DONE.get(request.args.get("done", "")),
    )
    return render_template("pages/mine/reflection.html", view=view)


@blueprint.post("/reflection/delete")
@signed_in
def delete_reflections() -> ResponseReturnValue:
    """Delete everything that was answered or skipped, of every time through the course."""
    with writing() as store:
        reflections.delete_all(store, must_be_learner().person)
    return redirect(url_for("mine.reflection", done="deleted"), 303)

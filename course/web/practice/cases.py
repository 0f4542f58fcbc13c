"""The eight cases: choose, see what follows, choose again. What was chosen stands in the address and nowhere else.

Only when a learner who is signed in has finished is something kept: that the case was worked through, and that its page was
read. The way taken is kept only where the learner asks for it.
"""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Case
from course.clock import now
from course.records import cases_done
from course.records.database import reading, writing
from course.rules.casework import LENGTHS, Play, play
from course.rules.facts import CaseDone, Learner
from course.web import returning
from course.web.gate import anyone, learner, must_be_learner, signed_in, visit_ended
from course.web.keeping import edition_read, keep_reading
from course.web.practice import blueprint, case_pages
from course.web.site import catalogue


def _case_or_404(name: str) -> Case:
    return catalogue().cases.get(name) or abort(404)


def _played(name: str, length: str, route: str) -> Play | None:
    """The case as far as the route goes, or None where the route does not fit."""
    case = _case_or_404(name)
    return play(case, length, route) if length in LENGTHS else abort(404)


def _done(case: Case) -> CaseDone | None:
    """What is kept of this case about whoever is signed in; nothing is even asked for a guest."""
    here = learner()
    if here is None:
        return None
    with reading() as store:
        return cases_done.case_done(store, here.person, case.id)


def _begin(case: Case, *, lost: bool = False) -> str:
    return render_template("pages/practice/case.html", view=case_pages.begin(case, _done(case), lost=lost))


def _anew(name: str) -> ResponseReturnValue:
    """There is no such way through the case: it begins anew."""
    return _begin(_case_or_404(name), lost=True), 404


def _end(played: Play, *, completed: bool = False, refused: bool = False) -> str:
    view = case_pages.end(played, _done(played.case), completed=completed, refused=refused)
    return render_template("pages/practice/case_end.html", view=view)


def _step(played: Play, *, error: bool = False) -> str:
    return render_template("pages/practice/case_step.html", view=case_pages.step(played, error=error))


@blueprint.get("/cases/")
@anyone
def cases() -> ResponseReturnValue:
    """All the cases, and which of them the learner has worked through."""
    here, done = learner(), {}
    if here is not None:
        with reading() as store:
            done = {each.case: each for each in cases_done.cases_done(store, here.person)}
    rows = tuple(case_pages.CaseRow(case, done.get(case.id)) for case in catalogue().cases.values())
    return render_template("pages/practice/cases.html", rows=rows)


@blueprint.get("/cases/<slug:case>")
@anyone
def case(case: str) -> ResponseReturnValue:
    """Before the first decision: what the case speaks of, where support is, the story, and the two lengths."""
    return _begin(_case_or_404(case))


@blueprint.get("/cases/<slug:case>/whole")
@anyone
def case_whole(case: str) -> ResponseReturnValue:
    """The whole case with every choice and what follows from it, to read and to print."""
    return render_template("pages/practice/case_whole.html", view=case_pages.whole(_case_or_404(case)))


@blueprint.get("/cases/<slug:case>/<slug:length>/<route:route>")
@anyone
def case_step(case: str, length: str, route: str) -> ResponseReturnValue:
    """The decision that the route has reached. A choice sent from it leads to the same with its consequence."""
    played = _played(case, length, route)
    if played is None:
        return _anew(case)
    return _choose(played) if "asked" in request.args else _step(played)


def _choose(played: Play) -> ResponseReturnValue:
    option = played.here.choice(request.args.get("choice", ""))
    if option is not None:
        return redirect(case_pages.address(played, played.with_choice(option)) + "#consequence", 303)
    if len(played.here.open) < 2:  # nothing can have been left out where there was no choice
        return redirect(case_pages.address(played), 303)
    return _step(played, error=True), 422


@blueprint.post("/cases/<slug:case>/<slug:length>/<route:route>/done")
@anyone(keeps_nothing=True)
def case_done(case: str, length: str, route: str) -> ResponseReturnValue:
    """Finish: for a learner the case is done and its page read; of a guest nothing is kept."""
    played = _played(case, length, route)
    if played is None:
        return _anew(case)
    if not played.complete:
        return redirect(case_pages.address(played), 303)
    if visit_ended():
        return _signed_out(played)
    here = learner()
    completed = here is not None and _keep(here, played)
    return redirect(_end_of(played, completed=completed), 303)


def _keep(here: Learner, played: Play) -> bool:
    """Keep what finishing means, all or nothing; True if the course was completed by it."""
    page = case_pages.page_of(played.case)
    with writing() as store:
        cases_done.mark_done(store, here.person, played.case.id, played.length, now())
        return page is not None and keep_reading(store, here, page, edition=edition_read())


def _end_of(played: Play, *, completed: bool = False) -> str:
    return case_pages.address(played) + "/end" + ("?completed=1" if completed else "")


def _signed_out(played: Play) -> ResponseReturnValue:
    """Nothing was marked: says so, and leads through sign-in back to the last decision."""
    parts = {"case": played.case.id, "length": played.length, "route": played.route}
    sign_in = url_for("access.sign_in", next=returning.seal("practice.case_step", parts))
    end = _end_of(played)
    return render_template("pages/practice/case_signed_out.html", case=played.case, sign_in=sign_in, end=end), 403


@blueprint.get("/cases/<slug:case>/<slug:length>/<route:route>/end")
@anyone
def case_end(case: str, length: str, route: str) -> ResponseReturnValue:
    """The way taken beside the model's, and what to record."""
    played = _played(case, length, route)
    if played is None:
        return _anew(case)
    if not played.complete:
        return redirect(case_pages.address(played), 303)
    here = learner()
    completed = "completed" in request.args and here is not None and here.completion is not None
    return _end(played, completed=completed)


@blueprint.post("/cases/<slug:case>/route")
@signed_in
def case_route(case: str) -> ResponseReturnValue:
    """Keep the way taken, for the learner alone, or forget it. It can be kept only where the case is marked as done."""
    found, person = _case_or_404(case), must_be_learner().person
    played = play(found, request.form.get("length", ""), request.form.get("route", ""))
    finished = played if played and played.complete else None
    if request.form.get("do") == "forget":
        with writing() as store:
            cases_done.forget_route(store, person, found.id)
        return redirect(_end_of(finished) + "#kept" if finished else url_for("practice.case", case=found.id), 303)
    if finished is None:
        return _begin(found, lost=True), 409
    with writing() as store:
        kept = cases_done.keep_route(store, person, found.id, finished.length, finished.kept)
    return redirect(_end_of(finished) + "#kept", 303) if kept else (_end(finished, refused=True), 409)

"""An attempt, as it was judged, in the wording of its day. Only its owner ever sees it."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from course.catalogue import wording
from course.catalogue.model import Quiz
from course.records import attempts, room_papers
from course.records.database import reading
from course.rules.attempting import Judgement
from course.rules.dates import london_day
from course.rules.facts import Attempt
from course.rules.refreshing import PREFIX
from course.web.gate import must_be_learner, signed_in
from course.web.learn import blueprint
from course.web.learn.going import Place
from course.web.learn.quiz_form import cards
from course.web.learn.refresher_due import counted
from course.web.learn.results import KEPT, result_page
from course.web.rooms_attended import NO_ACCOUNT
from course.web.site import catalogue, day


def past_result(quiz: Quiz, judgement: Judgement, found: Attempt, when: str) -> str:
    """The result of a quiz that the course no longer has, or has in another place. `when`: it was handed in, and how."""
    shown = cards(quiz, judgement) if found.answers else ()
    refresher = found.quiz.startswith(PREFIX)
    return render_template(
        "pages/learn/past_result.html", quiz=quiz, cards=shown, attempt=found, handed_in=when, refresher=refresher
    )


def _own(number: int) -> tuple[Attempt, Quiz, str]:
    """An attempt of one's own, the quiz in the wording of its day, and when and how it was handed in, in words; anybody else's
    is simply not found.
    """
    with reading() as store:
        found = attempts.attempt(store, number)
        if found is None or found.person != must_be_learner().person:
            abort(404)
        text, by = attempts.wording(store, found.digest), room_papers.typed_by(store, number)
    when = day(london_day(found.at))
    return (
        found,
        wording.from_json(text) if text else abort(404),
        f"{when}, typed in from paper by {by or NO_ACCOUNT}" if by is not None else when,
    )


@blueprint.get("/attempts/<number:number>")
@signed_in
def attempt(number: int) -> ResponseReturnValue:
    """The result of one attempt, as it was judged."""
    found, quiz, handed_in = _own(number)
    judgement = Judgement(answers=found.answers, marks=found.marks, out_of=found.out_of)
    module, page = catalogue().module(found.module), catalogue().page(quiz.id)
    if not found.answers or module is None or page is None or page.module != module.id:
        return past_result(quiz, judgement, found, handed_in)
    here = must_be_learner()
    completed = request.args.get("completed") == "1" and here.completion is not None
    return result_page(
        Place(module, page),
        quiz,
        judgement,
        KEPT,
        completed=completed,
        handed_in=handed_in,
        edition=found.edition,
        refresher=None if completed else counted(here, found),
    )

"""An attempt, as it was judged, in the wording of its day. Only its owner ever sees it."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from course.catalogue import wording
from course.records import attempts
from course.records.database import reading
from course.rules.attempting import Judgement
from course.rules.dates import london_day
from course.web.gate import must_be_learner, signed_in
from course.web.learn import blueprint
from course.web.learn.going import place_or_404
from course.web.learn.results import KEPT, result_page
from course.web.site import catalogue, day


@blueprint.get("/attempts/<number:number>")
@signed_in
def attempt(number: int) -> ResponseReturnValue:
    """One attempt of one's own; anybody else's is simply not found."""
    with reading() as store:
        found = attempts.attempt(store, number)
        if found is None or found.person != must_be_learner().person:
            abort(404)
        text = attempts.wording(store, found.digest)
    quiz = wording.from_json(text) if text else None
    if quiz is None or catalogue().page(quiz.id) is None:
        abort(404)
    judgement = Judgement(answers=found.answers, marks=found.marks, out_of=found.out_of)
    return result_page(
        place_or_404(found.module, quiz.id),
        quiz,
        judgement,
        KEPT,
        completed=request.args.get("completed") == "1" and must_be_learner().completion is not None,
        handed_in=day(london_day(found.at)),
        edition=found.edition,
    )

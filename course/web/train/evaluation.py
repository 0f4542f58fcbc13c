"""The evaluation forms of a session, added up by hand: how many ticked what. No form is told from another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.documents import evaluation_forms
from course.documents.evaluation_forms import MOMENTS, TITLES
from course.records import audit, room_papers
from course.records.database import reading, writing
from course.records.room_papers import FORMS
from course.records.room_sessions import RoomSession
from course.web.gate import must_be_learner
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.running import back_to, runs_sessions, session_or_404, stage_of, typed

MOST = 500
COUNT = re.compile("[0-9]{1,3}")
A_NUMBER = f"{{}}: enter a whole number from 0 to {MOST}"
CAME_BACK = "Forms that came back"
TOO_MANY = "{}: together these are more than the forms that came back"
NO_FORMS = "Enter how many forms came back"


@dataclass(frozen=True, slots=True)
class Counted:
    """One question of a form: its id, its words, and each answer as value and word."""

    id: str
    text: str
    answers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """The form of one moment. `typed`: by the name of a field what stands in it; `faults`: by that name what is wrong."""

    held: RoomSession
    moment: str
    asked: tuple[Counted, ...]
    typed: Mapping[str, str]
    faults: Mapping[str, str]
    done: bool

    moments = tuple(TITLES.items())

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary."""
        return tuple((f"#{name}", text) for name, text in self.faults.items())


def field(item: str, value: int) -> str:
    """The name of a field."""
    return f"{item}-{value}"


def asked_of(moment: str) -> Iterator[Counted]:
    """What the form of a moment asks, without what people write in their own words."""
    asked = catalogue().reflection
    scale = tuple(enumerate(asked.scale, 1))
    yield from (Counted(each.id, each.text, scale) for each in asked.confidence)
    if moment != "later":
        yes_no = tuple(zip((1, 0), evaluation_forms.LABELS, strict=True))
        yield from (Counted(each.id, each.asked(moment), yes_no) for each in asked.knowledge)
    if moment == "after":
        yield Counted("how_useful", evaluation_forms.USEFUL, tuple(enumerate(asked.usefulness, 1)))
    if moment == "later":
        yield Counted("decided", evaluation_forms.DECIDED, tuple(zip((1, 0), evaluation_forms.YES_NO, strict=True)))
        yield Counted("done", evaluation_forms.DONE, tuple(enumerate(evaluation_forms.DONE_CHOICES)))


def _begun_or_404(store: Connection, number: int) -> RoomSession:
    """One's own session that has begun and was not called off."""
    held = session_or_404(store, number)
    return held if held.state != "cancelled" and stage_of(held) != "before" else abort(404)


def _moment() -> str:
    said = request.values.get("moment", MOMENTS[0])
    return said if said in MOMENTS else abort(404)


@blueprint.get("/sessions/<number:session>/evaluation")
@runs_sessions
def evaluation(session: int) -> ResponseReturnValue:
    """The form of `?moment=`, with what was kept of it."""
    moment = _moment()
    with reading() as store:
        held = _begun_or_404(store, session)
        kept = room_papers.totals(store, held.id, moment)
    shown = {field(*each): str(people) for each, people in kept.items()}
    view = EvaluationPage(held, moment, tuple(asked_of(moment)), shown, {}, request.args.get("done") == "1")
    return render_template("pages/train/evaluation.html", view=view)


@blueprint.post("/sessions/<number:session>/evaluation")
@runs_sessions
def keep_evaluation(session: int) -> ResponseReturnValue:
    """Keep the sums in place of those that were kept before."""
    moment = _moment()
    asked = tuple(asked_of(moment))
    totals, faults = read(asked)
    with writing() as store:
        held = _begun_or_404(store, session)
        if not faults:
            room_papers.set_totals(store, held.id, moment, totals)
            by = must_be_learner().person
            audit.note(store, by, "evaluation totals kept", f"session {held.id}", moment, now())
            return back_to("evaluation", held, moment=moment, done=1)
    shown = {name: typed(name) for name in request.form}
    return render_template(
        "pages/train/evaluation.html", view=EvaluationPage(held, moment, asked, shown, faults, False)
    ), 422


def read(asked: tuple[Counted, ...]) -> tuple[dict[tuple[str, int], int], dict[str, str]]:
    """The sums of the form that was sent, by item and value, and what is wrong by field. Nothing typed is 0."""
    names = {FORMS: CAME_BACK} | {(each.id, value): each.text for each in asked for value, _ in each.answers}
    said = {name: typed(field(*name)) for name in names}
    faults = {field(*name): A_NUMBER.format(names[name]) for name, text in said.items() if text and not _counts(text)}
    totals = {name: int(text) for name, text in said.items() if text and _counts(text)}
    forms = totals.get(FORMS, 0)
    if not faults and totals and not forms:
        faults[field(*FORMS)] = NO_FORMS
    for each in asked:
        if not faults and sum(totals.get((each.id, value), 0) for value, _ in each.answers) > forms:
            faults[field(each.id, each.answers[0][0])] = TOO_MANY.format(each.text)
    return totals, faults


def _counts(text: str) -> bool:
    return bool(COUNT.fullmatch(text)) and int(text) <= MOST

"""Handing in a quiz, and looking at the answers.

The answers leave the server in two cases only: after a hand-in, and after Show answers.
"""

from __future__ import annotations

import hashlib
import re

from flask import abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Quiz
from course.clock import now
from course.records import answer_places, attempts
from course.records.database import reading, writing
from course.rules.attempting import Answers, Judgement, judge, read_answers
from course.rules.facts import Attempt, Learner
from course.web import carry
from course.web.gate import anyone, learner, visit_ended
from course.web.keeping import keep_reading
from course.web.learn import blueprint
from course.web.learn.describing import describe
from course.web.learn.ending import sign_in_with, signed_out_page
from course.web.learn.going import Place, place_or_404
from course.web.learn.quiz_form import KEY_BYTES, QuizForm, new_key
from course.web.learn.results import GUEST, LOOK, result_page
from course.web.learn.words import result
from course.web.refusals import on_token
from course.web.site import catalogue, shelf

LONGEST_KEY = KEY_BYTES * 3
CARRYING = ("access.keep", "access.sign_in")  # where sealed answers are sent to
KEY_LENGTH = 40
DIGEST = re.compile(r"[0-9a-f]{64}")


def _quiz_or_404(place: Place) -> Quiz:
    return catalogue().quizzes[place.page.quiz] if place.page.quiz else abort(404)


def _answered_quiz(place: Place) -> Quiz | None:
    """The quiz as it read when the form was opened, or None when that wording is nowhere kept."""
    quiz, digest = _quiz_or_404(place), request.form.get("digest", "")
    if digest in ("", quiz.digest):
        return quiz
    found = shelf().past_quiz(digest)
    if found is None and DIGEST.fullmatch(digest):
        with reading() as store:
            kept = attempts.wording(store, digest)
        found = wording.from_json(kept) if kept else None
    return found if found and found.id == quiz.id else None


@blueprint.post("/modules/<slug:module>/<slug:page>/answers")
@anyone(keeps_nothing=True)
def answers(module: str, page: str) -> ResponseReturnValue:
    """Hand in. Someone who is signed in gets the attempt kept; a guest gets the result and nothing is kept."""
    place = place_or_404(module, page)
    quiz = _answered_quiz(place)
    if quiz is None:
        return _ask_again(place)
    if visit_ended():
        return sign_in_with(carry.seal(_carried(place, quiz)))
    given = read_answers(quiz, request.form)
    if given.unanswered:
        return _incomplete(place, quiz, given)
    here = learner()
    if here is None:
        return _guest(place, quiz, given)
    return _keep(place, quiz, judge(quiz, given.given), here)


def _ask_again(place: Place) -> ResponseReturnValue:
    """The wording changed while the form was open and nobody has answered the old one: show the new one, keep choices."""
    quiz = _quiz_or_404(place)
    form = QuizForm(quiz, _key(), chosen=_chosen(quiz), changed=True)
    return render_template("pages/learn/page.html", view=describe(place, form)), 409


def _incomplete(place: Place, quiz: Quiz, given: Answers) -> ResponseReturnValue:
    form = QuizForm(quiz, _key(), chosen=_chosen(quiz), unanswered=frozenset(given.unanswered))
    return render_template("pages/learn/page.html", view=describe(place, form)), 422


def _chosen(quiz: Quiz) -> dict[str, str]:
    sent = {statement.id: request.form.get(statement.id, "") for statement in quiz.statements}
    return {key: value for key, value in sent.items() if value in ("true", "false")}


def _key() -> str:
    """The form's own key, so that sending it twice counts once; a form without one gets a new one."""
    sent = request.form.get("key", "")[:LONGEST_KEY]
    return sent or new_key()


def _carried(place: Place, quiz: Quiz) -> carry.Carry:
    return carry.Carry(place.module.id, place.page.id, quiz.digest, _key(), _chosen(quiz))


def _guest(place: Place, quiz: Quiz, given: Answers) -> ResponseReturnValue:
    carried = carry.seal(_carried(place, quiz))
    return result_page(place, quiz, judge(quiz, given.given), GUEST, carried=carried)


def _keep(place: Place, quiz: Quiz, judgement: Judgement, here: Learner) -> ResponseReturnValue:
    with writing() as store, answer_places.together(store):
        edition = _edition(store, quiz)
        number = _store_attempt(store, place, quiz, judgement, here, edition)
        completed = keep_reading(store, here, place.page, edition=edition)
    _kept_wordings().add(quiz.digest)
    return redirect(result(number, completed=completed), 303)


def _kept_wordings() -> set[str]:
    """Digests of wordings that are in the records: this process has saved them, and nothing takes them away."""
    found: set[str] = current_app.extensions.setdefault("kept_wordings", set())
    return found


def _edition(store: Connection, quiz: Quiz) -> str:
    """Under which edition an answer counts: an answer to an earlier wording is no answer to a later change."""
    held = catalogue()
    if held.quizzes[quiz.id].digest == quiz.digest:
        return held.course.edition
    kept = attempts.wording_edition(store, quiz.digest)
    return kept or shelf().edition_of(quiz.digest) or held.course.edition


def _store_attempt(
    store: Connection, place: Place, quiz: Quiz, judgement: Judgement, here: Learner, edition: str
) -> int:  # fmt: skip
    if quiz.digest not in _kept_wordings():
        attempts.keep_wording(store, quiz.digest, quiz.id, edition, wording.to_json(quiz), now())
    attempt = Attempt(
        id=0,
        person=here.person,
        module=place.module.id,
        quiz=quiz.id,
        digest=quiz.digest,
        edition=edition,
        marks=judgement.marks,
        out_of=judgement.out_of,
        pass_mark=catalogue().course.pass_mark,
        at=now(),
        after_look=False,  # the records know whether the answers were ever shown
        answers=judgement.answers,
    )
    return attempts.add_attempt(store, attempt, _key_of(attempt))


def _key_of(attempt: Attempt) -> str:
    """One key for the same answers from the same form: going back and answering differently is a new attempt."""
    chosen = "".join(f"{each.statement}={each.answer};" for each in attempt.answers)
    return hashlib.sha256(f"{_key()} {attempt.digest} {chosen}".encode()).hexdigest()[:KEY_LENGTH]


@blueprint.post("/modules/<slug:module>/<slug:page>/show-answers")
@anyone(keeps_nothing=True)
def show_answers(module: str, page: str) -> ResponseReturnValue:
    """The answers and reasons without handing in; for someone signed in this is kept as a look."""
    place = place_or_404(module, page)
    quiz = _quiz_or_404(place)
    if visit_ended():
        return signed_out_page(place)
    here = learner()
    if here is not None:
        with writing() as store:
            attempts.note_look(store, here.person, quiz.id, quiz.digest, now())
    return result_page(place, quiz, None, LOOK)


@blueprint.app_errorhandler(CSRFError)
def stale_form(error: CSRFError) -> ResponseReturnValue:
    """A hand-in whose token is of another visit: ask "Hand these in as …?". Every other form is refused."""
    here = learner()
    carried = carry.unseal(request.form.get(carry.FIELD)) if request.endpoint in CARRYING else None
    if here is not None and carried is not None:
        return carry.ask_to_confirm(carried, here.name), 403
    if request.endpoint != "learn.answers" or here is None:
        return on_token(error)
    where = request.view_args or {}
    place = place_or_404(where["module"], where["page"])
    quiz = _answered_quiz(place)
    if quiz is None:
        return _ask_again(place)
    return carry.ask_to_confirm(_carried(place, quiz), here.name), 403

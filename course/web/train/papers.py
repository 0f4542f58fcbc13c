"""Typing in quiz sheets from paper: a person and a quiz at a time, as a hand-in of that person.

What came of it is for the person alone: whoever types sees what they typed just now, and afterwards that it was typed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Quiz
from course.clock import now
from course.documents.quiz_sheets import chosen_quizzes
from course.records import attempts, attendances, readings, room_papers
from course.records.attendances import Line
from course.records.database import reading, writing
from course.records.room_sessions import RoomSession
from course.rules import plans
from course.rules.attempting import judge, read_answers
from course.rules.facts import Attempt
from course.web.gate import must_be_learner
from course.web.keeping import complete_if_whole
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.leaves import Leaf, leaf
from course.web.train.running import back_to, runs_sessions, session_or_404, stage_of

BLANK = "blank"
EVERYTHING_BLANK = "Nothing is ticked on this sheet, so there is nothing to keep"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """Somebody who was there, how many of their sheets were typed in, and the quiz that comes next; None: all were."""

    line: Line
    typed: int
    following: Quiz | None


@dataclass(frozen=True, slots=True)
class PapersPage:
    """Everybody who was there."""

    held: RoomSession
    leaf: Leaf[PaperRow]
    quizzes: tuple[Quiz, ...]


@dataclass(frozen=True, slots=True)
class GridPage:
    """The grid of one sheet. `chosen`: by statement "true", "false" or "blank"; `kept`: it was typed in before."""

    held: RoomSession
    line: Line
    quiz: Quiz
    place: int
    count: int
    other_edition: str  # the present one, where the session was planned with an earlier
    chosen: Mapping[str, str]
    missing: frozenset[str]
    kept: bool
    fault: str = ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary."""
        if self.fault:
            return ((f"#answer-{self.quiz.statements[0].id}", self.fault),)
        return tuple(
            (f"#answer-{each.id}", f"Say what is ticked beside statement {number}")
            for number, each in enumerate(self.quiz.statements, 1)
            if each.id in self.missing
        )


def quizzes_of(held: RoomSession) -> tuple[Quiz, ...]:
    """The quizzes on the sheet of a session's pack, in the order of the sheet; all where the pack is gone or names none."""
    plan = plans.plan(catalogue(), held.pack)
    wanted = tuple(dict.fromkeys(quiz for step in plan.steps for quiz in step.quizzes)) if plan else ()
    return chosen_quizzes(catalogue(), wanted or None)


def _open(store: Connection, number: int) -> RoomSession:
    """One's own session that has begun, was not called off, and has its register still; else not found."""
    held = session_or_404(store, number)
    usable = held.state != "cancelled" and held.were_present is None and stage_of(held) != "before"
    return held if usable else abort(404)


def _here(line: Line) -> bool:
    return line.arrived_at is not None and line.struck_at is None and bool(line.name)


@blueprint.get("/sessions/<number:session>/paper")
@runs_sessions
def papers(session: int) -> ResponseReturnValue:
    """Whose sheets were typed in, and whose are still to come."""
    with reading() as store:
        held = _open(store, session)
        lines = [each for each in attendances.register(store, held.id) if _here(each)]
        done = {(each.person, each.quiz) for each in room_papers.typed(store, held.id)}
    quizzes = quizzes_of(held)
    rows = []
    for line in lines:
        still = [quiz for quiz in quizzes if (line.person, quiz.id) not in done]
        rows.append(PaperRow(line, len(quizzes) - len(still), still[0] if still else None))
    return render_template("pages/train/papers.html", view=PapersPage(held, leaf(rows), quizzes))


def _grid(store: Connection, session: int, line: int, quiz: str, *, hold: bool = False) -> GridPage:
    """Blank. `hold`: until the commit nobody merges the person or takes away their name."""
    held, look = _open(store, session), attendances.hold_line if hold else attendances.line
    found = look(store, held.id, line) or abort(404)
    quizzes = quizzes_of(held)
    asked = next((each for each in quizzes if each.id == quiz), None)
    if asked is None or not _here(found):
        abort(404)
    kept = any((each.person, each.quiz) == (found.person, quiz) for each in room_papers.typed(store, held.id))
    edition = catalogue().course.edition
    return GridPage(
        held=held,
        line=found,
        quiz=asked,
        place=quizzes.index(asked) + 1,
        count=len(quizzes),
        other_edition="" if held.edition == edition else edition,
        chosen={},
        missing=frozenset(),
        kept=kept,
    )


@blueprint.get("/sessions/<number:session>/paper/<number:line>/<slug:quiz>")
@runs_sessions
def paper(session: int, line: int, quiz: str) -> ResponseReturnValue:
    """The grid, blank."""
    with reading() as store:
        view = _grid(store, session, line, quiz)
    return render_template("pages/train/paper.html", view=view)


@blueprint.post("/sessions/<number:session>/paper/<number:line>/<slug:quiz>")
@runs_sessions
def keep_paper(session: int, line: int, quiz: str) -> ResponseReturnValue:
    """Keep what is on the sheet as a hand-in; then the next quiz of the same person. Twice is once."""
    with writing() as store:
        view = _grid(store, session, line, quiz, hold=True)
        faulty = _faulty(view)
        if faulty is None and not view.kept:
            _keep(store, view)
        following = _following(store, view)
    if faulty is not None:
        return render_template("pages/train/paper.html", view=faulty), 422
    if following:
        return back_to("paper", view.held, line=view.line.id, quiz=following)
    return back_to("papers", view.held, f"line-{view.line.id}", at=view.line.id)


def _faulty(view: GridPage) -> GridPage | None:
    """The grid with what was chosen and what is lacking; None where the sheet can be kept. A blank is said, not guessed."""
    sent = {each.id: request.form.get(each.id, "") for each in view.quiz.statements}
    chosen = {name: value for name, value in sent.items() if value in ("true", "false", BLANK)}
    missing = frozenset(sent.keys() - chosen.keys())
    changed = request.form.get("digest") != view.quiz.digest
    fault = EVERYTHING_BLANK if not missing and set(chosen.values()) == {BLANK} else ""
    if not (missing or changed or fault):
        return None
    if changed:
        fault = (
            "The words of this quiz were changed since you opened the page. Compare them with the sheet, then keep it"
        )
    return GridPage(
        view.held, view.line, view.quiz, view.place, view.count, view.other_edition, chosen, missing, view.kept, fault
    )


def _keep(store: Connection, view: GridPage) -> None:
    held, quiz, course = catalogue(), view.quiz, catalogue().course
    module = held.quiz_module(quiz.id)
    judged = judge(quiz, read_answers(quiz, request.form).given)
    at = min(now(), view.held.held.ended_at)
    attempts.keep_wording(store, quiz.digest, quiz.id, course.edition, wording.to_json(quiz), now())
    attempt = Attempt(
        id=0,
        person=view.line.person,
        module=module.id if module else "",
        quiz=quiz.id,
        digest=quiz.digest,
        edition=course.edition,
        marks=judged.marks,
        out_of=judged.out_of,
        pass_mark=course.pass_mark,
        at=at,
        after_look=False,
        answers=judged.answers,
    )
    if room_papers.keep(store, view.held.id, attempt, must_be_learner().person, now()):
        readings.mark_read(store, attempt.person, quiz.id, course.edition, at)  # as handing it in on the screen does
        complete_if_whole(store, attempt.person)


def _following(store: Connection, view: GridPage) -> str | None:
    """The next quiz on the sheet that was not typed in for this person."""
    mine = {each.quiz for each in room_papers.typed(store, view.held.id) if each.person == view.line.person}
    return next((quiz.id for quiz in quizzes_of(view.held)[view.place :] if quiz.id not in mine), None)

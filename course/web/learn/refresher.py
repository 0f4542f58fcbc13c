"""The refresher: what changed since one completed the course, with its own statements; or the quizzes once more."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Statement
from course.clock import now
from course.records import attempts, completions
from course.records.database import reading, writing
from course.rules import refreshing
from course.rules.attempting import Judgement, read_answers
from course.rules.facts import Attempt, Completion
from course.rules.kinds import TRAINER_LED
from course.rules.refreshing import Again, Due, Part, Refresher
from course.rules.scoring import needed
from course.web.gate import anyone, learner, must_be_learner, signed_in
from course.web.learn import blueprint
from course.web.learn.ending import refresher_signed_out
from course.web.learn.quiz_form import KEY_BYTES, new_key
from course.web.learn.refresher_due import due_now
from course.web.learn.words import Link, href
from course.web.site import catalogue, partnership_name

LONGEST_KEY = KEY_BYTES * 3
KEY_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Item:
    """A statement to be answered, numbered through all parts; `labels` are those of the quiz it comes from."""

    statement: Statement
    labels: tuple[str, str]
    number: int
    chosen: str | None
    error: str | None


HOW = {"refresher": " by a refresher", TRAINER_LED: " in a room"}


@dataclass(frozen=True, slots=True)
class RefresherPage:
    """What the page shows. `due` None: nothing to do now, and `newest` says what there is already.

    `parts`: pairs of a quiz's introduction and its statements. `changed`: the statements changed while the form was open.
    """

    due: Due | None
    newest: Completion | None
    asked: Refresher
    again: tuple[Again, ...] = ()
    parts: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    needed: int = 0
    digest: str = ""
    key: str = field(default_factory=new_key)
    changed: bool = False

    @property
    def how(self) -> str:
        """How the newest completion was made, where not by the course on this site."""
        return HOW.get(self.newest.kind, "") if self.newest else ""

    @property
    def touched(self) -> tuple[Link, ...]:
        """The pages that the changes name."""
        return tuple((href(page), page.title) for page in self.asked.pages)

    @property
    def unanswered(self) -> tuple[Link, ...]:
        """The lines of the error summary."""
        return tuple(
            (f"#answer-{item.statement.id}", item.error) for _, items in self.parts for item in items if item.error
        )

    @property
    def ready(self) -> bool:
        """Whether every quiz has been handed in again well enough."""
        return bool(self.again) and all(each.passed for each in self.again)

    @property
    def still(self) -> tuple[tuple[Again, tuple[Link, ...]], ...]:
        """Per module, the quizzes still to be handed in again."""
        return tuple((each, tuple((href(page), page.title) for page in each.missing)) for each in self.again)


def _digest(asked: Refresher) -> str:
    """Of all statements asked, so that a form made from other words is known."""
    return hashlib.sha256(" ".join(part.quiz.digest for part in asked.parts).encode()).hexdigest()


def _page(
    store: Connection, *, chosen: dict[str, str] | None = None, missing: frozenset[str] = frozenset()
) -> RefresherPage:
    who, found = must_be_learner().person, due_now(store, must_be_learner().person)
    if found is None:
        made = completions.completions_of(store, who)
        newest = next((each for each in made if each.withdrawn_at is None or each.kind != TRAINER_LED), None)
        return RefresherPage(None, newest, Refresher((), (), ()))
    asked = refreshing.refresher(catalogue(), found.edition)
    past = () if asked.parts else attempts.attempts_of(store, who)
    return RefresherPage(
        found,
        None,
        asked,
        again=() if asked.parts else refreshing.again(catalogue(), past, found),
        parts=_items(asked, chosen or {}, missing),
        needed=needed(asked.out_of, catalogue().course.pass_mark),
        digest=_digest(asked),
        key=request.form.get("key", "")[:LONGEST_KEY] or new_key(),
        changed=chosen is not None and not missing,
    )


def _items(
    asked: Refresher, chosen: dict[str, str], missing: frozenset[str]
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    made, number = [], 0
    for part in asked.parts:
        items = []
        for statement in part.quiz.statements:
            number += 1
            error = f"Choose an answer for statement {number}" if statement.id in missing else None
            items.append(Item(statement, part.quiz.labels, number, chosen.get(statement.id), error))
        made.append((part.quiz.intro, tuple(items)))
    return tuple(made)


@blueprint.get("/my/refresher")
@signed_in
def my_refresher() -> ResponseReturnValue:
    """What there is to do, or when it will be time."""
    with reading() as store:
        view = _page(store)
    return render_template("pages/learn/refresher.html", view=view)


@blueprint.post("/my/refresher")
@anyone(keeps_nothing=True)
def finish_refresher() -> ResponseReturnValue:
    """Hand in the statements, or finish once the quizzes were handed in again; passing makes one new completion."""
    if learner() is None:
        return refresher_signed_out()
    with reading() as store:
        found = due_now(store, must_be_learner().person)
    if found is None:
        return _done()
    asked = refreshing.refresher(catalogue(), found.edition)
    if not asked.parts:
        return _finish_again()
    given = [read_answers(part.quiz, request.form) for part in asked.parts]
    missing = frozenset(each for answers in given for each in answers.unanswered)
    if missing or request.form.get("digest") != _digest(asked):
        return _refused(asked, missing if request.form.get("digest") == _digest(asked) else frozenset())
    return _hand_in(asked, {name: choice for answers in given for name, choice in answers.given.items()})


def _refused(asked: Refresher, missing: frozenset[str]) -> ResponseReturnValue:
    """Something was left out, or the words have changed since the form was opened: the same page, choices kept."""
    named = {each.id for part in asked.parts for each in part.quiz.statements}
    chosen = {name: sent for name in named if (sent := request.form.get(name, "")) in ("true", "false")}
    with reading() as store:
        view = _page(store, chosen=chosen, missing=missing)
    return render_template("pages/learn/refresher.html", view=view), 422 if missing else 409


def _hand_in(asked: Refresher, given: dict[str, bool]) -> ResponseReturnValue:
    """Keep the attempts, and the completion if they pass and it is still due; together or neither."""
    who, held = must_be_learner().person, catalogue()
    judged = refreshing.judge_parts(asked, given)
    with writing() as store:
        at = now()
        for part, each in zip(asked.parts, judged, strict=True):
            _keep(store, part, each, at)
        found = due_now(store, who)
        if found is not None and refreshing.parts_passed(asked, judged, held.course.pass_mark):
            facts = refreshing.changed_facts(held, asked, judged, person=who, partnership=_partnership(), at=at)
            completions.add_completion(store, facts, found.cycle)
    return redirect(url_for("learn.refresher_result"), 303)


def _keep(store: Connection, part: Part, judgement: Judgement, at: dt.datetime) -> None:
    """One attempt for the statements of one quiz, in their wording; the same form sent twice is one."""
    quiz, course = part.quiz, catalogue().course
    attempts.keep_wording(store, quiz.digest, quiz.id, course.edition, wording.to_json(quiz), at)
    attempt = Attempt(
        id=0,
        person=must_be_learner().person,
        module=part.module.id,
        quiz=quiz.id,
        digest=quiz.digest,
        edition=course.edition,
        marks=judgement.marks,
        out_of=judgement.out_of,
        pass_mark=course.pass_mark,
        at=at,
        after_look=False,
        answers=judgement.answers,
    )
    chosen = "".join(f"{each.statement}={each.answer};" for each in judgement.answers)
    key = request.form.get("key", "")[:LONGEST_KEY] or new_key()
    attempts.add_attempt(
        store, attempt, hashlib.sha256(f"{key} {quiz.digest} {chosen}".encode()).hexdigest()[:KEY_LENGTH]
    )


def _finish_again() -> ResponseReturnValue:
    """Make the completion if every quiz was handed in again well enough; else show what is missing."""
    who, held = must_be_learner().person, catalogue()
    with writing() as store:
        found = due_now(store, who)
        states = refreshing.again(held, attempts.attempts_of(store, who), found) if found else ()
        if found is not None and states and all(each.passed for each in states):
            facts = refreshing.again_facts(held, states, person=who, partnership=_partnership(), at=now())
            completions.add_completion(store, facts, found.cycle)
            found = None
    if found is None:
        return _done()
    with reading() as store:
        view = _page(store)
    return render_template("pages/learn/refresher.html", view=view), 409


def _done() -> ResponseReturnValue:
    """Where the press leads that made the completion, and any press after it."""
    handed_in = "key" in request.form
    return redirect(url_for("learn.refresher_result" if handed_in else "learn.my_certificate"), 303)


def _partnership() -> str:
    return partnership_name() or ""

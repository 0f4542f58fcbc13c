"""The result of a refresher that was handed in: every statement as it was, with answers and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.catalogue import wording
from course.records import attempts, completions
from course.records.database import reading
from course.rules.attempting import Judgement
from course.rules.facts import Attempt
from course.rules.refreshing import PREFIX
from course.rules.scoring import needed
from course.web.gate import must_be_learner, signed_in
from course.web.learn import blueprint
from course.web.learn.quiz_form import Card, cards
from course.web.learn.words import Link, href


@dataclass(frozen=True, slots=True)
class RefresherResult:
    """The hand-in that was made last. `passed`: it made a new completion; `needed` of `out_of` had to be right."""

    cards: tuple[Card, ...]
    marks: int
    out_of: int
    needed: int
    passed: bool

    @property
    def headline(self) -> str:
        """What was right, and whether that is enough."""
        score = f"{self.marks} of {self.out_of} right"
        return f"{score}: refresher passed" if self.passed else f"{score}: not passed yet"

    @property
    def need(self) -> str:
        """What was needed, and what that means for this hand-in."""
        if self.passed or self.marks >= self.needed:
            return f"You needed {self.needed} of {self.out_of}."
        return f"You need {self.needed} of {self.out_of} right, so {self.needed - self.marks} more."

    @property
    def to_read(self) -> tuple[Link, ...]:
        """The pages that teach what was answered wrongly, each once."""
        wrong = (each.page for each in self.cards if each.outcome == "wrong")
        return tuple({page.id: (href(page), page.title) for page in wrong if page}.values())


def _newest(store: Connection, person: int) -> tuple[Attempt, ...]:
    """The attempts of the newest hand-in: one for each quiz that its statements come from, all of one moment."""
    own = [each for each in attempts.attempts_of(store, person) if each.quiz.startswith(PREFIX)]
    return tuple(sorted((each for each in own if each.at == own[0].at), key=lambda each: each.id))


def _cards(store: Connection, found: Attempt) -> tuple[Card, ...]:
    text = attempts.wording(store, found.digest)
    judgement = Judgement(found.answers, found.marks, found.out_of)
    return cards(wording.from_json(text), judgement) if text else ()


@blueprint.get("/my/refresher/result")
@signed_in
def refresher_result() -> ResponseReturnValue:
    """The result of the newest hand-in; before there is one, the refresher itself."""
    who = must_be_learner().person
    with reading() as store:
        found = _newest(store, who)
        shown = tuple(card for each in found for card in _cards(store, each))
        made = completions.completions_of(store, who)
    if not found:
        return redirect(url_for("learn.my_refresher"), 303)
    out_of = sum(each.out_of for each in found)
    view = RefresherResult(
        cards=shown,
        marks=sum(each.marks for each in found),
        out_of=out_of,
        needed=needed(out_of, found[0].pass_mark),
        passed=bool(made) and made[0].at >= found[0].at and made[0].kind == "refresher",
    )
    return render_template("pages/learn/refresher_result.html", view=view)

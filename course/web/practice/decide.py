""" "Practise a decision": one key question a page. The answers stand in the address alone, so nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Branch, End, Flowchart, Form, GoldenRule, Question
from course.rules.deciding import UNSURE, Step, Walk, fits, lengthened, shortened, walk
from course.web.gate import anyone
from course.web.practice import blueprint
from course.web.site import catalogue

FIRST_FORM = "decision-record"
ADVICE = "#advice"
HERE = "#question"


@dataclass(frozen=True, slots=True)
class Stop:
    """One question of the way taken. `branch` is None while it is open; `again` is where it is asked anew."""

    question: Question
    asked_advice: bool
    branch: Branch | None
    again: str


@dataclass(frozen=True, slots=True)
class WalkPage:
    """A walk as far as it goes. `stops` are the questions answered so far, `back` the address of the page before.

    `forms`: those that fit this way; only a form that shows the way gets its route in the address.
    """

    flowchart: Flowchart
    walk: Walk
    rules: Mapping[str, GoldenRule]
    forms: tuple[Form, ...]
    stops: tuple[Stop, ...]
    back: str

    @property
    def question(self) -> Question | None:
        """The question that comes now, or None at the end."""
        return self.walk.reached if isinstance(self.walk.reached, Question) else None

    @property
    def end(self) -> End | None:
        """The end that was reached, or None."""
        return self.walk.reached if isinstance(self.walk.reached, End) else None

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Words and address of every answer to the question. "Not sure" comes as one of them; the second time it
        leads to the advice, which stands on the page already.
        """
        branches = self.question.branches if self.question else ()
        known = tuple((each.answer, address(lengthened(self.walk.route, n))) for n, each in enumerate(branches, 1))
        if self.walk.asked_advice:
            return (*known, ("Still not sure", ADVICE))
        return (*known, ("Not sure", address(lengthened(self.walk.route, UNSURE))))


def address(route: str) -> str:
    """Where a route is shown; the empty one is the beginning, with its first question."""
    return url_for("practice.decide_on", route=route) if route else url_for("practice.decide") + HERE


def forms_in_order() -> tuple[Form, ...]:
    """Every form, the one that each decision needs first."""
    return tuple(sorted(catalogue().forms.values(), key=lambda form: form.id != FIRST_FORM))


def stops(steps: Iterable[Step]) -> tuple[Stop, ...]:
    """The questions of a way, each once: an answer joins the "not sure" that was said to the same question before."""
    made: list[Stop] = []
    for step in steps:
        open_one = made.pop() if made and made[-1].branch is None else None
        again = open_one.again if open_one else address(step.before)
        made.append(Stop(step.question, open_one is not None or step.branch is None, step.branch, again))
    return tuple(made)


def _page(taken: Walk) -> WalkPage:
    held = catalogue()
    back = address(shortened(taken.route)) if taken.route else ""
    forms = tuple(each for each in forms_in_order() if fits(each, taken))
    return WalkPage(held.flowchart, taken, held.rules, forms, stops(taken.steps), back)


@blueprint.get("/decide")
@anyone
def decide() -> ResponseReturnValue:
    """What it is, what is not kept, and the first question."""
    return render_template("pages/practice/decide.html", view=_page(walk(catalogue().flowchart, "")), anew=False)


@blueprint.get("/decide/<route:route>")
@anyone
def decide_on(route: str) -> ResponseReturnValue:
    """The next question, or the end; a route that does not fit (the questions have changed) begins anew."""
    chart = catalogue().flowchart
    taken = walk(chart, route)
    if taken.misfit is not None:
        return render_template("pages/practice/decide.html", view=_page(walk(chart, "")), anew=True), 404
    name = "decide_end" if taken.ended else "decide_question"
    return render_template(f"pages/practice/{name}.html", view=_page(taken))

"""The result of a hand-in or a look: every statement with own answer, right answer, why, rule and page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import render_template

from course.catalogue.model import Quiz
from course.rules.attempting import Judgement
from course.rules.completion import ModuleProgress
from course.rules.refreshing import Again
from course.web.gate import learner
from course.web.learn import words
from course.web.learn.going import Place, after, state_of
from course.web.learn.quiz_form import Card, cards
from course.web.learn.refresher_due import Counted

KEPT = "kept"  # an attempt in the record
GUEST = "guest"  # judged, shown, not kept
LOOK = "look"  # Show answers


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`state` is the module's progress now; `carried` holds a guest's sealed answers; `refresher`: what it counts for."""

    place: Place
    quiz: Quiz
    how: str
    cards: tuple[Card, ...]
    marks: int
    state: ModuleProgress
    onward: str
    carried: str | None
    completed: bool
    handed_in: str | None
    edition: str | None
    refresher: Counted | None
    dots: tuple[words.Dot, ...]

    @property
    def out_of(self) -> int:
        """How many statements there are."""
        return len(self.quiz.statements)

    @property
    def back(self) -> str:
        """The page of the quiz."""
        return words.href(self.place.page)

    @property
    def headline(self) -> str:
        """The first line: what was right, and whether the module is passed."""
        score = f"{self.marks} of {self.out_of} right"
        return f"{score}: module passed" if self.passed else score

    @property
    def passed(self) -> bool:
        """Whether this hand-in is one of those by which the module is passed; an earlier, poorer one is not."""
        if self.refresher:
            return self.refresher.module.passed and self.marks == self.refresher.best
        here = learner()
        if self.how != KEPT or here is None or not self.state.passed:
            return False
        return self.marks == max((each.marks for each in here.marks if each.quiz == self.quiz.id), default=0)

    @property
    def need(self) -> str:
        """What is still needed, in numbers; of a hand-in for a refresher, what that needs and has."""
        if self.refresher:
            return _for_refresher(self.refresher.module)
        state = self.state
        needed = f"You need {state.needed} of {state.out_of} for this module"
        return f"{needed}; you have {state.marks}." if self.how == KEPT else f"{needed}."

    @property
    def missing(self) -> tuple[words.Link, ...]:
        """What is missing in this module, as links."""
        return words.missing_links(self.state)

    @property
    def law_as_at(self) -> dt.date:
        """The oldest day on which the law behind a statement was checked."""
        return min(each.law_as_at for each in self.quiz.statements)


def _for_refresher(so_far: Again) -> str:
    said = f"For your refresher you need {so_far.needed} of {so_far.out_of} in this module; you have {so_far.marks}."
    lacks = not so_far.passed and so_far.marks >= so_far.needed
    return f"{said} Its other quiz is still to be handed in again." if lacks else said


def result_page(
    place: Place,
    quiz: Quiz,
    judgement: Judgement | None,
    how: str,
    *,
    carried: str | None = None,
    completed: bool = False,
    handed_in: str | None = None,
    edition: str | None = None,
    refresher: Counted | None = None,
) -> str:
    """Render the result; `judgement` is None for a look."""
    state, following = state_of(place.module), after(place)
    context = ResultPage(
        place=place,
        quiz=quiz,
        how=how,
        cards=cards(quiz, judgement),
        marks=judgement.marks if judgement else 0,
        state=state,
        onward=words.href(following) if following else words.contents(place.module),
        carried=carried,
        completed=completed,
        handed_in=handed_in,
        edition=edition,
        refresher=refresher,
        dots=words.dots(place.module, state, place.page),
    )
    return render_template("pages/learn/result.html", view=context)

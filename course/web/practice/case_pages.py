"""What the pages of a case show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from course.catalogue.model import Case, Decision, GoldenRule, Option, Page, Term
from course.rules.casework import (
    START,
    STOP,
    WHOLE,
    CaseLength,
    Play,
    Step,
    Taken,
    lengths,
    model_choices,
    order,
    recall,
)
from course.rules.dates import london_day
from course.rules.facts import CaseDone
from course.web.site import catalogue
from course.web.support import SupportLine, support_lines
from course.web.terms import terms_in


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list; `done` is None for guests and where it was not worked through."""

    case: Case
    done: CaseDone | None


@dataclass(frozen=True, slots=True)
class CaseBegin:
    """The page before the first decision. `lost`: the reader comes from a route that does not fit."""

    case: Case
    lengths: tuple[CaseLength, ...]
    page: Page | None
    done: CaseDone | None
    support: tuple[SupportLine, ...]
    terms: tuple[Term, ...]
    lost: bool

    @property
    def done_on(self) -> dt.date | None:
        """The day in London on which the case was worked through."""
        return london_day(self.done.at) if self.done else None


@dataclass(frozen=True, slots=True)
class CaseWhole:
    """The whole case on one page."""

    case: Case
    page: Page | None
    support: tuple[SupportLine, ...]
    rules: Mapping[str, GoldenRule]
    questions: Mapping[str, str]
    terms: tuple[Term, ...]

    def choices(self, decision: Decision) -> tuple[Option, ...]:
        """The options of a decision as they stand where the case is worked through."""
        return order(self.case, decision)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option on the screen. `made` where it was chosen before; `newest` where that was just now."""

    option: Option
    letter: str
    made: bool
    newest: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """One decision in the line of the way: where it leads back to (None: not reached), and what was chosen there."""

    number: int
    title: str
    href: str | None
    here: bool
    chosen: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A decision that the short form leaves out, with what was decided."""

    decision: Decision
    option: Option


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One decision on the screen. `error` where a choice was asked for and none was made."""

    play: Play
    page: Page | None
    address: str
    back: str
    choices: tuple[Choice, ...]
    way: tuple[Stop, ...]
    meanwhile: tuple[Meanwhile, ...]
    earlier: tuple[str, ...]
    question: str
    rules: Mapping[str, GoldenRule]
    terms: tuple[Term, ...]
    error: bool

    @property
    def onward(self) -> str:
        """The address of the next decision."""
        return f"/cases/{self.play.case.id}/{self.play.length}/{self.play.onward}"

    @property
    def first_open(self) -> str:
        """The letter of the first option that can still be chosen, where the error summary leads."""
        return self.play.here.letter(self.play.here.open[0])

    @property
    def single(self) -> str | None:
        """The letter of the only option that is left, which needs no list to choose from."""
        return self.first_open if len(self.play.here.open) == 1 else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One decision at the end: what was chosen first, and what the model decision chooses."""

    taken: Taken
    model: tuple[Option, ...]

    @property
    def same(self) -> bool:
        """Whether the first choice was one of the model's."""
        return self.taken.first in self.model

    @property
    def others(self) -> tuple[Option, ...]:
        """What the model chooses besides the first choice."""
        return tuple(option for option in self.model if option != self.taken.first)


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """The end of a case. `done` as in CaseRow, but None also where only the short form was done and this is the whole case.

    `meanwhile` as in CaseStep, after the last decision; `kept` is a kept way that differs from the one on the screen.
    `refused`: this way was to be kept, or forgotten, and nothing was kept.
    """

    play: Play
    page: Page | None
    address: str
    meanwhile: tuple[Meanwhile, ...]
    compared: tuple[Compared, ...]
    done: CaseDone | None
    is_kept: bool
    kept: tuple[Compared, ...]
    following: Case | None
    terms: tuple[Term, ...]
    completed: bool
    refused: bool


def page_of(case: Case) -> Page | None:
    """The page of module 5 that is made from a case."""
    pages = (page for module in catalogue().modules for page in module.pages)
    return next((page for page in pages if page.case == case.id), None)


def address(play: Play, route: str | None = None) -> str:
    """The address of a route of this play; of its own without one."""
    return f"/cases/{play.case.id}/{play.length}/{route or play.route}"


def begin(case: Case, done: CaseDone | None, *, lost: bool) -> CaseBegin:
    """The context of the page before the first decision."""
    terms = terms_in(catalogue(), case.scenario)
    return CaseBegin(case, lengths(case), page_of(case), done, support_lines(), terms, lost)


def whole(case: Case) -> CaseWhole:
    """The context of the whole case on one page."""
    held = catalogue()
    texts = [case.scenario, case.model_decision]
    for each in case.decisions:
        texts += [*(option.consequence for option in each.options), each.reveals]
    return CaseWhole(case, page_of(case), support_lines(), held.rules, _titles(), terms_in(held, *texts))


def step(play: Play, *, error: bool = False) -> CaseStep:
    """The context of the decision that a route has reached."""
    here, held = play.here, catalogue()
    earlier = tuple(fact for each in play.steps[:-1] for fact in each.news)
    told = (*here.chosen, *(model_choices(here.decision) if here.solved else ()))
    shown = (play.case.scenario, *earlier, *here.news, *(option.consequence for option in told))
    titles = _titles()
    return CaseStep(
        play=play,
        page=page_of(play.case),
        address=address(play),
        back=address(play, here.route.removesuffix(STOP)) if here.route != START else f"/cases/{play.case.id}",
        choices=tuple(_choice(here, option) for option in here.options),
        way=_way(play, titles),
        meanwhile=_meanwhile(here.skipped),
        earlier=earlier,
        question=titles[here.decision.question],
        rules=held.rules,
        terms=terms_in(held, *shown),
        error=error,
    )


def end(play: Play, found: CaseDone | None, *, completed: bool = False, refused: bool = False) -> CaseEnd:
    """The context of the end of a case."""
    done = found if found and found.length in (play.length, WHOLE) else None
    held, kept = catalogue(), done.route if done else None
    cases = list(held.cases.values())
    after = cases.index(play.case) + 1
    return CaseEnd(
        play=play,
        page=page_of(play.case),
        address=address(play),
        meanwhile=_meanwhile(play.left_over),
        compared=_compared(play.taken),
        done=done,
        is_kept=kept == play.kept,
        kept=_compared(recall(play.case, kept)) if kept and kept != play.kept else (),
        following=cases[after] if after < len(cases) else None,
        terms=terms_in(held, play.case.model_decision, *play.ending),
        completed=completed,
        refused=refused,
    )


def _titles() -> dict[str, str]:
    """The titles of the key questions by their ids."""
    return {question.id: question.title for question in catalogue().flowchart.questions}


def _meanwhile(decisions: tuple[Decision, ...]) -> tuple[Meanwhile, ...]:
    return tuple(Meanwhile(each, model_choices(each)[0]) for each in decisions)


def _choice(here: Step, option: Option) -> Choice:
    return Choice(option, here.letter(option), made=option in here.chosen, newest=option == here.last)


def _way(play: Play, titles: Mapping[str, str]) -> tuple[Stop, ...]:
    """The line of the way: the decisions reached lead back to what was chosen there, the others only wait."""
    stops = []
    for number, decision in enumerate(play.decisions, start=1):
        reached = play.steps[number - 1] if number <= len(play.steps) else None
        behind = number < len(play.steps)
        href = address(play, play.steps[number].route.removesuffix(STOP)) if behind else None
        chosen = reached.chosen if reached else ()
        stops.append(Stop(number, titles[decision.question], href, number == len(play.steps), chosen))
    return tuple(stops)


def _compared(taken: tuple[Taken, ...]) -> tuple[Compared, ...]:
    return tuple(Compared(each, model_choices(each.decision)) for each in taken)

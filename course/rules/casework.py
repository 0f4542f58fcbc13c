"""A case, decision by decision: in which order its options stand, where a route leads, and the way it took.

A route is, per decision, the letters of the options chosen so far, decisions joined by full stops: `ba.c` chose the second
option of the first decision, then its first, went on, and chose the third option of the second decision. A full stop at the end
says that the decision before it has been left. A best option ends the choosing in its decision; any other may be followed
by another choice, or by going on. Before the first choice the route is the word START, in which a letter stands twice, so
that no choices are ever written like it.

Options stand in an order made from the ids of case, decision and option: the same for everybody at every reload, and not
changed by the order in the file. Two lengths: WHOLE has every decision, FOUNDATION those of the short form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from course.catalogue.model import Case, Decision, Option
from course.rules.facts import KeptRoute

WHOLE = "whole"
FOUNDATION = "foundation"
LENGTHS = (WHOLE, FOUNDATION)
START = "start"
BEST = "best"
STOP = "."


@dataclass(frozen=True, slots=True)
class CaseLength:
    """One way of doing a case: `name` WHOLE or FOUNDATION, how many decisions it has, and about how many minutes."""

    name: str
    decisions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One decision and the options chosen in it, in their order; at least one."""

    decision: Decision
    chosen: tuple[Option, ...]

    @property
    def first(self) -> Option:
        """What was chosen first."""
        return self.chosen[0]

    @property
    def later(self) -> tuple[Option, ...]:
        """What was chosen after it."""
        return self.chosen[1:]


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of a play. `options` as they stand on the screen, `chosen` in the order of choosing.

    `news` are the facts (HTML) that the story has brought since the decision before; `skipped` the decisions that this
    length leaves out just before this one. `route` is how one comes here: the route without this decision's choices.
    """

    decision: Decision
    number: int
    options: tuple[Option, ...]
    chosen: tuple[Option, ...]
    news: tuple[str, ...]
    skipped: tuple[Decision, ...]
    route: str

    @property
    def last(self) -> Option | None:
        """The choice whose consequence was seen last; None before the first."""
        return self.chosen[-1] if self.chosen else None

    @property
    def solved(self) -> bool:
        """Whether a best option has been chosen, so that there is nothing left to choose."""
        return any(option.grade == BEST for option in self.chosen)

    @property
    def open(self) -> tuple[Option, ...]:
        """The options that can still be chosen, as they stand on the screen."""
        return () if self.solved else tuple(option for option in self.options if option not in self.chosen)

    def letter(self, option: Option) -> str:
        """The letter of an option of this step."""
        return ascii_lowercase[self.options.index(option)]

    def choice(self, letter: str) -> Option | None:
        """The option that a reader may choose with this letter now; None where there is none, or not any more."""
        return next((option for option in self.open if self.letter(option) == letter), None)


@dataclass(frozen=True, slots=True)
class Play:
    """A case as far as a route goes: the steps reached, the last of them on the screen. `decisions` are all of this length.

    `ending` are the facts (HTML) that the story brings after the last step, `left_over` the decisions that this length
    leaves out after it; both belong to the end.
    """

    case: Case
    length: str
    route: str
    decisions: tuple[Decision, ...]
    steps: tuple[Step, ...]
    ending: tuple[str, ...]
    left_over: tuple[Decision, ...]

    @property
    def here(self) -> Step:
        """The step on the screen."""
        return self.steps[-1]

    @property
    def at_last(self) -> bool:
        """Whether the step on the screen is the last decision."""
        return len(self.steps) == len(self.decisions)

    @property
    def complete(self) -> bool:
        """Whether something was chosen in every decision."""
        return self.at_last and bool(self.here.chosen)

    @property
    def taken(self) -> tuple[Taken, ...]:
        """The way taken so far."""
        return tuple(Taken(step.decision, step.chosen) for step in self.steps if step.chosen)

    def with_choice(self, option: Option) -> str:
        """The route after choosing an option of the step on the screen."""
        return ("" if self.route == START else self.route) + self.here.letter(option)

    @property
    def onward(self) -> str | None:
        """The route to the next decision; None before a choice, and at the last decision."""
        return self.route + STOP if self.here.chosen and not self.at_last else None

    @property
    def kept(self) -> KeptRoute:
        """The way taken, as it may be kept: by ids, which outlive another order of the options."""
        return tuple((each.decision.id, tuple(option.id for option in each.chosen)) for each in self.taken)


def order(case: Case, decision: Decision) -> tuple[Option, ...]:
    """The options of a decision as they stand on the screen."""

    def place(option: Option) -> bytes:
        return hashlib.sha256(f"{case.id} {decision.id} {option.id}".encode()).digest()

    return tuple(sorted(decision.options, key=place))


def decisions_of(case: Case, length: str) -> tuple[Decision, ...]:
    """The decisions of one length, in the order of the story; none for a length that nobody knows."""
    if length == FOUNDATION:
        return tuple(decision for decision in case.decisions if decision.id in case.foundation)
    return case.decisions if length == WHOLE else ()


def lengths(case: Case) -> tuple[CaseLength, ...]:
    """The lengths that a case can be done in, the whole first; the minutes of the short form are its share, rounded up."""
    counts = {name: len(decisions_of(case, name)) for name in LENGTHS}
    return tuple(
        CaseLength(name, count, -(-case.minutes * count // counts[WHOLE])) for name, count in counts.items() if count
    )


def model_choices(decision: Decision) -> tuple[Option, ...]:
    """What the model decision chooses: every option that is best, in the order of the file."""
    return tuple(option for option in decision.options if option.grade == BEST)


def play(case: Case, length: str, route: str) -> Play | None:
    """The case as far as a route goes; None where the route does not fit the case, because it has changed or was made up."""
    decisions = decisions_of(case, length)
    choices = [""] if route == START else route.split(STOP)
    if not 1 <= len(choices) <= len(decisions) or (route != START and not choices[0]):
        return None
    steps = []
    for number, letters in enumerate(choices, start=1):
        step = _step(case, decisions, number, STOP.join([*choices[: number - 1], ""]) or START)
        left = number < len(choices)
        chosen = _choose(step, letters)
        if chosen is None or (left and not chosen.chosen):
            return None
        steps.append(chosen)
    behind = case.decisions[case.decisions.index(decisions[-1]) :]
    return Play(case, length, route, decisions, tuple(steps), _facts(behind), behind[1:])


def recall(case: Case, kept: KeptRoute) -> tuple[Taken, ...]:
    """A kept route in today's words; decisions and options that are gone are left out."""
    by_id = {decision.id: decision for decision in case.decisions}
    found = []
    for name, ids in kept:
        if name in by_id:
            options = {option.id: option for option in by_id[name].options}
            chosen = tuple(options[each] for each in ids if each in options)
            found += [Taken(by_id[name], chosen)] if chosen else []
    return tuple(found)


def _step(case: Case, decisions: Sequence[Decision], number: int, route: str) -> Step:
    """The step of that number, before any choice."""
    decision = decisions[number - 1]
    here = case.decisions.index(decision)
    since = case.decisions.index(decisions[number - 2]) if number > 1 else -1
    passed = case.decisions[max(since, 0) : here]
    skipped = case.decisions[since + 1 : here]
    return Step(decision, number, order(case, decision), (), _facts(passed), skipped, route)


def _choose(step: Step, letters: str) -> Step | None:
    """The step after these choices, one after the other; None where one of them cannot be made."""
    for letter in letters:
        option = step.choice(letter)
        if option is None:
            return None
        step = replace(step, chosen=(*step.chosen, option))
    return step


def _facts(decisions: Iterable[Decision]) -> tuple[str, ...]:
    return tuple(decision.reveals for decision in decisions if decision.reveals)

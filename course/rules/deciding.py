"""One way through the flowchart, as far as it goes: from the words of a route to the steps behind it.

A route is a row of words joined by full stops: the number of the branch that was taken (from 1), or `unsure`. After
`unsure` the same question comes again.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Branch, End, Flowchart, Form, Question

UNSURE = "unsure"
JOINED_BY = "."


@dataclass(frozen=True, slots=True)
class Step:
    """One answered question. `branch` is the answer, or None for "not sure".

    `before` is the route up to the question, which asks it anew; `after` the route with this answer.
    """

    question: Question
    branch: Branch | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A way as far as its route goes. `reached` is the next question, or the end.

    misfit: the first word of the route that leads nowhere, or None; steps and `reached` are those before it.
    """

    route: str
    steps: tuple[Step, ...]
    reached: Question | End
    misfit: str | None = None

    @property
    def ended(self) -> bool:
        """Whether every question of this way has its answer."""
        return isinstance(self.reached, End)

    @property
    def asked_advice(self) -> bool:
        """Whether the reader was not sure of the question that comes now, and has been told whom to ask."""
        return bool(self.steps) and self.steps[-1].branch is None

    @property
    def answers(self) -> frozenset[str]:
        """The answers given, each as the id of its question and its number: "consent.1"."""
        given = ((step.question.id, step.after.rpartition(JOINED_BY)[2]) for step in self.steps if step.branch)
        return frozenset(JOINED_BY.join(each) for each in given)

    @property
    def decision(self) -> str | None:
        """What the way has decided: "share", "share-part" or "do-not-share"; None while it is open."""
        found = [step.branch.decides for step in self.steps if step.branch and step.branch.decides]
        return found[-1] if found else None


def walk(flowchart: Flowchart, route: str) -> Walk:
    """Follow a route from the start; an empty route stays there. A route that does not fit is no error but a `misfit`."""
    every: tuple[Question | End, ...] = (*flowchart.questions, *flowchart.ends)
    boxes = {box.id: box for box in every}
    reached, steps, gone = boxes[flowchart.start], list[Step](), ""
    for word in route.split(JOINED_BY) if route else ():
        taken = reached if isinstance(reached, Question) else None
        branch = _branch(taken, word) if taken else None
        if taken is None or (branch is None and word != UNSURE):
            return Walk(gone, tuple(steps), reached, misfit=word)
        after = lengthened(gone, word)
        steps.append(Step(taken, branch, before=gone, after=after))
        reached, gone = boxes[branch.to] if branch else taken, after
    return Walk(gone, tuple(steps), reached)


def fits(form: Form, taken: Walk) -> bool:
    """Whether a form is offered at the end of a way: for what was decided, or for an answer that was given."""
    if not form.after_decisions and not form.after_answers:
        return True
    return taken.decision in form.after_decisions or not taken.answers.isdisjoint(form.after_answers)


def lengthened(route: str, word: str | int) -> str:
    """The route with one answer more: the number of a branch from 1, or UNSURE."""
    return f"{route}{JOINED_BY}{word}" if route else str(word)


def shortened(route: str) -> str:
    """The route without its last answer: the way back."""
    return route.rpartition(JOINED_BY)[0]


def _branch(question: Question, word: str) -> Branch | None:
    """The branch of a number as people write it: "1", never "01" or "+1"."""
    return next((branch for number, branch in enumerate(question.branches, 1) if word == str(number)), None)

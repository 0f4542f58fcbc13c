"""What the course seems to change: confidence before, after and some weeks later, and what people know before and after.

Medians and quartiles, never means: the steps of a scale are words, not lengths. The three moments are not the same
people: nobody's answers are linked, and who left a question out counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from course.catalogue.reflecting import Confidence, Knowledge, Reflection

MOMENTS = ("before", "after", "later")
MOMENT_WORDS = {"before": "Before", "after": "After", "later": "Some weeks later"}
USEFULNESS = "usefulness"  # the item of that name: how useful the course was, asked after it
MANAGER, CHANGE = "manager", "change"  # who says whether something has changed: the manager, or the learner
OUTCOMES = {
    MANAGER: "Managers: has the course made a difference in everyday work?",
    CHANGE: "Learners: is what they meant to do differently done?",
}
ANSWER_WORDS = {"yes": "Yes", "partly": "Partly", "not-yet": "Not yet"}
GROWN = 5  # per cent points from which knowledge has grown
Counts = Mapping[tuple[str, str, int], int]  # how often an item was given a value at a moment


@dataclass(frozen=True, slots=True)
class Spread:
    """Ratings from 1 to 5, summed up. The quartiles are the medians of the lower and of the upper half."""

    n: int
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Rated:
    """A statement with its ratings at each moment; None: fewer than ten, hidden."""

    item: Confidence
    at: Mapping[str, Spread | None]


@dataclass(frozen=True, slots=True)
class Known:
    """A thing asked before and after in other words, how many answered and how many rightly; None: hidden."""

    item: Knowledge
    at: Mapping[str, tuple[int, int] | None]

    def share(self, moment: str) -> int | None:
        """Per cent right, floored."""
        found = self.at[moment]
        return None if found is None else 100 * found[1] // found[0]


@dataclass(frozen=True, slots=True)
class Response:
    """Of so many who finished the course and could have answered at a moment, so many did."""

    asked: int
    answered: int

    @property
    def share(self) -> int:
        """Per cent, floored."""
        return 100 * self.answered // self.asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often each answer was given some weeks after the course; `counts` None: fewer than five, hidden.

    `response`: of so many who were asked, so many answered; None: hidden.
    """

    kind: str
    counts: Mapping[str, int] | None
    response: Response | None

    @property
    def words(self) -> str:
        """What was asked, and whom."""
        return OUTCOMES[self.kind]

    @property
    def n(self) -> int:
        """How many answers are counted."""
        return sum(self.counts.values()) if self.counts else 0

    def share(self, answer: str) -> int:
        """Per cent, floored."""
        return 100 * (self.counts or {}).get(answer, 0) // self.n if self.n else 0


@dataclass(frozen=True, slots=True)
class Impact:
    """All of it, in the order of the content."""

    confidence: tuple[Rated, ...]
    knowledge: tuple[Known, ...]
    useful: Spread | None
    responses: Mapping[str, Response | None]
    outcomes: tuple[Outcome, ...]

    @property
    def some(self) -> bool:
        """Whether anything at all is shown."""
        rated = any(found is not None for each in self.confidence for found in each.at.values())
        known = any(found is not None for each in self.knowledge for found in each.at.values())
        answered = any(each.counts is not None for each in self.outcomes)
        return rated or known or answered or self.useful is not None

    @property
    def verdict(self) -> str:
        """What the figures say together, in one sentence; the trap of growing confidence alone is named."""
        surer = [_step(each) for each in self.confidence]
        steps = [each for each in surer if each is not None]
        shares = _shares(self.knowledge)
        if not steps or shares is None:
            return "There are too few answers from before and after to compare."
        before, after = shares
        rises = sum(steps) > 0
        if rises and after - before < GROWN and after < 100 - GROWN:
            return (
                "People feel surer than before, yet they do not know more: watch for over-confidence, and look at the "
                "questions people get wrong."
            )
        if rises:
            return "People feel surer than before, and their answers bear that out."
        if after - before >= GROWN:
            return "People know more than before and do not feel surer yet: practice on cases and supervision can help."
        return "Neither confidence nor knowledge has grown: ask people what got in the way."


def impact(
    asked: Reflection,
    counts: Counts,
    responses: Mapping[str, Response | None],
    answers: Mapping[tuple[str, str], int],
) -> Impact:
    """Everything that is shown, from counts that are none of fewer than ten ratings or five answers.

    responses: by moment, and by kind of outcome. answers: how often each kind of outcome was given each answer.
    """
    rated = tuple(
        Rated(each, {moment: spread(_values(counts, each.id, moment)) for moment in MOMENTS})
        for each in asked.confidence
    )
    known = tuple(
        Known(each, {moment: _right(counts, each, moment) for moment in MOMENTS[:2]}) for each in asked.knowledge
    )
    useful = spread(_values(counts, USEFULNESS, "after"))
    told = tuple(Outcome(kind, _answers(answers, kind), responses.get(kind)) for kind in OUTCOMES)
    return Impact(rated, known, useful, {moment: responses.get(moment) for moment in MOMENTS}, told)


def _answers(answers: Mapping[tuple[str, str], int], kind: str) -> Mapping[str, int] | None:
    found = {each: answers.get((kind, each), 0) for each in ANSWER_WORDS}
    return found if any(found.values()) else None


def spread(values: Mapping[int, int]) -> Spread | None:
    """The median and the quartiles of values, given as how often each came; None where none did."""
    every = [value for value, times in sorted(values.items()) for _ in range(times)]
    if not every:
        return None
    half = len(every) // 2
    lower, upper = (every[:half], every[-half:]) if half else (every, every)
    return Spread(len(every), float(median(lower)), float(median(every)), float(median(upper)))


def _values(counts: Counts, item: str, moment: str) -> dict[int, int]:
    return {value: times for (which, when, value), times in counts.items() if (which, when) == (item, moment)}


def _right(counts: Counts, item: Knowledge, moment: str) -> tuple[int, int] | None:
    values = _values(counts, item.id, moment)
    answered = sum(values.values())
    return (answered, values.get(int(item.answer), 0)) if answered else None


def _step(rated: Rated) -> float | None:
    before, after = rated.at["before"], rated.at["after"]
    return None if before is None or after is None else after.median - before.median


def _shares(known: tuple[Known, ...]) -> tuple[float, float] | None:
    """Per cent right before and after, of all items answered at both moments by enough people."""
    both = [each for each in known if each.at["before"] is not None and each.at["after"] is not None]
    if not both:
        return None
    before, after = (_share(both, moment) for moment in ("before", "after"))
    return before, after


def _share(known: list[Known], moment: str) -> float:
    found = [pair for each in known if (pair := each.at[moment]) is not None]
    return 100 * sum(right for _, right in found) / sum(answered for answered, _ in found)

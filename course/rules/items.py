"""Item analysis: how many get a statement right at the first go, whether it tells people apart, what to do about it.

Discrimination is the corrected point-biserial correlation: of getting this statement right with the share of the same
quiz's other statements that were right. 1: only those who do well elsewhere get it right; 0: it has nothing to do with
that; below 0: those who do well elsewhere get it wrong. It says nothing from few answers (`FEW`), nor where everybody
answered alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from course.catalogue.model import Catalogue, GoldenRule, Module, Page, Quiz, Statement

FEW = 50  # answers below which discrimination is chance
EASY = 90  # per cent right from which a statement is easy
HARD = 60  # per cent right below which many get it wrong
TELLS = 0.1  # discrimination from which a statement tells people apart
Key = tuple[str, str]  # ids of quiz and statement


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums over `n` first attempts: `right` is 0 or 1, `rest` the share of the quiz's other statements right, 0 to 1000."""

    n: int
    right: int
    rest: int
    rest_rest: int
    rest_right: int

    @property
    def wrong(self) -> int:
        """How many got it wrong."""
        return self.n - self.right

    @property
    def share(self) -> int:
        """Per cent right, floored."""
        return 100 * self.right // self.n

    @property
    def discrimination(self) -> float | None:
        """The correlation from -1 to 1; None where nobody can say."""
        spread = (self.n * self.right - self.right**2) * (self.n * self.rest_rest - self.rest**2)
        if self.n < FEW or not spread:
            return None
        return (self.n * self.rest_right - self.right * self.rest) / sqrt(spread)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement with the page that teaches it and its counts; None: fewer than five answers, hidden.

    `reworded`: it once read otherwise.
    """

    module: Module
    quiz: Quiz
    statement: Statement
    page: Page
    rule_name: str
    counted: Counted | None
    reworded: bool

    @property
    def right_answer(self) -> str:
        """What the right answer is called on screen."""
        return self.quiz.labels[0 if self.statement.answer else 1]

    @property
    def advice(self) -> str:
        """What the figures suggest, in one sentence or two."""
        return advice(self.counted)


@dataclass(frozen=True, slots=True)
class Repair:
    """A page that teaches what was answered wrongly, and how many wrong answers it could mend."""

    module: Module
    page: Page
    wrong: int


@dataclass(frozen=True, slots=True)
class Misconception:
    """The wrong answers to the statements of one golden rule, with the pages that repair them, most needed first."""

    rule: GoldenRule
    answers: int
    wrong: int
    repairs: tuple[Repair, ...]

    @property
    def share(self) -> int:
        """Per cent wrong, floored."""
        return 100 * self.wrong // self.answers


def items(course: Catalogue, counts: Mapping[Key, Counted], reworded: Iterable[Key]) -> tuple[Item, ...]:
    """Every statement of the course in the order of its pages."""
    changed = frozenset(reworded)
    pages = {page.id: page for module in course.modules for page in module.pages}
    return tuple(
        Item(
            module,
            quiz,
            each,
            pages[each.taught_on],
            course.rules[each.rule].name,
            counts.get((quiz.id, each.id)),
            (quiz.id, each.id) in changed,
        )
        for module in course.modules
        for quiz in (course.quizzes[name] for name in module.quizzes)
        for each in quiz.statements
    )


def wordings_compared(course: Catalogue, kept: Iterable[tuple[str, Quiz]]) -> tuple[set[Key], set[Key]]:
    """Of wordings by their digests: pairs of digest and statement that read as they do now, and the statements
    (quiz, id) that some wording puts in other words or gives another answer."""
    same: set[tuple[str, str]] = set()
    other: set[Key] = set()
    now = {(quiz.id, each.id): (each.text, each.answer) for quiz in course.quizzes.values() for each in quiz.statements}
    for digest, quiz in kept:
        for each in quiz.statements:
            known = now.get((quiz.id, each.id))
            if known == (each.text, each.answer):
                same.add((digest, each.id))
            elif known is not None:
                other.add((quiz.id, each.id))
    return same, other


def advice(counted: Counted | None) -> str:
    """One sentence for one statement; about the wording only where discrimination is known."""
    if counted is None:
        return "Hidden until five people have answered."
    tells = counted.discrimination
    if counted.share >= EASY:
        return "Most people get this right: keep it."
    if tells is None:
        return "Talk about it where you can: too few answers yet to judge the wording."
    many = "Many get it wrong" if counted.share < HARD else "Some get it wrong"
    if tells < -TELLS:
        return f"{many}, more often those who do well elsewhere: the wording may mislead them, so look at it first."
    if tells < TELLS:
        return f"{many}, and those who do well elsewhere do no better: look at the wording."
    if counted.share < HARD:
        return (
            "Many get it wrong, most of all those who find the rest hard: take it up in supervision or a team meeting."
        )
    return "It shows who needs help: keep it, and point people to this page."


def misconceptions(course: Catalogue, found: Iterable[Item]) -> tuple[Misconception, ...]:
    """Wrong answers by golden rule, the rule most often got wrong first; hidden statements count nowhere."""
    shown: defaultdict[str, list[Item]] = defaultdict(list)
    for each in found:
        if each.counted is not None:
            shown[each.statement.rule].append(each)
    made = [_misconception(course, course.rules[rule], members) for rule, members in shown.items()]
    return tuple(sorted(made, key=lambda each: (-each.wrong * 1000 // each.answers, each.rule.number)))


def _misconception(course: Catalogue, rule: GoldenRule, members: list[Item]) -> Misconception:
    wrong: defaultdict[str, int] = defaultdict(int)
    counts = list(_counts(members))
    for page, counted in counts:
        wrong[page] += counted.wrong
    repairs = [
        Repair(module, page, wrong[page.id]) for module in course.modules for page in module.pages if wrong[page.id]
    ]
    repairs.sort(key=lambda each: -each.wrong)
    return Misconception(rule, sum(each.n for _, each in counts), sum(each.wrong for _, each in counts), tuple(repairs))


def _counts(members: Iterable[Item]) -> Iterator[tuple[str, Counted]]:
    for each in members:
        if each.counted is not None:
            yield each.statement.taught_on, each.counted

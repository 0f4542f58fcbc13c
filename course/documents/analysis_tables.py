"""The tables of the question analysis and of the impact report, one for screen and file alike. Hidden numbers say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course.documents.tabular import Cell, Column, Table
from course.rules.impact import ANSWER_WORDS, MOMENT_WORDS, MOMENTS, Impact, Outcome, Response, Spread
from course.rules.items import Item, Misconception

HIDDEN = "hidden"
QUESTIONS, MISCONCEPTIONS, IMPACT = "Questions", "Misconceptions by golden rule", "Impact"
GROUPS = (
    "Small groups",
    "ratings are counted as first given, ten at a time, and answers some weeks after five at a time, for each team, so that "
    "nobody's own can be worked out; the newest may wait",
)
Notes = tuple[tuple[str, str], ...]
QUESTION_COLUMNS = (
    Column("module", "Module"),
    Column("quiz", "Quiz"),
    Column("statement", "Statement"),
    Column("answer", "Right answer"),
    Column("rule", "Golden rule"),
    Column("answers", "First answers", "number"),
    Column("right", "Right", "number"),
    Column("share", "Per cent right", "number"),
    Column("discrimination", "Tells apart (-1 to 1)"),
    Column("advice", "What to do"),
    Column("page", "Page that teaches it"),
    Column("reworded", "Read otherwise before"),
)
MISCONCEPTION_COLUMNS = (
    Column("rule", "Golden rule"),
    Column("answers", "First answers", "number"),
    Column("wrong", "Wrong", "number"),
    Column("share", "Per cent wrong", "number"),
    Column("pages", "Pages that repair it"),
)
IMPACT_COLUMNS = (
    Column("about", "About"),
    Column("item", "What was asked"),
    Column("moment", "When"),
    Column("n", "Answers", "number"),
    Column("low", "Lower quartile"),
    Column("median", "Median"),
    Column("high", "Upper quartile"),
    Column("right", "Of these", "number"),
    Column("share", "Per cent", "number"),
)


def questions(items: Iterable[Item], notes: Notes) -> Table:
    """One row a statement, in the order of the course."""
    return Table(QUESTIONS, notes, QUESTION_COLUMNS, [_question(each) for each in items])


def _question(item: Item) -> Sequence[Cell]:
    counted = item.counted
    numbers: Sequence[Cell] = (HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    if counted is not None:
        numbers = (counted.n, counted.right, counted.share, two_places(counted.discrimination))
    where = (item.module.title, item.quiz.title, item.statement.text, item.right_answer, item.rule_name)
    return (*where, *numbers, item.advice, item.page.title, "yes" if item.reworded else "")


def misconceptions(found: Iterable[Misconception], notes: Notes) -> Table:
    """One row a golden rule, the one most often got wrong first."""
    rows = [
        (each.rule.name, each.answers, each.wrong, each.share, "; ".join(one.page.title for one in each.repairs))
        for each in found
    ]
    return Table(MISCONCEPTIONS, notes, MISCONCEPTION_COLUMNS, rows)


def impact(found: Impact, notes: Notes) -> Table:
    """Response, confidence, knowledge, usefulness, what has changed, in the order of the screen.

    "Of these": who answered, who answered rightly, or who gave the answer named.
    """
    rows: list[Sequence[Cell]] = []
    for moment in MOMENTS:
        who = ("Response", "People who finished the course", MOMENT_WORDS[moment])
        rows.append((*who, *_response(found.responses[moment])))
    for rated in found.confidence:
        for moment in MOMENTS:
            rows.append(("Confidence", rated.item.text, MOMENT_WORDS[moment], *spread(rated.at[moment]), None, None))
    for known in found.knowledge:
        for moment, pair in known.at.items():
            told: Sequence[Cell] = (HIDDEN, "", "", "", None, None)
            if pair is not None:
                told = (pair[0], "", "", "", pair[1], known.share(moment))
            rows.append(("Knowledge", known.item.asked(moment), MOMENT_WORDS[moment], *told))
    rows.append(("Usefulness", "How useful the course was", MOMENT_WORDS["after"], *spread(found.useful), None, None))
    for each in found.outcomes:
        rows.append(("Response", each.words, MOMENT_WORDS["later"], *_response(each.response)))
        rows += [("What has changed", f"{each.words} {word}", MOMENT_WORDS["later"], *_outcome(each, answer))
                 for answer, word in ANSWER_WORDS.items()]  # fmt: skip
    return Table(IMPACT, notes, IMPACT_COLUMNS, rows)


def _response(found: Response | None) -> tuple[Cell, ...]:
    if found is None:
        return (HIDDEN, "", "", "", None, None)
    return (found.asked, "", "", "", found.answered, found.share)


def _outcome(found: Outcome, answer: str) -> tuple[Cell, ...]:
    if found.counts is None:
        return (HIDDEN, "", "", "", None, None)
    return (found.n, "", "", "", found.counts[answer], found.share(answer))


def spread(found: Spread | None) -> tuple[Cell, ...]:
    """Number, lower quartile, median, upper quartile."""
    if found is None:
        return (HIDDEN, "", "", "")
    return (found.n, step(found.low), step(found.median), step(found.high))


def step(value: float) -> str:
    """A value on a scale from 1 to 5: 3, 3.5."""
    return f"{value:g}"


def two_places(value: float | None) -> str:
    """A correlation with a true minus sign; empty where nobody can say."""
    return "" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")

"""The quizzes on paper: a blank sheet, the same in large print, the key, and the key with reasons.

All four hold the same statements in the same order under the same numbers, which are those of the screen. What learners get
is made without ever looking at an answer. What the trainer gets says so at its head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course.catalogue.model import Catalogue, Module, Page, Quiz
from course.catalogue.model import Statement as Asked
from course.documents.tree import (
    Block,
    Box,
    Field,
    Heading,
    Line,
    Paragraph,
    Sheet,
    Statement,
    Words,
    line,
    paragraph,
)

TITLE = "Quiz sheet"
LARGE_TITLE = "Quiz sheet in large print"
KEY_TITLE = "Answer key"
REASONS_TITLE = "Answer key with reasons"
FOR_LEARNERS = "For you to fill in"
FOR_TRAINERS = "For the trainer only"

HOW = "Tick one box beside each statement. There is no time limit, and you can change your mind."
WHY_NAME = "Only if your trainer types your answers in for you. Otherwise leave this empty and keep the sheet."
AFTERWARDS = "You go through the answers together afterwards, with the reason for each."
KEEP = "Keep this away from the tables until the sheets are filled in. Order and numbers are those of the quiz sheet."
DIFFERS = (
    "Where “Changed since 2016” stands under an answer, people who took the older course may have learned another one."
)


def chosen_quizzes(catalogue: Catalogue, wanted: Sequence[str] | None = None) -> tuple[Quiz, ...]:
    """The quizzes in the order of the modules; only those `wanted`, if any are named. Raises KeyError for an unknown one."""
    if wanted is None:
        return tuple(catalogue.quizzes.values())
    asked = {catalogue.quizzes[name].id for name in wanted}
    return tuple(quiz for quiz in catalogue.quizzes.values() if quiz.id in asked)


def quiz_sheet(catalogue: Catalogue, wanted: Sequence[str] | None = None, *, large: bool = False) -> Sheet:
    """The statements with boxes to tick, and a line for a name that may stay empty."""
    blocks: list[Block] = [paragraph(HOW), Field("Name", hint=WHY_NAME, lines=1)]
    for quiz in chosen_quizzes(catalogue, wanted):
        blocks += [*_opening(catalogue, quiz), paragraph(quiz.intro)]
        blocks += [_blank(quiz, number, asked) for number, asked in enumerate(quiz.statements, 1)]
    return Sheet(
        id="quiz-sheet-large" if large else "quiz-sheet",
        title=LARGE_TITLE if large else TITLE,
        kicker=FOR_LEARNERS,
        audience="learners",
        blocks=(*blocks, paragraph(AFTERWARDS)),
        large=large,
    )


def answer_key(catalogue: Catalogue, wanted: Sequence[str] | None = None, *, reasons: bool = False) -> Sheet:
    """The right answers; with `reasons` also why, the rule and the page behind each, and what has changed since 2016."""
    blocks: list[Block] = [Box("plain", "", (paragraph(KEEP), *([paragraph(DIFFERS)] if reasons else [])))]
    for quiz in chosen_quizzes(catalogue, wanted):
        blocks += _opening(catalogue, quiz)
        blocks += _answers(catalogue, quiz, reasons=reasons)
    return Sheet(
        id="answer-key-reasons" if reasons else "answer-key",
        title=REASONS_TITLE if reasons else KEY_TITLE,
        kicker=FOR_TRAINERS,
        audience="trainer",
        blocks=tuple(blocks),
    )


def _opening(catalogue: Catalogue, quiz: Quiz) -> Iterator[Block]:
    yield Heading(2, line(quiz.title))
    module = catalogue.quiz_module(quiz.id)
    if module is not None:
        yield Paragraph(_belongs(module, len(quiz.statements)), small=True)


def _belongs(module: Module, count: int) -> Line:
    return (Words(f"Module {module.number}: {module.title} · {count} statements"),)


def _blank(quiz: Quiz, number: int, asked: Asked) -> Statement:
    """What learners see of a statement."""
    return Statement(id=asked.id, number=number, text=asked.text, labels=quiz.labels)


def _answers(catalogue: Catalogue, quiz: Quiz, *, reasons: bool) -> Iterator[Statement]:
    for number, asked in enumerate(quiz.statements, 1):
        if not reasons:
            yield Statement(asked.id, number, asked.text, quiz.labels, asked.answer)
            continue
        yield Statement(
            id=asked.id,
            number=number,
            text=asked.text,
            labels=quiz.labels,
            answer=asked.answer,
            because=asked.because,
            since_2016=asked.since_2016 or "",
            rule=asked.rule,
            rule_name=catalogue.rules[asked.rule].name,
            page=page_named(catalogue, catalogue.page(asked.taught_on)),
        )


def page_named(catalogue: Catalogue, page: Page | None) -> str:
    """Where a page is found, in words: "Module 2, page 3: Be open"; "" where there is none."""
    module = catalogue.module(page.module) if page else None
    return f"Module {module.number}, page {page.number}: {page.title}" if page and module else ""

"""A course small enough to count on one's fingers, built to order: modules as lists of pages, quizzes by their size.

A page is written as its id; `quiz:x:6` is a quiz page with six statements `x-1` … `x-6`, `case:x` is a case page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from course.catalogue.model import Catalogue, Change, Course, Flowchart, Module, Page, Quiz, Reflection, Statement
from course.rules.facts import QuizMark, Reading

DAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
EDITION = "2026.2"


def statement(name: str, answer: bool = True) -> Statement:
    return Statement(name, f"About {name}", answer, "Because.", "seek-advice", "somewhere", DAY, None)


def quiz(name: str, size: int) -> Quiz:
    """A quiz whose odd statements are true and whose even ones are false."""
    statements = tuple(statement(f"{name}-{number}", answer=number % 2 == 1) for number in range(1, size + 1))
    return Quiz(name, f"Quiz {name}", "true-false", "", statements, f"digest of {name} with {size}")


def page(module: str, number: int, written: str) -> Page:
    kind, _, rest = written.rpartition("quiz:") if written.startswith("quiz:") else ("", "", written)
    name = rest.partition(":")[0] if written.startswith("quiz:") else written.removeprefix("case:")
    kind = "quiz" if written.startswith("quiz:") else "case" if written.startswith("case:") else "text"
    return Page(
        id=name,
        module=module,
        number=number,
        title=f"Page {name}",
        minutes=1,
        kind=kind,
        teaches=(),
        before="",
        after="",
        facilitator="",
        key_points=(),
        terms=(),
        quiz=name if kind == "quiz" else None,
        case=name if kind == "case" else None,
        text="",
    )


def module(number: int, written: Sequence[str], cases_required: int | None) -> Module:
    name = f"module-{number}"
    pages = tuple(page(name, place, each) for place, each in enumerate(written, start=1))
    return Module(name, number, f"Module {number}", 1, (), (), DAY, "Lead", cases_required, pages)


def course(changes: Sequence[Change] = (), edition: str = EDITION) -> Course:
    return Course(
        title="Sharing information",
        slug="sharing-information",
        edition=edition,
        level="practitioner",
        learning_minutes=90,
        law_as_at=DAY,
        review_due=DAY,
        strapline="",
        audience=(),
        aims=(),
        outcomes=(),
        before_you_start=(),
        pass_mark=80,
        valid_months=24,
        refresher_window_days=60,
        grace_days=14,
        due_days=30,
        follow_up_weeks=8,
        quick_exit_url="https://example.org/",
        competences=("Ask before sharing.",),
        changes=tuple(changes),
    )


def catalogue(
    *modules: Sequence[str], cases_required: int | None = None, changes: Sequence[Change] = (), edition: str = EDITION
) -> Catalogue:
    """A whole course; `cases_required` is for the last module."""
    built = tuple(
        module(number, written, cases_required if number == len(modules) else None)
        for number, written in enumerate(modules, start=1)
    )
    written = [each for pages in modules for each in pages if each.startswith("quiz:")]
    quizzes = {name: quiz(name, int(size)) for _, name, size in (each.split(":") for each in written)}
    empty, nothing_asked = Flowchart("", "", "", "", "", (), (), DAY, ()), Reflection(DAY, (), (), (), ())
    return Catalogue(
        course(changes, edition),
        built,
        quizzes,
        {},
        {},
        empty,
        {},
        {},
        {},
        {},
        reflection=nothing_asked,
        forms={},
        plans={},
        sheets={},
        digest="",
    )


def change(kind: str, *, pages: Sequence[str] = (), statements: Sequence[str] = (), edition: str = EDITION) -> Change:
    return Change(edition, DAY, kind, "Something", tuple(pages), tuple(statements))


def read(name: str, *, minute: int = 0, edition: str = EDITION) -> Reading:
    return Reading(name, edition, NOON + dt.timedelta(minutes=minute))


def mark(name: str, marks: int, out_of: int, *, minute: int = 0, edition: str = EDITION) -> QuizMark:
    at = NOON + dt.timedelta(minutes=minute)
    return QuizMark(minute, name, f"digest of {name} with {out_of}", edition, marks, out_of, at)

"""What a learner has done of the course, what is missing, and what is kept when nothing is missing any more.

A page is read when Next was pressed on it, a quiz page when its quiz was handed in. A module is *passed* when the best
attempts of its quizzes together reach the pass mark; it is *finished* when it is passed and every required page is
read. In a module with `cases_required`, so many of its case pages are required, whichever they are, and the others are
never awaited. The course is *complete* when every module is finished.

A reading or attempt older than a change of kind meaning or law that names the page, or one of the quiz's statements,
does not count (`rules.editions`).

Marks are counted against today's quizzes: a quiz never handed in counts 0 of all its statements. Where an attempt was
made when the quiz had another number of statements, its marks are not scaled: they count as they are, but never for
more than the quiz has statements today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.catalogue.model import Catalogue, Course, Module, Page
from course.rules.dates import add_months, london_day
from course.rules.editions import counts, pages_since, statements_since
from course.rules.facts import CompletionFacts, ModuleScore, QuizMark, Reading
from course.rules.scoring import needed, reaches

RULE = "Every required page read; in each module the best attempt of every quiz, added up, reaches the pass mark."


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that still keeps a module from being finished.

    kind: "page" (to read), "quiz" (to hand in), "cases" (`count` more of them) or "marks" (`count` more; named only
    when every quiz has been handed in). `page` is where to go: the page itself, the next unread case, or the quiz with
    most to gain; None only where the course has fewer cases than it requires.
    """

    kind: str
    title: str
    page: Page | None
    count: int


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """One module: the ids of its pages that count as read, marks, and what is missing. `started`: any fact exists."""

    module: Module
    read: frozenset[str]
    marks: int
    out_of: int
    needed: int
    passed: bool
    started: bool
    missing: tuple[Missing, ...]

    @property
    def finished(self) -> bool:
        """Passed, and every required page read."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole course. `next_page` is the page behind Continue; None when the course is complete."""

    modules: tuple[ModuleProgress, ...]
    next_page: Page | None

    @property
    def finished_count(self) -> int:
        """How many modules are finished."""
        return sum(state.finished for state in self.modules)

    @property
    def complete(self) -> bool:
        """Whether every module is finished."""
        return bool(self.modules) and all(state.finished for state in self.modules)


def progress(catalogue: Catalogue, readings: Iterable[Reading], marks: Iterable[QuizMark]) -> Progress:
    """How far a person is, from their readings and attempts in whatever order; unknown pages count for nothing."""
    readings, marks = tuple(readings), tuple(marks)
    since = pages_since(catalogue.course)
    read = {reading.page for reading in readings if counts(reading.edition, since.get(reading.page, ()))}
    best = _best(catalogue, marks)
    newest = _newest_moments(readings, marks)
    states = tuple(_module_progress(catalogue, module, read, best, newest) for module in catalogue.modules)
    return Progress(states, _next_page(states, newest))


def fewest_pages(catalogue: Catalogue) -> int:
    """So many pages must be read at least before the course can be complete; every quiz has its page."""
    return sum(
        len(module.pages) if module.cases_required is None
        else sum(page.kind != "case" for page in module.pages) + module.cases_required
        for module in catalogue.modules
    )  # fmt: skip


def completion_facts(
    catalogue: Catalogue, state: Progress, *, person: int, partnership: str, at: dt.datetime
) -> CompletionFacts:
    """What to keep of a completion made online at this moment. Raises ValueError when the course is not complete."""
    if not state.complete:
        raise ValueError("the course is not complete")
    return facts_of(
        catalogue.course,
        kind="online",
        rule=RULE,
        modules=tuple(
            ModuleScore(each.module.id, each.module.title, each.marks, each.out_of) for each in state.modules
        ),
        minutes=catalogue.course.learning_minutes,
        person=person,
        partnership=partnership,
        at=at,
    )


def facts_of(
    course: Course, *, kind: str, rule: str, modules: tuple[ModuleScore, ...], minutes: int, person: int,
    partnership: str, at: dt.datetime,
) -> CompletionFacts:  # fmt: skip
    """What to keep of a completion of any kind: the course as it is at this moment, and what was judged."""
    day = london_day(at)
    return CompletionFacts(
        person=person,
        kind=kind,
        course=course.slug,
        title=course.title,
        level=course.level,
        edition=course.edition,
        law_as_at=course.law_as_at,
        pass_mark=course.pass_mark,
        rule=rule,
        valid_months=course.valid_months,
        learning_minutes=minutes,
        partnership=partnership,
        modules=modules,
        competences=course.competences,
        at=at,
        completed_on=day,
        expires_on=add_months(day, course.valid_months),
    )


def _best(catalogue: Catalogue, marks: Iterable[QuizMark]) -> dict[str, int]:
    """The best marks of each quiz that was handed in and still counts."""
    since = statements_since(catalogue.course)
    best: dict[str, int] = {}
    for mark in marks:
        quiz = catalogue.quizzes.get(mark.quiz)
        if quiz and all(counts(mark.edition, since.get(statement.id, ())) for statement in quiz.statements):
            best[quiz.id] = max(best.get(quiz.id, 0), min(mark.marks, len(quiz.statements)))
    return best


def _newest_moments(readings: Iterable[Reading], marks: Iterable[QuizMark]) -> dict[str, dt.datetime]:
    """When something last happened on each page; a quiz has the id of its page. Also facts that no longer count."""
    newest: dict[str, dt.datetime] = {}
    for page, at in [*((each.page, each.at) for each in readings), *((each.quiz, each.at) for each in marks)]:
        if page not in newest or at > newest[page]:
            newest[page] = at
    return newest


def _module_progress(
    catalogue: Catalogue, module: Module, read: set[str], best: Mapping[str, int], touched: Mapping[str, dt.datetime]
) -> ModuleProgress:
    done = frozenset(page.id for page in module.pages if page.id in read and (page.quiz is None or page.quiz in best))
    marks = sum(best.get(quiz, 0) for quiz in module.quizzes)
    out_of = sum(len(catalogue.quizzes[quiz].statements) for quiz in module.quizzes)
    least = needed(out_of, catalogue.course.pass_mark)
    missing = [*_missing_pages(module, done), *_missing_cases(module, done)]
    if marks < least and not any(each.kind == "quiz" for each in missing):
        missing.append(_missing_marks(catalogue, module, best, least - marks))
    return ModuleProgress(
        module=module,
        read=done,
        marks=marks,
        out_of=out_of,
        needed=least,
        passed=reaches(marks, out_of, catalogue.course.pass_mark),
        started=any(page.id in touched for page in module.pages),
        missing=tuple(missing),
    )


def _optional(module: Module, page: Page) -> bool:
    return page.kind == "case" and module.cases_required is not None


def _missing_pages(module: Module, done: frozenset[str]) -> list[Missing]:
    return [
        Missing("quiz" if page.quiz else "page", page.title, page, 1)
        for page in module.pages
        if page.id not in done and not _optional(module, page)
    ]


def _missing_cases(module: Module, done: frozenset[str]) -> list[Missing]:
    if module.cases_required is None:
        return []
    cases = [page for page in module.pages if page.kind == "case"]
    lacking = module.cases_required - sum(page.id in done for page in cases)
    if lacking <= 0:
        return []
    unread = next((page for page in cases if page.id not in done), None)
    return [Missing("cases", unread.title if unread else module.title, unread, lacking)]


def _missing_marks(catalogue: Catalogue, module: Module, best: Mapping[str, int], lacking: int) -> Missing:
    """Sends the learner to the quiz with most to gain, the first of them where several have."""

    def to_gain(page: Page) -> int:
        return len(catalogue.quizzes[page.quiz].statements) - best[page.quiz] if page.quiz else -1

    page = max(module.pages, key=to_gain)
    return Missing("marks", page.title, page, lacking)


def _next_page(states: tuple[ModuleProgress, ...], newest: Mapping[str, dt.datetime]) -> Page | None:
    """After the newest fact the next page still awaited in its module; else the first thing missing in the course."""
    last = max(
        ((newest[page.id], state.module.number, page.number) for state in states for page in state.module.pages
         if page.id in newest),
        default=None,
    )  # fmt: skip
    for state in states:
        if last and state.module.number == last[1] and (page := _awaited_after(state, last[2])):
            return page
    awaited = (missing.page for state in states for missing in _in_page_order(state) if missing.page)
    return next(awaited, None)


def _awaited_after(state: ModuleProgress, number: int) -> Page | None:
    cases_lacking = any(missing.kind == "cases" for missing in state.missing)
    return next(
        (
            page
            for page in state.module.pages
            if page.number > number
            and page.id not in state.read
            and (cases_lacking or not _optional(state.module, page))
        ),
        None,
    )


def _in_page_order(state: ModuleProgress) -> list[Missing]:
    return sorted(state.missing, key=lambda missing: missing.page.number if missing.page else 0)

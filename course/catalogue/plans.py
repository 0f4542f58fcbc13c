"""Plans for a room: from the form of their files to values, and the faults that a file cannot know of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from course.catalogue.model import Plan, Step
from course.catalogue.names import Names
from course.catalogue.passage import Sheet
from course.catalogue.problems import Problems
from course.catalogue.sources import Book, Doc
from course.catalogue.teaching import MADE_SHEETS, PlanForm, StepForm
from course.catalogue.values import Press

WORKED_OUT = ("module-", "case-")  # beginnings of the names of plans that are worked out from the course
Where: TypeAlias = tuple[str | int, ...]
Told: TypeAlias = Iterator[tuple[Where, str, str]]
"""Where in the file, what is wrong, how to mend it."""


def make_plan(press: Press, doc: Doc[PlanForm]) -> Plan:
    """A plan, the texts of its steps rendered."""
    form = doc.form
    sheet = Sheet("plan", form.id, form.title, explains_terms=False, numbers_parts=False)
    return Plan(
        id=form.id,
        title=form.title,
        summary=form.summary,
        minutes=form.minutes,
        least=form.group.least,
        most=form.group.most,
        whole_course=form.whole_course,
        aims=tuple(form.aims),
        needs=tuple(form.needs),
        steps=tuple(
            _step(step, press.field(doc.source, step.do, sheet, "steps", number, "do").before)
            for number, step in enumerate(form.steps)
        ),
        before=tuple(form.before),
    )


def _step(form: StepForm, does: str) -> Step:
    return Step(
        title=form.title,
        minutes=form.minutes,
        does=does,
        quizzes=tuple(form.quizzes),
        pages=tuple(form.pages),
        case=form.case,
        decisions=tuple(form.decisions),
        sheets=tuple(form.sheets),
        cut=form.cut or "",
        practises=tuple(form.practises),
    )


def in_order(plans: list[Plan]) -> dict[str, Plan]:
    """The plans by id, the longest first: the first one is the ready choice."""
    return {plan.id: plan for plan in sorted(plans, key=lambda plan: (-plan.minutes, plan.id))}


def check_plan(doc: Doc[PlanForm], book: Book, names: Names, problems: Problems) -> None:
    """Note every fault of a plan: sums, ids of what is not there, and a whole course that lacks a part."""
    for loc, message, mend in _faults(doc.form, book, names):
        problems.error(doc.path, doc.line(*loc), message, mend)


def _faults(form: PlanForm, book: Book, names: Names) -> Told:
    total = sum(step.minutes for step in form.steps)
    if total != form.minutes:
        message = f"the plan says {form.minutes} minutes, its steps take {total}"
        yield ("minutes",), message, "mend one of the two"
    if form.group.least > form.group.most:
        message = f"the group is of {form.group.least} people at least and of {form.group.most} at most"
        yield ("group", "most"), message, "write the larger number under `most`"
    if form.id.startswith(WORKED_OUT):
        message = f"a plan called `{form.id}` would hide one that the program works out"
        yield ("id",), message, "give it an id that begins with neither `module-` nor `case-`"
    yield from _sheet_faults(form.before, ("before",), names)
    for number, step in enumerate(form.steps):
        yield from _step_faults(step, number, book, names)
    if form.whole_course:
        yield from _missing(form, names)


def _step_faults(step: StepForm, number: int, book: Book, names: Names) -> Told:
    here = ("steps", number)
    for key in ("quizzes", "pages", "decisions", "sheets"):
        yield from _twice((*here, key), getattr(step, key))
    for key, kind, used in (("quizzes", "quiz", step.quizzes), ("pages", "page", step.pages)):
        for index, name in enumerate(used):
            if not names.holds(kind, name):
                yield (*here, key, index), f"the step uses an unknown {kind} `{name}`", f"give the id of a {kind}"
            elif kind == "page" and ("case", name) in names.homes:
                yield (*here, key, index), f"`{name}` is a case, not a page with key points", "name it under `case`"
    yield from _sheet_faults(step.sheets, (*here, "sheets"), names)
    yield from _case_faults(step, here, book, names)
    known = len(book.course.form.competences) if book.course is not None else None
    for index, competence in enumerate(step.practises):
        if known is not None and competence > known:
            message = f"the course has no competence number {competence}"
            yield (*here, "practises", index), message, f"give a number from 1 to {known}, in the order of course.yaml"


def _twice(here: Where, used: list[str]) -> Told:
    for index, name in enumerate(used):
        if name in used[:index]:
            yield (*here, index), f"`{name}` stands twice", "take one out"


def _sheet_faults(sheets: list[str], here: Where, names: Names) -> Told:
    for index, name in enumerate(sheets):
        if name not in MADE_SHEETS and not names.holds("sheet", name):
            mend = "give the id of a file of content/sheets or of a sheet of the pack (see docs/authoring.md)"
            yield (*here, index), f"the plan hands out an unknown sheet `{name}`", mend


def _case_faults(step: StepForm, here: Where, book: Book, names: Names) -> Told:
    if step.case is None:
        if step.decisions:
            yield (*here, "decisions"), "the step names decisions and no case", "add `case:` with the id of their case"
        return
    if not names.holds("case", step.case):
        yield (*here, "case"), f"the step uses an unknown case `{step.case}`", "give the id of a case"
    case = next((doc.form for doc in book.cases if doc.form.id == step.case), None)
    if case is None:
        return
    known = [decision.id for decision in case.decisions]
    for index, name in enumerate(step.decisions):
        if name not in known:
            message = f"the case `{step.case}` has no decision `{name}`"
            yield (*here, "decisions", index), message, f"give one of {', '.join(known)}"


def _missing(form: PlanForm, names: Names) -> Told:
    """What a plan of the whole course leaves out: a quiz, or a module of which it uses no page, quiz or case."""
    quizzes = {name for step in form.steps for name in step.quizzes}
    for name in names.all_of("quiz"):
        if name not in quizzes:
            mend = "use it in a step, or take out `whole_course: true`"
            yield ("whole_course",), f"the plan claims the whole course and lacks the quiz `{name}`", mend
    used = quizzes | {name for step in form.steps for name in (*step.pages, step.case or "")}
    covered = {names.modules.get(name) for name in used}
    for name in names.all_of("module"):
        if name not in covered:
            mend = "use a page, quiz or case of it, or take out `whole_course: true`"
            yield ("whole_course",), f"the plan claims the whole course and lacks the module `{name}`", mend

"""What people get wrong at the first go: by golden rule with the pages that repair it, then statement by statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Module, Quiz
from course.documents import analysis_tables
from course.documents.tabular import Table
from course.records import items
from course.records.database import reading
from course.rules.items import Item, Misconception, misconceptions, wordings_compared
from course.rules.items import items as analysed
from course.rules.suppression import LEAST_ANSWERS
from course.web.gate import sees_analysis
from course.web.lead import analysis, blueprint, files
from course.web.lead.asking import Question
from course.web.site import catalogue

PAGE = "pages/lead/questions.html"
FILE, RULES_FILE = "questions", "misconceptions"
WORST = 10  # statements on the first page; the others stand on a page for each module


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything on the page."""

    items: tuple[Item, ...]
    misconceptions: tuple[Misconception, ...]
    module: Module | None = None

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules that have statements."""
        return tuple(module for module, _ in groupby(each.module for each in self.items))

    @property
    def listed(self) -> tuple[Item, ...]:
        """The statements on this page: those of a module, or of all the ones most often got wrong, the worst first."""
        if self.module is not None:
            return tuple(each for each in self.items if each.module == self.module)
        shown = [(each.counted.right / each.counted.n, each) for each in self.items if each.counted]
        return tuple(each for share, each in sorted(shown, key=lambda one: one[0])[:WORST] if share < 1)

    @property
    def answers(self) -> int:
        """How many first answers the figures are about."""
        return sum(each.counted.n for each in self.items if each.counted)


@lru_cache(maxsize=256)
def _quiz(text: str) -> Quiz:
    return wording.from_json(text)


def analyse(store: Connection, question: Question) -> Analysis:
    """The figures of what is asked; two statements of SQL."""
    course = catalogue()
    same, reworded = wordings_compared(course, [(each.digest, _quiz(each.text)) for each in items.wordings(store)])
    found = analysed(course, items.counted(store, analysis.batches(question), same), reworded)
    return Analysis(found, misconceptions(course, found))


@blueprint.get("/reports/questions")
@sees_analysis
def questions() -> ResponseReturnValue:
    """The page, or the page of one module; a filter that cannot be is said above the form, with all filters kept."""
    question, chosen = analysis.asked(), request.args.get("module")
    module = None if not chosen else catalogue().module(chosen) or abort(404)
    if question.errors:
        return render_template(PAGE, question=question, view=None), 422
    with reading() as store:
        view = replace(analyse(store, question), module=module)
    return render_template(PAGE, question=question, view=view, two_places=analysis_tables.two_places)


def _tables(store: Connection, question: Question, name: str) -> Table:
    view, notes = analyse(store, question), (*question.notes, analysis.counting(LEAST_ANSWERS))
    if name == FILE:
        return analysis_tables.questions(view.items, notes)
    return analysis_tables.misconceptions(view.misconceptions, notes)


def _file(name: str, kind: str) -> ResponseReturnValue:
    question = analysis.asked()
    if question.errors:
        return render_template(PAGE, question=question, view=None), 422
    with reading() as store:
        table = _tables(store, question, name)
    files.note_export(name, question)
    return files.answer(table, name, question, kind)


@blueprint.get("/reports/questions.csv")
@sees_analysis
def questions_csv() -> ResponseReturnValue:
    """The statements as CSV."""
    return _file(FILE, "csv")


@blueprint.get("/reports/questions.xlsx")
@sees_analysis
def questions_xlsx() -> ResponseReturnValue:
    """The statements as XLSX."""
    return _file(FILE, "xlsx")


@blueprint.get("/reports/questions/rules.csv")
@sees_analysis
def rules_csv() -> ResponseReturnValue:
    """The golden rules as CSV."""
    return _file(RULES_FILE, "csv")


@blueprint.get("/reports/questions/rules.xlsx")
@sees_analysis
def rules_xlsx() -> ResponseReturnValue:
    """The golden rules as XLSX."""
    return _file(RULES_FILE, "xlsx")

"""A module or the whole course as one document for paper, in HTML.

Many pages become one, so their headings move down, their ids and labels are told apart, and links from page to page
become links within the document. Quizzes are blank; the answers with their reasons come at the very end. What is meant
for trainers (facilitator's notes, what changed since 2016) is not in it.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from course.catalogue.model import (
    Case,
    Catalogue,
    Course,
    Decision,
    Flowchart,
    GoldenRule,
    Module,
    Option,
    Question,
    Quiz,
    Term,
)
from course.documents.flowchart_drawing import Drawing, draw
from course.rules.casework import order
from course.rules.ways import Step, steps

HEADING = re.compile(r"(</?h)([1-6])\b")
CLOSED = re.compile(r"<details(?![^>]*\sopen\b)")
NAMED = re.compile(r'(\s(?:id|aria-labelledby|for)=")([^"]+)"')
LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]+)"')
PART = re.compile(r' id="p\.[0-9]+"')  # what the search opens on screen
LABEL = re.compile(r'(\saria-label=")([^"]+)"')
LOWEST = 6


@dataclass(frozen=True, slots=True)
class QuizKey:
    """The answers of one quiz: on which page it is and in which module."""

    module: Module
    quiz: Quiz


@dataclass(frozen=True, slots=True)
class Handout:
    """A document. `places` maps addresses of the site to anchors of this document; `whole` tells course from module."""

    title: str
    whole: bool
    course: Course
    modules: tuple[Module, ...]
    quizzes: Mapping[str, Quiz]
    cases: Mapping[str, Case]
    rules: Mapping[str, GoldenRule]
    flowchart: Flowchart
    drawing: Drawing
    steps: tuple[Step, ...]
    questions: Mapping[str, Question]
    terms: tuple[Term, ...]
    keys: tuple[QuizKey, ...]
    places: Mapping[str, str]
    made_on: dt.date

    def choices(self, case: Case, decision: Decision) -> tuple[Option, ...]:
        """The options of a decision as they stand on the screen, so that whoever reads on paper can speak of the same ones."""
        return order(case, decision)

    def fit(self, text: str, at: str, title: str, down: int = 2) -> Markup:
        """Safe HTML of one page, made to stand under the anchor `at`: headings `down` levels lower, details open."""
        text = HEADING.sub(lambda found: found[1] + str(min(LOWEST, int(found[2]) + down)), text)
        text = PART.sub("", CLOSED.sub("<details open", text))
        text = LABEL.sub(lambda found: f'{found[1]}{found[2]}: {html.escape(title)}"', text)
        text = NAMED.sub(lambda found: f'{found[1]}{at}-{found[2]}"', text)
        text = LINK.sub(lambda found: f'{found[1]}{self._within(found[2], at)}"', text)
        return Markup(text)  # noqa: S704 - sanitised when the content was read, or made by our own components

    def _within(self, href: str, at: str) -> str:
        """Where a link leads on paper: a term to the list of words, a page of this document to its place in it."""
        if href.startswith("#term-"):
            return href
        path, _, part = href.partition("#")
        anchor = self.places.get(path) if path else at
        if anchor is None:
            return href
        return f"#{anchor}-{part}" if part else f"#{anchor}"


def handout(catalogue: Catalogue, modules: tuple[Module, ...], made_on: dt.date) -> Handout:
    """The document of these modules of the course, in their order."""
    whole = modules == catalogue.modules
    shown = {page.case for module in modules for page in module.pages if page.case}
    return Handout(
        title=catalogue.course.title if whole else f"Module {modules[0].number}: {modules[0].title}",
        whole=whole,
        course=catalogue.course,
        modules=modules,
        quizzes=catalogue.quizzes,
        cases={name: case for name, case in catalogue.cases.items() if name in shown},
        rules=catalogue.rules,
        flowchart=catalogue.flowchart,
        drawing=draw(catalogue.flowchart),
        steps=steps(catalogue.flowchart),
        questions={question.id: question for question in catalogue.flowchart.questions},
        terms=_terms(catalogue, modules),
        keys=tuple(QuizKey(module, catalogue.quizzes[quiz]) for module in modules for quiz in module.quizzes),
        places=dict(_places(catalogue, modules)),
        made_on=made_on,
    )


def _terms(catalogue: Catalogue, modules: tuple[Module, ...]) -> tuple[Term, ...]:
    """The glossary words of all the pages, in the order of the alphabet."""
    used = {term for module in modules for page in module.pages for term in page.terms}
    return tuple(sorted((catalogue.terms[term] for term in used), key=lambda term: term.term.casefold()))


def _places(catalogue: Catalogue, modules: tuple[Module, ...]) -> Iterable[tuple[str, str]]:
    for module in modules:
        yield f"/modules/{module.id}/", f"module-{module.id}"
        for page in module.pages:
            yield f"/modules/{module.id}/{page.id}", f"page-{page.id}"
            if page.kind == "flowchart":
                yield "/flowchart", f"page-{page.id}"
                for question in catalogue.flowchart.questions:
                    yield f"/flowchart/{question.id}", f"question-{question.id}"

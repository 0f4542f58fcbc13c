"""The flowchart and its seven details, reference pages, glossary, list of changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Change, Flowchart, Page, Question, Reference, Term
from course.documents.flowchart_drawing import draw
from course.rules.ways import Way, steps
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One key question, where each answer leads, and the addresses behind Back and Next with the words of the latter."""

    flowchart: Flowchart
    question: Question
    ways: tuple[Way, ...]
    back: str
    onward: str
    onward_label: str


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """One reference page and the terms that it explains at its foot."""

    reference: Reference
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the list of changes: of which kind, in words, and the pages that it touched and that still exist."""

    date: dt.date
    edition: str
    what: str
    kind: str
    pages: tuple[Page, ...]


KINDS = {
    "law": "The law or guidance changed.",
    "meaning": "What the course says changed.",
    "typo": "Spelling or layout only.",
}


@blueprint.get("/flowchart")
@anyone
def flowchart() -> ResponseReturnValue:
    """The seven key questions as a picture and as a list."""
    chart = catalogue().flowchart
    return render_template("pages/public/flowchart.html", flowchart=chart, drawing=draw(chart), steps=steps(chart))


@blueprint.get("/flowchart/<slug:question>")
@anyone
def question(question: str) -> ResponseReturnValue:
    """What stands behind one box of the flowchart."""
    chart = catalogue().flowchart
    row = [each.id for each in chart.questions]
    if question not in row:
        abort(404)
    place, last = row.index(question), len(row) - 1
    found = steps(chart)[place]
    context = QuestionPage(
        flowchart=chart,
        question=found.question,
        ways=found.ways,
        back=_box(row[place - 1] if place else None),
        onward=_box(row[place + 1] if place < last else None),
        onward_label="Next" if place < last else "All seven questions",
    )
    return render_template("pages/public/question.html", view=context)


def _box(question: str | None) -> str:
    """The address of what stands behind a box, or of the flowchart itself."""
    return url_for("public.question", question=question) if question else url_for("public.flowchart")


@blueprint.get("/reference/")
@anyone
def references() -> ResponseReturnValue:
    """The list of reference pages."""
    return render_template("pages/public/references.html", references=tuple(catalogue().references.values()))


@blueprint.get("/reference/<slug:reference>")
@anyone
def reference(reference: str) -> ResponseReturnValue:
    """One reference page, with the day its law was checked, its sources and the role that looks after it."""
    held = catalogue()
    found = held.references.get(reference)
    if found is None:
        abort(404)
    context = ReferencePage(found, tuple(held.terms[term] for term in found.terms))
    return render_template("pages/public/reference.html", view=context)


@blueprint.get("/glossary")
@anyone
def glossary() -> ResponseReturnValue:
    """Every term in the order of the alphabet."""
    terms = sorted(catalogue().terms.values(), key=lambda term: term.term.casefold())
    return render_template("pages/public/glossary.html", terms=terms)


@blueprint.get("/changes")
@anyone
def changes() -> ResponseReturnValue:
    """The public list of changes, newest first, with the pages that each touched."""
    held = catalogue()
    pages = {page.id: page for module in held.modules for page in module.pages}
    newest = sorted(held.course.changes, key=lambda change: change.date, reverse=True)
    return render_template("pages/public/changes.html", changes=[_line(change, pages) for change in newest])


def _line(change: Change, pages: dict[str, Page]) -> ChangeLine:
    return ChangeLine(
        date=change.date,
        edition=change.edition,
        what=change.what,
        kind=KINDS[change.kind],
        pages=tuple(pages[page] for page in change.pages if page in pages),
    )

"""The flowchart and its seven details, reference pages, glossary, list of changes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from course.catalogue.model import Change, End, Flowchart, Question, Reference, Term
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One key question, its neighbours in the row of seven, and where each answer leads."""

    flowchart: Flowchart
    question: Question
    targets: dict[str, Question | End]
    before: Question | None
    after: Question | None


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """One reference page and the terms that it explains at its foot."""

    reference: Reference
    terms: tuple[Term, ...]


@blueprint.get("/flowchart")
@anyone
def flowchart() -> ResponseReturnValue:
    """The seven key questions as a picture and as a list."""
    return render_template("pages/public/flowchart.html", flowchart=catalogue().flowchart)


@blueprint.get("/flowchart/<slug:question>")
@anyone
def question(question: str) -> ResponseReturnValue:
    """What stands behind one box of the flowchart."""
    chart = catalogue().flowchart
    found = next((each for each in chart.questions if each.id == question), None)
    if found is None:
        abort(404)
    row, place = chart.questions, chart.questions.index(found)
    boxes: tuple[Question | End, ...] = (*chart.questions, *chart.ends)
    context = QuestionPage(
        flowchart=chart,
        question=found,
        targets={each.id: each for each in boxes},
        before=row[place - 1] if place else None,
        after=row[place + 1] if place + 1 < len(row) else None,
    )
    return render_template("pages/public/question.html", view=context)


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
    newest: list[Change] = sorted(held.course.changes, key=lambda change: change.date, reverse=True)
    titles = {page.id: page for module in held.modules for page in module.pages}
    return render_template("pages/public/changes.html", changes=newest, pages=titles)

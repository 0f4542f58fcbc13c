"""Reference pages, glossary, list of changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from course.catalogue.model import Change, Page, Reference, Term
from course.web.gate import anyone
from course.web.public import blueprint, holdings
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """One reference page, the terms at its foot, its group and what stands beside it there.

    `open_point` is the part that tells of the first point still being checked; None where all is settled.
    """

    reference: Reference
    terms: tuple[Term, ...]
    group: str
    beside: tuple[Reference, ...]
    open_point: str | None


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


@blueprint.get("/reference/")
@anyone
def references() -> ResponseReturnValue:
    """The library: its groups, and what stands in each."""
    return render_template("pages/public/references.html", groups=holdings.groups(catalogue()))


@blueprint.get("/reference/<slug:reference>")
@anyone
def reference(reference: str) -> ResponseReturnValue:
    """One reference page, with the day its law was checked, its sources and the role that looks after it."""
    held = catalogue()
    found = held.references.get(reference)
    if found is None:
        abort(404)
    context = ReferencePage(
        reference=found,
        terms=tuple(held.terms[term] for term in found.terms),
        group=holdings.GROUPS[found.group],
        beside=holdings.beside(found, held),
        open_point=holdings.open_point(found),
    )
    return render_template("pages/public/reference.html", view=context)


@blueprint.get("/glossary")
@anyone
def glossary() -> ResponseReturnValue:
    """Every term in the order of the alphabet."""
    return render_template("pages/public/glossary.html", letters=holdings.letters(catalogue()))


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

"""What stands in the library and in the glossary, in the order in which it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from course.catalogue.model import Catalogue, Reference, Term

GROUPS = {
    "start-here": "Start here",
    "law": "The law",
    "people-and-sectors": "People and sectors",
    "courts-and-police": "Courts and police",
    "forms": "Forms",
    "about": "About this course",
}
BEING_CHECKED = re.compile(r'<aside[^>]*"being-checked"[^>]*>\s*<p[^>]*\bid="(p\.[0-9]+)"')


@dataclass(frozen=True, slots=True)
class Book:
    """One thing in the library; `being_checked` where a part of it is still in doubt."""

    title: str
    address: str
    summary: str
    being_checked: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the library."""

    id: str
    title: str
    books: tuple[Book, ...]


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term, the terms that belong to it, and pages where it is used (address and title)."""

    term: Term
    see: tuple[Term, ...]
    used: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with a letter; `id` is the letter as a part of an address."""

    id: str
    name: str
    lines: tuple[TermLine, ...]


OTHER_BOOKS = {
    "start-here": (
        Book(
            "The seven key questions", "/flowchart", "The way from a request to a record, as a picture and as a list."
        ),
        Book("Glossary", "/glossary", "Every term of the course in plain English."),
    ),
    "people-and-sectors": (Book("Eight cases", "/cases/", "Stories from different services, for you to decide."),),
    "about": (Book("Changes", "/changes", "What has changed in the course, and when."),),
}


def groups(held: Catalogue) -> tuple[Group, ...]:
    """The whole library."""
    return tuple(Group(group, title, _books(group, held)) for group, title in GROUPS.items())


def _books(group: str, held: Catalogue) -> tuple[Book, ...]:
    """What stands in a group: pages of the site that belong there, then reference pages by title."""
    pages = [
        Book(each.title, f"/reference/{each.id}", each.summary, open_point(each) is not None)
        for each in held.references.values()
        if each.group == group
    ]
    forms = [Book(form.title, f"/forms/{form.id}", form.summary) for form in held.forms.values() if group == "forms"]
    return (*OTHER_BOOKS.get(group, ()), *forms, *sorted(pages, key=lambda book: book.title.removeprefix("The ")))


def beside(reference: Reference, held: Catalogue) -> tuple[Reference, ...]:
    """The other reference pages of the same group."""
    return tuple(each for each in held.references.values() if each.group == reference.group and each is not reference)


def open_point(reference: Reference) -> str | None:
    """The part of the page that tells of the first point still being checked; None where all is settled."""
    found = BEING_CHECKED.search(reference.html)
    return found[1] if found else None


def letters(held: Catalogue) -> tuple[Letter, ...]:
    """The glossary in the order of the alphabet."""
    used = _uses(held)
    terms = sorted(held.terms.values(), key=lambda term: term.term.casefold())
    lines = (TermLine(term, tuple(held.terms[each] for each in term.see), used[term.id]) for term in terms)
    return tuple(
        Letter(name.lower(), name, tuple(some)) for name, some in groupby(lines, lambda line: line.term.term[0].upper())
    )


def _uses(held: Catalogue) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each term the first page of the course and the first reference page that mark it."""
    course, library = dict[str, tuple[str, str]](), dict[str, tuple[str, str]]()
    for module in held.modules:
        for page in module.pages:
            for term in page.terms:
                course.setdefault(term, (f"/modules/{module.id}/{page.id}", page.title))
    for reference in held.references.values():
        for term in reference.terms:
            library.setdefault(term, (f"/reference/{reference.id}", reference.title))
    return {term: tuple(some[term] for some in (course, library) if term in some) for term in held.terms}

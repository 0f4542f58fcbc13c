"""Faults of the questions before and after the course: how many there are, where they lead, whether guessing answers them."""

from __future__ import annotations

from collections.abc import Iterator

from course.catalogue.names import Names
from course.catalogue.problems import Problems
from course.catalogue.reflecting import STEPS, ReflectionForm
from course.catalogue.sources import Doc

COUNTS = {"scale": STEPS, "usefulness": STEPS, "confidence": 6, "knowledge": 3}


def check_reflection(doc: Doc[ReflectionForm], names: Names, problems: Problems) -> None:
    """Note every fault that a key of the file cannot know of itself."""
    form = doc.form
    for key, wanted in COUNTS.items():
        found = len(getattr(form, key))
        if found != wanted:
            mend = f"write {wanted}" if found < wanted else f"keep {wanted}"
            problems.error(doc.path, doc.line(key), f"`{key}` has {found} items, not {wanted}", mend)
    for key, number, page in _pages(form):
        if not names.holds("page", page):
            message = f"the item leads to an unknown page `{page}`"
            problems.error(doc.path, doc.line(key, number, "page"), message, "give the id of a page of a module")
    if form.knowledge and len({each.answer for each in form.knowledge}) == 1:
        message = "one answer given throughout is right for every knowledge item"
        problems.error(doc.path, doc.line("knowledge"), message, "let at least one be true and one false")


def _pages(form: ReflectionForm) -> Iterator[tuple[str, int, str]]:
    """Key of the list, place in it, and page of every item."""
    yield from (("confidence", number, each.page) for number, each in enumerate(form.confidence))
    yield from (("knowledge", number, each.page) for number, each in enumerate(form.knowledge))

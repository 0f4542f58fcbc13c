"""Marks the terms of the glossary at their first use on a page, and changes no word in doing so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from course.catalogue.schemas import TermForm

UNMARKED_TAGS = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "th", "code", "pre"})
UNMARKED_CLASSES = frozenset({"law", "source", "block-title", "local"})
Piece = tuple[str, list[Element]]


class Marker:
    """Knows every form of every term; the longest form wins."""

    def __init__(self, terms: Iterable[TermForm]) -> None:
        self._exact: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        for term in terms:
            for form in term.forms:
                known = self._exact if is_acronym(form) else self._loose
                known.setdefault(_key(form, exact=is_acronym(form)), term.id)
        forms = sorted((*self._exact, *self._loose), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(self._form, forms))})(?![\w-])") if forms else None

    def _form(self, form: str) -> str:
        words = r"\s+".join(re.escape(word).replace("’", "[’']") for word in form.split())
        return words if form in self._exact else f"(?i:{words})"

    def mark(self, root: Element, used: list[str]) -> None:
        """Mark in place every term not yet in `used`, and add it there."""
        if self._pattern is not None:
            self._walk(root, used)

    def _walk(self, element: Element, used: list[str]) -> None:
        if element.tag in UNMARKED_TAGS or UNMARKED_CLASSES & set(element.get("class", "").split()):
            return
        children = list(element)
        for child in children:
            element.remove(child)
        element.text = self._pieces(element.text, element, used)
        for child in children:
            self._walk(child, used)
            element.append(child)
            child.tail = self._pieces(child.tail, element, used)

    def _pieces(self, text: str | None, parent: Element, used: list[str]) -> str | None:
        """Append a link for each new term to `parent`; the text before the first of them."""
        if not text or self._pattern is None:
            return text
        lead, last, end = text, None, 0
        for match in self._pattern.finditer(text):
            term = self._exact.get(_key(match[0], exact=True)) or self._loose.get(_key(match[0], exact=False))
            if term is None or term in used:
                continue
            used.append(term)
            if last is None:
                lead = text[: match.start()]
            else:
                last.tail = text[end : match.start()]
            last, end = Element("a", {"class": "term", "href": f"#term-{term}", "id": f"word-{term}"}), match.end()
            last.text = match[0]
            parent.append(last)
        if last is not None:
            last.tail = text[end:]
        return lead


def is_acronym(form: str) -> bool:
    """Whether a form is matched letter for letter: one with two capitals, such as GP, or DPIAs."""
    return sum(letter.isupper() for letter in form) > 1


def _key(form: str, *, exact: bool) -> str:
    plain = " ".join(form.replace("'", "’").split())
    return plain if exact else plain.casefold()

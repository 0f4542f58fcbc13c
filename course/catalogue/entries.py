"""What the search can find: one entry for every paragraph, item, row and heading, each with the address that opens at it.

The entries are read from the HTML that the pages show, so that a result never leads to a part that is not there. Of a quiz
only the words of its statements are taken, never an answer or a reason; of a case only the story and the questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from course.catalogue.markdown import ANY_MARK
from course.catalogue.model import Catalogue, Form, Module, Page, Term
from course.catalogue.shaping import PART

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
CELLS = ("td", "th")
NOT_SURE = "Not sure?"
OLD = " (old term)"
LOCAL_DETAIL = re.compile(r":?\s*⟦local:[^⟧]*⟧")
"""A place of a local detail, with the colon that leads to it: it is filled when the page is shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found.

    level: "title" (the page itself; `text` sums it up), "heading" or "text". `heading` is the nearest one above, or empty.
    `page` is the address without the part. `words` are other names of the thing, which may be typed and are not shown.
    `old`: a name that is out of use, found after those in use.
    """

    title: str
    page: str
    part: str
    kind: str
    level: str
    heading: str
    text: str
    words: tuple[str, ...] = ()
    old: bool = False

    @property
    def address(self) -> str:
        """Where the result opens: at the part."""
        return f"{self.page}#{self.part}" if self.part else self.page


@dataclass(frozen=True, slots=True)
class _Place:
    """A page whose HTML is read."""

    title: str
    page: str
    kind: str


def entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every entry of the course, pages before their parts."""
    found: list[Entry] = []
    for module in catalogue.modules:
        found += _module(module, catalogue)
    found += _questions(catalogue)
    for reference in catalogue.references.values():
        place = _Place(reference.title, f"/reference/{reference.id}", "reference")
        found += [_title(place, reference.summary), *_parts(place, reference.html)]
    for form in catalogue.forms.values():
        found += _form(form)
    found += (_term(term) for term in catalogue.terms.values())
    return tuple(found)


def _title(place: _Place, text: str, words: Iterable[str] = ()) -> Entry:
    return Entry(place.title, place.page, "", place.kind, "title", "", text, tuple(words))


def _module(module: Module, catalogue: Catalogue) -> Iterator[Entry]:
    place = _Place(module.title, f"/modules/{module.id}/", "module")
    yield _title(place, " ".join(module.outcomes), (f"module {module.number}",))
    for page in module.pages:
        if page.case:
            yield from _case(page, catalogue)
            continue
        here = _Place(page.title, f"/modules/{module.id}/{page.id}", "quiz" if page.quiz else "page")
        rule = catalogue.rules.get(page.id)
        yield _title(here, rule.gist if rule else _opening(page.text))
        yield from _parts(here, page.before + page.after)
        for statement in catalogue.quizzes[page.quiz].statements if page.quiz else ():
            yield Entry(here.title, here.page, f"answer-{statement.id}", "quiz", "text", "", statement.text)


def _case(page: Page, catalogue: Catalogue) -> Iterator[Entry]:
    """The story and what is asked; not the choices, for the search must not tell which is best.

    What is asked opens at the beginning of the case: nobody is led past what a case speaks of, and past the support.
    """
    case = catalogue.cases[page.case or page.id]
    place = _Place(case.title, f"/cases/{case.id}", "case")
    yield _title(place, f"{case.setting}. You are: {case.your_role}.", (f"case {case.number}", case.setting))
    yield from _parts(place, case.scenario)
    for decision in case.decisions:
        yield Entry(case.title, place.page, "", "case", "text", "", decision.ask)


def _questions(catalogue: Catalogue) -> Iterator[Entry]:
    chart = catalogue.flowchart
    names = ("flowchart", "seven questions", "7 questions", "key questions")
    yield _title(_Place(chart.title, "/flowchart", "question"), "The picture and the list.", names)
    for question in chart.questions:
        place = _Place(question.title, f"/flowchart/{question.id}", "question")
        answers = (branch.answer for branch in question.branches)
        yield _title(place, question.ask, (f"question {question.number}", *answers))
        yield from _parts(place, question.detail)
        unsure = " ".join(part.text for part in _parts(place, question.not_sure))
        yield Entry(place.title, place.page, "not-sure", "question", "text", NOT_SURE, unsure)


def _form(form: Form) -> Iterator[Entry]:
    place = _Place(form.title, f"/forms/{form.id}", "form")
    yield _title(place, form.summary)
    for section in form.sections:
        for field in section.fields:
            text = f"{field.label}. {field.hint}" if field.hint else field.label
            yield Entry(place.title, place.page, f"box-{field.id}", "form", "text", section.title, text)


def _term(term: Term) -> Entry:
    """A term, its forms and the acronym that stands in brackets behind it."""
    name, _, short = term.term.partition(" (")
    names = (name, short.rstrip(")"), *term.forms, *term.also)
    told = tuple(filter(None, names))
    return Entry(term.term, "/glossary", term.id, "term", "title", "", term.meaning, told, term.term.endswith(OLD))


def _opening(text: str, most: int = 160) -> str:
    """The first words of a page."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _parts(place: _Place, html: str) -> Iterator[Entry]:
    """The parts of a page's HTML that have an id of their own: headings, and what `shaping` numbered."""
    reader, heading = _Reader(), ""
    reader.feed(html)
    reader.close()
    for part in reader.parts:
        text = _clean("".join(part.text))
        if not text:
            continue
        level = "heading" if part.heading else "text"
        heading = text if part.heading else heading
        yield Entry(place.title, place.page, part.id, place.kind, level, "" if part.heading else heading, text)


def _clean(text: str) -> str:
    """The words without marks and double blanks; where a list or a local detail would follow, no colon is left behind."""
    words = " ".join(ANY_MARK.sub("", LOCAL_DETAIL.sub("", text)).split()).strip(" ·")
    return f"{words[:-1]} …" if words.endswith(":") else words


@dataclass(slots=True)
class _Part:
    """One element on the way: what was read of it so far."""

    id: str
    tag: str
    heading: bool
    text: list[str]
    depth: int = 0


class _Reader(HTMLParser):
    """Gathers the words of every element that can be opened; words of an inner one are not counted to the outer."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[_Part] = []
        self._open: list[_Part] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part, or a cell within one."""
        known = dict(attrs)
        name = known.get("id") or ""
        if tag in HEADINGS or PART.fullmatch(name):
            heading = tag in (*HEADINGS, "summary") or known.get("class") == "block-title"
            self.parts.append(_Part(name, tag, heading, []))
            self._open.append(self.parts[-1])
        elif self._open:
            self._open[-1].depth += tag == self._open[-1].tag
            self._open[-1].text.append(" · " if tag in CELLS else " " if tag in ("p", "br", "div") else "")

    def handle_endtag(self, tag: str) -> None:
        """End the innermost part, unless an element of the same name within it ends."""
        if self._open and tag == self._open[-1].tag:
            if self._open[-1].depth:
                self._open[-1].depth -= 1
            else:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        """Words belong to the innermost part."""
        if self._open:
            self._open[-1].text.append(data)

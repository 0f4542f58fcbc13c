"""Everything that is made of the course, in every form that it takes, as words: what the parity tests look at.

A new output is a line in `SHEETS`, or in `OTHERS` where it is not a sheet; what belongs in it is said there as well.
"""

import dataclasses
import datetime as dt
import functools
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from lxml import html as lxml_html
from pypdf import PdfReader

from course import ROOT
from course.catalogue.model import Catalogue
from course.documents import pack_items
from course.documents.case_cards import Dealt, case_cards, case_notes
from course.documents.evaluation_forms import evaluation_form
from course.documents.handout_sheets import handout_pdf, handout_sheets
from course.documents.handouts import (
    handout_gateways,
    handout_glossary,
    handout_phrases,
    handout_rules,
    local_contacts,
)
from course.documents.packs import Pack, Wish, pack, pack_names
from course.documents.poster_sheet import poster
from course.documents.quiz_sheets import answer_key, quiz_sheet
from course.documents.room_forms import Held, attendance_certificate, printed_form, register
from course.documents.sheet_setting import Printing, foot, printing, sheets_pdf
from course.documents.tree import Block, Sheet
from course.documents.tree_reading import blocks
from tests.documents import slide_words as said
from tests.documents.parity import words_of
from tests.shipped import shipped

DAY = dt.date(2027, 3, 4)


@dataclass(frozen=True)
class Output:
    """Something made of the course: for whom, what belongs in it (`parity.KINDS`), and its words in each of its forms."""

    audience: str
    belongs: tuple[str, ...]
    forms: Mapping[str, Callable[[], str]]


@functools.cache
def course() -> Catalogue:
    return shipped()


def all_cases() -> list[Dealt]:
    return [Dealt(case) for case in course().cases.values()]


def pages() -> Sheet:
    """The texts of all pages, as sheets and slides read them."""
    labels = {slot.id: slot.label for slot in course().slots.values()}
    read: list[Block] = []
    for module in course().modules:
        for page in module.pages:
            read += [each for html in (page.before, page.after) for each in blocks(html, {}, labels)]
    return Sheet("pages", "Pages", "", "learners", tuple(read))


SHEETS: dict[str, tuple[tuple[str, ...], Callable[[], Sheet]]] = {
    "pages": (("key-points",), pages),
    "quiz-sheet": (("statements", "blanks"), lambda: quiz_sheet(course())),
    "quiz-sheet-large": (("statements", "blanks"), lambda: quiz_sheet(course(), large=True)),
    "answer-key": (("statements", "answers"), lambda: answer_key(course())),
    "answer-key-reasons": (("statements", "answers", "reasons"), lambda: answer_key(course(), reasons=True)),
    "case-cards": (("cases", "role-cards"), lambda: case_cards(course(), all_cases(), {})),
    "case-notes": (("case-notes",), lambda: case_notes(course(), all_cases(), {})),
    "handout-rules": ((), lambda: handout_rules(course(), {})),
    "handout-gateways": ((), lambda: handout_gateways(course(), {})),
    "handout-phrases": ((), lambda: handout_phrases(course(), {})),
    "handout-glossary": (("terms",), lambda: handout_glossary(course())),
    "local-contacts": ((), lambda: local_contacts(course(), {})),
    "poster": ((), lambda: poster(course(), {})),
    "poster-a3": ((), lambda: poster(course(), {}, "a3")),
    "agreement": ((), lambda: printed_form(course().forms["agreement"])),
    "decision-record": ((), lambda: printed_form(course().forms["decision-record"])),
    "register": ((), lambda: register(Held())),
    "attendance-certificate": ((), lambda: attendance_certificate(course(), Held(), {})),
    "before": ((), lambda: evaluation_form(course(), "before")),
    "after": ((), lambda: evaluation_form(course(), "after")),
    "later": ((), lambda: evaluation_form(course(), "later")),
}
"""What is made of blocks, with what belongs in it."""
SLIDES = "slides"


@functools.cache
def ready_pack() -> Pack:
    """The pack of the whole course."""
    found = pack(course(), pack_names(course())[0], Wish(DAY))
    assert found is not None
    return found


@functools.cache
def other_items() -> tuple[str, ...]:
    """The items of that pack which are not in `SHEETS`: texts for the trainer and for who takes part."""
    return tuple(item.id for item in ready_pack().items if item.id not in SHEETS and item.id != SLIDES)


@functools.cache
def made(name: str) -> Sheet:
    return SHEETS[name][1]() if name in SHEETS else pack_items.sheet(course(), ready_pack(), name, Wish(DAY))


def paper_words(pdf: bytes, around: Printing, titles: Iterable[str]) -> str:
    """The words of a PDF: the feet are taken out where they stand between two pages, and one is left."""
    read = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    title = "|".join(_loosely(title) for title in titles)
    said = _loosely(" ".join(foot(around))).replace(r"·\s*Made", r"·?\s*Made")  # in large print it ends a line
    feet = re.compile(rf"{said}\s*(?:{title})?\s*Page\s*[0-9]+\s*of\s*{len(read)}")
    assert [len(feet.findall(text)) for text in read] == [1] * len(read)
    return "\n".join([*(feet.sub(" ", text) for text in read), *foot(around)])


def _loosely(words: str) -> str:
    """A pattern of words, whatever blanks stand between them."""
    return r"\s*".join(map(re.escape, words.split()))


@functools.cache
def on_paper(name: str) -> str:
    """The words of a sheet as PDF."""
    around = printing(course(), Wish(DAY), made(name).title)
    return paper_words(sheets_pdf([made(name)], around), around, [made(name).title])


@functools.cache
def templates() -> Environment:
    """The templates of the site, with a layout that is nothing but the content."""
    layout = DictLoader({"layouts/screen.html": "{% block content %}{% endblock %}"})
    loader = ChoiceLoader([layout, FileSystemLoader(ROOT / "templates")])
    made = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals["asset"] = "/static/{}".format
    made.filters["live"] = str  # blocks hold no local details that are still to be filled in
    return made


@functools.cache
def on_screen(name: str) -> str:
    """The words of the HTML twin, with its foot."""
    around = printing(course(), Wish(DAY), made(name).title)
    view = SimpleNamespace(sheet=made(name), foot=foot(around))
    page = templates().get_template("pages/train/item.html").render(view=view)
    return " ".join(lxml_html.fromstring(page).itertext())


@functools.cache
def whole_course() -> tuple[Sheet, ...]:
    """/course.pdf before it is set."""
    return handout_sheets(course(), course().modules, Wish(DAY))


@functools.cache
def course_on_paper() -> str:
    sheets = whole_course()
    around = printing(course(), Wish(DAY), sheets[0].title, through=True)
    return paper_words(handout_pdf(course(), course().modules, Wish(DAY)), around, [each.title for each in sheets])


ALL, HOURS = ("module-", "case-"), "three-hours"
OTHERS: dict[str, Output] = {
    "course": Output(
        "learners",
        ("statements", "blanks", "key-points", "choices"),
        {"values": lambda: " ".join(map(words_of, whole_course())), "pdf": course_on_paper},
    ),
    "slide-faces": Output(
        "learners",
        ("statements", "key-points", "choices"),
        {"values": lambda: said.faces(said.decks(*ALL)), "pptx": lambda: said.faces_in(said.files(*ALL))},
    ),
    "slide-notes": Output(
        "trainer",
        ("statements", "answers", "reasons", "case-notes"),
        {"values": lambda: said.notes(said.decks(*ALL)), "pptx": lambda: said.notes_in(said.files(*ALL))},
    ),
    "slides-and-notes": Output(
        "trainer",
        ("cases",),
        {"values": lambda: said.both(said.decks("case-")), "pptx": lambda: said.both_in(said.files("case-"))},
    ),
    "slides-in-three-hours": Output(
        "trainer",
        ("statements", "answers", "reasons"),
        {"values": lambda: said.notes(said.decks(HOURS))},
    ),
    "slides-in-three-hours-printed": Output(  # where a page is full, what has changed since 2016 is left to the key
        "trainer",
        ("statements", "answers", "because"),
        {"pptx": lambda: said.notes_in(said.files(HOURS))},
    ),
}
"""What is made in another way: the course as PDF, the slides of all packs and of the longest, and the notes under them."""


def _output(name: str) -> Output:
    forms = {"values": lambda: words_of(made(name)), "pdf": lambda: on_paper(name), "html": lambda: on_screen(name)}
    if name == "pages":  # nobody gets them as one sheet
        del forms["pdf"], forms["html"]
    return Output(made(name).audience, SHEETS[name][0] if name in SHEETS else (), forms)


@functools.cache
def outputs() -> Mapping[str, Output]:
    """Every output by its name."""
    return {name: _output(name) for name in (*SHEETS, *other_items())} | OTHERS


def inside(value: object) -> Iterator[object]:
    """A value and everything in it."""
    yield value
    if isinstance(value, tuple):
        yield from (each for part in value for each in inside(part))
    elif dataclasses.is_dataclass(value):
        yield from (each for field in dataclasses.fields(value) for each in inside(getattr(value, field.name)))

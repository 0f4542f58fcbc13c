"""Every document that the program makes for paper, drawn and looked at: nothing cut, nothing empty, nothing too small."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
import typst

from course.documents.certificate import certificate_pdf
from course.documents.form_sheet import form_pdf
from course.documents.poster import SHEETS, poster_pdf, slots_of
from course.documents.supervision_sheet import NoteLine, supervision_pdf
from tests.documents import test_certificate, test_poster, test_supervision_sheet
from tests.documents.paper_looked_at import drawn, faults
from tests.documents.test_form_sheet import COURSE, FORMS

WORDS = " ".join(f"word{number}" for number in range(280))
LOCAL = {
    "empty": {},
    "filled": test_poster.FILLED,
    "an address": dict.fromkeys(
        slots_of(COURSE.flowchart),
        f"Front Door\n01632 960101\nhttps://partnership.example/{'professionals-refer-' * 3}here",
    ),
}
PAPER = '#set page("a4", margin: 18mm)\n#set text(size: 11pt)\n'


def checked(pdf: bytes | None, margin: float, **more: float) -> list[str]:
    assert pdf is not None
    return faults(pdf, margin=margin, **more)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_the_blank_forms(form: object) -> None:
    course = COURSE.course
    assert checked(form_pdf(form, course.edition, course.law_as_at), 17) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("local", LOCAL)
def test_the_posters(sheet: str, local: str) -> None:
    """Part of an address may be a little smaller than other words, so that it can be copied whole."""
    pdf = poster_pdf(test_poster.made_of(COURSE, sheet, LOCAL[local]))
    assert checked(pdf, 11, least_type=7.5 if local == "an address" else 8.0) == []


@pytest.mark.parametrize("notes", [None, (), ("short",), (WORDS,) * 5, ("x" * 2_000,) * 3])
def test_the_supervision_sheet(notes: tuple[str, ...] | None) -> None:
    lines = None if notes is None else tuple(NoteLine(f"Page {at}", text) for at, text in enumerate(notes))
    data = dataclasses.replace(test_supervision_sheet.sheet(COURSE), notes=lines)
    assert checked(supervision_pdf(data), 17) == []


def test_the_supervision_sheet_of_a_beginner() -> None:
    assert checked(supervision_pdf(test_supervision_sheet.nothing(COURSE)), 17) == []


@pytest.mark.parametrize(("name", "least_type"), [("Bo", 8), (test_certificate.LONG_NAME, 8), ("W" * 120, 5)])
def test_the_certificate(name: str, least_type: float) -> None:
    sheet = test_certificate.sheet(holder=name, partnership=test_certificate.LONG_PARTNERSHIP)
    assert checked(certificate_pdf(sheet), 17, least_type=least_type) == []


def made(body: str) -> bytes:
    pdf: bytes = typst.compile((PAPER + body).encode(), format="pdf")
    return pdf


FULL = "#v(20mm) Words.\n\n#rect(width: 100%, height: 60mm)\n"
PLANTED: dict[str, tuple[str, str]] = {
    "empty page": (f"{FULL}#pagebreak()\n#pagebreak()\n{FULL}", "page 2: hardly anything"),
    "one line on a page": (f"{FULL}#pagebreak()\nalone", "page 2: hardly anything"),
    "white words": (f"{FULL}#pagebreak()\n#text(fill: white)[{WORDS}]", "page 2: hardly anything"),
    "only the foot": (f"{FULL}#pagebreak()\n#place(bottom, dy: 10mm)[Page 2]", "page 2: hardly anything"),
    "cut at the right": (f"{FULL}#box(width: 10mm, {'[' + 'x' * 120 + ']'})", "page 1: ink"),
    "into the margin": (f"{FULL}#place(dx: -6mm, rect(width: 20mm, height: 9mm))", "from the edge, left"),
    "tiny type": (f"{FULL}#text(size: 6pt)[Small print]", "page 1: type of 6.0 pt: Small"),
    "heading at the foot": (
        f"{FULL}#v(1fr)\n#block(text(size: 16pt)[Next])\n#pagebreak()\n{FULL}",
        "page 1: a heading at its",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_seen(planted: str) -> None:
    body, fault = PLANTED[planted]
    assert any(fault in line for line in faults(made(body), margin=17)), faults(made(body), margin=17)


def test_a_sound_page_has_none_and_a_tinted_paper_is_no_ink() -> None:
    assert faults(made(FULL), margin=17) == []
    assert faults(made('#set page(fill: rgb("#fbfaf5"))\n' + FULL), margin=17) == []


def test_a_picture_has_the_size_of_its_paper() -> None:
    size: Callable[[str], tuple[int, int]] = lambda body: drawn(made(body))[0].size  # noqa: E731
    assert size(FULL) == (595, 842)

"""Sheets as one PDF: their blocks become the data of `templates/paper/sheets.typ`. All is words and numbers, nothing is markup.

One sheet or many are set as one document (PDF/UA-1); each sheet begins on a page of its own and counts its own pages, unless
the pages are to be counted through. The same sheets and the same printing are the same bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from course.catalogue.model import Catalogue
from course.documents.certificate import SITE
from course.documents.packs import Wish
from course.documents.sheet_data import sheet_data
from course.documents.signs import drawings, sign
from course.documents.tree import Sheet
from course.documents.typesetting import asked, pictured, typeset

TEMPLATE = "sheets.typ"
GREEN = "#0d4f43"
USUAL, SMALLER = 1.0, (0.97, 0.94, 0.91)
NEXT_TO_NOTHING = 90.0  # millimetres from the edge of a page to the end of what is on it
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    '<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
)
PNG_SIZE = struct.Struct(">16xII")  # where a PNG says how wide and how high it is
PAGES = re.compile(rb"/Type/Pages/Count ([0-9]+)")
PLAIN = (range(0x20, 0x180), range(0x2010, 0x2040), (0x0A, 0x20AC, 0x2122, 0x2192, 0x2212))
"""Letters that our own font surely has: those of western and central Europe, dashes and quotation marks, a few signs."""


@dataclass(frozen=True, slots=True)
class Printing:
    """What stands around the sheets. `title`: of the file; `through`: its pages are counted through, not sheet by sheet."""

    title: str
    course: str
    edition: str
    law_as_at: dt.date
    made_on: dt.date
    organisation: str = ""
    logo: bytes = b""
    through: bool = False


def printing(
    catalogue: Catalogue, wish: Wish, title: str, *, contents: bool = False, through: bool = False
) -> Printing:
    """The printing that a wish asks for."""
    course = catalogue.course
    return Printing(
        title, course.title, course.edition, course.law_as_at, wish.made_on, wish.organisation, wish.logo, through
    )  # fmt: skip


def sheets_pdf(sheets: Sequence[Sheet], around: Printing) -> bytes:
    """The sheets as PDF/UA-1. A letter that no font here has is shown as "?"."""
    noon = dt.datetime.combine(around.made_on, dt.time(12), dt.UTC)
    sizes = [USUAL if around.through else size(each, _alone(each, around)) for each in sheets]
    document = _document(sheets, around, sizes)
    made = typeset(TEMPLATE, document, noon) or typeset(TEMPLATE, _plain_words(document), noon)
    if made is None:
        raise ValueError(f"a letter of {around.title} is in no font")
    return made


def sheet_picture(sheet: Sheet, around: Printing, dots_an_inch: int) -> bytes:
    """The first page of a sheet as PNG. A letter that no font here has is shown as "?"."""
    document = _document((sheet,), around, (size(sheet, around),))
    made = pictured(TEMPLATE, document, dots_an_inch) or pictured(TEMPLATE, _plain_words(document), dots_an_inch)
    if made is None:
        raise ValueError(f"a letter of {around.title} is in no font")
    return made


def _alone(sheet: Sheet, around: Printing) -> Printing:
    """The printing of one sheet by itself: it has the same size there and in a file in which each counts its own pages."""
    return replace(around, title=sheet.title, through=False)


@lru_cache(maxsize=128)
def size(sheet: Sheet, around: Printing) -> float:
    """How large the type of a sheet is, of its usual size: a little smaller where that saves a page with next to nothing on it.

    Large print always has its full size, and so has a document whose pages are counted through: its type is of one size.
    """
    if sheet.large:
        return USUAL
    pages, height = _end(sheet, around, USUAL)
    if pages == 1 or height > NEXT_TO_NOTHING:
        return USUAL
    return next((each for each in SMALLER if _end(sheet, around, each)[0] < pages), USUAL)


def _end(sheet: Sheet, around: Printing, size: float) -> tuple[int, float]:
    """On which page a sheet ends, and how many millimetres below the edge of that page."""
    (found,) = asked(TEMPLATE, _document((sheet,), around, (size,)), "end-0")
    return int(found["page"]), float(found["down"])


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    found = PAGES.search(pdf)
    if found is None:
        raise ValueError("this is no PDF of ours: it does not say how many pages it has")
    return int(found[1])


def foot(around: Printing) -> tuple[str, str]:
    """The two lines at the foot of every page; the name of the sheet and the number of the page stand beside them."""
    law, made = day(around.law_as_at), day(around.made_on)
    return f"{around.course} · Edition {around.edition}", f"Law checked on {law} · Made on {made}"


def day(value: dt.date) -> str:
    """A day as people write it: 22 November 2026."""
    return f"{value.day} {value:%B %Y}"


def _document(sheets: Sequence[Sheet], around: Printing, sizes: Sequence[float]) -> dict[str, object]:
    return {
        "title": around.title,
        "author": around.organisation or SITE,
        "by": 1.0,  # for the drawing that the poster shares: it is set at the size of A4 and made larger as a whole
        "organisation": around.organisation,
        "logo": _logo(around.logo),
        "foot": foot(around),
        "through": around.through,
        "sheets": [{**sheet_data(sheet), "size": each} for sheet, each in zip(sheets, sizes, strict=True)],
        "signs": {rule: sign(rule, GREEN) for rule in drawings()},
    }


def _logo(png: bytes) -> dict[str, object] | None:
    """A logo as SVG around the PNG: that is how a picture travels within text. None where there is none."""
    if not png:
        return None
    width, height = PNG_SIZE.unpack_from(png)
    data = base64.b64encode(png).decode()
    return {"svg": LOGO.format(width=width, height=height, data=data), "ratio": width / height}


def _plain_words(document: Mapping[str, object]) -> dict[str, object]:
    """The same data with "?" for letters that our font may lack."""
    return {name: _plain(each) for name, each in document.items()}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return "".join(each if any(ord(each) in some for some in PLAIN) else "?" for each in value)
    if isinstance(value, Mapping):
        return _plain_words(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value

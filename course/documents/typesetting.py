"""How our documents become PDF: by Typst, as PDF/UA-1, from values alone.

Everything that is printed travels as data, never as markup, so nothing that somebody typed can change the sheet. Typst
refuses to make the file when a title, an alternative text or a glyph is missing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).resolve().parent.parent.parent
PAPER = ROOT / "templates" / "paper"
FONT_PACKAGE = "fontpkg_source_sans_3"
KEPT_WHILE = 10  # documents
NO_GLYPH = "could not be displayed"


def typeset(template: str, document: Mapping[str, object], made_at: dt.datetime) -> bytes | None:
    """The document as PDF/UA-1, or None where no font has every letter of it (a script without a font on this machine).

    The fonts that come with the program are tried first, so that a sheet looks the same everywhere; only a letter
    that they lack brings in the fonts of this machine.
    """
    for system in (False, True):
        try:
            return typst.compile(
                PAPER / template,
                root=ROOT,
                font_paths=_fonts(system),
                sys_inputs={"doc": json.dumps(document)},
                pdf_standards="ua-1",
                format="pdf",
                timestamp=made_at.replace(microsecond=0),
            )
        except typst.TypstError as fault:
            if NO_GLYPH not in fault.message:
                raise
    return None


def drawn(template: str, document: Mapping[str, object]) -> str | None:
    """The first page of a document as SVG, its words as outlines; None where no font has every letter of it."""
    for system in (False, True):
        try:
            made = typst.compile(
                PAPER / template,
                root=ROOT,
                font_paths=_fonts(system),
                sys_inputs={"doc": json.dumps(document)},
                format="svg",
            )
        except typst.TypstError as fault:
            if NO_GLYPH not in fault.message:
                raise
        else:
            return (made[0] if isinstance(made, list) else made).decode()
    return None


def pictured(template: str, document: Mapping[str, object], dots_an_inch: int) -> bytes | None:
    """The first page of a document as PNG; None where no font has every letter of it."""
    for system in (False, True):
        try:
            made = typst.compile(
                PAPER / template,
                root=ROOT,
                font_paths=_fonts(system),
                sys_inputs={"doc": json.dumps(document)},
                format="png",
                ppi=dots_an_inch,
            )
        except typst.TypstError as fault:
            if NO_GLYPH not in fault.message:
                raise
        else:
            return made[0] if isinstance(made, list) else made
    return None


def asked(template: str, document: Mapping[str, object], label: str) -> list[Any]:
    """The values that the template has noted under a label, once the document is laid out; no file is made.

    What is laid out here is not laid out again when the same document is made into a file soon afterwards.
    """
    found = typst.query(
        PAPER / template,
        f"<{label}>",
        field="value",
        root=ROOT,
        font_paths=_fonts(False),
        sys_inputs={"doc": json.dumps(document)},
    )
    values: list[Any] = json.loads(found)
    return values


def forget() -> None:
    """Free the memory of what was laid out so far. Typst keeps all of it until so many more documents have been made."""
    for _ in range(KEPT_WHILE + 1):
        typst.compile(b"", font_paths=_fonts(False))


@lru_cache(maxsize=2)
def _fonts(system: bool) -> typst.Fonts:
    folder = str(files(FONT_PACKAGE).joinpath("files"))
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=[folder])

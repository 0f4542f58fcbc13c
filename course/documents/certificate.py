"""The certificate as one accessible A4 sheet, made by Typst from `templates/paper/certificate.typ`.

Everything that is printed travels as data, never as markup, so no name can change the sheet. The PDF is made to
PDF/UA-1: Typst refuses to make it when a title, an alternative text or a glyph is missing. No score is printed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst

from course.rules.facts import Completion

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = ROOT / "templates" / "paper" / "certificate.typ"
FONT_PACKAGE = "fontpkg_source_sans_3"
NO_GLYPH = "could not be displayed"
PICTURE = "Five pieces lie together. They show a child between two adults."
PLAIN_LINE = (
    "This certificate shows that the course was completed. It does not show fitness to practise, and it is not "
    "accredited unless the issuing partnership says so."
)
NO_PARTNERSHIP = "No partnership was named on this site when the course was completed."


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """Everything on the sheet. `partnership` is empty where none was named; `made_at` dates the file itself."""

    holder: str
    course: str
    level: str
    edition: str
    law_as_at: dt.date
    learning_minutes: int
    completed_on: dt.date
    expires_on: dt.date
    partnership: str
    modules: tuple[str, ...]
    competences: tuple[str, ...]
    code: str
    check_address: str
    made_at: dt.datetime


def sheet_of(completion: Completion, holder: str, competences: tuple[str, ...], check_address: str) -> CertificateSheet:
    """The sheet of a completion. The file is dated by the completion, so that it is the same whenever it is made."""
    return CertificateSheet(
        holder=holder,
        course=completion.title,
        level=completion.level,
        edition=completion.edition,
        law_as_at=completion.law_as_at,
        learning_minutes=completion.learning_minutes,
        completed_on=completion.completed_on,
        expires_on=completion.expires_on,
        partnership=completion.partnership,
        modules=tuple(module.title for module in completion.modules),
        competences=competences,
        code=completion.code,
        check_address=check_address,
        made_at=completion.at,
    )


def certificate_pdf(data: CertificateSheet) -> bytes | None:
    """The sheet as PDF/UA-1, or None where no font has every letter of it (a name in a script without a font here).

    The fonts that come with the program are tried first, so that the sheet looks the same everywhere; only a letter
    that they lack brings in the fonts of this machine.
    """
    for system in (False, True):
        try:
            return _compile(data, _fonts(system))
        except typst.TypstError as fault:
            if NO_GLYPH not in fault.message:
                raise
    return None


def _compile(data: CertificateSheet, fonts: typst.Fonts) -> bytes:
    return typst.compile(
        TEMPLATE,
        root=ROOT,
        font_paths=fonts,
        sys_inputs={"doc": json.dumps(_document(data))},
        pdf_standards="ua-1",
        format="pdf",
        timestamp=data.made_at,
    )


@lru_cache(maxsize=2)
def _fonts(system: bool) -> typst.Fonts:
    folder = str(files(FONT_PACKAGE).joinpath("files"))
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=[folder])


def _document(data: CertificateSheet) -> dict[str, object]:
    """What the template reads: every word of the sheet, in the order in which it is read."""
    return {
        "title": f"Certificate of completion: {data.course}",
        "site": "Sharewell",
        "heading": "Certificate of completion",
        "picture": PICTURE,
        "opening": "This is to say that",
        "name": data.holder,
        "completed": "has completed the course",
        "course": data.course,
        "issuer": data.partnership or "Sharewell",
        "issued": f"Issued by {data.partnership}." if data.partnership else NO_PARTNERSHIP,
        "facts": _facts(data),
        "modules_heading": "Modules completed",
        "modules": data.modules,
        "competences_heading": "What the course teaches you to do",
        "competences": data.competences,
        "code": _fact("Verification code", data.code),
        "check": {"label": "Check this certificate at", "address": data.check_address},
        "plain": PLAIN_LINE,
    }


def _facts(data: CertificateSheet) -> list[dict[str, str]]:
    return [
        _fact("Completed on", _day(data.completed_on)),
        _fact("Valid for local purposes until", _day(data.expires_on)),
        _fact("Learning time, as declared", f"{data.learning_minutes} minutes"),
        _fact("Level", data.level.capitalize()),
        _fact("Edition of the course", data.edition),
        _fact("Law as at", _day(data.law_as_at)),
    ]


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _day(value: dt.date) -> str:
    return f"{value.day} {value:%B %Y}"

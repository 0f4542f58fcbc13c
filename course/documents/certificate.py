"""The certificate as one accessible A4 sheet, made by Typst from `templates/paper/certificate.typ`.

Everything that is printed travels as data, never as markup, so no name can change the sheet. The PDF is made to
PDF/UA-1: Typst refuses to make it when a title, an alternative text or a glyph is missing. No score is printed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from course.documents.typesetting import FONT_PACKAGE as FONT_PACKAGE
from course.documents.typesetting import ROOT as ROOT
from course.documents.typesetting import drawn, typeset
from course.rules.facts import Completion, Led

SITE = "Sharewell"
PICTURE = "Five pieces lie together. They show a child between two adults."
NAME_REMOVED = "Issued, name removed"
NO_PARTNERSHIP = "No partnership was named on this site when the course was completed."


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """Everything on the sheet, in HTML as in PDF: the words that never change stand here as well.

    `holder` is empty after erasure, `partnership` where none was named; `made_at` dates the file itself.
    """

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
    refresher: bool = False
    led: Led | None = None  # of a session in a room: who led it, and the minutes

    opening: ClassVar[str] = "This is to say that"
    competences_heading: ClassVar[str] = "The holder has practised how to"
    code_label: ClassVar[str] = "Verification code"
    check_label: ClassVar[str] = "Check this certificate at"
    plain: ClassVar[str] = (
        "This certificate shows that the course was completed. It does not show fitness to practise, and it is not "
        "accredited unless the issuing partnership says so."
    )

    @property
    def heading(self) -> str:
        """What the sheet is."""
        return "Certificate of a refresher" if self.refresher else "Certificate of completion"

    @property
    def completed(self) -> str:
        """What the holder did."""
        return "completed the refresher of the course" if self.refresher else "completed the course"

    @property
    def how(self) -> str:
        """In which way, where that is not on this site; "" else."""
        return f"In a room, led by {self.led.led_by}." if self.led else ""

    @property
    def code_groups(self) -> tuple[str, ...]:
        """The verification code in the pieces between which a line may break."""
        *first, last = self.code.split("-")
        return (*(f"{group}-" for group in first), last)

    @property
    def modules_heading(self) -> str:
        """What the list of modules is."""
        return "Modules refreshed" if self.refresher else "Modules completed"

    @property
    def name(self) -> str:
        """The name as the learner typed it, or what stands in its place after erasure."""
        return self.holder or NAME_REMOVED

    @property
    def issued(self) -> str:
        """Who issued it, as a sentence."""
        return f"Issued by {self.partnership}." if self.partnership else NO_PARTNERSHIP

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Labels and values in the order of the sheet."""
        return (
            ("Completed on", _day(self.completed_on)),
            ("Valid for local purposes until", _day(self.expires_on)),
            self._time,
            ("Level", self.level.capitalize()),
            ("Edition of the course", self.edition),
            ("Law as at", _day(self.law_as_at)),
        )

    @property
    def _time(self) -> tuple[str, str]:
        """How long it took: as declared, or as the register of a session says."""
        if self.led:
            return "Present in the room", f"{self.led.minutes} of {self.led.held_minutes} minutes"
        return "Learning time, as declared", f"{self.learning_minutes} minutes"


def sheet_of(completion: Completion, holder: str, check_address: str, led: Led | None = None) -> CertificateSheet:
    """The sheet of a completion. The file is dated by the completion, so that it is the same whenever it is made.

    `led`: what a completion made by a session in a room rests on; None for any other.
    """
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
        competences=completion.competences,
        code=completion.code,
        check_address=check_address,
        made_at=completion.at,
        refresher=completion.kind == "refresher",
        led=led,
    )


def certificate_pdf(data: CertificateSheet) -> bytes | None:
    """The sheet as PDF/UA-1, or None where no font has every letter of it (a name in a script without a font here)."""
    return certificates_pdf([data], f"{data.heading}: {data.course}", data.made_at)


def certificates_pdf(sheets: Sequence[CertificateSheet], title: str, made_at: dt.datetime) -> bytes | None:
    """Several, each on a sheet of its own, as one file of that title; None where a name has a letter without a font here."""
    return typeset("certificate.typ", _document(sheets, title), made_at)


def certificate_picture(data: CertificateSheet) -> str | None:
    """The sheet as a drawing (SVG), for showing it within another document; None as for the PDF."""
    return drawn("certificate.typ", _document([data], f"{data.heading}: {data.course}"))


def _document(sheets: Sequence[CertificateSheet], title: str) -> dict[str, object]:
    """What the template reads."""
    first = sheets[0]
    about = {"title": title, "issuer": first.partnership or SITE, "plain": first.plain}
    return about | {"sheets": [_sheet(each) for each in sheets]}


def _sheet(data: CertificateSheet) -> dict[str, object]:
    """Every word of a sheet."""
    return {
        "site": SITE,
        "heading": data.heading,
        "picture": PICTURE,
        "opening": data.opening,
        "name": data.name,
        "completed": data.completed,
        "course": data.course,
        "how": data.how,
        "issued": data.issued,
        "facts": [{"label": label, "value": value} for label, value in data.facts],
        "modules_heading": data.modules_heading,
        "modules": data.modules,
        "competences_heading": data.competences_heading,
        "competences": data.competences,
        "code": {"label": data.code_label, "value": data.code},
        "check": {"label": data.check_label, "address": data.check_address},
        "plain": data.plain,
    }


def _day(value: dt.date) -> str:
    return f"{value.day} {value:%B %Y}"

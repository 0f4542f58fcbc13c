"""Forms of a session in a room: the register and the certificate of attendance, and the forms of the course as blocks.

The register holds the least that a session needs, and nothing of what people said in the evaluation: the two are never one
sheet. What is known already is printed; the rest are lines to write on. Evaluation: see `evaluation_forms.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.catalogue.forms import Field as Asked
from course.catalogue.forms import Form
from course.catalogue.model import Catalogue, Course
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Definitions,
    Field,
    Heading,
    Line,
    Paragraph,
    Picture,
    Sheet,
    Table,
    Words,
    line,
    paragraph,
)

FORM = "Form"
USUAL_ROWS = 10  # where nobody said for how many
ROWS_TO_SPARE = 4  # for those whom nobody expected

REGISTER_TITLE = "Register"
REGISTER_KICKER = "For the trainer: to be kept"
REGISTER_ASK = (
    "Write both times for everybody, also for those who come late or leave early. “Access needs met”: yes, no, or a dash where "
    "nobody asked. Write nothing about health."
)
REGISTER_APART = "Keep this sheet apart from the evaluation forms, which carry no names."
KEPT = "How long it is kept"
REGISTER_HEAD = ("Name", "Role", "Agency", "Time in", "Time out", "Access needs met")
REGISTER_SHARES = (26, 20, 22, 9, 9, 14)

CERTIFICATE_TITLE = "Certificate of attendance"
CERTIFICATE_KICKER = "To be filled in by hand"
CERTIFICATE_OPENING = "This is to say that"
CERTIFICATE_TOOK_PART = "took part in a session of the course "
CERTIFICATE_PLAIN = (
    "This certificate shows attendance at a session, for as long as is written here. It does not show fitness to practise, "
    "and it is not accredited unless the issuing partnership says so."
)
PICTURE = "Five pieces lie together. They show a child between two adults."
ATTENDED = ("The whole session", "A part of it")


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is expected, as far as it is known; what is empty is written in by hand."""

    name: str
    role: str = ""
    agency: str = ""
    arrived: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a session. Everything may be empty, and is then a line to write on. `when`: the times, in words."""

    pack: str = ""
    day: dt.date | None = None
    when: str = ""
    place: str = ""
    trainer: str = ""

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Labels and what is known."""
        day = f"{self.day.day} {self.day:%B %Y}" if self.day else ""
        return (
            ("Session", self.pack),
            ("Date", day),
            ("From and to", self.when),
            ("Place", self.place),
            ("Trainer", self.trainer),
        )


def printed_form(form: Form) -> Sheet:
    """A form of the course, blank: the words of the page on which it is filled in."""
    blocks: list[Block] = [paragraph(form.intro)]
    for section in form.sections:
        blocks.append(Heading(2, line(section.title)))
        blocks += [paragraph(section.note)] if section.note else []
        blocks += [_field(each) for each in section.fields]
    return Sheet(form.id, form.title, FORM, "learners", (*blocks, Box("plain", "", (paragraph(form.footer),))))


def _field(asked: Asked) -> Field:
    if asked.kind == "choice":
        return Field(asked.label, hint=asked.hint, choices=asked.choices)
    return Field(asked.label, hint=asked.hint, lines=asked.rows)


def register(held: Held, expected: Sequence[Expected] = (), *, group: int = 0, kept: str = "") -> Sheet:
    """The register for a group of so many: a row for each person expected, and rows for those who were not; on paper down to
    the end of the page.

    `kept`: how long it is kept, in the words of the local schedule.
    """
    known = [(each.name, each.role, each.agency, each.arrived, each.left, "") for each in expected]
    spare = max(group or USUAL_ROWS, len(known) + ROWS_TO_SPARE) - len(known)
    rows = (*(tuple(map(line, row)) for row in known), *((((),) * len(REGISTER_HEAD),) * spare))
    head = tuple(line(each) for each in REGISTER_HEAD)
    table = Table(
        "Who was there, from when to when", head, rows, REGISTER_SHARES, rows_head=True, to_fill=True, to_the_end=True
    )
    asked = paragraph(f"{REGISTER_ASK} {REGISTER_APART}")
    blocks: tuple[Block, ...] = (_facts((*held.facts(), (KEPT, kept))), asked, table)
    return Sheet("register", REGISTER_TITLE, REGISTER_KICKER, "trainer", blocks, landscape=True)


def attendance_certificate(
    catalogue: Catalogue, held: Held, local: Mapping[str, str], *, minutes: int = 0, organisation: str = ""
) -> Sheet:
    """A certificate of attendance to fill in by hand: part attendance is shown, and no score.

    `minutes`: as planned for the session, or 0 where that is not known. What `held` knows is printed.
    """
    parts = tuple(f"{module.number} {module.title}" for module in catalogue.modules)
    blocks: tuple[Block, ...] = (
        Picture(PICTURE),
        paragraph(CERTIFICATE_OPENING),
        Field("Name", lines=1),
        _took_part(catalogue.course),
        Field("Attended", choices=ATTENDED),
        Field("Parts of the course that were covered", choices=parts),
        _attended(held, minutes, local.get("partnership-name", "") or organisation),
        Field(f"{_signatory(local)}: name, signature and date", lines=1),
        paragraph(CERTIFICATE_PLAIN, small=True),
    )
    return Sheet("attendance-certificate", CERTIFICATE_TITLE, CERTIFICATE_KICKER, "learners", blocks)


def _took_part(course: Course) -> Paragraph:
    return Paragraph(
        (Words(CERTIFICATE_TOOK_PART), Words(course.title, strong=True), Words(f", edition {course.edition}."))
    )


def _attended(held: Held, minutes: int, issuer: str) -> Definitions:
    present = f"Minutes present, of {minutes}" if minutes else "Minutes present"
    day = dict(held.facts())["Date"]
    return _facts(
        (("Date", day), ("Place", held.place), (present, ""), ("Trainer", held.trainer), ("Issued by", issuer))
    )


def _signatory(local: Mapping[str, str]) -> str:
    """Who signs: the role that the partnership named."""
    return " ".join(local.get("certificate-signatory", "").split()) or "Signed by"


def _facts(facts: Sequence[tuple[str, str]]) -> Definitions:
    return Definitions(tuple(_fact(label, known) for label, known in facts))


def _fact(label: str, known: str) -> tuple[Line, tuple[Block, ...]]:
    return line(label), (Paragraph((_words(known, label),)),)


def _words(known: str, label: str) -> Words | Blank:
    """What is known, or a place to write it."""
    return Words(known) if known.strip() else Blank(label)

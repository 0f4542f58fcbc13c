"""Forms to fill in and print: the form of `content/forms/*.yaml` and their values. Their faults are in `form_faults`.

A form is written once and shown twice: as a page whose fields are typed into, and as a blank sheet on paper. All of its
texts are plain words, so that both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Bounds

from course.catalogue.schema_parts import Form as FileForm
from course.catalogue.schema_parts import Id, Words

USUAL_ROWS = 3


class FieldForm(FileForm):
    id: Id
    label: Words
    hint: Words | None = None
    kind: Literal["line", "text", "choice"]
    rows: Annotated[int, Bounds(ge=1, le=12)] | None = None
    choices: list[Words] = []


class SectionForm(FileForm):
    title: Words
    note: Words | None = None
    fields: Annotated[list[FieldForm], Bounds(min_length=1)]


Decision = Literal["share", "share-part", "do-not-share"]
Answer = Annotated[str, Bounds(pattern=r"^[a-z][a-z0-9-]*\.[1-9]$")]
"""The id of a key question and the number of one of its answers: `consent.1`."""


class PrintedForm(FileForm):
    """content/forms/slug.yaml"""

    id: Id
    title: Words
    summary: Words
    intro: Words
    shows_way: bool = False
    after_decisions: list[Decision] = []
    after_answers: list[Answer] = []
    sections: Annotated[list[SectionForm], Bounds(min_length=1)]
    footer: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field. kind: "line", "text" (`rows` ruled lines on paper) or "choice" (one of `choices`); `hint` may be empty."""

    id: str
    label: str
    hint: str
    kind: str
    rows: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together; `note` is said before the first of them, or empty."""

    title: str
    note: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `summary` is the sentence for lists, `footer` stands below the last field and on paper.

    shows_way: whether the way taken may stand above its fields. It holds the practitioner's own reasons, so it must not on
    a paper that others read. after_decisions, after_answers: at the end of which ways the form is offered, by decision or
    by the answers given ("consent.1"); both empty: at the end of every way.
    """

    id: str
    title: str
    summary: str
    intro: str
    sections: tuple[Section, ...]
    footer: str
    shows_way: bool = False
    after_decisions: tuple[str, ...] = ()
    after_answers: tuple[str, ...] = ()


def make_form(form: PrintedForm) -> Form:
    """The values of a file without faults."""
    sections = tuple(
        Section(section.title, section.note or "", tuple(_field(field) for field in section.fields))
        for section in form.sections
    )
    return Form(
        id=form.id,
        title=form.title,
        summary=form.summary,
        intro=form.intro,
        sections=sections,
        footer=form.footer,
        shows_way=form.shows_way,
        after_decisions=tuple(form.after_decisions),
        after_answers=tuple(form.after_answers),
    )


def _field(form: FieldForm) -> Field:
    rows = form.rows or (USUAL_ROWS if form.kind == "text" else 1)
    return Field(form.id, form.label, form.hint or "", form.kind, rows, tuple(form.choices))

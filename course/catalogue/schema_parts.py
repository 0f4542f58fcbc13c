"""Pieces of which the forms of content files are made: texts, ids, addresses, and the form that lets nothing unknown in."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from course.catalogue.typography import typeset

MARKUP = ("{{", "}}", "](", "**", "</", "///")


def _one_line(text: str) -> str:
    """A plain text, typeset, with its blanks joined; refuses what would be shown as bare signs on the page."""
    for mark in MARKUP:
        if mark in text:
            raise PydanticCustomError("plain_text", "markup", {"mark": mark})
    return _not_blank(typeset(" ".join(text.split())))


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Words = Annotated[str, AfterValidator(_one_line)]
MarkdownText = Annotated[str, AfterValidator(_not_blank)]
Edition = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+\.[^\s/]+(/\S*)?$")]
Positive = Annotated[int, Field(ge=1, le=10_000)]
RoomMinutes = Annotated[int, Field(ge=5, le=600)]
"""What a session in a room may be planned for: as in `planned_minutes_in_a_day` of records/tables/rooms.py."""
Percentage = Annotated[int, Field(ge=1, le=100)]


class Form(BaseModel):
    """Base of all: nothing is converted, nothing unknown is let in."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

"""What is needed to run the course in a room: plans, their steps, and texts for trainers. Values, and the form of the files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from course.catalogue.schema_parts import Form, Id, MarkdownText, Positive, RoomMinutes, Words

MADE_SHEETS = (
    *("start-here", "plan", "slides", "change-log", "local-slots"),
    *("quiz-sheet", "quiz-sheet-large", "answer-key", "answer-key-reasons", "case-cards", "case-notes"),
    *("poster", "poster-a3", "handout-rules", "handout-gateways", "handout-phrases", "handout-glossary"),
    *("local-contacts", "agreement", "decision-record"),
    *("register", "before", "after", "later", "attendance-certificate"),
)
"""Ids of the sheets that are made from the course itself; the others are texts in content/sheets."""


class StepForm(Form):
    title: Words
    minutes: Positive
    do: MarkdownText
    quizzes: list[Id] = []
    pages: list[Id] = []
    case: Id | None = None
    decisions: list[Id] = []
    sheets: list[Id] = []
    cut: Words | None = None
    practises: list[Positive] = []


class GroupForm(Form):
    least: Positive
    most: Positive


class PlanForm(Form):
    """content/plans/slug.yaml"""

    id: Id
    title: Words
    summary: Words
    minutes: RoomMinutes
    group: GroupForm
    whole_course: bool = False
    aims: Annotated[list[Words], Field(min_length=1)]
    needs: Annotated[list[Words], Field(min_length=1)]
    before: list[Id] = []
    steps: Annotated[list[StepForm], Field(min_length=1)]


class TrainerSheetForm(Form):
    """Front matter of content/sheets/slug.md"""

    id: Id
    title: Words
    audience: Literal["learners", "trainer"]
    summary: Words
    law_as_at: dt.date


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan. `does` is HTML. `cut`: what to leave out when late, plain, or empty.

    What it uses, by id: quizzes, pages whose key points are shown, one case (its story) and decisions of it. `sheets`: those
    that are handed out or needed. `practises`: numbers of competences of the course; the first one is 1.
    """

    title: str
    minutes: int
    does: str
    quizzes: tuple[str, ...]
    pages: tuple[str, ...]
    case: str | None
    decisions: tuple[str, ...]
    sheets: tuple[str, ...]
    cut: str
    practises: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A way of running the course in a room. `whole_course`: it covers all modules, so that being there counts.

    `minutes` is the sum of its steps. `least` and `most`: for so many people. `before`: sheets to read or send beforehand.
    """

    id: str
    title: str
    summary: str
    minutes: int
    least: int
    most: int
    whole_course: bool
    aims: tuple[str, ...]
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainerSheet:
    """A text for a session in a room, from content/sheets. audience: "learners" or "trainer"; `html` as in Reference."""

    id: str
    title: str
    audience: str
    summary: str
    law_as_at: dt.date
    html: str

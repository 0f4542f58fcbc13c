"""What a slide is before anything is drawn: words, the kind of slide, and notes for the trainer, made of blocks as sheets are.

The face of a slide is what the room sees. Answers, reasons, grades and what follows from a choice are in the notes alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from course.catalogue.model import Flowchart
from course.documents.tree import Block

KINDS = (
    "title", "points", "rule", "statement", "statements", "pause", "story", "choices", "chart", "support",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One point on a slide; `label` stands before it in strong words. `head`: it is a sentence above the others, without a
    mark. "\n" ends a line.
    """

    text: str
    label: str = ""
    head: bool = False

    @property
    def said(self) -> str:
        """Label and text in one."""
        return f"{self.label}: {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; kind: one of `KINDS`. `kicker` stands small above the title, `lead` between it and the points.

    `first`: the number of the first point where they are numbered (statements) or lettered (choices). `rule`: the id of the
    golden rule whose sign it bears; `module`: the number of the module that it belongs to, 0 for none; `labels`: the two
    answers to a statement; `law`: the day on which the law in it was checked.
    """

    kind: str
    title: str
    points: tuple[Point, ...] = ()
    kicker: str = ""
    lead: str = ""
    first: int = 1
    rule: str = ""
    module: int = 0
    labels: tuple[str, ...] = ()
    law: dt.date | None = None
    chart: Flowchart | None = None
    notes: tuple[Block, ...] = ()

    @property
    def face(self) -> str:
        """Every word that the room sees, but those of the flowchart."""
        said = (self.title, self.kicker, self.lead, *(point.said for point in self.points), *self.labels)
        return "\n".join(each for each in said if each)

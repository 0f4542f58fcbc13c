"""A case built to order, from the grades of its options and the decisions of its short form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from course.catalogue.model import Case, Decision, Option

DAY = dt.date(2026, 11, 22)
EMPTY = Case(
    id="heron",
    number=1,
    title="The heron",
    setting="Harbour",
    level="foundation",
    outcome="Share less",
    minutes=8,
    session_minutes=25,
    content_note="Nothing much.",
    law_as_at=DAY,
    sources=(),
    teaches=(),
    scenario="<p>A heron.</p>",
    your_role="Keeper",
    roles=(),
    foundation=(),
    decisions=(),
    model_decision="<p>Watch.</p>",
    record=("What you saw",),
    team_questions=(),
    facilitator="",
    text="",
)


def decision(number: int, grades: Sequence[str], *, reveals: str = "") -> Decision:
    """Decision `d1`, `d2` … with options `o1`, `o2` … of these grades."""
    options = tuple(
        Option(f"o{place}", f"Choice {place} of {number}", grade, f"<p>Then {number} {place}</p>")
        for place, grade in enumerate(grades, start=1)
    )
    return Decision(f"d{number}", "purpose", ("record",), f"Question {number}?", options, reveals)


def case(
    *grades: Sequence[str], foundation: Sequence[int] = (1,), reveals: Sequence[int] = (), name: str = "heron"
) -> Case:
    """A case of these decisions; `foundation` and `reveals` are numbers of decisions, from 1."""
    facts = {number: f"<p>News after {number}</p>" for number in reveals}
    decisions = tuple(
        decision(number, each, reveals=facts.get(number, "")) for number, each in enumerate(grades, start=1)
    )
    return replace(EMPTY, id=name, foundation=tuple(f"d{number}" for number in foundation), decisions=decisions)

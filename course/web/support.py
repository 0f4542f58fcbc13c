"""Whom to turn to when a case comes too close: shown beside every content note."""

from __future__ import annotations

from dataclasses import dataclass

from course.web.site import catalogue

SUPPORT = ("support-line", "safeguarding-lead")


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A contact: what it is, and the mark that the filter `live` fills with the local detail."""

    label: str
    mark: str


def support_lines() -> tuple[SupportLine, ...]:
    """The contacts, in the order in which they are offered."""
    slots = catalogue().slots
    return tuple(
        SupportLine(slots[slot].label, f'<span class="local" data-slot="{slot}">⟦local:{slot}⟧</span>')
        for slot in SUPPORT
        if slot in slots
    )

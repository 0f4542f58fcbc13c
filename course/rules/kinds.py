"""How a course was completed, and what came of a session in a room: what they are called, everywhere the same."""

from __future__ import annotations

from collections.abc import Mapping

from course.rules.room import KIND

TRAINER_LED = KIND
KINDS: Mapping[str, str] = {"online": "Online", "refresher": "Refresher", TRAINER_LED: "In a room"}
OUTCOMES: Mapping[str, str] = {
    "course": "Course completed",
    "attended": "Session attended",
    "expected": "Not seen",
    "struck": "Taken off the register",
}


def kind_name(kind: str | None) -> str:
    """What a kind is called; "" for None, where there is no completion."""
    return KINDS[kind] if kind is not None else ""

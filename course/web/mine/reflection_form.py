"""Reading what was answered before or after the course. Everything may be left out; what cannot be meant is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.catalogue.reflecting import STEPS, Reflection
from course.rules import texts
from course.rules.attempting import CHOICES
from course.rules.facts import Reflected
from course.rules.texts import trimmed

USEFUL, CHANGE = "how_useful", "intended_change"  # ids of items have no such signs in them
LONGEST_CHANGE = 300
STEP_WORDS = {str(value): value for value in range(1, STEPS + 1)}
NO_STEP = "Choose one of the 5 answers, or leave it out"
NO_CHOICE = "Choose true or false, or leave it out"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form said. `typed` holds every field as it came; `faults` the message for each field that cannot be meant."""

    typed: Mapping[str, str]
    faults: Mapping[str, str]
    answers: Mapping[str, int]
    usefulness: int | None
    intended_change: str | None

    @property
    def empty(self) -> bool:
        """Whether everything was left out."""
        return not self.answers and self.usefulness is None and self.intended_change is None


def read(asked: Reflection, moment: str, form: Mapping[str, str]) -> Sent:
    """Read a form of that moment; usefulness and the intended change are asked "after" only."""
    last = (USEFUL, CHANGE) if moment == "after" else ()
    typed = {name: form.get(name, "") for name in (*asked.items(), *last)}
    known: dict[str, Mapping[str, int]] = {each.id: STEP_WORDS for each in asked.confidence}
    known |= {each.id: CHOICES for each in asked.knowledge}
    known |= {USEFUL: STEP_WORDS} if last else {}
    faults = {
        name: NO_CHOICE if choices is CHOICES else NO_STEP
        for name, choices in known.items()
        if typed[name] and typed[name] not in choices
    }
    if last and (fault := _change_fault(typed[CHANGE])):
        faults[CHANGE] = fault
    said = {name: int(choices[typed[name]]) for name, choices in known.items() if typed[name] in choices}
    useful = said.pop(USEFUL, None)
    return Sent(typed, faults, said, useful, trimmed(typed.get(CHANGE)) or None)


def shown_again(kept: Reflected) -> dict[str, str]:
    """What was answered earlier, as the fields of the form; knowledge items are not asked again."""
    fields = {item: str(value) for item, value in kept.answers}
    fields |= {USEFUL: str(kept.usefulness)} if kept.usefulness else {}
    return fields | ({CHANGE: kept.intended_change} if kept.intended_change else {})


def _change_fault(typed: str) -> str:
    text = trimmed(typed)
    if not (texts.can_be_seen(text) and texts.arrived_whole(typed)):
        return texts.UNSEEN
    return "" if len(text) <= LONGEST_CHANGE else f"Use {LONGEST_CHANGE} characters or fewer; these are {len(text)}"

"""What the analysis of questions and the impact report have in common: what they are asked, and what they say of hiding."""

from __future__ import annotations

from dataclasses import replace

from course.records.batches import Asked
from course.records.database import reading
from course.rules.reporting import EARLIER
from course.web.lead import asking
from course.web.lead.asking import Question
from course.web.scope import present_sight

FILTERS = ("organisation", "team", "edition", "as_at")


def asked() -> Question:
    """What the address asks, over everybody whose answers one may see in groups."""
    with reading() as store:
        found = asking.question(store, present_sight().analysis, FILTERS)
    editions = tuple(each for each in found.choices.editions if each[0] != EARLIER)
    nothing = len(editions) < 2 and "edition" not in found.typed  # of one edition there is nothing to choose
    found = replace(found, choices=replace(found.choices, editions=() if nothing else editions))
    if found.asked.edition == EARLIER:
        return replace(found, errors=(*found.errors, ("#edition", "Choose the edition from the list")))
    return found


def batches(question: Question) -> Asked:
    """The same question for the records that count in whole batches."""
    found = question.asked
    return Asked(
        scope=found.scope,
        day=found.day,
        organisation=found.organisation,
        team=found.team,
        edition=found.edition,
    )


def counting(least: int) -> tuple[str, str]:
    """The note of a file: how small groups are protected."""
    return (
        "Small groups",
        f"counted {least} at a time for each team, so that nobody's own can be worked out; the newest may wait",
    )

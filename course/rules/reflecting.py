"""Answering before and after the course a second time: what stays, and whether the form knew what it would replace."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import replace
from hashlib import sha256

from course.rules.facts import Reflected


def digest(kept: Reflected | None) -> str:
    """What a form carries to say which answers it was opened with; empty where there were none, or they were skipped."""
    if kept is None or kept.skipped:
        return ""
    said = json.dumps([sorted(kept.answers), kept.usefulness, kept.intended_change])
    return sha256(said.encode()).hexdigest()[:16]


def is_empty(given: Reflected) -> bool:
    """Whether everything was left out."""
    return not given.answers and given.usefulness is None and given.intended_change is None


def first_answered(earlier: Reflected | None, knowledge: Set[str]) -> frozenset[str]:
    """The knowledge items that were answered: their answer has been shown, so they are not asked again."""
    return frozenset(item for item, _ in earlier.answers if item in knowledge) if earlier else frozenset()


def with_first_answers(given: Reflected, earlier: Reflected | None, knowledge: Set[str]) -> Reflected:
    """The first answer to a knowledge item stays: what is right has been shown since."""
    known = first_answered(earlier, knowledge)
    first = tuple(pair for pair in earlier.answers if pair[0] in known) if earlier else ()
    return replace(given, answers=(*(pair for pair in given.answers if pair[0] not in known), *first))


def says_the_same(given: Reflected, earlier: Reflected | None, knowledge: Set[str]) -> bool:
    """Whether `given` would change nothing, and contradicts no first answer: the same form sent twice."""
    first = dict(with_first_answers(replace(given, answers=()), earlier, knowledge).answers)
    return digest(replace(given, answers=tuple((first | dict(given.answers)).items()))) == digest(earlier)

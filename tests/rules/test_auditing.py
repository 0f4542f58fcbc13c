"""How a line of the audit says what was changed, and the names that stand beside its numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from course.rules import auditing
from course.rules.auditing import Line

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
NAMES = {("person", 1): "Ida Quill", ("team", 2): "Night", ("organisation", 1): "Heronsea", ("job role", 3): "Cook"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, "team 2", "team: none → team 2"),
        ("team 2", None, "team: team 2 → none"),
        (dt.date(2026, 3, 1), dt.date(2026, 11, 22), "team: 1 March 2026 → 22 November 2026"),
        (0, 4, "team: 0 → 4"),
        (4, 4, ""),
    ],
)
def test_a_change_is_told_from_what_to_what(before: object, after: object, told: str) -> None:
    assert auditing.change("team", before, after) == told


def test_of_two_rules_only_what_differs_is_told() -> None:
    assert auditing.sentences_changed("A. It holds 24. C.", "A. It holds 12. C.") == "“It holds 24” → “It holds 12”"
    assert auditing.sentences_changed("A. B. C.", "No rule.") == "rule: “A. B. C.” → “No rule.”"
    assert auditing.sentences_changed("A. B.", "A. B.") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("team 2 → team 22", "team 2 (Night) → team 22"),
        ("organisation=1 team=2", "organisation=1 (Heronsea) team=2 (Night)"),
        ("import 4 of organisation 1", "import 4 of organisation 1 (Heronsea)"),
        ("works as: none → job role 3", "works as: none → job role 3 (Cook)"),
        ("person 10, steam 2, team 2a", "person 10, steam 2, team 2a"),
    ],
)
def test_names_stand_beside_whole_numbers(text: str, told: str) -> None:
    assert auditing.with_names(text, NAMES) == told


def test_what_somebody_typed_is_left_as_it_is() -> None:
    line = Line(1, AT, 1, "local information changed", "slot a of organisation 1", "“team 2”", "")
    assert line.things == (("organisation", 1),)
    assert (line.told(NAMES).thing, line.told(NAMES).detail) == ("slot a of organisation 1 (Heronsea)", "“team 2”")

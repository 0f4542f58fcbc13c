"""Evidence packs: who makes and opens which, the paragraph, editions and rules in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Change
from course.rules.evidence import edition_then, editions_taken, pack_role, pack_sight, rules_in_force, summary, to_five
from course.rules.facts import Role
from course.rules.report_hiding import HIDDEN, hide_statuses
from course.rules.reporting import Figures, Group
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.standing import STATUSES
from tests.rules.small_course import course

DAY = dt.date(2026, 11, 22)
LEAD, AUDITOR, TEAM_LEAD = "organisation-lead", "auditor", "team-lead"


@pytest.mark.parametrize(
    ("roles", "whole", "first", "second"),
    [
        ([(LEAD, "partnership", None)], True, True, True),
        ([(LEAD, "organisation", 1)], False, True, False),
        ([(AUDITOR, "partnership", None)], True, False, False),  # one organisation's numbers beside all: subtraction
        ([(AUDITOR, "organisation", 1)], False, True, False),
        ([(LEAD, "organisation", 2), (AUDITOR, "partnership", None)], True, False, True),
        ([(LEAD, "team", 1), (AUDITOR, "team", 1)], False, False, False),
        ([(TEAM_LEAD, "partnership", None), ("administrator", "partnership", None)], False, False, False),
        ([], False, False, False),
    ],
)
def test_a_pack_opens_for_whom_a_role_is_held_there(
    roles: list[tuple[str, str, int | None]], whole: bool, first: bool, second: bool
) -> None:
    sees = pack_sight([Role(*each) for each in roles])
    assert (sees.covers(None), sees.covers(1), sees.covers(2)) == (whole, first, second)


def test_it_is_made_in_the_role_of_a_lead_before_that_of_an_auditor() -> None:
    held = [Role(AUDITOR, "organisation", 1), Role(AUDITOR, "organisation", 2), Role(LEAD, "organisation", 1)]
    assert (pack_role(held, 1), pack_role(held, 2)) == (LEAD, AUDITOR)
    with pytest.raises(ValueError, match="no role"):
        pack_role(held, None)


def numbers(*counts: int, earlier: int = 0, declared: int | None = None) -> dict[str, object]:
    found = Figures(dict(zip(STATUSES, counts, strict=True)), earlier=earlier, declared=declared)
    return {**hide_statuses(found), "earlier": earlier}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            numbers(200, 12, 9, 7, 6, 8, 0, 0, earlier=14, declared=240),
            "As at 22 November 2026, 212 of 240 declared staff of Fenwick are trained and in date (12 of them due soon); "
            "9 are overdue and 7 have expired; 14 were trained only under earlier rules.",
        ),
        (
            numbers(20, 0, 0, 0, 0, 0, 0, 0),
            "As at 22 November 2026, 20 of 20 people registered for Fenwick are trained and in date; "
            "nobody is overdue or expired; nobody was trained only under earlier rules.",
        ),
        (
            numbers(90, 2, 3, 6, 0, 0, 0, 0, declared=120),
            "As at 22 November 2026, 92 of 120 declared staff of Fenwick are trained and in date; nobody was trained only "
            "under earlier rules. Not shown, so that nobody in a small group can be told: how many are due soon, how many "
            "are overdue and how many have expired.",
        ),
        (
            numbers(90, 2, 0, 6, 3, 5, 0, 8),
            "As at 22 November 2026, 92 of 106 people registered for Fenwick are trained and in date; nobody is overdue and "
            "6 have expired; nobody was trained only under earlier rules. "
            "Not shown, so that nobody in a small group can be told: how many are due soon.",
        ),
        (
            numbers(90, 0, 0, 16, 3, 5, 0, 3),
            "As at 22 November 2026, 90 of 117 people registered for Fenwick, leavers among them, are trained and in date; "
            "nobody is overdue and 16 have expired; nobody was trained only under earlier rules.",
        ),
        (
            numbers(2, 2, 9, 6, 0, 0, 0, 0, declared=120),
            "As at 22 November 2026, 120 staff were declared for Fenwick; 9 are overdue; nobody was trained only under "
            "earlier rules. Not shown, so that nobody in a small group can be told: how many are trained and how many have "
            "expired.",
        ),
        (
            numbers(2, 2, 9, 0, 0, 0, 0, 6),
            "As at 22 November 2026, 19 people were registered for Fenwick, leavers among them; 9 are overdue and nobody "
            "has expired; nobody was trained only under earlier rules. "
            "Not shown, so that nobody in a small group can be told: how many are trained.",
        ),
        (
            numbers(0, 0, 9, 7, 0, 0, 0, 0),
            "As at 22 November 2026, none of 16 people registered for Fenwick are trained and in date; 9 are overdue and 7 "
            "have expired; nobody was trained only under earlier rules.",
        ),
        (numbers(0, 0, 0, 0, 0, 0, 0, 0), "As at 22 November 2026, nobody is registered for Fenwick."),
    ],
)
def test_the_paragraph_says_the_figures_or_that_they_are_hidden(found: dict[str, object], said: str) -> None:
    assert summary("Fenwick", DAY, found) == said  # type: ignore[arg-type]


def test_of_three_people_the_paragraph_says_nothing() -> None:
    said = summary("Fenwick", DAY, {**numbers(2, 0, 1, 0, 0, 0, 0, 0), "earlier": HIDDEN})  # type: ignore[arg-type]
    assert said == (
        "As at 22 November 2026, fewer than five people are registered for Fenwick. Figures of so few are not shown."
    )


@given(
    st.lists(st.integers(0, 9), min_size=8, max_size=8), st.sampled_from([None, 40]), st.sampled_from([0, 7, HIDDEN])
)
def test_the_paragraph_never_counts_by_the_word_hidden(
    counts: list[int], declared: int | None, earlier: int | str
) -> None:
    said = summary("Fenwick", DAY, {**numbers(*counts, declared=declared), "earlier": earlier})  # type: ignore[arg-type]
    assert HIDDEN not in said
    assert said.endswith(".") and ".." not in said and "; ;" not in said and "  " not in said
    assert not set(said.replace("22 November 2026", "").replace(";", "").split()) & {"0", "1", "2", "3", "4"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024-06-01", " Its first edition is of 1 March 2025; on 1 June 2024 there was none of these yet."),
        ("2025-03-01", " On 1 March 2025 it was edition 2025.1."),
        ("2026-11-22", ""),
    ],
)
def test_the_edition_is_said_of_the_day_on_which_the_pack_was_made(day: str, said: str) -> None:
    first = Change("2025.1", dt.date(2025, 3, 1), "law", "The first.", (), ())
    held = course((first, replace(first, edition="2026.1", date=dt.date(2026, 11, 1))), "2026.1")
    now = "The course is shown as it was when this pack was made: edition 2026.1."
    assert edition_then(held, dt.date.fromisoformat(day)) == now + said


def taken(**editions: int) -> list[int | None]:
    groups = [Group(1, None, "in-date", name[1:].replace("_", "."), people) for name, people in editions.items()]
    groups.append(Group(1, None, "overdue", "2026.1", 99))
    return [each.people for each in editions_taken(groups, frozenset({"2026.1", "2026.2"}))]


@pytest.mark.parametrize(
    ("editions", "shown"),
    [
        ({"e2024_1": 7, "e2025_1": 12, "e2026_1": 103}, [5, 10, 105]),
        ({"e2024_1": 4, "e2025_1": 69, "e2026_1": 104}, [None, None, 105]),  # the sum of the two is known
        ({"e2024_1": 4, "e2026_1": 104}, [None, None]),  # the sum of all may be known
        ({"e2024_1": 50, "e2026_1": 3, "e2026_2": 9}, [50, None, None]),
        ({"e2026_2": 8}, [10]),
    ],
)
def test_small_editions_are_hidden_with_those_that_would_tell(
    editions: dict[str, int], shown: list[int | None]
) -> None:
    assert taken(**editions) == shown


def test_editions_stand_in_the_order_of_their_numbers() -> None:
    groups = [Group(1, None, "in-date", name, 10) for name in ("2026.10", "2026.9")]
    assert [each.edition for each in editions_taken(groups, None)] == ["2026.9", "2026.10"]


@given(st.integers(0, 10_000))
def test_a_rounded_count_is_the_nearest_multiple_of_five(count: int) -> None:
    assert to_five(count) % 5 == 0
    assert abs(to_five(count) - count) <= 2


ASKED = Requirement(30, 24, 60, 14)


def rule(
    number: int, organisation: int | None, team: int | None, ago: int, asked: Requirement | None = ASKED
) -> DatedRequirement:
    return DatedRequirement(number, organisation, team, None, DAY - dt.timedelta(days=ago), asked)


def test_the_newest_rule_of_each_scope_is_in_force_and_others_are_left_out() -> None:
    known = [
        rule(1, None, None, 90), rule(2, 1, None, 80), rule(3, 1, None, 10), rule(4, 1, 7, 5), rule(5, 2, None, 5),
        rule(6, 1, 8, 20), rule(7, 1, 8, 1, asked=None), rule(8, 1, None, -1),
    ]  # fmt: skip
    assert [each.id for each in rules_in_force(known, DAY, 1)] == [1, 3, 4]
    assert [each.id for each in rules_in_force(known, DAY, None)] == [1, 3, 4, 5]
    assert [each.id for each in rules_in_force(known, DAY - dt.timedelta(days=15), 1)] == [1, 2, 6]

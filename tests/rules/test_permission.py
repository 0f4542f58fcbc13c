"""Who may, and how long a visit lasts."""

import datetime as dt

import pytest

from course.rules.facts import Role
from course.rules.permission import longest_visit, may, visit_lasts

LEAD_OF_1 = frozenset({Role("organisation-lead", "organisation", 1)})
LEAD_OF_TEAM_7 = frozenset({Role("team-lead", "team", 7)})
ADMINISTRATOR = frozenset({Role("administrator", "partnership", None)})
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def ago(text: str) -> dt.datetime:
    amount, unit = text.split()
    return NOON - dt.timedelta(**{unit: int(amount)})


@pytest.mark.parametrize(
    ("roles", "needed", "asked", "allowed"),
    [
        (LEAD_OF_1, "organisation-lead", {"organisation": 1}, True),
        (LEAD_OF_1, "organisation-lead", {"organisation": 2}, False),
        (LEAD_OF_1, "organisation-lead", {"organisation": 1, "team": 7}, True),
        (LEAD_OF_1, "organisation-lead", {"organisation": 2, "team": 7}, False),
        (LEAD_OF_1, "organisation-lead", {"team": 1}, False),  # a team is not the organisation of the same number
        (LEAD_OF_1, "organisation-lead", {}, False),  # the whole partnership
        (LEAD_OF_1, "team-lead", {"organisation": 1}, False),
        (LEAD_OF_TEAM_7, "team-lead", {"organisation": 1, "team": 7}, True),
        (LEAD_OF_TEAM_7, "team-lead", {"organisation": 1, "team": 8}, False),
        (LEAD_OF_TEAM_7, "team-lead", {"organisation": 7}, False),
        (ADMINISTRATOR, "administrator", {}, True),
        (ADMINISTRATOR, "administrator", {"organisation": 9, "team": 9}, True),
        (ADMINISTRATOR, "auditor", {}, False),
        (frozenset(), "administrator", {}, False),
        (LEAD_OF_1 | ADMINISTRATOR, "organisation-lead", {"organisation": 2}, False),
    ],
)
def test_a_role_covers_what_it_is_held_for(
    roles: frozenset[Role], needed: str, asked: dict[str, int], allowed: bool
) -> None:
    assert may(roles, needed, **asked) is allowed


@pytest.mark.parametrize(
    ("roles", "shared", "started", "seen", "lasts"),
    [
        (frozenset(), False, "29 days", "29 days", True),  # a learner need not have been seen since
        (frozenset(), False, "30 days", "1 minutes", False),
        (frozenset(), True, "11 hours", "11 hours", True),
        (frozenset(), True, "12 hours", "1 minutes", False),
        (LEAD_OF_1, False, "11 hours", "29 minutes", True),
        (LEAD_OF_1, False, "11 hours", "30 minutes", False),
        (LEAD_OF_1, False, "12 hours", "1 minutes", False),
        (ADMINISTRATOR, False, "31 minutes", "31 minutes", False),
        (ADMINISTRATOR, True, "1 hours", "29 minutes", True),
        (frozenset(), False, "-1 hours", "-1 hours", True),  # the clock was set back
    ],
)
def test_how_long_a_visit_lasts(roles: frozenset[Role], shared: bool, started: str, seen: str, lasts: bool) -> None:
    assert visit_lasts(roles, shared=shared, started_at=ago(started), seen_at=ago(seen), now=NOON) is lasts


def test_a_role_shortens_every_visit() -> None:
    assert longest_visit(ADMINISTRATOR, shared=False) < longest_visit(frozenset(), shared=False)

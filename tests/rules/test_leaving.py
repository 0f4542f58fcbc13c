"""From which day on others see nothing of somebody who left, and which leaving ends a role."""

import datetime as dt
from dataclasses import dataclass

import pytest

from course.rules.leaving import ended_stay, seen_until
from course.rules.scoping import Scope

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
HERON, WELLS = 1, 2
NIGHT = 7


@dataclass(frozen=True)
class Stay:
    organisation: int
    team: int | None
    begun: int  # days from today
    left: int | None = None

    @property
    def started_on(self) -> dt.date:
        return TODAY + self.begun * DAY

    @property
    def left_on(self) -> dt.date | None:
        return None if self.left is None else TODAY + self.left * DAY


@pytest.mark.parametrize(
    ("stays", "last"),
    [
        ([Stay(HERON, None, -9)], None),
        ([Stay(HERON, None, -9, 1)], None),
        ([Stay(HERON, None, -9, 0)], 0),
        ([Stay(HERON, None, -9, -3), Stay(HERON, NIGHT, -8, -5)], -3),
        ([Stay(HERON, None, -9, -3), Stay(HERON, None, 0)], None),
        ([Stay(HERON, None, -9, -3), Stay(HERON, None, 1)], -3),
        ([Stay(HERON, None, -9, -3), Stay(WELLS, None, -9)], -3),
    ],
)
def test_nothing_is_seen_from_the_last_leaving_on(stays: list[Stay], last: int | None) -> None:
    found = seen_until(stays, Scope(organisations=frozenset({HERON})), TODAY)
    assert found == (dt.date.max if last is None else TODAY + last * DAY)


def test_a_team_lead_sees_no_more_from_the_move_to_another_team_on() -> None:
    stays = [Stay(HERON, NIGHT, -9, -2), Stay(HERON, None, -2)]
    assert seen_until(stays, Scope(teams=frozenset({NIGHT})), TODAY) == TODAY - 2 * DAY
    assert seen_until(stays, Scope(organisations=frozenset({HERON})), TODAY) == dt.date.max


@pytest.mark.parametrize(
    ("stays", "team", "ends"),
    [
        ([], None, False),
        ([Stay(WELLS, None, -9, -1)], None, False),
        ([Stay(HERON, None, -9)], NIGHT, False),
        ([Stay(HERON, None, -9, 1)], None, False),
        ([Stay(HERON, None, -9, 0)], None, True),
        ([Stay(HERON, None, -9, 0)], NIGHT, True),
        ([Stay(HERON, NIGHT, -9, -2), Stay(HERON, None, -2)], NIGHT, True),
        ([Stay(HERON, NIGHT, -9, -2), Stay(HERON, None, -2)], None, False),
        ([Stay(HERON, NIGHT, -9, -2), Stay(HERON, NIGHT, -2)], NIGHT, False),
    ],
)
def test_a_role_ends_with_the_membership_of_what_it_is_held_for(
    stays: list[Stay], team: int | None, ends: bool
) -> None:
    assert (ended_stay(stays, HERON, team, TODAY) is not None) == ends

"""Guesses counted in memory: so many from one place in a window, and never more places than memory is meant for."""

from __future__ import annotations

import pytest

from course.web import guesses
from course.web.braking import WINDOW
from course.web.guesses import Guesses
from tests.records.made import NOON, SECOND


def test_after_so_many_from_one_place_none_is_left_until_the_window_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, moment = Guesses(2), [NOON]
    monkeypatch.setattr(guesses, "now", lambda: moment[0])
    for left in (True, True, False):
        assert counted.may_try("a") is left
        counted.count("a")
        moment[0] += SECOND
    assert counted.may_try("b")
    moment[0] = NOON + WINDOW - SECOND
    assert not counted.may_try("a")
    moment[0] = NOON + WINDOW
    assert counted.may_try("a")
    counted.count("a")
    assert counted.may_try("a")


def test_no_more_places_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "MOST_KEPT", 3)
    counted = Guesses(1)
    for place in "abcd":
        counted.count(place)
    assert [counted.may_try(place) for place in "abcd"] == [True, False, False, False]

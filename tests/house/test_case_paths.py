"""The eight cases as they are written: each run through on every path, and the options mixed well."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from course.catalogue.model import Case, Catalogue
from course.rules.casework import BEST, FOUNDATION, LENGTHS, START, WHOLE, decisions_of, order, play
from tests.shipped import shipped

CASES = tuple(shipped().cases)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("name", CASES)
def test_every_path_of_single_choices_ends_with_the_grades_that_were_chosen(
    name: str, length: str, catalogue: Catalogue
) -> None:
    case = catalogue.cases[name]
    decisions = decisions_of(case, length)
    rows = [tuple(zip(LETTERS, order(case, decision), strict=False)) for decision in decisions]
    paths = 0
    for path in itertools.product(*rows):
        played = play(case, length, ".".join(letter for letter, _ in path))
        assert played is not None and played.complete and played.onward is None
        assert [each.first for each in played.taken] == [option for _, option in path]
        paths += 1
    assert paths >= 2 ** len(decisions)


@pytest.mark.parametrize("name", CASES)
def test_from_every_choice_there_is_a_way_on_and_after_a_bad_one_another_choice(
    name: str, catalogue: Catalogue
) -> None:
    case = catalogue.cases[name]
    route = START
    for number, decision in enumerate(case.decisions, start=1):
        here = play(case, WHOLE, route)
        assert here is not None and here.here.decision == decision
        for option in here.here.options:
            chosen = play(case, WHOLE, here.with_choice(option))
            assert chosen is not None
            assert chosen.complete if number == len(case.decisions) else chosen.onward
            again = [letter for letter in LETTERS if chosen.here.choice(letter)]
            assert len(again) == (0 if option.grade == BEST else len(decision.options) - 1)
        route = here.with_choice(here.here.options[0]) + "."


def test_there_are_eight_cases_and_each_has_the_four_decisions_of_the_short_form(catalogue: Catalogue) -> None:
    found = {name: len(decisions_of(case, FOUNDATION)) for name, case in catalogue.cases.items()}
    assert len(found) == 8
    assert set(found.values()) == {4}
    assert all(len(case.decisions) >= 7 for case in catalogue.cases.values())


def best_places(case: Case) -> list[tuple[bool, bool]]:
    """For each decision whether the option that stands first is a best one, and whether the last is."""
    rows = [order(case, decision) for decision in case.decisions]
    return [(row[0].grade == BEST, row[-1].grade == BEST) for row in rows]


def test_the_best_option_stands_first_neither_always_nor_never(catalogue: Catalogue) -> None:
    """Nobody can do a case by always choosing the same place; over all cases no place is much better than chance."""
    counted: Counter[str] = Counter()
    for case in catalogue.cases.values():
        places = best_places(case)
        for index in (0, 1):
            assert 0 < sum(place[index] for place in places) < len(places), case.id
        counted["first"] += sum(first for first, _ in places)
        counted["last"] += sum(last for _, last in places)
        counted["all"] += len(places)
    assert counted["all"] / 4 < counted["first"] < counted["all"] * 0.6
    assert counted["all"] / 4 < counted["last"] < counted["all"] * 0.6


def test_the_order_is_that_of_this_release(catalogue: Catalogue) -> None:
    """Letters in addresses that people have saved mean the same after an update of the program."""
    case = catalogue.cases["packed-lunch"]
    assert [[option.id for option in order(case, decision)] for decision in case.decisions[:3]] == [
        ["parents-relationship", "nothing-happened", "joining-up"],
        ["family", "initials"],
        ["her-remark", "all-of-it", "at-the-door"],
    ]

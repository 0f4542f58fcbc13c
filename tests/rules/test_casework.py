"""A case played along a route: what fits, what does not, which facts have come, in which order the options stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.catalogue.model import Case, Decision, Option
from course.rules import casework
from course.rules.casework import BEST, FOUNDATION, START, WHOLE, Play, play
from tests.rules.small_case import case, decision

patiently = settings(deadline=None, max_examples=60)
GRADES = st.lists(st.sampled_from(["best", "partly", "unsafe"]), min_size=1, max_size=2).map(
    lambda more: ["best", *more]
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any case that the checker lets pass, small enough to walk through whole."""
    grades = draw(st.lists(GRADES.flatmap(st.permutations), min_size=1, max_size=3))
    numbers = st.sets(st.integers(1, len(grades)), min_size=1).map(sorted)
    return case(
        *grades, foundation=draw(numbers), reveals=draw(numbers), name=draw(st.sampled_from(["heron", "otter"]))
    )


def letter(here: Case, number: int, option: int) -> str:
    """The letter of option `o<option>` of decision `d<number>`."""
    decided = here.decisions[number - 1]
    return "abcdefghijkl"[[each.id for each in casework.order(here, decided)].index(f"o{option}")]


def must(found: Play | None) -> Play:
    assert found is not None
    return found


# The walk by hand: no route is read; lists of chosen options are carried along.


def choices(decided: Decision) -> Iterator[tuple[Option, ...]]:
    """Every way of choosing in one decision: options that are not best, in any order, then perhaps a best one."""

    def more(so_far: tuple[Option, ...]) -> Iterator[tuple[Option, ...]]:
        yield so_far
        if so_far and so_far[-1].grade == BEST:
            return
        for option in decided.options:
            if option not in so_far:
                yield from more((*so_far, option))

    return more(())


def walks(decisions: tuple[Decision, ...]) -> Iterator[tuple[tuple[Option, ...], ...]]:
    """Every walk, as far as it may go: choices per decision; only the last may be without one."""
    for first in choices(decisions[0]):
        yield (first,)
        if first and len(decisions) > 1:
            yield from ((first, *rest) for rest in walks(decisions[1:]))


def written(here: Case, decisions: tuple[Decision, ...], walk: tuple[tuple[Option, ...], ...]) -> str:
    """The route of a walk."""
    words = [
        "".join("abcdefghijkl"[casework.order(here, decided).index(option)] for option in chosen)
        for decided, chosen in zip(decisions, walk, strict=False)
    ]
    return ".".join(words) or START


@patiently
@given(cases(), st.sampled_from([WHOLE, FOUNDATION]))
def test_every_walk_is_understood_as_it_was_walked(here: Case, length: str) -> None:
    wanted = tuple(each for each in here.decisions if length == WHOLE or each.id in here.foundation)
    seen, all_walks = set(), list(walks(wanted))
    for walk in all_walks:
        route = written(here, wanted, walk)
        played = must(play(here, length, route))
        assert tuple(step.chosen for step in played.steps) == walk
        assert tuple(step.decision for step in played.steps) == wanted[: len(walk)]
        assert played.complete == (len(walk) == len(wanted) and bool(walk[-1]))
        assert played.route == route
        seen.add(route)
    assert len(seen) == len(all_walks)


@patiently
@given(cases(), st.sampled_from([WHOLE, FOUNDATION]), st.text("abcde.st", max_size=12))
def test_a_route_fits_exactly_where_a_walk_is_written_like_it(here: Case, length: str, route: str) -> None:
    wanted = casework.decisions_of(here, length)
    known = {written(here, wanted, walk) for walk in walks(wanted)}
    assert (play(here, length, route) is not None) == (route in known)


@patiently
@given(cases(), st.sampled_from([WHOLE, FOUNDATION]), st.randoms(use_true_random=False))
def test_whoever_goes_on_choosing_comes_to_the_end(here: Case, length: str, chance: object) -> None:
    """Every step offers a choice or a way on, and no way is longer than all options together."""
    route, steps = START, 0
    while not (played := must(play(here, length, route))).complete or not played.here.solved:
        open_letters = [each for each in "abcdefghijkl" if played.here.choice(each)]
        ways = [played.with_choice(played.here.options["abcdefghijkl".index(each)]) for each in open_letters]
        ways += [played.onward] if played.onward else []
        assert ways
        route = chance.choice(ways)  # type: ignore[attr-defined]
        steps += 1
        assert steps <= sum(len(each.options) + 1 for each in here.decisions)
    assert played.complete


@patiently
@given(cases(), st.sampled_from([WHOLE, FOUNDATION]))
def test_every_fact_comes_once_and_after_the_decision_that_brings_it(here: Case, length: str) -> None:
    route = START
    while not (played := must(play(here, length, route))).at_last:
        route = must(play(here, length, played.with_choice(played.here.options[0]))).onward or ""
    told = [fact for step in played.steps for fact in step.news] + list(played.ending)
    assert told == [each.reveals for each in here.decisions if each.reveals]
    for step in played.steps:
        place = here.decisions.index(step.decision)
        assert {each.reveals for each in here.decisions[place:] if each.reveals}.isdisjoint(step.news)


@patiently
@given(cases(), st.sampled_from([WHOLE, FOUNDATION]))
def test_nothing_of_the_story_is_lost_between_the_decisions(here: Case, length: str) -> None:
    route = START
    while not (played := must(play(here, length, route))).at_last:
        route = must(play(here, length, played.with_choice(played.here.options[0]))).onward or ""
    told = [each for step in played.steps for each in (*step.skipped, step.decision)] + list(played.left_over)
    assert tuple(told) == here.decisions


HERON = case(["best", "unsafe", "partly"], ["unsafe", "best"], ["best", "unsafe"], foundation=(1, 3), reveals=(1, 2))


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        ([[]], True),
        ([[1]], True),
        ([[2, 3, 1]], True),
        ([[1, 2]], False),  # after a best choice there is nothing to choose
        ([[2, 2]], False),  # the same twice
        ([[2], []], True),
        ([[], []], False),  # on without a choice
        ([[2], [], []], False),
        ([[2], [1], [2]], True),
        ([[2], [1], [2], []], False),  # behind the last decision
    ],
)
def test_what_fits(options: list[list[int]], fits: bool) -> None:
    words = ["".join(letter(HERON, number, each) for each in row) for number, row in enumerate(options, start=1)]
    assert (play(HERON, WHOLE, ".".join(words) or START) is not None) is fits


@pytest.mark.parametrize(
    "route", ["", ".", "..", "z", "A", "1", "start.", "start.a", ".a", "é", "a" * 500, "a." * 200, "begin", " ", "a b"]
)
def test_what_nobody_chose_does_not_fit(route: str) -> None:
    assert play(HERON, WHOLE, route) is None


def test_a_length_that_nobody_knows_has_no_play() -> None:
    assert play(HERON, "half", START) is None
    assert play(case(["best", "unsafe"], foundation=()), FOUNDATION, START) is None


def test_the_short_form_brings_the_facts_and_names_the_decisions_that_it_leaves_out() -> None:
    first = must(play(HERON, FOUNDATION, letter(HERON, 1, 1) + "."))
    assert (first.here.decision.id, first.here.number) == ("d3", 2)
    assert first.here.news == ("<p>News after 1</p>", "<p>News after 2</p>")
    assert [each.id for each in first.here.skipped] == ["d2"]


def test_facts_and_decisions_behind_the_last_one_belong_to_the_end() -> None:
    here = case(["best", "unsafe"], ["best", "unsafe"], ["best", "unsafe"], foundation=(1,), reveals=(1, 3))
    played = must(play(here, FOUNDATION, START))
    assert played.ending == ("<p>News after 1</p>", "<p>News after 3</p>")
    assert [each.id for each in played.left_over] == ["d2", "d3"]


def test_choosing_and_going_on_lengthen_the_route_and_each_step_leads_back() -> None:
    start = must(play(HERON, WHOLE, START))
    assert (start.onward, start.complete, start.here.last, start.here.route) == (None, False, None, START)
    one = must(play(HERON, WHOLE, start.with_choice(HERON.decisions[0].options[1])))
    assert one.onward == one.route + "." and not one.here.solved
    two = must(play(HERON, WHOLE, one.with_choice(HERON.decisions[0].options[0])))
    assert two.here.solved and two.here.last == HERON.decisions[0].options[0]
    assert must(play(HERON, WHOLE, two.onward or "")).here.route == two.onward


def test_at_the_last_decision_there_is_no_way_on_and_the_case_is_complete_after_any_choice() -> None:
    words = [letter(HERON, number, 1) for number in (1, 2)]
    last = must(play(HERON, WHOLE, ".".join([*words, letter(HERON, 3, 2)])))
    assert (last.at_last, last.complete, last.onward, last.here.solved) == (True, True, None, False)
    assert [each.first.id for each in last.taken] == ["o1", "o1", "o2"]


def test_the_order_of_the_options_is_not_that_of_the_file_and_does_not_change_with_it() -> None:
    decided = decision(1, ["best", "unsafe", "partly", "unsafe"])
    here = case(["best", "unsafe", "partly", "unsafe"])
    turned = type(decided)(decided.id, "purpose", (), "", decided.options[::-1], "")
    assert casework.order(here, turned) == casework.order(here, decided)
    assert {option.id for option in casework.order(here, decided)} == {option.id for option in decided.options}


def test_the_same_decision_stands_in_another_order_in_other_cases() -> None:
    orders = {casework.order(case(["best"] * 4, name=f"case-{n}"), decision(1, ["best"] * 4)) for n in range(20)}
    assert len(orders) > 5


@patiently
@given(cases(), st.sampled_from([WHOLE, FOUNDATION]))
def test_a_kept_way_comes_back_as_it_was_whatever_the_order_of_the_file(here: Case, length: str) -> None:
    wanted = casework.decisions_of(here, length)
    turned = case(*[[o.grade for o in each.options] for each in here.decisions], name=here.id)
    for walk in walks(wanted):
        played = must(play(here, length, written(here, wanted, walk)))
        found = casework.recall(turned, played.kept)
        assert tuple((each.decision.id, tuple(o.id for o in each.chosen)) for each in found) == played.kept


def test_what_is_gone_from_a_case_is_left_out_of_a_kept_way() -> None:
    kept = (("d1", ("o2", "o9")), ("d7", ("o1",)), ("d3", ("o8",)))
    assert [(each.decision.id, *(option.id for option in each.chosen)) for each in casework.recall(HERON, kept)] == [
        ("d1", "o2")
    ]


@pytest.mark.parametrize(
    ("decisions", "foundation", "expected"),
    [
        (7, range(1, 5), [(WHOLE, 7, 8), (FOUNDATION, 4, 5)]),
        (8, range(1, 5), [(WHOLE, 8, 8), (FOUNDATION, 4, 4)]),
        (1, (1,), [(WHOLE, 1, 8), (FOUNDATION, 1, 8)]),
        (2, (), [(WHOLE, 2, 8)]),
    ],
)
def test_the_lengths_of_a_case(decisions: int, foundation: range, expected: list[tuple[str, int, int]]) -> None:
    here = case(*[["best", "unsafe"]] * decisions, foundation=foundation)
    assert [(each.name, each.decisions, each.minutes) for each in casework.lengths(here)] == expected

"""Walks through flowcharts: every way that exists is understood, none that does not, and back is one answer less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.catalogue.model import Branch, End, Flowchart, Form, Question
from course.rules.deciding import UNSURE, Walk, fits, lengthened, shortened, walk
from tests.shipped import shipped

DAY = dt.date(2026, 11, 22)
STRANGE = ["0", "-1", "01", "+1", "1 ", "x", "", "unsure ", "Unsure", "١", "99"]


def chart(ways: list[list[int]], ends: int) -> Flowchart:
    """A flowchart whose question number `n` leads to the boxes numbered in `ways[n]`: questions first, then ends."""
    ids = [*(f"q{number}" for number in range(len(ways))), *(f"e{number}" for number in range(ends))]
    questions = tuple(
        Question(
            ids[number], number + 1, f"Question {number}", "?", "",
            tuple(Branch(f"{number} to {to}", ids[to], f"because {to}") for to in targets), "Ask.", "",
        )
        for number, targets in enumerate(ways)
    )  # fmt: skip
    closing = tuple(End(each, each, "") for each in ids[len(ways) :])
    return Flowchart("", "", "", "", "q0", questions, closing, DAY, ())


@st.composite
def charts(draw: st.DrawFn) -> Flowchart:
    """Sound flowcharts: every branch leads on to a later question or to an end."""
    count, ends = draw(st.integers(1, 6)), draw(st.integers(1, 2))
    ways = [
        draw(st.lists(st.integers(number + 1, count + ends - 1), min_size=1, max_size=3)) for number in range(count)
    ]
    return chart(ways, ends)


@dataclass(frozen=True)
class Way:
    """A way found by trying every branch: its words, the answers and reasons on it, and the box it leads to."""

    words: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    box: str


def every_way(flowchart: Flowchart, here: Way | None = None) -> Iterator[Way]:
    """All ways from the start by brute force, those that stop half-way among them."""
    here = here or Way((), (), flowchart.start)
    yield here
    for question in flowchart.questions:
        if question.id == here.box:
            for number, branch in enumerate(question.branches, 1):
                said = (*here.said, (branch.answer, branch.because))
                yield from every_way(flowchart, Way((*here.words, str(number)), said, branch.to))


def said(taken: Walk) -> tuple[tuple[str, str], ...]:
    return tuple((step.branch.answer, step.branch.because) for step in taken.steps if step.branch)


@settings(deadline=None)
@given(charts(), st.data())
def test_every_way_that_exists_is_understood_with_its_reasons(flowchart: Flowchart, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from(list(every_way(flowchart))))
    taken = walk(flowchart, ".".join(way.words))
    assert (taken.misfit, taken.reached.id, said(taken)) == (None, way.box, way.said)
    assert taken.ended == way.box.startswith("e")


@settings(deadline=None)
@given(charts(), st.data())
def test_not_sure_changes_neither_the_way_nor_where_it_leads(flowchart: Flowchart, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from([each for each in every_way(flowchart) if each.words]))
    places = data.draw(st.lists(st.integers(0, len(way.words) - 1), min_size=1, max_size=4))
    words = [word for place, word in enumerate(way.words) for word in [UNSURE] * places.count(place) + [word]]
    taken = walk(flowchart, ".".join(words))
    assert (taken.misfit, taken.reached.id, said(taken)) == (None, way.box, way.said)
    asked = [step.question for step in walk(flowchart, ".".join(way.words)).steps]
    unsure = [question for place, question in enumerate(asked) for _ in range(places.count(place))]
    assert [step.question for step in taken.steps if step.branch is None] == unsure


WORDS = st.sampled_from(["1", "1", "2", "3", "4", UNSURE, *STRANGE])


@settings(deadline=None)
@given(charts(), st.lists(WORDS, min_size=1, max_size=8))
def test_a_route_is_understood_exactly_where_brute_force_finds_it(flowchart: Flowchart, words: list[str]) -> None:
    known = {way.words: way for way in every_way(flowchart)}
    fits = 0
    for length in range(1, len(words) + 1):
        answers = tuple(word for word in words[:length] if word != UNSURE)
        before = known.get(tuple(word for word in words[: length - 1] if word != UNSURE))
        if answers not in known or (words[length - 1] == UNSURE and before and before.box.startswith("e")):
            break
        fits = length
    taken = walk(flowchart, ".".join(words))
    if words == [""]:
        assert taken == walk(flowchart, "")
        return
    assert len(taken.steps) == fits
    assert taken.misfit == (words[fits] if fits < len(words) else None)
    assert taken.route == ".".join(words[:fits])


@settings(deadline=None)
@given(charts(), st.lists(st.sampled_from(["1", "2", "3", UNSURE]), min_size=1, max_size=8))
def test_back_is_the_same_way_without_its_last_answer(flowchart: Flowchart, words: list[str]) -> None:
    taken = walk(flowchart, ".".join(words))
    if not taken.steps:
        return
    back = walk(flowchart, shortened(taken.route))
    assert back.steps == taken.steps[:-1]
    assert back.reached == taken.steps[-1].question
    assert taken.steps[-1].before == back.route
    assert taken.steps[-1].after == taken.route
    assert lengthened(back.route, taken.route.split(".")[-1]) == taken.route


@settings(deadline=None)
@given(charts(), st.text(max_size=40))
def test_any_text_is_a_walk_or_has_a_misfit(flowchart: Flowchart, route: str) -> None:
    taken = walk(flowchart, route)
    assert taken.misfit is None or taken.misfit in route.split(".")


@pytest.mark.parametrize(
    ("route", "steps", "box", "misfit"),
    [
        ("", 0, "q0", None),
        ("1", 1, "q1", None),
        ("2", 1, "e0", None),
        ("3", 0, "q0", "3"),
        ("0", 0, "q0", "0"),
        ("unsure", 1, "q0", None),
        ("unsure.unsure.1", 3, "q1", None),
        ("1.1", 2, "e0", None),
        ("1.1.1", 2, "e0", "1"),
        ("2.unsure", 1, "e0", "unsure"),
        (".1", 0, "q0", ""),
        ("1.", 1, "q1", ""),
        ("1..1", 1, "q1", ""),
    ],
)
def test_boundaries(route: str, steps: int, box: str, misfit: str | None) -> None:
    taken = walk(chart([[1, 2], [2]], 1), route)
    assert (len(taken.steps), taken.reached.id, taken.misfit) == (steps, box, misfit)


@pytest.mark.parametrize(("route", "asked"), [("", False), ("1", False), ("unsure", True), ("unsure.1", False)])
def test_advice_was_asked_for_only_until_the_question_is_answered(route: str, asked: bool) -> None:
    assert walk(chart([[1], [2]], 1), route).asked_advice is asked


REAL = shipped().flowchart


def test_every_way_through_our_questions_decides_once_and_ends() -> None:
    ends = [way for way in every_way(REAL) if walk(REAL, ".".join(way.words)).ended]
    for way in ends:
        taken = walk(REAL, ".".join(way.words))
        decided = [step.branch.decides for step in taken.steps if step.branch and step.branch.decides]
        assert decided == [taken.decision], way.words
    assert {walk(REAL, ".".join(way.words)).decision for way in ends} == {"share", "share-part", "do-not-share"}


@pytest.mark.parametrize(
    ("route", "decision"),
    [
        ("2.1.1", "share"),
        ("1.1.1.3.1.2.1", "share-part"),
        ("3.1", "do-not-share"),
        ("1.1.1.unsure.2.unsure.2.1", "do-not-share"),
        ("1.1.1", None),
        ("3", "do-not-share"),
    ],
)
def test_what_a_way_through_our_questions_decides(route: str, decision: str | None) -> None:
    taken = walk(REAL, route)
    assert (taken.misfit, taken.decision) == (None, decision)


@pytest.mark.parametrize(
    ("decisions", "answers", "route", "expected"),
    [
        ((), (), "", True),
        ((), (), "3.1", True),
        (("share",), (), "2.1.1", True),
        (("share",), (), "2.2.1", False),
        (("share",), (), "2", False),
        ((), ("consent.2",), "1.1.1.2.2.1", True),
        ((), ("consent.2",), "1.1.1.unsure.2", True),
        ((), ("consent.2",), "1.1.1.3.2.1", False),
        ((), ("consent.2",), "1.1.1.unsure", False),
        (("share",), ("consent.1",), "3.1", False),
    ],
)
def test_a_form_fits_what_was_decided_or_an_answer_that_was_given(
    decisions: tuple[str, ...], answers: tuple[str, ...], route: str, expected: bool
) -> None:
    form = Form("note", "", "", "", (), "", after_decisions=decisions, after_answers=answers)
    assert fits(form, walk(REAL, route)) is expected

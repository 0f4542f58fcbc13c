"""Plans worked out from the course: minutes that always add up, nothing of a module or case left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Case, Catalogue, Page, Plan
from course.catalogue.teaching import MADE_SHEETS
from course.rules import plans
from course.rules.plans import case_plan, module_plan, page_minutes, plan, plan_names, shared_out
from tests.rules.small_case import case
from tests.rules.small_course import catalogue, page
from tests.shipped import shipped

SHIPPED = shipped()
WEIGHTS = st.lists(st.integers(1, 9), min_size=1, max_size=12)


def must(found: Plan | None) -> Plan:
    assert found is not None
    return found


def with_case(here: Case, minutes: int) -> tuple[Catalogue, Case]:
    """A course that has this case and nothing else to use."""
    timed = dataclasses.replace(here, session_minutes=minutes)
    return dataclasses.replace(catalogue([]), cases={timed.id: timed}), timed


def of_page(**values: object) -> Page:
    return dataclasses.replace(page("module-1", 1, "here"), **values)  # type: ignore[arg-type]


@given(st.integers(0, 400), WEIGHTS)
def test_minutes_are_shared_out_whole(minutes: int, weights: list[int]) -> None:
    shares = shared_out(minutes, weights)
    assert sum(shares) == max(minutes, len(weights))
    assert len(shares) == len(weights) and min(shares) >= 1


@given(st.integers(0, 400), WEIGHTS)
def test_more_weight_never_gets_fewer_minutes(minutes: int, weights: list[int]) -> None:
    shares = shared_out(minutes, weights)
    for one, other in zip(range(len(weights)), range(1, len(weights)), strict=False):
        if weights[one] > weights[other]:
            assert shares[one] >= shares[other]


@pytest.mark.parametrize(
    ("minutes", "weights", "shares"),
    [
        (10, [1, 1], [5, 5]),
        (11, [1, 1], [6, 5]),
        (2, [3, 1], [1, 1]),
        (1, [3, 1], [1, 1]),
        (6, [3, 1], [4, 2]),
        (7, [1, 3], [2, 5]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainder(
    minutes: int, weights: Sequence[int], shares: list[int]
) -> None:
    assert shared_out(minutes, weights) == shares


@given(st.integers(1, 90), st.integers(1, 7))
def test_a_case_lasts_its_session_minutes_and_takes_every_decision(minutes: int, decisions: int) -> None:
    here, timed = with_case(case(*[["best"]] * decisions, foundation=[1]), minutes)
    made = case_plan(here, timed)
    assert made.minutes == sum(step.minutes for step in made.steps) == max(minutes, decisions + 2)
    assert [each for step in made.steps for each in step.decisions] == [each.id for each in timed.decisions]


def test_decisions_of_the_short_form_get_more_time_and_the_others_may_be_cut() -> None:
    here, timed = with_case(case(["best"], ["best"], ["best"], foundation=[1, 3]), 30)
    _, one, two, three, _ = case_plan(here, timed).steps
    assert one.minutes > two.minutes < three.minutes
    assert (one.cut, bool(two.cut), three.cut) == ("", True, "")


def test_the_trainer_is_told_the_wrong_turns_of_a_decision_as_words_and_not_as_markup() -> None:
    here, timed = with_case(case(["best", "unsafe"], foundation=[1]), 20)
    best, unsafe = timed.decisions[0].options
    marked = dataclasses.replace(unsafe, text="Ring <b>everybody</b> & wait.")
    first = dataclasses.replace(timed.decisions[0], options=(best, marked))
    does = case_plan(here, dataclasses.replace(timed, decisions=(first,))).steps[1].does
    assert "<li>Ring &lt;b&gt;everybody&lt;/b&gt; &amp; wait.</li>" in does
    assert does.count("<li>") == 1


def test_a_decision_without_a_wrong_turn_still_says_what_to_do() -> None:
    here, timed = with_case(case(["best", "best"], foundation=[1], reveals=[1]), 20)
    does = case_plan(here, timed).steps[1].does
    assert "<ul>" not in does and "Ask what speaks for each" in does and "what happens next" in does


def test_a_page_takes_its_minutes_and_those_of_the_exercises_in_its_notes() -> None:
    here = catalogue([])
    notes = "<p>Talk (8 minutes). Then write (5 minutes). After 20 minutes stop.</p>"
    assert page_minutes(here, of_page(minutes=3)) == 3
    assert page_minutes(here, of_page(minutes=3, facilitator=notes)) == 16


@pytest.mark.parametrize(("statements", "minutes", "taken"), [(6, 3, 6), (6, 6, 6), (6, 7, 7)])
def test_a_quiz_takes_a_minute_a_statement_or_what_its_page_says(statements: int, minutes: int, taken: int) -> None:
    here = catalogue([f"quiz:x:{statements}"])
    assert page_minutes(here, of_page(kind="quiz", quiz="x", minutes=minutes)) == taken


def test_the_flowchart_takes_a_minute_a_box_more() -> None:
    shown = next(each for module in SHIPPED.modules for each in module.pages if each.kind == "flowchart")
    bare = dataclasses.replace(shown, facilitator="")
    assert page_minutes(SHIPPED, bare) == shown.minutes + len(SHIPPED.flowchart.questions)


@pytest.mark.parametrize(("required", "shown"), [(None, ["a", "b", "c"]), (1, ["a"]), (2, ["a", "b"])])
def test_a_module_takes_so_many_cases_as_it_requires(required: int | None, shown: list[str]) -> None:
    here = catalogue(["one", "case:a", "case:b", "case:c", "last"], cases_required=required)
    cases = {name: dataclasses.replace(case(["best"]), id=name, session_minutes=20) for name in "abc"}
    made = module_plan(dataclasses.replace(here, cases=cases), here.modules[0])
    assert [step.case for step in made.steps if step.case] == shown
    assert [page for step in made.steps for page in step.pages] == ["one", "last"]
    assert made.minutes == sum(step.minutes for step in made.steps) == 5 + 1 + 20 * len(shown) + 1 + 5


def test_a_course_without_sheets_of_its_own_has_plans_that_name_none() -> None:
    here = catalogue(["one"])
    made = module_plan(here, here.modules[0])
    assert made.before == ()
    assert {sheet for step in made.steps for sheet in step.sheets} <= set(MADE_SHEETS)


def test_all_plans_are_found_by_name_the_written_ones_first() -> None:
    names = plan_names(SHIPPED)
    assert names[:3] == ("three-hours", "sixty-minutes", "twenty-minutes")
    assert names[3:8] == tuple(f"module-{module.id}" for module in SHIPPED.modules)
    assert names[8:] == tuple(f"case-{name}" for name in SHIPPED.cases)
    assert [must(plan(SHIPPED, name)).id for name in names] == list(names)


@pytest.mark.parametrize("name", ["", "four-hours", "module-", "module-none", "case-none", "packed-lunch", "case"])
def test_a_name_that_no_plan_has_finds_none(name: str) -> None:
    assert plan(SHIPPED, name) is None


@pytest.mark.parametrize("name", plan_names(SHIPPED))
def test_a_plan_of_the_course_adds_up_and_uses_what_is_there(name: str) -> None:
    made = must(plan(SHIPPED, name))
    assert made.minutes == sum(step.minutes for step in made.steps)
    assert all(step.minutes >= 1 and step.does.strip() for step in made.steps)
    sheets = {sheet for step in made.steps for sheet in step.sheets} | set(made.before)
    assert sheets <= set(MADE_SHEETS) | set(SHIPPED.sheets)
    assert {quiz for step in made.steps for quiz in step.quizzes} <= set(SHIPPED.quizzes)
    assert all(SHIPPED.page(page) for step in made.steps for page in step.pages)
    for step in made.steps:
        known = {each.id for each in SHIPPED.cases[step.case].decisions} if step.case else set()
        assert set(step.decisions) <= known


@pytest.mark.parametrize("module", SHIPPED.modules, ids=lambda module: str(module.id))
def test_the_plan_of_a_module_takes_each_of_its_pages_and_quizzes_once(module: object) -> None:
    here = next(each for each in SHIPPED.modules if each is module)
    made = module_plan(SHIPPED, here)
    assert [page for step in made.steps for page in step.pages] == [
        page.id for page in here.pages if page.kind in ("text", "flowchart")
    ]
    assert tuple(quiz for step in made.steps for quiz in step.quizzes) == here.quizzes


def test_the_pages_with_sheets_of_their_own_are_there() -> None:
    assert [name for name in plans.ON_PAGES if SHIPPED.page(name) is None] == []

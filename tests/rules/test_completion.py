"""What a learner has done, what is missing, and where Continue leads."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Catalogue
from course.rules.completion import ModuleProgress, fewest_pages, progress
from course.rules.facts import QuizMark, Reading
from tests.rules.small_course import catalogue, change, mark, read

TWO_QUIZZES = catalogue(["one", "quiz:first:6", "quiz:second:6", "last"])
WITH_CASES = catalogue(["opening", "case:a", "case:b", "case:c", "quiz:cases:5", "review"], cases_required=2)
THREE = catalogue(["one", "two", "three"], ["four", "five"], ["six", "seven"])
FULL_MARKS = (mark("first", 6, 6), mark("second", 6, 6))


def reads(*names: str) -> list[Reading]:
    return [read(name) for name in names]


def state_of(course: Catalogue, names: str = "", marks: tuple[QuizMark, ...] = ()) -> ModuleProgress:
    """The only module of a course, after the named pages were read and the attempts made."""
    return progress(course, reads(*names.split()), marks).modules[0]


def missing(state: ModuleProgress) -> list[tuple[str, str, int]]:
    return [(each.kind, each.page.id if each.page else "", each.count) for each in state.missing]


def test_nothing_done_misses_everything() -> None:
    state = state_of(TWO_QUIZZES)
    assert missing(state) == [("page", "one", 1), ("quiz", "first", 1), ("quiz", "second", 1), ("page", "last", 1)]
    assert (state.marks, state.out_of, state.needed) == (0, 12, 10)
    assert not state.passed
    assert not state.started
    assert not state.finished


@pytest.mark.parametrize(
    ("first", "second", "passed"), [(6, 4, True), (5, 5, True), (4, 6, True), (6, 3, False), (5, 4, False)]
)
def test_the_quizzes_of_a_module_are_added_up(first: int, second: int, passed: bool) -> None:
    marks = (mark("first", first, 6), mark("second", second, 6))
    state = state_of(TWO_QUIZZES, "one first second last", marks)
    assert state.marks == first + second
    assert state.passed is passed
    assert state.finished is passed


def test_the_best_attempt_of_each_quiz_counts() -> None:
    tries = (mark("first", 6, 6, minute=1), mark("first", 2, 6, minute=2), mark("second", 1, 6), mark("second", 4, 6))
    assert state_of(TWO_QUIZZES, "one first second last", tries).marks == 10


def test_a_quiz_never_handed_in_counts_nothing_of_its_statements_and_is_missing_even_after_a_pass() -> None:
    uneven = catalogue(["quiz:big:10", "quiz:small:1"])
    state = state_of(uneven, "big", (mark("big", 10, 10),))
    assert (state.marks, state.out_of, state.passed) == (10, 11, True)
    assert missing(state) == [("quiz", "small", 1)]
    assert not state.finished


def test_missing_marks_are_named_once_every_quiz_is_handed_in_and_lead_to_the_quiz_with_most_to_gain() -> None:
    state = state_of(TWO_QUIZZES, "one first second last", (mark("first", 5, 6), mark("second", 3, 6)))
    assert missing(state) == [("marks", "second", 2)]
    assert state.missing[0].title == "Page second"


def test_marks_are_not_missed_while_a_quiz_is() -> None:
    state = state_of(TWO_QUIZZES, "one first last", (mark("first", 1, 6),))
    assert missing(state) == [("quiz", "second", 1)]


@pytest.mark.parametrize(
    ("read_cases", "lacking"),
    [("", [("cases", "a", 2)]), ("b", [("cases", "a", 1)]), ("a", [("cases", "b", 1)]), ("a c", []), ("a b c", [])],
)
def test_any_two_cases_are_enough(read_cases: str, lacking: list[tuple[str, str, int]]) -> None:
    state = state_of(WITH_CASES, f"opening cases review {read_cases}", (mark("cases", 4, 5),))
    assert missing(state) == lacking
    assert state.finished is (not lacking)


def test_beside_its_cases_every_page_of_the_module_is_required() -> None:
    state = state_of(WITH_CASES, "a b c")
    assert missing(state) == [("page", "opening", 1), ("quiz", "cases", 1), ("page", "review", 1)]


def test_where_no_number_of_cases_is_set_every_case_is_required() -> None:
    assert missing(state_of(catalogue(["case:a", "case:b"]), "a")) == [("page", "b", 1)]


def test_fewer_cases_than_required_are_missing_without_a_page() -> None:
    assert missing(state_of(catalogue(["case:a"], cases_required=2), "a")) == [("cases", "", 1)]


@pytest.mark.parametrize(
    ("then", "today", "counted"),
    [
        ((4, 4), 6, 4),  # statements were added since
        ((6, 8), 6, 6),  # statements were taken away: never more than there are
        ((8, 8), 6, 6),
        ((5, 8), 6, 5),  # not scaled
    ],
)
def test_an_attempt_at_a_quiz_of_another_size_counts_as_it_is(then: tuple[int, int], today: int, counted: int) -> None:
    state = state_of(catalogue([f"quiz:first:{today}"]), "first", (mark("first", *then),))
    assert (state.marks, state.out_of) == (counted, today)


@pytest.mark.parametrize(
    ("kind", "edition", "still_read"),
    [("law", "2026.1", False), ("meaning", "2026.1", False), ("typo", "2026.1", True), ("law", "2026.2", True)],
)
def test_a_page_changed_since_must_be_read_again(kind: str, edition: str, still_read: bool) -> None:
    changed = catalogue(["one", "two"], changes=[change(kind, pages=["one"], edition="2026.2")])
    state = progress(changed, [read("one", edition=edition), read("two", edition="2026.1")], ()).modules[0]
    assert ("one" in state.read) is still_read
    assert "two" in state.read
    assert state.started


@pytest.mark.parametrize(("edition", "still_counts"), [("2026.1", False), ("2026.2", True), ("2026.10", True)])
def test_a_quiz_with_a_statement_changed_since_must_be_answered_again(edition: str, still_counts: bool) -> None:
    changed = catalogue(["quiz:first:6"], changes=[change("law", statements=["first-3"], edition="2026.2")])
    tries = (mark("first", 6, 6, edition=edition),)
    state = progress(changed, [read("first", edition="2026.1")], tries).modules[0]
    assert state.finished is still_counts
    assert state.marks == (6 if still_counts else 0)
    assert ("first" in state.read) is still_counts
    assert state.started


def test_an_older_better_attempt_does_not_stand_in_for_a_newer_one_that_counts() -> None:
    changed = catalogue(["quiz:first:6"], changes=[change("meaning", statements=["first-1"], edition="2026.2")])
    tries = (mark("first", 6, 6, edition="2026.1"), mark("first", 2, 6, edition="2026.2"))
    assert progress(changed, reads("first"), tries).modules[0].marks == 2


def test_facts_about_pages_and_quizzes_that_are_gone_count_for_nothing() -> None:
    state = progress(THREE, reads("long-gone"), (mark("gone-too", 9, 9),))
    assert state.next_page == THREE.page("one")
    assert not any(each.started for each in state.modules)


@pytest.mark.parametrize(
    ("done", "ahead"),
    [
        ("", "one"),
        ("one", "two"),
        ("two", "three"),  # the next page, though the first one is not read
        ("one three", "two"),  # nothing unread behind the newest: back to what is missing
        ("four", "five"),  # any order
        ("four five", "one"),  # that module is finished: the first one that is not
        ("one two three", "four"),
        ("one two three four five seven", "six"),
        ("six seven four five one two three", None),
    ],
)
def test_continue_leads_on_from_the_newest_fact(done: str, ahead: str | None) -> None:
    readings = [read(name, minute=minute) for minute, name in enumerate(done.split())]
    page = progress(THREE, readings, ()).next_page
    assert (page.id if page else None) == ahead


@pytest.mark.parametrize(
    ("done", "ahead"),
    [("opening b", "c"), ("opening a c", "cases"), ("opening a b", "cases"), ("opening cases review", "a")],
)
def test_continue_offers_cases_only_while_some_are_required(done: str, ahead: str) -> None:
    readings = [read(name, minute=minute) for minute, name in enumerate(done.split())]
    tries = (mark("cases", 5, 5),) if "cases" in done.split() else ()
    page = progress(WITH_CASES, readings, tries).next_page
    assert page is not None
    assert page.id == ahead


def test_continue_leads_back_to_the_quiz_when_only_marks_are_missing() -> None:
    readings = [read(name, minute=minute) for minute, name in enumerate(("one", "first", "second", "last"))]
    state = progress(TWO_QUIZZES, readings, (mark("first", 6, 6), mark("second", 2, 6)))
    assert state.next_page == TWO_QUIZZES.page("second")


def test_handing_in_counts_as_the_newest_fact_too() -> None:
    course = catalogue(["one", "quiz:first:2", "after"], ["two"])
    facts = [read("one", minute=1), read("first", minute=2), read("two", minute=3)]
    assert progress(course, facts, (mark("first", 2, 2, minute=4),)).next_page == course.page("after")


def test_the_course_is_complete_when_every_module_is_finished() -> None:
    state = progress(THREE, reads("one", "two", "three", "four", "five", "six"), ())
    assert (state.finished_count, state.complete) == (2, False)
    state = progress(THREE, reads("one", "two", "three", "four", "five", "six", "seven"), ())
    assert (state.finished_count, state.complete, state.next_page) == (3, True, None)


def test_a_course_without_modules_is_never_complete() -> None:
    assert not progress(catalogue(), (), ()).complete


def facts_of_the_course() -> st.SearchStrategy[tuple[list[Reading], list[QuizMark]]]:
    names = st.sampled_from(["one", "first", "second", "last", "gone"])
    editions = st.sampled_from(["2026.1", "2026.2", "2026.10"])
    readings = st.builds(lambda n, m, e: read(n, minute=m, edition=e), names, st.integers(0, 9), editions)
    tries = st.builds(
        lambda n, k, m, e: mark(n, k, 6, minute=m, edition=e),
        st.sampled_from(["first", "second", "gone"]),
        st.integers(0, 6),
        st.integers(0, 9),
        editions,
    )
    return st.tuples(st.lists(readings, max_size=12), st.lists(tries, max_size=8))


CHANGED = catalogue(
    ["one", "quiz:first:6", "quiz:second:6", "last"],
    changes=[change("law", pages=["one"], statements=["second-2"], edition="2026.2")],
)


@given(facts_of_the_course(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: tuple[list[Reading], list[QuizMark]], chance: random.Random) -> None:
    readings, tries = list(facts[0]), list(facts[1])
    before = progress(CHANGED, readings, tries)
    chance.shuffle(readings)
    chance.shuffle(tries)
    assert progress(CHANGED, readings, tries) == before
    assert progress(CHANGED, readings * 2, tries * 2) == before


@given(facts_of_the_course(), facts_of_the_course())
def test_more_facts_never_take_anything_away(
    facts: tuple[list[Reading], list[QuizMark]], more: tuple[list[Reading], list[QuizMark]]
) -> None:
    before = progress(CHANGED, *facts).modules[0]
    after = progress(CHANGED, facts[0] + more[0], facts[1] + more[1]).modules[0]
    assert after.read >= before.read
    assert after.marks >= before.marks
    assert after.passed >= before.passed
    assert after.finished >= before.finished


@given(facts_of_the_course())
def test_finished_is_passed_and_nothing_missing_and_complete_has_no_next_page(
    facts: tuple[list[Reading], list[QuizMark]],
) -> None:
    state = progress(CHANGED, *facts)
    (module,) = state.modules
    assert module.finished == (module.passed and module.read == {"one", "first", "second", "last"})
    assert state.complete == (state.next_page is None)


@given(facts_of_the_course())
def test_nobody_completes_with_fewer_pages_than_the_fewest(facts: tuple[list[Reading], list[QuizMark]]) -> None:
    read_pages = {each.page for each in facts[0]}
    assert not progress(CHANGED, *facts).complete or len(read_pages) >= fewest_pages(CHANGED)


@pytest.mark.parametrize(
    ("course", "fewest"), [(TWO_QUIZZES, 4), (WITH_CASES, 5), (THREE, 7), (catalogue(["case:a", "case:b", "end"]), 3)]
)
def test_the_fewest_pages_leave_out_the_cases_that_nobody_waits_for(course: Catalogue, fewest: int) -> None:
    assert fewest_pages(course) == fewest

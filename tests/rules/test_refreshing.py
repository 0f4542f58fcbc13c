"""The refresher: for whom it is due, what it asks after a change and without one, and what is kept of it."""

import datetime as dt
from dataclasses import replace

import pytest

from course.rules.dates import london_day
from course.rules.facts import Attempt, Cycle, ModuleScore
from course.rules.refreshing import (
    PREFIX,
    RULE_AGAIN,
    RULE_CHANGED,
    Due,
    again,
    again_facts,
    changed_facts,
    due,
    judge_parts,
    parts_passed,
    refresher,
)
from course.rules.requirements import Requirement
from course.rules.standing import Exemption, MemberFacts
from tests.rules.small_course import NOON, catalogue, change
from tests.shipped import shipped

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
YEARLY = Requirement(due_days=30, valid_months=12, window_days=30, grace_days=14)
FIRST = Cycle(1, "2026.1", dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC), None)
COMPLETED = london_day(FIRST.at)
COURSE = catalogue(["one", "quiz:first:5", "quiz:second:5"], ["two", "quiz:third:4"], ["three"])


def member(asked: Requirement = DEFAULT, **other: object) -> tuple[MemberFacts, Requirement]:
    usual = MemberFacts(dt.date(2026, 3, 1), None, COMPLETED, (COMPLETED,))
    return replace(usual, **other), asked  # type: ignore[arg-type]


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


@pytest.mark.parametrize(
    ("when", "opens"),
    [("2028-01-11", None), ("2028-01-12", "2028-01-12"), ("2028-03-12", "2028-01-12"), ("2028-03-13", "2028-01-12"),
     ("2035-01-01", "2028-01-12")],
)  # fmt: skip
@pytest.mark.parametrize("members", [[member()], []], ids=["member", "without an organisation"])
def test_it_is_due_from_the_opening_of_the_window_on(
    members: list[tuple[MemberFacts, Requirement]], when: str, opens: str | None
) -> None:
    found = due(members, [FIRST], DEFAULT, day(when))
    assert found == (Due(day(opens), FIRST.at, "2026.1", 2) if opens else None)


def test_any_membership_for_which_it_is_time_is_enough_and_the_first_window_counts() -> None:
    both = [member(), member(YEARLY)]
    assert due(both, [FIRST], DEFAULT, day("2027-02-09")) is None
    found = due(both, [FIRST], DEFAULT, day("2028-02-01"))
    assert found is not None and found.opens_on == day("2027-02-10")


def test_who_is_exempt_everywhere_is_not_asked() -> None:
    exempt = member(exemptions=(Exemption(day("2028-01-01"), None),))
    assert due([exempt], [FIRST], DEFAULT, day("2028-02-01")) is None
    assert due([exempt, member()], [FIRST], DEFAULT, day("2028-02-01")) is not None


def test_who_never_completed_has_the_course_to_do() -> None:
    assert due([member(completed_on=())], [], DEFAULT, day("2030-01-01")) is None


def test_who_only_stood_on_a_register_by_mistake_has_the_course_to_do() -> None:
    mistake = replace(FIRST, withdrawn_at=FIRST.at + 3 * DAY, kind="trainer-led")
    assert due([member(completed_on=())], [mistake], DEFAULT, COMPLETED + 4 * DAY) is None
    later = Cycle(2, "2026.1", FIRST.at + 9 * DAY, None)
    found = due([], [mistake, later], DEFAULT, COMPLETED + 729 * DAY)
    assert found is not None and found.cycle == 3


def test_who_had_every_certificate_withdrawn_may_refresh_at_once() -> None:
    withdrawn = replace(FIRST, withdrawn_at=FIRST.at + 3 * DAY)
    found = due([member(completed_on=())], [withdrawn], DEFAULT, COMPLETED + 4 * DAY)
    assert found == Due(COMPLETED + 3 * DAY, FIRST.at + 3 * DAY, None, 2)
    assert refresher(COURSE, None).changes == ()


def test_the_cycle_follows_the_highest_one_there_is() -> None:
    cycles = [FIRST, replace(FIRST, cycle=4, at=FIRST.at + DAY, withdrawn_at=FIRST.at + 2 * DAY)]
    found = due([], cycles, DEFAULT, day("2028-02-01"))
    assert found is not None and (found.cycle, found.after) == (5, FIRST.at)


LAW = change("law", pages=["two", "one"], statements=["first-2", "third-1", "gone"], edition="2026.2")
LATER = change("meaning", pages=["three"], statements=["first-4"], edition="2026.10")
TYPO = change("typo", pages=["two"], statements=["second-1"], edition="2026.3")


@pytest.mark.parametrize(
    ("completed", "editions", "pages", "asked"),
    [
        ("2026.1", ["2026.10", "2026.2"], ["one", "two", "three"], [["first-2", "first-4"], ["third-1"]]),
        ("2026.2", ["2026.10"], ["three"], [["first-4"]]),
        ("2026.3", ["2026.10"], ["three"], [["first-4"]]),
        ("2026.9", ["2026.10"], ["three"], [["first-4"]]),
        ("2026.10", [], [], []),
        ("2027.1", [], [], []),
    ],
)
def test_it_asks_what_later_editions_changed_in_meaning_or_law(
    completed: str, editions: list[str], pages: list[str], asked: list[list[str]]
) -> None:
    held = replace(COURSE, course=replace(COURSE.course, changes=(LAW, TYPO, LATER), edition="2026.10"))
    found = refresher(held, completed)
    assert [each.edition for each in found.changes] == editions
    assert [each.id for each in found.pages] == pages
    assert [[each.id for each in part.quiz.statements] for part in found.parts] == asked
    assert found.out_of == sum(map(len, asked))


def test_the_parts_are_quizzes_of_their_own_with_words_and_digest_of_their_own() -> None:
    held = replace(COURSE, course=replace(COURSE.course, changes=(LAW,)))
    first, third = refresher(held, "2026.1").parts
    assert (first.quiz.id, third.quiz.id) == (f"{PREFIX}first", f"{PREFIX}third")
    assert (first.module.id, third.module.id) == ("module-1", "module-2")
    assert first.quiz.labels == held.quizzes["first"].labels
    assert len({first.quiz.digest, third.quiz.digest, held.quizzes["first"].digest}) == 3


@pytest.mark.parametrize(("wrong", "passed"), [(0, True), (1, True), (2, False), (5, False)])
def test_all_statements_together_must_reach_the_pass_mark(wrong: int, passed: bool) -> None:
    named = change("law", statements=["first-1", "first-2", "first-3", "third-1", "third-2"], edition="2026.2")
    held = replace(COURSE, course=replace(COURSE.course, changes=(named,)))
    asked = refresher(held, "2026.1")
    every = [each for part in asked.parts for each in part.quiz.statements]
    judged = judge_parts(asked, {each.id: each.answer is not (number < wrong) for number, each in enumerate(every)})
    assert parts_passed(asked, judged, 80) == passed
    facts = changed_facts(held, asked, judged, person=7, partnership="Heronsea", at=NOON)
    assert (facts.kind, facts.rule, facts.edition) == ("refresher", RULE_CHANGED, "2026.2")
    assert [(each.module, each.out_of) for each in facts.modules] == [("module-1", 3), ("module-2", 2)]
    assert sum(each.marks for each in facts.modules) == 5 - wrong


DUE = Due(day("2028-01-12"), FIRST.at, "2026.1", 2)
OPEN = dt.datetime(2028, 1, 12, tzinfo=dt.UTC)  # midnight in London, the first moment that counts


def attempt(quiz: str, marks: int, out_of: int, at: dt.datetime) -> Attempt:
    return Attempt(0, 7, "", quiz, "", "2026.2", marks, out_of, 80, at, after_look=False, answers=())


FULL = [attempt("first", 5, 5, OPEN), attempt("second", 3, 5, OPEN), attempt("third", 4, 4, OPEN)]


def test_quizzes_handed_in_again_count_from_the_opening_of_the_window() -> None:
    (one, two) = again(COURSE, FULL, DUE)
    assert (one.marks, one.out_of, one.needed, one.passed, one.missing) == (8, 10, 8, True, ())
    assert (two.marks, two.out_of, two.passed) == (4, 4, True)
    too_early = [replace(each, at=OPEN - dt.timedelta(seconds=1)) for each in FULL]
    assert [(each.marks, [page.id for page in each.missing]) for each in again(COURSE, too_early, DUE)] == [
        (0, ["first", "second"]),
        (0, ["third"]),
    ]


def test_what_was_handed_in_up_to_the_newest_completion_does_not_count_again() -> None:
    later = replace(DUE, after=OPEN + HOUR)
    assert not any(each.marks for each in again(COURSE, FULL, later))
    assert all(each.passed for each in again(COURSE, [replace(each, at=OPEN + 2 * HOUR) for each in FULL], later))


def test_the_best_counts_and_what_is_short_is_named() -> None:
    short = [attempt("first", 5, 5, OPEN), attempt("second", 2, 5, OPEN), attempt("second", 1, 5, OPEN + HOUR), FULL[2]]
    one, two = again(COURSE, short, DUE)
    assert (one.marks, one.passed, [page.id for page in one.missing], two.passed) == (7, False, ["second"], True)
    with pytest.raises(ValueError, match="not complete"):
        again_facts(COURSE, (one, two), person=7, partnership="", at=OPEN)


def test_what_is_kept_of_quizzes_handed_in_again() -> None:
    facts = again_facts(COURSE, again(COURSE, FULL, DUE), person=7, partnership="Heronsea", at=OPEN)
    assert facts.modules == (ModuleScore("module-1", "Module 1", 8, 10), ModuleScore("module-2", "Module 2", 4, 4))
    assert (facts.kind, facts.rule, facts.learning_minutes) == ("refresher", RULE_AGAIN, 3)
    assert (facts.completed_on, facts.expires_on) == (day("2028-01-12"), day("2030-01-12"))


def test_of_the_course_as_it_is_nothing_has_changed_for_those_who_completed_this_edition() -> None:
    held = shipped()
    found = refresher(held, held.course.edition)
    assert (found.changes, found.pages, found.parts) == ((), (), ())

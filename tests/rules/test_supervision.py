"""The statements to talk about: those whose newest answer is wrong, under their golden rule."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Catalogue, GoldenRule
from course.rules.facts import Answer, Attempt
from course.rules.supervision import missed_rules
from tests.rules.small_course import NOON, catalogue, change

RULES = ("record", "be-open", "seek-advice")
MINUTE = dt.timedelta(minutes=1)


def course(*changes: object) -> Catalogue:
    """Two quizzes of four statements; the rules take turns, and their numbers do not follow the order of the file."""
    plain = catalogue(("quiz:one:4",), ("quiz:two:4", "somewhere"), changes=changes)  # type: ignore[arg-type]
    quizzes = {
        name: dataclasses.replace(
            quiz,
            statements=tuple(
                dataclasses.replace(each, rule=RULES[number % 3]) for number, each in enumerate(quiz.statements)
            ),
        )
        for name, quiz in plain.quizzes.items()
    }
    rules = {name: GoldenRule(name, 3 - number, name, "", ()) for number, name in enumerate(RULES)}
    return dataclasses.replace(plain, quizzes=quizzes, rules=rules)


def attempt(number: int, minute: int, answers: dict[str, bool], edition: str = "2026.2") -> Attempt:
    given_ = tuple(Answer(name, True, right) for name, right in answers.items())
    at = NOON + minute * MINUTE
    return Attempt(number, 1, "m", "q", "d", edition, 0, len(given_), 80, at, False, given_)


def found(held: Catalogue, *attempts: Attempt) -> dict[str, list[str]]:
    """The ids of missed statements by rule, in the order of the sheet."""
    return {each.rule.id: [line.statement.id for line in each.missed] for each in missed_rules(held, attempts)}


STATEMENTS = [f"{quiz}-{number}" for quiz in ("one", "two") for number in range(1, 5)] + ["gone-1"]
ATTEMPTS = st.lists(
    st.builds(attempt, st.integers(1, 99), st.integers(0, 9), st.dictionaries(st.sampled_from(STATEMENTS), st.booleans())),
    max_size=6,
    unique_by=lambda each: each.id,
)  # fmt: skip


@given(ATTEMPTS, st.randoms())
def test_the_order_in_which_attempts_come_changes_nothing(attempts: list[Attempt], chance: object) -> None:
    mixed = list(attempts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert found(course(), *mixed) == found(course(), *attempts)


@given(ATTEMPTS)
def test_a_statement_is_missed_once_exactly_where_its_newest_answer_is_wrong(attempts: list[Attempt]) -> None:
    newest: dict[str, tuple[dt.datetime, int, bool]] = {}
    for each in attempts:
        for answer in each.answers:
            newest[answer.statement] = max(
                newest.get(answer.statement, (each.at, 0, True)), (each.at, each.id, answer.right)
            )
    wrong = {name for name, (_, _, right) in newest.items() if not right and name != "gone-1"}
    told = [name for names in found(course(), *attempts).values() for name in names]
    assert sorted(told) == sorted(wrong)


@given(ATTEMPTS)
def test_every_statement_stands_under_its_own_rule_and_rules_in_their_order(attempts: list[Attempt]) -> None:
    groups = missed_rules(course(), attempts)
    assert [each.rule.number for each in groups] == sorted({each.rule.number for each in groups})
    for group in groups:
        assert group.missed and {line.statement.rule for line in group.missed} == {group.rule.id}


def test_a_right_answer_takes_a_statement_off_the_sheet_and_a_wrong_one_brings_it_back() -> None:
    first, better, worse = (attempt(n, n, {"one-1": right}) for n, right in ((1, False), (2, True), (3, False)))
    assert found(course(), first) == {"record": ["one-1"]}
    assert found(course(), first, better) == {}
    assert found(course(), first, better, worse) == {"record": ["one-1"]}


def test_of_two_attempts_at_one_moment_the_later_counts() -> None:
    assert found(course(), attempt(1, 0, {"one-1": True}), attempt(2, 0, {"one-1": False})) == {"record": ["one-1"]}


def test_an_answer_made_before_a_change_of_law_says_nothing() -> None:
    held = course(change("law", statements=["one-1"], edition="2026.2"))
    assert found(held, attempt(1, 0, {"one-1": False, "one-2": False}, edition="2026.1")) == {"be-open": ["one-2"]}
    assert found(held, attempt(1, 0, {"one-1": False}, edition="2026.2")) == {"record": ["one-1"]}


def test_a_typo_takes_nothing_away() -> None:
    held = course(change("typo", statements=["one-1"], edition="2026.2"))
    assert found(held, attempt(1, 0, {"one-1": False}, edition="2026.1")) == {"record": ["one-1"]}


def test_the_page_that_helps_is_named() -> None:
    (group,) = missed_rules(course(), [attempt(1, 0, {"two-1": False})])
    (line,) = group.missed
    assert line.page is not None
    assert (line.page.id, line.quiz.id) == ("somewhere", "two")


def test_somebody_who_has_handed_in_nothing_has_missed_nothing() -> None:
    assert missed_rules(course(), ()) == ()

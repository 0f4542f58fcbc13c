"""Item analysis: what the figures of a statement say, and which page repairs what was answered wrongly."""

from __future__ import annotations

from dataclasses import replace
from statistics import correlation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.catalogue.model import GoldenRule
from course.rules.items import FEW, Counted, advice, items, misconceptions, wordings_compared
from tests.rules.small_course import catalogue


def counted(pairs: list[tuple[int, int]]) -> Counted:
    """Sums over pairs of right (0, 1) and the share of the rest."""
    return Counted(
        len(pairs),
        sum(right for right, _ in pairs),
        sum(rest for _, rest in pairs),
        sum(rest * rest for _, rest in pairs),
        sum(right * rest for right, rest in pairs),
    )


def made(n: int, share: int, tells: float) -> Counted:
    """Counts with a share right and about this discrimination: who gets it right has so much more right elsewhere."""
    right = n * share // 100
    step = round(1000 * tells)
    return counted(
        [(1, 500 + step + (place % 2) * 400) for place in range(right)]
        + [(0, 500 + (place % 2) * 400) for place in range(n - right)]
    )


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1000)), min_size=FEW, max_size=FEW + 30))
@settings(deadline=None)
def test_discrimination_is_the_correlation_with_the_rest(pairs: list[tuple[int, int]]) -> None:
    rights, rests = zip(*pairs, strict=True)
    if len(set(rights)) == 1 or len(set(rests)) == 1:
        assert counted(pairs).discrimination is None
    else:
        assert counted(pairs).discrimination == pytest.approx(correlation(rights, rests))


def test_discrimination_is_not_told_from_few_answers() -> None:
    assert made(FEW - 1, 50, 0.5).discrimination is None
    assert made(FEW, 50, 0.5).discrimination is not None


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        (None, "Hidden"),
        (made(100, 90, 0.5), "keep it"),
        (made(20, 40, 0), "too few answers"),
        (made(100, 47, 0), "Many get it wrong, and those who do well elsewhere do no better"),
        (made(100, 60, 0), "Some get it wrong, and those who do well elsewhere do no better"),
        (made(100, 59, 0), "Many get it wrong"),
        (made(100, 50, -0.3), "mislead"),
        (made(100, 50, 0.3), "supervision"),
        (made(100, 75, 0.3), "point people to this page"),
    ],
)
def test_every_statement_gets_advice(figures: Counted | None, says: str) -> None:
    assert says in advice(figures)


def test_misconceptions_are_wrong_answers_by_rule_with_the_page_most_needed_first() -> None:
    course = catalogue(["lesson", "quiz:a:2", "other"], ["quiz:b:1"])
    course = replace(
        course,
        rules={"seek-advice": GoldenRule("seek-advice", 4, "Seek advice", "", ())},
        quizzes={
            name: replace(
                quiz,
                statements=tuple(
                    replace(each, taught_on=page) for each, page in zip(quiz.statements, pages, strict=True)
                ),
            )
            for (name, quiz), pages in zip(course.quizzes.items(), (("lesson", "other"), ("other",)), strict=True)
        },
    )
    counts = {
        ("a", "a-1"): Counted(10, 7, 0, 0, 0),
        ("a", "a-2"): Counted(10, 8, 0, 0, 0),
        ("b", "b-1"): Counted(5, 1, 0, 0, 0),
    }
    (found,) = misconceptions(course, items(course, counts, ()))
    assert (found.rule.id, found.answers, found.wrong, found.share) == ("seek-advice", 25, 9, 36)
    assert [(each.page.id, each.wrong) for each in found.repairs] == [("other", 6), ("lesson", 3)]
    del counts["b", "b-1"]
    (found,) = misconceptions(course, items(course, counts, ()))
    assert (found.answers, found.wrong) == (20, 5)
    assert misconceptions(course, items(course, {}, ())) == ()


def test_only_answers_to_the_present_words_are_compared() -> None:
    course = catalogue(["quiz:a:3"])
    quiz = course.quizzes["a"]
    first, second, third = quiz.statements
    earlier = replace(
        quiz, statements=(first, replace(second, text="In other words"), replace(third, answer=not third.answer))
    )
    same, reworded = wordings_compared(course, [("new", quiz), ("old", earlier), ("gone", replace(quiz, id="gone"))])
    assert same == {("new", "a-1"), ("new", "a-2"), ("new", "a-3"), ("old", "a-1")}
    assert reworded == {("a", "a-2"), ("a", "a-3")}

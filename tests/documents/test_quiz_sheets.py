"""Quizzes on paper: one order and one numbering for sheet and keys, answers in the keys alone, a part of the quizzes or all."""

import dataclasses

import pytest

from course.catalogue.model import Catalogue
from course.documents.quiz_sheets import answer_key, chosen_quizzes, page_named, quiz_sheet
from course.documents.tree import Field, Heading, Paragraph, Sheet, Statement, plain
from tests.shipped import shipped


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return shipped()


def statements(sheet: Sheet) -> list[Statement]:
    return [each for each in sheet.blocks if isinstance(each, Statement)]


def asked(sheet: Sheet) -> list[tuple[int, str]]:
    return [(each.number, each.id) for each in statements(sheet)]


def headings(sheet: Sheet) -> list[str]:
    return [plain(each.line) for each in sheet.blocks if isinstance(each, Heading)]


def four(course: Catalogue, *wanted: str) -> tuple[Sheet, Sheet, Sheet, Sheet]:
    some = wanted or None
    return (
        quiz_sheet(course, some),
        quiz_sheet(course, some, large=True),
        answer_key(course, some),
        answer_key(course, some, reasons=True),
    )


@pytest.mark.parametrize("wanted", [(), ("deciding-quiz",), ("support-quiz", "sharing-early-quiz")])
def test_all_four_hold_the_same_statements_under_the_same_numbers(wanted: tuple[str, ...], course: Catalogue) -> None:
    first, *others = four(course, *wanted)
    for other in others:
        assert asked(other) == asked(first)
        assert headings(other) == headings(first)


def test_numbers_and_order_are_those_of_the_screen(course: Catalogue) -> None:
    on_screen = [
        (number, said.id) for quiz in course.quizzes.values() for number, said in enumerate(quiz.statements, start=1)
    ]
    assert asked(quiz_sheet(course)) == on_screen
    shown = [page.quiz for module in course.modules for page in module.pages if page.quiz]
    assert [quiz.id for quiz in chosen_quizzes(course)] == shown


def test_a_part_of_the_quizzes_stands_in_the_order_of_the_modules_whatever_was_named_first(course: Catalogue) -> None:
    chosen = chosen_quizzes(course, ("support-quiz", "sharing-early-quiz", "support-quiz"))
    assert [quiz.id for quiz in chosen] == ["sharing-early-quiz", "support-quiz"]
    assert chosen_quizzes(course, ()) == ()


def test_a_quiz_that_the_course_does_not_have_is_refused(course: Catalogue) -> None:
    with pytest.raises(KeyError, match="no-such-quiz"):
        quiz_sheet(course, ("no-such-quiz",))


@pytest.mark.parametrize("large", [False, True])
def test_a_blank_sheet_knows_no_answer(large: bool, course: Catalogue) -> None:
    sheet = quiz_sheet(course, large=large)
    assert (sheet.audience, sheet.large) == ("learners", large)
    blank = [(each.answer, each.because, each.since_2016, each.rule, each.page) for each in statements(sheet)]
    assert set(blank) == {(None, "", "", "", "")}


def test_a_blank_sheet_has_the_labels_and_the_opening_words_of_each_quiz(course: Catalogue) -> None:
    sheet = quiz_sheet(course)
    said = [plain(each.line) for each in sheet.blocks if isinstance(each, Paragraph)]
    for quiz in course.quizzes.values():
        assert quiz.intro in said
        ids = {each.id for each in quiz.statements}
        assert {each.labels for each in statements(sheet) if each.id in ids} == {quiz.labels}
    assert {quiz.kind for quiz in course.quizzes.values()} == {"true-false", "choose-all"}


def test_a_blank_sheet_asks_for_a_name_once_and_says_that_it_may_stay_empty(course: Catalogue) -> None:
    fields = [each for each in quiz_sheet(course).blocks if isinstance(each, Field)]
    assert [field.label for field in fields] == ["Name"]
    assert "leave this empty" in fields[0].hint


@pytest.mark.parametrize("reasons", [False, True])
def test_a_key_gives_every_answer_in_the_words_of_its_quiz(reasons: bool, course: Catalogue) -> None:
    sheet = answer_key(course, reasons=reasons)
    assert sheet.audience == "trainer"
    right = {
        said.id: quiz.labels[0 if said.answer else 1] for quiz in course.quizzes.values() for said in quiz.statements
    }
    assert {each.id: each.said for each in statements(sheet)} == right
    assert {each.said for each in statements(sheet)} == {"True", "False", "Yes", "No"}


def test_the_short_key_gives_no_reasons(course: Catalogue) -> None:
    assert not any(each.because or each.since_2016 or each.rule or each.page for each in statements(answer_key(course)))


def test_the_long_key_gives_reason_rule_page_and_what_differs_from_2016(course: Catalogue) -> None:
    made = {each.id: each for each in statements(answer_key(course, reasons=True))}
    for quiz in course.quizzes.values():
        for said in quiz.statements:
            shown = made[said.id]
            assert (shown.because, shown.since_2016) == (said.because, said.since_2016 or "")
            assert (shown.rule, shown.rule_name) == (said.rule, course.rules[said.rule].name)
            page = course.page(said.taught_on)
            assert page is not None and shown.page.endswith(f"page {page.number}: {page.title}")
    assert any(each.since_2016 for each in made.values())


def test_a_page_is_named_by_module_number_and_title(course: Catalogue) -> None:
    assert page_named(course, course.page("be-open")) == "Module 2, page 3: Be open"
    assert page_named(course, None) == ""
    lost = dataclasses.replace(course.modules[0].pages[0], module="gone")
    assert page_named(course, lost) == ""

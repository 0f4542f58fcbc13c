"""Typed in from paper: quiz sheets become hand-ins of the person, whose result the trainer is not shown; forms become sums."""

from __future__ import annotations

import dataclasses

import pytest

from course.catalogue.model import Catalogue
from course.documents.evaluation_forms import TITLES
from tests.web.administering import at as at_link
from tests.web.administering import links_of_summary
from tests.web.leading import cells
from tests.web.learning import do_all
from tests.web.looking_after import enter_as
from tests.web.reader import Page
from tests.web.training import DAY, ENDS, Room, at
from tests.web.typing_in import attempts_of, first, grid, ticked
from tests.web.typing_in import number as number
from tests.web.typing_in import room as room


def test_a_sheet_becomes_a_hand_in_of_the_person(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    grid(room, number, "Ada Quill", quiz)
    done = room.trainer.press("paper", **ticked(quiz, wrong=1, blank=1))
    assert done.status == 303
    (kept,) = attempts_of(room, "Ada Quill")
    out_of = len(quiz.statements)
    assert (kept.quiz, kept.digest, kept.marks, kept.out_of) == (quiz.id, quiz.digest, out_of - 2, out_of)
    assert (len(kept.answers), kept.at, kept.pass_mark, kept.after_look) == (out_of - 1, ENDS, 80, False)
    line = ("paper answers typed in", f"person {room.people['Ada Quill']}", f"session {number}")
    assert room.audit()[-1] == line


def test_the_last_missing_quiz_completes_the_course_as_on_the_screen(
    room: Room, number: int, course: Catalogue
) -> None:
    quiz, ann = first(course), room.people["Ann Fern"]
    do_all(room.app, ann, course, but=(quiz.id,))
    grid(room, number, "Ann Fern", quiz)
    room.trainer.press("paper", **ticked(quiz))
    (made,) = room.completions("Ann Fern")
    assert (made.kind, made.completed_on) == ("online", DAY)
    assert "Your certificate" in enter_as(room.app, "ann.fern@roles.example").open("/").words
    assert "Your certificate" not in room.trainer.open("/").words


def test_after_one_quiz_comes_the_next_of_the_same_person(room: Room, number: int, course: Catalogue) -> None:
    quizzes, line = list(course.quizzes.values()), room.register(number)["Ada Quill"].id
    for place, quiz in enumerate(quizzes):
        grid(room, number, "Ada Quill", quiz)
        done = room.trainer.press("paper", **ticked(quiz))
        after = f"/{line}/{quizzes[place + 1].id}" if place + 1 < len(quizzes) else f"?at={line}#line-{line}"
        assert done.place == f"/sessions/{number}/paper{after}"
    page = room.trainer.open(f"/sessions/{number}/paper")
    count = len(quizzes)
    assert cells(page) == [
        ["Ada Quill", f"{count} of {count}", "All typed in"],
        ["Ann Fern", f"0 of {count}", cells(page)[1][2]],
    ]
    assert f"{count} so far" not in page.words and room.completions("Ada Quill") == ()


def test_the_trainer_is_never_shown_what_was_right(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    blank = grid(room, number, "Ada Quill", quiz)
    room.trainer.press("paper", **ticked(quiz, wrong=2))
    again = grid(room, number, "Ada Quill", quiz)
    assert "Typed in already" in again.words and not again.has_form("paper")
    overview = room.trainer.open(f"/sessions/{number}/paper")
    (kept,) = attempts_of(room, "Ada Quill")
    for page in (blank, again, overview, room.trainer.open(f"/sessions/{number}")):
        assert f"{kept.marks} of {kept.out_of}" not in page.words and quiz.statements[0].because not in page.text
    assert room.trainer.open(f"/attempts/{kept.id}").status == 404


def test_the_person_sees_the_result_like_any_other(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    grid(room, number, "Ann Fern", quiz)
    room.trainer.press("paper", **ticked(quiz, wrong=1))
    ann = enter_as(room.app, "ann.fern@roles.example")
    (kept,) = attempts_of(room, "Ann Fern")
    page = course.page(quiz.id)
    assert page is not None
    progress = ann.open("/my/progress").words
    assert page.title in progress and f"Hand in: {page.title}" not in progress
    result = ann.open(f"/attempts/{kept.id}")
    assert result.status == 200 and quiz.statements[0].because.split(".")[0] in result.text


def test_typed_in_twice_is_once(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    page = grid(room, number, "Ada Quill", quiz)
    for wrong in (0, 2):
        assert room.trainer.press("paper", page, **ticked(quiz, wrong=wrong)).status == 303
    (kept,) = attempts_of(room, "Ada Quill")
    assert kept.marks == kept.out_of


def test_a_row_without_a_tick_is_asked_about_and_the_others_stay(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    grid(room, number, "Ada Quill", quiz)
    missing = quiz.statements[1].id
    page = room.trainer.press("paper", **ticked(quiz) | {missing: None})  # type: ignore[arg-type]
    assert page.status == 422 and page.errors() == ["Say what is ticked beside statement 2"]
    assert at_link(page, links_of_summary(page)[0]) == missing
    assert page.tree is not None
    assert len(page.tree.xpath("//input[@type='radio' and @checked]")) == len(quiz.statements) - 1
    assert attempts_of(room, "Ada Quill") == ()


def test_an_empty_sheet_is_not_kept(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    grid(room, number, "Ada Quill", quiz)
    page = room.trainer.press("paper", **{each.id: "blank" for each in quiz.statements})
    assert page.status == 422 and "Nothing is ticked" in page.errors()[0] and attempts_of(room, "Ada Quill") == ()


def test_words_that_changed_meanwhile_are_compared_first(room: Room, number: int, course: Catalogue) -> None:
    quiz = first(course)
    grid(room, number, "Ada Quill", quiz)
    page = room.trainer.press("paper", digest="f" * 64, **ticked(quiz))
    assert page.status == 422 and "were changed since" in page.errors()[0] and attempts_of(room, "Ada Quill") == ()
    assert room.trainer.press("paper").status == 303


def test_another_edition_than_planned_is_said(room: Room, course: Catalogue) -> None:
    made = room.plan(edition="2020.1")
    room.arrive(made, "Ada Quill")
    at("12:20")
    room.trainer_again()
    assert "planned with edition 2020.1" in grid(room, made, "Ada Quill", first(course)).words


def test_only_quizzes_of_the_pack_and_people_who_were_there(room: Room, number: int, course: Catalogue) -> None:
    quizzes = list(course.quizzes.values())
    part = room.plan(whole=False, pack=f"module-{course.modules[0].id}", planned_minutes=60)
    line = room.arrive(part, "Ada Quill")
    own = {quiz for page in course.modules[0].pages if (quiz := page.quiz)}
    opened = {
        quiz.id for quiz in quizzes if room.trainer.open(f"/sessions/{part}/paper/{line}/{quiz.id}").status == 200
    }
    assert opened == own and own < set(course.quizzes)
    elsewhere = room.register(number)["Ann Fern"].id
    assert room.trainer.open(f"/sessions/{part}/paper/{elsewhere}/{quizzes[0].id}").status == 404
    room.trainer.open(f"/sessions/{number}/arrivals/{elsewhere}")
    room.trainer.press("times", was="not-seen")
    assert room.trainer.open(f"/sessions/{number}/paper/{elsewhere}/{quizzes[0].id}").status == 404


@pytest.mark.parametrize("path", ["paper", "evaluation"])
def test_before_it_has_begun_and_once_called_off_there_is_no_paper(path: str, room: Room) -> None:
    at("09:00", DAY.replace(day=20))
    room.trainer_again()
    coming, off = room.plan(key="a"), room.plan(key="b")
    room.trainer.open(f"/sessions/{off}/cancel")
    room.trainer.press("cancel-session", reason="Snow")
    at("12:20")
    room.trainer_again()
    assert room.trainer.open(f"/sessions/{off}/{path}").status == 404
    assert room.trainer.open(f"/sessions/{coming}/{path}").status == 200
    at("09:00", DAY.replace(day=20))
    room.trainer_again()
    assert room.trainer.open(f"/sessions/{coming}/{path}").status == 404


# Evaluation.


def fill(page: Page, value: str, number: int) -> dict[str, str]:
    """So many put this value beside every statement that is rated."""
    assert page.tree is not None
    named = [str(name) for name in page.tree.xpath("//form[@data-form='evaluation']//input/@name")]
    return {name: str(number) for name in named if name.rpartition("-")[2] == value and name != "forms-0"}


@pytest.mark.parametrize("moment", ["before", "after", "later"])
def test_sums_are_kept_and_stand_in_their_form_again(moment: str, room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/evaluation?moment={moment}")
    typed = fill(page, "1", 7) | {"forms-0": "9"}
    assert len(typed) >= 7
    done = room.trainer.follow(room.trainer.press("evaluation", **typed))
    assert "The sums are kept" in done.words
    assert {name: done.value("evaluation", name) for name in typed} == typed
    others = [each for each in ("before", "after", "later") if each != moment]
    for each in others:
        assert room.trainer.open(f"/sessions/{number}/evaluation?moment={each}").value("evaluation", "forms-0") == ""
    assert room.audit()[-1] == ("evaluation totals kept", f"session {number}", moment)
    room.trainer.open(f"/sessions/{number}/close")
    closed = room.trainer.follow(room.trainer.press("close"))
    assert f"Add up the evaluation forms . {TITLES[moment]}: {typed['forms-0']}." in closed.words.replace(
        "forms.", "forms ."
    )


def test_typed_again_they_replace_what_was_kept(room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/evaluation")
    room.trainer.press("evaluation", **fill(page, "1", 7) | {"forms-0": "9"})
    cleared = dict.fromkeys(fill(page, "1", 7), "")
    room.trainer.press("evaluation", page, **cleared | fill(page, "2", 3) | {"forms-0": "3"})
    again = room.trainer.open(f"/sessions/{number}/evaluation")
    assert all(again.value("evaluation", name) == "" for name in cleared)
    assert all(again.value("evaluation", name) == "3" for name in fill(page, "2", 3))


@pytest.mark.parametrize("typed", ["-1", "x", "501", "1.5", "１"])
def test_what_is_no_number_is_said_and_the_rest_stays(typed: str, room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/evaluation")
    name = next(iter(fill(page, "1", 0)))
    refused = room.trainer.press("evaluation", **{"forms-0": "9", name: typed})
    assert refused.status == 422 and refused.errors()[0].endswith(": enter a whole number from 0 to 500")
    assert refused.errors()[0].partition(":")[0] in refused.words.partition("forms came back")[2]
    assert at_link(refused, links_of_summary(refused)[0]) == name
    assert refused.value("evaluation", "forms-0") == "9" and room.rows("room_evaluation") == 0


def test_more_ticks_than_forms_cannot_be(room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/evaluation")
    one, two = next(iter(fill(page, "1", 0))), next(iter(fill(page, "2", 0)))
    refused = room.trainer.press("evaluation", **{"forms-0": "9", one: "5", two: "5"})
    assert refused.status == 422 and "more than the forms that came back" in refused.errors()[0]
    missing = room.trainer.press("evaluation", page, **{"forms-0": "", one: "5"})
    assert missing.status == 422 and missing.errors() == ["Enter how many forms came back"]


def test_a_form_that_is_none_is_not_there(room: Room, number: int) -> None:
    assert room.trainer.open(f"/sessions/{number}/evaluation?moment=during").status == 404
    assert room.trainer.post(f"/sessions/{number}/evaluation", moment="during").status == 404


def test_the_quizzes_are_those_of_the_plan(room: Room, number: int, course: Catalogue) -> None:
    assert {each.quiz for each in attempts_of(room, "Ada Quill")} == set()
    assert (
        dataclasses.is_dataclass(course)
        and f"0 of {len(course.quizzes)}" in room.trainer.open(f"/sessions/{number}/paper").words
    )

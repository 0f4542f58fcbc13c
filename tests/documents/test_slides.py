"""Slides as values: what the room sees and in which order, what only the trainer sees, and never too many of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from course.catalogue.model import Plan, Step
from course.documents.packs import Wish
from course.documents.slide_boxes import PLACES
from course.documents.slide_fitting import sizes
from course.documents.slide_notes_page import note_lines
from course.documents.slide_values import KINDS, Slide
from course.documents.slides import AIMS, MOST, MOST_OF_A_PART, SAFETY, SUPPORT, slides
from course.documents.tree import Box, Statement
from course.rules import plans
from tests.documents.slide_words import course, deck, faces, notes

DAY = dt.date(2027, 3, 4)
NAMES = plans.plan_names(course())
LONG_DETAIL = "Children’s front door, 01632 960 111, on weekdays from 8 to 6, " * 12


def slides_with(name: str, local: Mapping[str, str], **more: str) -> tuple[Slide, ...]:
    plan = plans.plan(course(), name)
    assert plan is not None
    return slides(course(), plan, Wish(DAY, local=local, **more))


def of_kind(name: str, *kinds: str) -> list[Slide]:
    return [slide for slide in deck(name) if slide.kind in kinds]


def titled(name: str, title: str) -> Slide:
    return next(slide for slide in deck(name) if slide.title == title)


def said(slide: Slide) -> str:
    return notes([slide])


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_has_at_most_35_slides_and_the_longest_is_that_of_three_hours(name: str) -> None:
    assert len(deck(name)) <= (MOST if name == "three-hours" else MOST_OF_A_PART)
    assert len(deck(name)) <= len(deck("three-hours")) <= 35


@pytest.mark.parametrize("name", NAMES)
def test_every_pack_begins_with_title_safety_and_aims_and_ends_with_support(name: str) -> None:
    made = deck(name)
    assert [slide.title for slide in made[:3]] == [course().course.title, SAFETY, AIMS]
    assert (made[0].kind, made[-1].kind, made[-1].title) == ("title", "support", SUPPORT)
    plan = plans.plan(course(), name)
    assert plan is not None and made[0].lead == plan.title
    assert [point.text for point in made[2].points] == list(plan.aims)


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_has_a_title_of_its_own_a_known_kind_notes_and_fits(name: str) -> None:
    for slide in deck(name):
        assert slide.title and slide.kind in KINDS and list(note_lines(slide.notes))
        assert sizes(slide).title >= 24
        assert not slide.points or sizes(slide).body >= 18
        assert not slide.points or "body" in PLACES[slide.kind]
    titles = [slide.title for slide in deck(name) if slide.kind not in ("choices", "points")]
    assert len(set(titles)) == len(titles)


def test_the_day_of_three_hours_runs_in_the_order_of_its_plan() -> None:
    kinds = [(slide.kind, slide.module) for slide in deck("three-hours")]
    assert [module for _, module in kinds if module] == [1] * 6 + [2] * 9 + [3] * 5 + [5] * 4 + [4] * 4 + [5] * 2
    assert kinds.index(("pause", 0)) == kinds.index(("points", 3)) - 1
    titles = [slide.title for slide in deck("three-hours")]
    quiz, jigsaw, harm, whom = (
        titles.index(course().quizzes["sharing-early-quiz"].title),
        titles.index("Three kinds of information"),
        titles.index("When you are worried about harm"),
        titles.index(course().quizzes["whom-to-talk-to-quiz"].title),
    )
    assert quiz < jigsaw < harm < whom


def test_every_page_of_the_plan_has_one_slide_with_its_key_points() -> None:
    plan = course().plans["three-hours"]
    pages = [page for step in plan.steps for name in step.pages if (page := course().page(name)) and not page.quiz]
    for page in pages:
        slide = titled("three-hours", page.title)
        assert [point.text for point in slide.points if not point.head] == list(page.key_points)
    assert len(pages) == 16


def test_the_seven_rules_bear_their_signs_and_say_themselves_in_short() -> None:
    for name in ("three-hours", "sixty-minutes", "module-golden-rules"):
        rules = of_kind(name, "rule")
        assert [slide.rule for slide in rules] == list(course().rules)
        assert [slide.points[0].text for slide in rules] == [rule.gist for rule in course().rules.values()]
        assert [slide.kicker for slide in rules] == [f"Golden rule {number} of 7" for number in range(1, 8)]


def test_the_first_quizzes_are_on_slides_and_the_others_on_paper_with_their_answers_in_the_notes() -> None:
    shown = {slide.title.removesuffix(" (continued)") for slide in of_kind("three-hours", "statements")}
    first = ["sharing-early-quiz", "whom-to-talk-to-quiz", "golden-rules-quiz"]
    assert shown == {course().quizzes[name].title for name in first}
    for name in ("deciding-quiz", "support-quiz", "cases-quiz"):
        quiz = course().quizzes[name]
        slide = titled("three-hours", quiz.title)
        assert slide.kind == "points" and slide.points[0].text.startswith(f"{len(quiz.statements)} statements")
        known = [each for each in slide.notes if isinstance(each, Statement)]
        assert [each.id for each in known] == [each.id for each in quiz.statements]
        assert all(each.because for each in known)


@pytest.mark.parametrize("name", ["sixty-minutes", "module-golden-rules", "module-deciding", "module-organisations"])
def test_where_there_is_room_every_statement_has_a_slide_with_its_two_answers(name: str) -> None:
    single = of_kind(name, "statement")
    plan = plans.plan(course(), name)
    assert plan is not None
    asked = [each.text for step in plan.steps for quiz in step.quizzes for each in course().quizzes[quiz].statements]
    assert [slide.title for slide in single] == asked
    assert all(slide.labels in {("True", "False"), ("Yes", "No")} for slide in single)
    assert not of_kind(name, "statements")


def test_statements_keep_their_numbers_over_several_slides() -> None:
    quiz = course().quizzes["golden-rules-quiz"]
    several = [slide for slide in of_kind("three-hours", "statements") if slide.title.startswith(quiz.title)]
    assert len(several) == 2
    numbered = {slide.first + place: point.text for slide in several for place, point in enumerate(slide.points)}
    assert numbered == {number: each.text for number, each in enumerate(quiz.statements, 1)}
    for slide in several:
        known = [each.number for each in slide.notes if isinstance(each, Statement)]
        assert known == list(range(slide.first, slide.first + len(slide.points)))


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_no_reason_and_no_grade_stands_on_a_slide(name: str) -> None:
    seen = faces(deck(name))
    used = {each for slide in deck(name) for each in slide.notes if isinstance(each, Statement)}
    assert [each.id for each in used if each.because in seen] == []
    assert not any(word in seen for word in ("Best.", "Unsafe.", "Partly right."))
    assert all(each.answer is not None for each in used)


def test_a_case_shows_its_note_its_beginning_and_each_decision_with_the_letters_of_the_cards() -> None:
    story, *decisions = of_kind("three-hours", "story", "choices")
    case = course().cases["farah-thursday"]
    assert (story.title, story.lead) == (case.title, case.content_note)
    assert story.points[0].text.startswith("You are a learning mentor")
    assert "They’ll split us up" in said(story) and "They’ll split us up" not in story.face
    assert [slide.kicker for slide in decisions] == [f"Case 2 · decision {number} of 3" for number in (1, 2, 3)]
    chosen = next(each for each in case.decisions if each.id == "consent")
    assert {point.text for point in decisions[0].points} == {option.text for option in chosen.options}
    letter = "abc"[[point.text for point in decisions[0].points].index(chosen.options[1].text)]
    assert f"{letter}: Best. She cries." in said(decisions[0])


def test_the_good_way_through_stands_under_the_last_decision_alone() -> None:
    *earlier, last = of_kind("three-hours", "choices")
    assert "One good way through" in said(last)
    assert not any("One good way through" in said(slide) for slide in earlier)


def test_what_happens_next_is_read_out_after_the_decision_that_is_played_before_it() -> None:
    case = next(each for each in course().cases.values() if any(decision.reveals for decision in each.decisions))
    number = next(place for place, each in enumerate(case.decisions) if each.reveals)
    slide = of_kind(f"case-{case.id}", "choices")[number]
    assert "Read out what happens next" in said(slide)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("case-")])
def test_a_pack_of_one_case_ends_with_the_questions_for_the_team(name: str) -> None:
    case = course().cases[name.removeprefix("case-")]
    assert len(of_kind(name, "choices")) == len(case.decisions)
    assert [point.text for point in titled(name, "For your team").points] == list(case.team_questions)


def test_the_flowchart_is_drawn_and_its_list_stands_in_the_notes() -> None:
    (slide,) = of_kind("three-hours", "chart")
    assert slide.chart == course().flowchart and slide.law == course().flowchart.law_as_at
    assert "Yes, freely given, and consent is the right footing: go to question 6" in said(slide)
    assert "go to the end: Decided and recorded" in said(slide)


def test_legal_slides_say_when_the_law_was_checked() -> None:
    for slide in deck("module-deciding"):
        page = next((page for page in course().modules[2].pages if page.title == slide.title), None)
        if page and page.kind != "quiz":
            assert (slide.law is not None) == ('class="law"' in page.before + page.after)
    assert all(
        slide.law for slide in deck("three-hours") if slide.kind in ("statement", "statements", "story", "chart")
    )


def test_a_step_says_at_its_first_slide_what_to_do_and_what_to_cut_and_at_every_one_its_time() -> None:
    plan = course().plans["three-hours"]
    whole = notes(deck("three-hours"))
    for step in plan.steps:
        assert whole.count(f"· {step.title} ({step.minutes} minutes)") >= 1
        assert step.cut in whole
    rules = of_kind("three-hours", "rule")
    assert all("0:55 to 1:25 · Module 2" in said(slide) for slide in rules)
    assert ["What to do" in said(slide) for slide in rules] == [True] + [False] * 6
    assert all("Common wrong answers" in said(slide) or "listen" in said(slide) for slide in rules)


def test_the_notes_of_a_page_hold_its_prose_but_not_its_key_points_again() -> None:
    slide = titled("three-hours", "Be open")
    assert "people cope far better with news they have been told" in said(slide)
    assert "The law (checked 22 November 2026)" in said(slide)
    assert slide.points[1].text not in said(slide)
    assert not any(isinstance(each, Box) and each.kind == "key-points" for each in slide.notes)


def test_a_step_that_shows_nothing_is_a_pause_with_its_minutes() -> None:
    (slide,) = of_kind("three-hours", "pause")
    assert (slide.title, slide.points[0].text) == ("Break", "15 minutes")
    assert "One trainer stays in the room" in said(slide)


def test_what_the_first_and_the_last_step_say_stands_under_safety_and_support() -> None:
    made = deck("three-hours")
    assert "Be at the door" in said(made[1]) and "Keeping people safe" in said(made[1])
    assert "Go to the wall of worries" in said(made[-1])


def test_local_contacts_stand_on_the_last_slide_and_empty_ones_say_so() -> None:
    made = slides_with(
        "twenty-minutes", {"front-door": "Front door\n01632 960 111", "support-line": "Ring 01632 960 222"}
    )
    found = {point.label: point.text for point in made[-1].points}
    assert found["Front door"] == "Front door\n01632\N{NO-BREAK SPACE}960\N{NO-BREAK SPACE}111"
    assert found["Safeguarding lead"] == "not yet filled in"
    assert "01632 960 222" in found["Support for staff"].replace("\N{NO-BREAK SPACE}", " ")


def test_a_long_contact_is_cut_on_the_slide_and_whole_in_the_notes() -> None:
    made = slides_with("twenty-minutes", {"front-door": LONG_DETAIL})
    short = next(point.text for slide in made for point in slide.points if point.label == "Front door")
    assert len(short) <= 111 and short.endswith("…")
    assert " ".join(said(made[-1]).split()).count("on weekdays from 8 to 6,") >= 12


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Front door\n01632 960111\nweekdays", "Front door\n01632 960111\nweekdays"),
        (f"Front door\n{'Long Street ' * 10}\n01632 960111 by day", "Front door\n01632 960111 by day…"),
        (f"{'Front door ' * 12}\nLong Street\n01632 960111", f"{('Front door ' * 8).strip()} Front\n01632 960111…"),
        ("One\nTwo\nThree\nFour", "One\nTwo…"),
        ("W" * 300, f"{'W' * 110}…"),
        (f"01632 960111 {'W' * 300}", "01632 960111…"),
    ],
)
def test_of_a_long_contact_the_first_line_and_a_number_to_ring_stand_on_the_slide(text: str, short: str) -> None:
    made = slides_with("twenty-minutes", {"front-door": text})
    found = next(point.text for point in made[-1].points if point.label == "Front door")
    assert found.replace("\N{NO-BREAK SPACE}", " ") == short


def test_long_contacts_take_a_second_slide_and_the_number_of_slides_is_kept() -> None:
    full = dict.fromkeys(course().slots, LONG_DETAIL)
    made = slides_with("three-hours", full)
    assert sum(slide.kind == "support" for slide in made) == 2
    assert len(made) <= 35
    paper = course().quizzes["golden-rules-quiz"].title
    assert [slide.kind for slide in made if slide.title == paper] == ["points"]


def test_the_organisation_stands_on_the_title_or_else_the_partnership() -> None:
    local = {"partnership-name": "Downs Safeguarding Partnership"}
    assert slides_with("twenty-minutes", local)[0].kicker == "Downs Safeguarding Partnership"
    assert slides_with("twenty-minutes", local, organisation="Hill School")[0].kicker == "Hill School"
    assert slides_with("twenty-minutes", {})[0].kicker == ""


def test_only_the_whole_course_asks_for_one_action_after_what_is_owed() -> None:
    made = [slide.title for slide in deck("three-hours")]
    assert made.index("One thing to put right") > made.index("Seven things your organisation owes you")
    assert "One thing to put right" not in [slide.title for slide in deck("module-organisations")]


def test_a_plan_with_nothing_but_talk_has_a_slide_for_each_part() -> None:
    talk = Step("Talk", 5, "<p>Talk.</p>", (), (), None, (), (), "")
    plan = Plan("talk", "Talk", "Talk only.", 15, 2, 6, False, ("To talk.",), ("Chairs.",), (talk,) * 3)
    made = slides(course(), plan, Wish(DAY))
    assert [slide.kind for slide in made] == ["title", "points", "points", "pause", "support"]
    one = slides(course(), replace(plan, steps=(talk,), minutes=5), Wish(DAY))
    assert [slide.kind for slide in one] == ["title", "points", "points", "support"]


def test_a_plan_with_too_much_in_it_gives_no_quiz_more_than_one_slide() -> None:
    plan = course().plans["three-hours"]
    everything = tuple(page.id for module in course().modules for page in module.pages if not page.case)
    full = replace(plan, steps=(replace(plan.steps[2], pages=everything, quizzes=()),))
    made = slides(course(), full, Wish(DAY))
    assert len(made) > 35
    shown = [slide.title for slide in made if slide.title in {quiz.title for quiz in course().quizzes.values()}]
    assert len(shown) == len(set(shown)) == 6
    assert not [slide for slide in made if slide.kind == "statement" or slide.title.endswith("(continued)")]

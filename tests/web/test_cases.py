"""Working through a case: what stands on each screen, what a choice leads to, and that nobody is locked out."""

from __future__ import annotations

import re

import pytest

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from tests.shipped import shipped
from tests.web.playing import (
    GRADES,
    best,
    choose,
    finish,
    go_on,
    newest,
    options_on,
    play_through,
    press_choose,
    squeezed,
    words,
    worst,
)
from tests.web.reader import Page, Reader

CASES = tuple(shipped().cases)
BEGIN = "/cases/third-floor"
START = "/cases/third-floor/whole/start"
CODE = re.compile(r"\b(?:D[1-9][0-9]?[a-d]?|KQ ?[1-7]|GR ?[1-7])\b")


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


def test_all_cases_are_listed_in_their_order_with_level_setting_and_minutes(reader: Reader, course: Catalogue) -> None:
    page = reader.open("/cases/")
    assert page.tree is not None
    rows = [squeezed(each.text_content()) for each in page.tree.xpath("//li[@class='page-list__item']")]
    assert rows == [
        f"{case.title} {case.setting} · {case.level} · {case.minutes} min" for case in course.cases.values()
    ]
    assert [*page.tree.xpath("//li[@class='page-list__item']/a/@href")] == [f"/cases/{name}" for name in course.cases]


def test_the_note_and_the_support_stand_before_the_story_and_the_two_lengths(reader: Reader, course: Catalogue) -> None:
    case, page = course.cases["third-floor"], reader.open(BEGIN)
    assert page.tree is not None
    places = [
        page.text.index(part) for part in ('role="note"', 'data-slot="support-line"', 'data-slot="safeguarding-l')
    ]
    places += [page.text.index("What happens"), page.text.index("/whole/start"), page.text.index("/foundation/start")]
    assert places == sorted(places)
    assert case.content_note in page.words and words(case.scenario) in page.words and case.your_role in page.words
    assert "All 8 decisions, about 9 minutes" in page.words and "The main 4 decisions, about 5 minutes" in page.words


def test_a_decision_shows_its_choices_and_nothing_of_what_follows(reader: Reader, course: Catalogue) -> None:
    case, page = course.cases["third-floor"], reader.open(START)
    decision = case.decisions[0]
    assert page.h1 == squeezed(decision.ask)
    assert sorted(options_on(page)) == sorted(squeezed(option.text) for option in decision.options)
    assert "decision 1 of 8" in page.text
    for option in decision.options:
        assert words(option.consequence) not in page.words
    for word in GRADES.values():
        assert word not in page.words
    assert "Go on" not in page.words


@pytest.mark.parametrize("grade", GRADES)
def test_what_follows_stands_beneath_the_choice_with_word_rule_and_question(
    grade: str, reader: Reader, course: Catalogue
) -> None:
    case = course.cases["third-floor"]
    decision = next(each for each in case.decisions if grade in {option.grade for option in each.options})
    reader.open(START)
    for each in case.decisions[: case.decisions.index(decision)]:
        choose(reader, best(each))
        go_on(reader)
    option = next(option for option in decision.options if option.grade == grade)
    page = choose(reader, option)
    told = newest(page)
    question = next(each for each in course.flowchart.questions if each.id == decision.question)
    assert told.startswith(f"You chose {squeezed(option.text)} {GRADES[grade]} {words(option.consequence)}")
    assert all(course.rules[rule].name in told for rule in decision.rules)
    assert told.endswith(f"Key question: {question.title}")
    assert page.h1 == squeezed(decision.ask)
    others = [squeezed(each.text) for each in decision.options if each is not option]
    assert all(other in page.words for other in others)


def test_after_a_bad_choice_one_may_choose_again_or_go_on(reader: Reader, course: Catalogue) -> None:
    case = course.cases["third-floor"]
    decision = next(each for each in case.decisions if len(each.options) > 2)
    reader.open(START)
    for each in case.decisions[: case.decisions.index(decision)]:
        choose(reader, best(each))
        go_on(reader)
    bad = [option for option in decision.options if option.grade != "best"]
    page = choose(reader, bad[0])
    assert "Choose again" in page.words and "Go on" in page.words
    assert len(options_on(page)) == len(decision.options) - 1
    page = choose(reader, bad[1])
    assert words(bad[0].consequence) in page.words and words(bad[1].consequence) in page.words
    page = choose(reader, best(decision))
    assert not page.has_form("choose")
    after = case.decisions[case.decisions.index(decision) + 1]
    assert go_on(reader).h1 == squeezed(after.ask)


def test_going_on_after_a_bad_choice_leads_to_the_next_decision(reader: Reader, course: Catalogue) -> None:
    case = course.cases["third-floor"]
    reader.open(START)
    choose(reader, worst(case.decisions[0]))
    assert go_on(reader).h1 == squeezed(case.decisions[1].ask)


@pytest.mark.parametrize("choice", [{}, {"choice": ""}, {"choice": "z"}, {"choice": "ab"}, {"choice": "é"}])
def test_without_a_choice_the_page_says_so_and_keeps_what_was_chosen(choice: dict[str, str], reader: Reader) -> None:
    first = reader.open(START)
    page = press_choose(reader, **choice)
    assert (page.status, page.errors(), page.h1) == (422, ["Choose what you would do"], first.h1)
    assert options_on(page) == options_on(first)


def test_a_choice_that_was_made_already_is_none(reader: Reader, course: Catalogue) -> None:
    reader.open("/cases/packed-lunch/whole/start")
    page = choose(reader, worst(course.cases["packed-lunch"].decisions[0]))
    letter = page.path.partition("#")[0][-1]
    assert press_choose(reader, choice=letter).status == 422
    assert reader.open(f"{START}?choice=a").status == 200  # not asked: a link with something added to it


def test_where_one_option_is_left_it_is_offered_without_a_list(reader: Reader, course: Catalogue) -> None:
    decision = course.cases["third-floor"].decisions[0]
    reader.open(START)
    page = choose(reader, worst(decision))
    place = page.path.partition("#")[0]
    assert "Choose the other" in page.words and "Go on" in page.words and 'type="radio"' not in page.text
    assert reader.open(f"{place}?asked=1&choice=z").place == place
    reader.open(place)
    assert "Best" in newest(choose(reader, best(decision)))


def test_another_good_answer_can_be_read_as_well_and_stands_at_the_end(reader: Reader, course: Catalogue) -> None:
    case = course.cases["full-record"]
    decision = next(each for each in case.decisions if each.id == "share")
    first, second = (option for option in decision.options if option.grade == "best")
    reader.open("/cases/full-record/whole/start")
    for each in case.decisions[: case.decisions.index(decision)]:
        choose(reader, best(each))
        go_on(reader)
    page = choose(reader, first)
    assert "A good answer too" in page.words and words(second.consequence) in page.words
    go_on(reader)
    choose(reader, best(case.decisions[-1]))
    assert f"The same, and also:{squeezed(second.text)}" in finish(reader).words


def test_after_the_best_choice_no_other_is_taken(reader: Reader, course: Catalogue) -> None:
    reader.open(START)
    page = choose(reader, best(course.cases["third-floor"].decisions[0]))
    place = page.path.partition("#")[0]
    assert reader.open(f"{place}?asked=1&choice=a").place == place


def test_new_facts_come_after_the_decision_was_left_and_stay_in_the_story(reader: Reader, course: Catalogue) -> None:
    case = course.cases["third-floor"]
    reader.open(START)
    for number, decision in enumerate(case.decisions[:-1]):
        page = choose(reader, best(decision))
        assert not decision.reveals or words(decision.reveals) not in page.words
        page = go_on(reader)
        told = [each.reveals for each in case.decisions[: number + 1] if each.reveals]
        assert [words(fact) in page.words for fact in told] == [True] * len(told)
        assert ("Then this happens" in page.words) is bool(decision.reveals)


def test_the_line_of_the_way_leads_back_and_says_what_was_chosen(reader: Reader, course: Catalogue) -> None:
    case = course.cases["third-floor"]
    reader.open(START)
    page = choose(reader, worst(case.decisions[0]))
    here = page.path.partition("#")[0]
    page = go_on(reader)
    assert page.tree is not None
    stops = page.tree.xpath("//section[@class='case-way']//li")
    assert len(stops) == len(case.decisions)
    assert stops[0].xpath("string(.//a/@href)") == here
    assert GRADES[worst(case.decisions[0]).grade] in stops[0].text_content()
    assert [each.get("aria-current") for each in stops[:3]] == [None, "step", None]
    assert page.tree.xpath("string(//p[@class='case-leave']/a[1]/@href)") == here
    assert squeezed(stops[2].text_content()) == "Decision 3"


@pytest.mark.parametrize("length", ["whole", "foundation"])
@pytest.mark.parametrize("pick", [best, worst])
@pytest.mark.parametrize("name", CASES)
def test_every_case_can_be_done_well_and_badly(
    name: str, pick: object, length: str, reader: Reader, course: Catalogue
) -> None:
    case = course.cases[name]
    page = play_through(reader, case, pick, length)
    assert page.has_form("choose") is (pick is worst)
    end = finish(reader)
    assert end.status == 200 and end.path.endswith("/end")
    decisions = [each for each in case.decisions if length == "whole" or each.id in case.foundation]
    judge_end(end, [squeezed(pick(each).text) for each in decisions])  # type: ignore[operator]
    assert words(case.model_decision) in end.words
    assert all(line in end.words for line in (*case.record, *case.team_questions))
    assert CODE.search(end.words) is None


def judge_end(end: Page, chosen: list[str]) -> None:
    """Beside each first choice stands what the model chooses, or that it is the same."""
    assert end.tree is not None
    rows = end.tree.xpath("//ol[@class='compared']/li")
    assert len(rows) == len(chosen)
    for row, text in zip(rows, chosen, strict=True):
        own, model = (squeezed(each.text_content()) for each in row.xpath("./div/div"))
        assert text in own
        assert ("The same" in model) is ("Best" in own)


def test_the_end_leads_on(reader: Reader, course: Catalogue) -> None:
    names = list(course.cases)
    for name in (names[0], names[-1]):
        play_through(reader, course.cases[name])
        end = finish(reader)
        assert end.tree is not None
        leads = set(end.tree.xpath("//main//a/@href"))
        assert {"/decide", "/forms/decision-record", "/cases/", f"/modules/case-studies/{name}"} <= leads
        assert (f"/cases/{names[1]}" in leads) is (name == names[0])

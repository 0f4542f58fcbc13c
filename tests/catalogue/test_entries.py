"""What the search can find: every paragraph with a place of its own, and nothing that would give an answer away."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from course import ROOT
from course.catalogue.entries import Entry, entries
from course.catalogue.load import read_catalogue
from course.catalogue.model import Catalogue
from course.catalogue.shaping import PART
from tests.catalogue.small_course import CARD, MODULE, changed, good

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def course() -> Catalogue:
    catalogue, _ = read_catalogue(ROOT, TODAY)
    assert catalogue is not None
    return catalogue


@pytest.fixture(scope="module")
def found(course: Catalogue) -> tuple[Entry, ...]:
    return entries(course)


Row = tuple[str, str, str, str]
OfCard = Callable[[str], list[Row]]


@pytest.fixture
def of_card(tmp_path: Path) -> OfCard:
    """Level, part, heading and words of what is found on the reference page when a text stands on it."""

    def found_on(text: str) -> list[Row]:
        held = good(tmp_path, changed(CARD, "Look at [the page](page:record).", text))
        on_card = [each for each in entries(held) if each.page == "/reference/card"]
        return [(each.level, each.part, each.heading, each.text) for each in on_card]

    return found_on


def test_paragraphs_items_and_rows_have_a_place_each(of_card: OfCard) -> None:
    text = "One.\n\n- Two\n- Three\n\n| A | B |\n|---|---|\n| four | five |"
    assert of_card(text)[1:5] == [
        ("text", "p.1", "", "One."),
        ("text", "p.2", "", "Two"),
        ("text", "p.3", "", "Three"),
        ("text", "p.4", "", "four · five"),
    ]


def test_an_item_within_an_item_is_found_by_itself(of_card: OfCard) -> None:
    assert of_card("- One\n    - Two")[1:3] == [("text", "p.1", "", "One"), ("text", "p.2", "", "Two")]


def test_a_text_knows_the_heading_above_it(of_card: OfCard) -> None:
    assert ("heading", "herons", "", "Herons") in of_card("## Herons\n\nThey stand.")
    assert ("text", "p.1", "Herons", "They stand.") in of_card("## Herons\n\nThey stand.")


def test_a_local_detail_is_no_word_of_the_course(of_card: OfCard) -> None:
    assert of_card("Ring: {{ local front-door }}")[1] == ("text", "p.1", "", "Ring")
    assert of_card("Ring: {{ local front-door }}. Then write.")[1] == ("text", "p.1", "", "Ring. Then write.")


def test_no_colon_leads_to_what_is_not_shown(found: tuple[Entry, ...], of_card: OfCard) -> None:
    assert of_card("Three things:\n\n- One")[1] == ("text", "p.1", "", "Three things …")
    assert [each.address for each in found if each.text.endswith(":")] == []


def test_what_is_said_to_those_who_are_not_sure_has_its_own_name_and_place(
    course: Catalogue, found: tuple[Entry, ...]
) -> None:
    unsure = {each.page: each for each in found if each.part == "not-sure"}
    assert set(unsure) == {f"/flowchart/{question.id}" for question in course.flowchart.questions}
    assert {each.heading for each in unsure.values()} == {"Not sure?"}
    assert "Caldicott Guardian" in unsure["/flowchart/confidential"].text


def test_the_answers_to_a_key_question_are_words_by_which_it_is_found(found: tuple[Entry, ...]) -> None:
    (consent,) = [each for each in found if each.address == "/flowchart/consent"]
    assert any("refused" in name for name in consent.words)


def test_a_name_that_is_out_of_use_is_told_from_the_others(found: tuple[Entry, ...]) -> None:
    old = {each.title for each in found if each.old}
    assert "Serious case review (old term)" in old
    assert old == {each.title for each in found if "(old term)" in each.title}


def test_the_source_and_the_usual_title_of_a_law_block_are_not_found(of_card: OfCard) -> None:
    law = "/// law | 2026-11-22\nIt is so.\n\nSource: An Act.\n///"
    assert [text for _, _, _, text in of_card(law)][1:2] == ["It is so."]
    assert not any("Source" in text or text.startswith("The law") for _, _, _, text in of_card(law))


def test_what_is_folded_is_found_under_its_title(of_card: OfCard) -> None:
    assert of_card("/// details | Exceptions\nNot always.\n///")[1:3] == [
        ("heading", "p.1", "", "Exceptions"),
        ("text", "p.2", "Exceptions", "Not always."),
    ]


def test_an_author_cannot_write_an_id_that_is_a_part() -> None:
    assert PART.fullmatch("p.3")
    assert not re.fullmatch(r"[a-z][a-z0-9-]*", "p.3")


def test_no_two_entries_open_at_one_place(course: Catalogue, found: tuple[Entry, ...]) -> None:
    """But the questions of a case, which all open at its beginning."""
    asked = {(f"/cases/{case.id}", decision.ask) for case in course.cases.values() for decision in case.decisions}
    places = [each.address for each in found if (each.address, each.text) not in asked]
    assert len(places) > 1240
    assert len(set(places)) == len(places)


def everything(found: tuple[Entry, ...]) -> str:
    return "\n".join(text for each in found for text in (each.title, each.text, *each.words))


def test_no_answer_and_no_reason_can_be_found(course: Catalogue, found: tuple[Entry, ...]) -> None:
    words = everything(found)
    statements = [each for quiz in course.quizzes.values() for each in quiz.statements]
    assert len(statements) == 50
    assert all(each.text in words for each in statements)
    assert [each.id for each in statements if each.because in words or (each.since_2016 or "\n\n") in words] == []


def test_a_statement_opens_at_itself_on_its_quiz(found: tuple[Entry, ...]) -> None:
    assert "/modules/golden-rules/golden-rules-quiz#answer-gut-instinct" in [each.address for each in found]


def test_no_choice_of_a_case_and_nothing_that_follows_can_be_found(course: Catalogue, found: tuple[Entry, ...]) -> None:
    words = everything(tuple(each for each in found if each.kind == "case"))
    for case in course.cases.values():
        assert all(decision.ask in words for decision in case.decisions)
        hidden = [option.text for decision in case.decisions for option in decision.options]
        hidden += [case.outcome, *case.record]
        assert [text for text in hidden if text in words] == []


def test_notes_for_trainers_are_not_found(tmp_path: Path) -> None:
    held = good(tmp_path, changed(MODULE, "Ask who writes.", "Ask about the zebra."))
    assert "zebra" not in everything(entries(held))


def test_every_page_reference_question_case_term_and_form_has_a_title(
    course: Catalogue, found: tuple[Entry, ...]
) -> None:
    titles = {each.title for each in found if each.level == "title"}
    things = [*course.references.values(), *course.flowchart.questions, *course.cases.values(), *course.forms.values()]
    pages = [page.title for module in course.modules for page in (module, *module.pages)]
    assert {*pages, *(each.title for each in things), *(term.term for term in course.terms.values())} <= titles


def test_other_names_of_a_term_are_never_shown(course: Catalogue, found: tuple[Entry, ...]) -> None:
    term = course.terms["csods"]
    (own,) = [each for each in found if each.address == "/glossary#csods"]
    assert set(term.also) <= set(own.words)
    assert not any(name in own.text or name in own.title for name in term.also)

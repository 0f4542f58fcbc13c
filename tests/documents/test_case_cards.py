"""Cards of a case: letters as on screen, every choice with what follows, the short form with all that it needs to know."""

import dataclasses
import datetime as dt
import io

import pytest
from pypdf import PdfReader

from course.catalogue.model import Case, Catalogue
from course.documents.case_cards import GRADES, Dealt, case_cards, case_notes
from course.documents.packs import Wish
from course.documents.sheet_setting import printing, sheets_pdf
from course.documents.tree import Blank, Box, Card, Definitions, Lines, NewPage, Paragraph, Sheet, plain
from course.documents.tree_reading import blocks
from course.rules.casework import FOUNDATION, order, play
from tests.documents.parity import words_of
from tests.house import plan
from tests.shipped import shipped

COURSE = shipped()
CASES = list(COURSE.cases.values())


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return COURSE


def dealt(*cases: Case) -> list[Dealt]:
    return [Dealt(case) for case in cases]


def cards(sheet: Sheet) -> list[Card]:
    return [each for each in sheet.blocks if isinstance(each, Card)]


def of_kind(sheet: Sheet, kind: str) -> list[Card]:
    return [each for each in cards(sheet) if each.kind.startswith(kind)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_choices_have_the_letters_of_the_screen(case: Case, course: Catalogue) -> None:
    sheet = case_cards(course, dealt(case), {})
    for number, decision in enumerate(case.decisions, start=1):
        (card,) = [each for each in cards(sheet) if each.kind == f"Decision {number}"]
        assert card.title == decision.ask
        shown = [plain(each.line) for each in card.blocks if isinstance(each, Paragraph) and not each.small]
        options = order(case, decision)
        assert shown == [f"{letter}  {option.text}" for letter, option in zip("abcdefgh", options, strict=False)]
        follows = of_kind(sheet, f"Decision {number}: what follows from ")
        assert [each.kind[-1] for each in follows] == [letter for letter, _ in zip("abcdefgh", options, strict=False)]
        assert [each.title for each in follows] == [GRADES[option.grade] for option in options]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_everybody_in_the_story_has_a_card(case: Case, course: Catalogue) -> None:
    sheet = case_cards(course, dealt(case), {})
    assert [each.title for each in of_kind(sheet, "Your role")] == [case.your_role]
    assert [each.title for each in of_kind(sheet, "Role")] == list(case.roles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_the_story_comes_first_with_what_it_speaks_of_and_the_way_through_last(case: Case, course: Catalogue) -> None:
    first, *_, last = cards(case_cards(course, dealt(case), {}))
    note = first.blocks[0]
    assert first.title == case.title
    assert isinstance(note, Box) and note.kind == "content-note"
    assert case.content_note in words_of(Sheet("", "", "", "", (note,)))
    assert last.title == "One good way through"
    assert all(line in words_of(Sheet("", "", "", "", (last,))) for line in (*case.record, *case.team_questions))


def test_the_group_writes_its_own_record_before_it_turns_to_the_model(course: Catalogue) -> None:
    *_, leaf, before, turned, last = case_cards(course, dealt(CASES[0]), {}).blocks
    assert isinstance(leaf, NewPage) and leaf.leaf
    assert isinstance(before, Card) and any(isinstance(each, Lines) for each in before.blocks)
    assert isinstance(turned, NewPage)
    assert isinstance(last, Card) and last.title == "One good way through"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_no_card_holds_the_notes_for_the_trainer(case: Case, course: Catalogue) -> None:
    labels = {slot.id: slot.label for slot in course.slots.values()}
    notes = [words_of(Sheet("", "", "", "", (each,))).strip() for each in blocks(case.facilitator, {}, labels)]
    on_cards = words_of(case_cards(course, dealt(case), {}))
    beside = case_notes(course, dealt(case), {})
    assert beside.audience == "trainer"
    assert notes and all(note in words_of(beside) and note not in on_cards for note in notes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_the_trainer_sees_at_a_glance_which_choice_is_which(case: Case, course: Catalogue) -> None:
    glance = next(each for each in case_notes(course, dealt(case), {}).blocks if isinstance(each, Definitions))
    for decision, (asked, said) in zip(case.decisions, glance.pairs, strict=True):
        assert plain(asked).endswith(decision.ask)
        grades = [
            f"{letter} {GRADES[option.grade]}" for letter, option in zip("abcd", order(case, decision), strict=False)
        ]
        assert isinstance(said[0], Paragraph) and plain(said[0].line) == " · ".join(grades)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_what_the_story_reveals_stands_once_after_its_decision(case: Case, course: Catalogue) -> None:
    revealed = [number for number, each in enumerate(case.decisions, start=1) if each.reveals]
    news = of_kind(case_cards(course, dealt(case), {}), "What happens next")
    assert [each.title for each in news] == [f"After decision {number}" for number in revealed]


@pytest.mark.parametrize("case", [case for case in CASES if case.foundation], ids=lambda case: str(case.id))
def test_the_short_form_reveals_all_that_the_screen_reveals(case: Case, course: Catalogue) -> None:
    sheet = case_cards(course, [Dealt(case, case.foundation)], {})
    asked = [each.title for each in cards(sheet) if each.kind.startswith("Decision") and "follows" not in each.kind]
    assert asked == [each.ask for each in case.decisions if each.id in case.foundation]
    route = ".".join("a" for _ in case.foundation)
    played = play(case, FOUNDATION, route)
    assert played is not None
    on_screen = [fact for step in played.steps for fact in step.news] + list(played.ending)
    assert len(of_kind(sheet, "What happens next")) == len(on_screen)


def test_a_decision_that_the_case_does_not_have_is_refused(course: Catalogue) -> None:
    with pytest.raises(ValueError, match="has no decision guess"):
        case_cards(course, [Dealt(CASES[0], ("purpose", "guess"))], {})


def test_several_cases_follow_one_another_each_on_a_page_of_its_own(course: Catalogue) -> None:
    sheet = case_cards(course, dealt(*CASES[:2]), {})
    stories = [
        place for place, each in enumerate(sheet.blocks) if isinstance(each, Card) and each.kind.startswith("Case ")
    ]
    second = next(place for place in stories if sheet.blocks[place].title == CASES[1].title)  # type: ignore[union-attr]
    assert isinstance(sheet.blocks[second - 2], NewPage)  # between them: how to play
    assert sheet.title == "Case cards"
    assert CASES[0].title in case_cards(course, dealt(CASES[0]), {}).title


def test_support_stands_beside_what_a_case_speaks_of_or_a_line_to_write_on(course: Catalogue) -> None:
    def support(local: dict[str, str]) -> Definitions:
        box = cards(case_cards(course, dealt(CASES[0]), local))[0].blocks[0]
        assert isinstance(box, Box)
        return next(each for each in box.blocks if isinstance(each, Definitions))

    filled = support({"support-line": "Staff care\n01632 960199"}).pairs
    assert [plain(label) for label, _ in filled] == ["Support for staff", "Safeguarding lead"]
    (known,), (unknown,) = filled[0][1], filled[1][1]
    assert isinstance(known, Paragraph) and plain(known.line).startswith("Staff care\n")
    assert isinstance(unknown, Paragraph) and unknown.line == (Blank("Safeguarding lead"),)


def test_grades_are_called_as_on_screen() -> None:
    marks = (plan.ROOT / "templates" / "components" / "marks.html").read_text(encoding="utf-8")
    assert all(f'"{grade}": "{word}"' in marks for grade, word in GRADES.items())


def test_a_grade_that_is_unknown_stops_the_making(course: Catalogue) -> None:
    case = CASES[0]
    odd = dataclasses.replace(case.decisions[0].options[0], grade="odd")
    decision = dataclasses.replace(case.decisions[0], options=(odd, *case.decisions[0].options[1:]))
    with pytest.raises(KeyError):
        case_cards(course, dealt(dataclasses.replace(case, decisions=(decision, *case.decisions[1:]))), {})


def test_each_case_ends_with_one_leaf_and_the_way_through_is_on_the_back_of_the_record(course: Catalogue) -> None:
    some = CASES[3:5]
    sheet = case_cards(course, dealt(*some), {"support-line": "Staff care\n01632 960199"})
    pdf = sheets_pdf((sheet,), printing(course, Wish(dt.date(2027, 3, 4)), sheet.title))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    fronts = [number for number, text in enumerate(pages, start=1) if "Your record" in text]
    backs = [number for number, text in enumerate(pages, start=1) if "One good way through" in text]
    assert fronts == list(range(len(pages) - 2 * len(some) + 1, len(pages), 2))
    assert all(number % 2 for number in fronts)
    assert backs == [number + 1 for number in fronts]
    notes = [number for number, text in enumerate(pages, start=1) if text.startswith("Notes")]
    assert notes in ([], [fronts[0] - 1])


def test_no_card_is_torn_apart(course: Catalogue) -> None:
    sheet = case_cards(course, dealt(CASES[1]), {})
    pdf = sheets_pdf((sheet,), printing(course, Wish(dt.date(2027, 3, 4)), sheet.title))
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    for card in cards(sheet):
        first, last = "".join(card.title.split()), "".join(words_of(Sheet("", "", "", "", card.blocks[-1:])).split())
        assert any(first in page and last[-30:] in page[page.index(first) :] for page in pages), card.title

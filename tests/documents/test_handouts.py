"""Handouts: rules old and new side by side, phrases gathered from the pages, every term, contacts filled and to fill in."""

import dataclasses
import datetime as dt
import io

import pytest
from pypdf import PdfReader

from course.catalogue.model import Catalogue
from course.documents import handouts
from course.documents.flowchart_drawing import draw
from course.documents.handouts import (
    handout_gateways,
    handout_glossary,
    handout_phrases,
    handout_rules,
    local_contacts,
)
from course.documents.packs import Wish
from course.documents.poster_sheet import poster
from course.documents.reader import Reader
from course.documents.sheet_setting import printing, sheets_pdf
from course.documents.tree import (
    Blank,
    Box,
    Definitions,
    Drawing,
    Field,
    Heading,
    Line,
    NewPage,
    Paragraph,
    Sheet,
    Table,
    Words,
    plain,
)
from course.errors import ContentError
from course.rules.ways import steps
from tests.documents.outputs import inside
from tests.documents.parity import words_of
from tests.shipped import shipped

FILLED = {"front-door": "Heronsea Front Door\n01632 960101", "complaints": "Write to the data protection lead."}


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return shipped()


def of(sheet: Sheet, kind: type) -> list[object]:
    return [each for each in sheet.blocks if isinstance(each, kind)]


def headings(sheet: Sheet) -> list[str]:
    return [plain(each.line) for each in inside(sheet) if isinstance(each, Heading)]


def pairs(sheet: Sheet) -> dict[str, Line]:
    """What stands beside each label, where it is one line."""
    found = {}
    for each in sheet.blocks:
        if isinstance(each, Definitions):
            found |= {plain(label): said[0].line for label, said in each.pairs if isinstance(said[0], Paragraph)}
    return found


def test_the_rules_stand_beside_the_classic_ones_that_they_take_in(course: Catalogue) -> None:
    table = of(handout_rules(course, {}), Table)[0]
    assert isinstance(table, Table)
    for row, rule in zip(table.rows, course.rules.values(), strict=True):
        number, name, gist, earlier = row
        assert (plain(number), plain(name), plain(gist)) == (str(rule.number), rule.name, rule.gist)
        assert isinstance(name[0], Words) and name[0].rule == rule.id
        assert plain(earlier) == "\n".join(f"{each}: {course.earlier_rules[each]}" for each in rule.earlier)


def test_every_classic_rule_names_the_rules_of_today_that_took_it_in(course: Catalogue) -> None:
    tables = of(handout_rules(course, {}), Table)
    assert len(tables) == 2
    classic = tables[1]
    assert isinstance(classic, Table)
    for (number, text, now), (wanted, words) in zip(classic.rows, course.earlier_rules.items(), strict=True):
        assert (plain(number), plain(text)) == (str(wanted), words)
        rules = [rule.id for rule in course.rules.values() if wanted in rule.earlier]
        assert rules and [each.rule for each in now if isinstance(each, Words) and each.rule] == rules


def test_the_newest_text_is_told_as_it_is_on_the_reference_page(course: Catalogue) -> None:
    sheet = handout_rules(course, {})
    kinds = [each.kind for each in sheet.blocks if isinstance(each, Box)]
    assert "being-checked" in kinds and "law" in kinds
    assert "What moved" in headings(sheet)
    assert course.references["rules-side-by-side"].sources[0].title in words_of(sheet)


def test_the_gateways_card_is_the_reference_page_with_its_table_and_its_doubts(course: Catalogue) -> None:
    sheet = handout_gateways(course, {"data-protection-officer": "Governance team"})
    inner = [block for box in sheet.blocks if isinstance(box, Box) for block in box.blocks]
    assert [len(each.rows) for each in inner if isinstance(each, Table)] == [7]
    assert [each.kind for each in sheet.blocks if isinstance(each, Box)] == ["law", "being-checked"]
    assert "Governance team" in words_of(sheet)


def test_phrases_come_from_the_pages_that_are_named_under_them(course: Catalogue) -> None:
    sheet = handout_phrases(course, {})
    named = [plain(each.line) for each in sheet.blocks if isinstance(each, Paragraph) and each.small]
    titles = [course.page(page) for page, _ in handouts.PHRASES]
    assert [each.rsplit(": ", 1)[1] for each in named] == [page.title for page in titles if page]
    assert len(headings(sheet)) == len(handouts.PHRASES) == len(named)


def test_phrases_hold_what_is_said_and_when_not_to_say_it_but_no_law_and_no_key_points(course: Catalogue) -> None:
    sheet = handout_phrases(course, {})
    text = words_of(sheet)
    assert text.count("“") >= 8
    assert "You need not tell people first" in text
    assert not [each for each in sheet.blocks if isinstance(each, Box) and each.kind == "key-points"]


def test_a_part_of_a_page_that_is_gone_is_told_by_name(course: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handouts, "PHRASES", (("be-open", "what-nobody-says"),))
    with pytest.raises(ContentError, match="`#what-nobody-says` of the page `be-open`"):
        handout_phrases(course, {})
    monkeypatch.setattr(handouts, "PHRASES", (("no-page", "what-to-say"),))
    with pytest.raises(ContentError, match="`no-page`"):
        handout_phrases(course, {})


def test_the_glossary_holds_every_term_once_in_the_order_of_the_alphabet(course: Catalogue) -> None:
    sheet = handout_glossary(course)
    shown = [plain(term) for each in sheet.blocks if isinstance(each, Definitions) for term, _ in each.pairs]
    assert shown == sorted((term.term for term in course.terms.values()), key=str.casefold)


def test_a_term_names_the_terms_that_belong_to_it(course: Catalogue) -> None:
    sheet = handout_glossary(course)
    meanings = {
        plain(term): said for each in sheet.blocks if isinstance(each, Definitions) for term, said in each.pairs
    }
    for term in course.terms.values():
        meaning, *see = (plain(each.line) for each in meanings[term.term] if isinstance(each, Paragraph))
        beside = ", ".join(course.terms[each].term for each in term.see)
        assert (meaning, see) == (term.meaning, [f"See also {beside}"] if beside else [])


def test_contacts_show_what_is_filled_in_and_lines_to_write_on_elsewhere(course: Catalogue) -> None:
    shown = pairs(local_contacts(course, FILLED))
    front_door, lead = shown["Front door"], shown["Safeguarding lead"]
    assert plain(front_door).replace("\N{NO-BREAK SPACE}", " ") == FILLED["front-door"]
    assert lead == (Blank("Safeguarding lead"),)
    assert plain(shown["Complaints about personal information"]) == FILLED["complaints"]


def test_contacts_hold_every_number_to_ring_and_no_heading_twice(course: Catalogue) -> None:
    sheet = local_contacts(course, {})
    wanted = [slot.label for slot in course.slots.values() if slot.number]
    assert set(wanted) < set(pairs(sheet))
    assert len(headings(sheet)) == len(set(headings(sheet)))
    assert "999" in words_of(Sheet("", "", "", "", sheet.blocks[:1]))


def test_the_second_page_of_contacts_is_blank_even_where_the_first_is_filled(course: Catalogue) -> None:
    sheet = local_contacts(course, FILLED)
    (fresh,) = [place for place, each in enumerate(sheet.blocks) if isinstance(each, NewPage)]
    behind = sheet.blocks[fresh:]
    labels = [each.label for each in behind if isinstance(each, Field)]
    assert {"Front door", "Safeguarding lead", "Emergency line"} < set(labels)
    assert "01632" not in words_of(Sheet("", "", "", "", behind)).replace("\N{NO-BREAK SPACE}", " ")
    assert all(each.lines for each in behind if isinstance(each, Field))


def test_where_nothing_is_filled_in_the_contacts_are_one_form_and_not_two(course: Catalogue) -> None:
    sheet = local_contacts(course, {"front-door": " "})
    assert not of(sheet, NewPage)
    assert [each.label for each in of(sheet, Field) if isinstance(each, Field)] == ["Others whom we need"]
    assert "Write role titles and work numbers" in words_of(sheet)


@pytest.mark.parametrize(("paper", "name"), [("a4", "poster"), ("a3", "poster-a3")])
def test_the_poster_is_the_drawing_of_the_screen_and_its_list(paper: str, name: str, course: Catalogue) -> None:
    sheet = poster(course, FILLED, paper)
    assert (sheet.id, sheet.paper) == (name, paper)
    (drawing,) = of(sheet, Drawing)
    assert isinstance(drawing, Drawing) and drawing.chart == draw(course.flowchart) and drawing.text
    text = words_of(sheet)
    for step in steps(course.flowchart):
        assert f"{step.question.number} {step.question.title}" in headings(sheet)
        assert all(f"{way.answer}:  go to {way.place}. {way.because}" in text for way in step.ways)
    assert all(end.title in headings(sheet) for end in course.flowchart.ends)


LONG = (
    "Kinder- und Jugendhilfekoordinationsstelle Heronsea-Gullhaven\n01632 960101 or 01632 960102, on weekdays\n"
    "Harbour Street 112\nhttps://www.heronsea-and-gullhaven.example/children/worried-about-a-child"
)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_with_long_details_the_drawing_still_stands_on_the_first_page(paper: str, course: Catalogue) -> None:
    sheet = poster(course, dict.fromkeys(course.slots, LONG), paper)
    wish = Wish(dt.date(2027, 3, 4), organisation="The Safeguarding Children Partnership of Heronsea")
    made = PdfReader(io.BytesIO(sheets_pdf((sheet,), printing(course, wish, sheet.title))))
    assert ["Decided and recorded" in page.extract_text() for page in made.pages][0]
    assert len(made.pages) == 2


def test_contacts_beside_the_drawing_are_not_repeated_in_the_list_and_others_are(course: Catalogue) -> None:
    filled = {
        "safeguarding-lead": "Room 4",
        "advice-line": "Room 5",
        "caldicott-guardian": "Room 6",
        "legal-advice": "Room 7",
    }
    text = words_of(poster(course, filled))
    counts = {place: text.count(place) for place in filled.values()}
    assert (counts["Room 4"], counts["Room 5"]) == (1, 1)
    assert counts["Room 6"] and counts["Room 7"]


def test_the_banner_stands_above_the_drawing_with_the_local_number(course: Catalogue) -> None:
    banner, drawing = poster(course, FILLED).blocks[:2]
    assert isinstance(banner, Box) and banner.title == course.flowchart.banner_title
    said = words_of(Sheet("", "", "", "", (banner,))).replace("\N{NO-BREAK SPACE}", " ")
    assert "999" in said and "01632 960101" in said
    assert isinstance(drawing, Drawing)


def test_a_slot_that_the_course_does_not_have_is_left_out_of_contacts(course: Catalogue) -> None:
    slots = {name: slot for name, slot in course.slots.items() if name != "advice-line"}
    reader = Reader(dataclasses.replace(course, slots=slots), {})
    shown = reader.contacts("advice-line", "safeguarding-lead").pairs
    assert [plain(label) for label, _ in shown] == ["Safeguarding lead"]

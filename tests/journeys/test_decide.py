""" "Practise a decision" from the first question to the printed record: by pointer, by keyboard alone, without scripts."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from course.catalogue.model import Catalogue
from tests.journeys.inspection import findings
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
KINDS = [{}, {"scripts": False}, {"keyboard": True}]
NAMES = ["pointer", "without scripts", "keyboard"]
WAY = ["Yes", "Not sure", "Yes", "No", "Part has gone, and part is held back", "It is written down, with a review date"]
LONG = " ".join(f"word{number}" for number in range(700))


def answer(visitor: Visitor, words: str) -> None:
    visitor.press(visitor.page.locator("a.answer").get_by_text(words, exact=True))


def written(pdf: bytes) -> str:
    """The words of a printed page, letter by letter where the font joins some."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("how", KINDS, ids=NAMES)
def test_a_decision_is_walked_to_its_end_and_onto_the_record(visit: Visit, how: dict[str, bool]) -> None:
    visitor = visit(**how)
    visitor.open("/decide")
    for place, words in enumerate(WAY):
        answer(visitor, words)
        visitor.at("/decide/" + ".".join(["1", "unsure", "1", "2", "2", "1"][: place + 1]))
        if words == "Not sure":
            expect(visitor.page.locator("#advice")).to_contain_text("Data protection lead")
            visitor.heading("Can a living person be identified?")
    visitor.heading("Your decision: share part")
    expect(visitor.page.locator(".way > li")).to_have_count(5)
    visitor.press(visitor.page.locator("main .form-links a", has_text="Decision record"))
    visitor.at("/forms/decision-record")
    expect(visitor.page.locator(".form-way")).to_contain_text("Decision reached: share part")
    expect(visitor.page.locator(".form-way .way > li")).to_have_count(5)


@pytest.mark.parametrize("how", KINDS, ids=NAMES)
def test_back_loses_nothing(visit: Visit, how: dict[str, bool]) -> None:
    visitor = visit(**how)
    visitor.open("/decide/1.unsure.1.2")
    visitor.heading("Share appropriately")
    for path, heading in (("/decide/1.unsure.1", "Is the information confidential?"),
                          ("/decide/1.unsure", "Can a living person be identified?"), ("/decide/1", "Can a living person"),
                          ("/decide", "Practise a decision")):  # fmt: skip
        visitor.press(visitor.page.locator("a[rel=prev]"))
        visitor.page.wait_for_url(lambda url, path=path: url.removeprefix(visitor.base).partition("#")[0] == path)  # type: ignore[misc]
        visitor.heading(heading)
    visitor.page.go_back()
    visitor.heading("Can a living person be identified?")


def test_a_question_of_the_way_is_answered_anew(guest: Visitor) -> None:
    guest.open("/decide/1.unsure.1.2")
    guest.press(guest.page.locator(".way-question a").nth(1))
    guest.at("/decide/1")
    guest.heading("Can a living person be identified?")


def test_still_not_sure_leads_to_the_advice(guest: Visitor) -> None:
    guest.open("/decide/1.unsure")
    answer(guest, "Still not sure")
    expect(guest.page.locator("#advice")).to_be_in_viewport()
    guest.at("/decide/1.unsure#advice")


def test_every_answer_looks_the_same_not_sure_as_well(guest: Visitor) -> None:
    guest.open("/decide/1.1.1")
    looks = guest.page.locator("a.answer").evaluate_all(
        "all => all.map(each => (({color, backgroundColor, fontSize, fontWeight, borderColor, opacity, minHeight}) =>"
        " [color, backgroundColor, fontSize, fontWeight, borderColor, opacity, minHeight].join())(getComputedStyle(each)))"
    )
    assert len(looks) == 4 and len(set(looks)) == 1
    assert all(
        box["height"] >= 44 for box in (each.bounding_box() for each in guest.page.locator("a.answer").all()) if box
    )


@pytest.mark.parametrize("form", ["decision-record", "agreement"])
def test_a_form_prints_every_word_however_long(guest: Visitor, course: Catalogue, form: str) -> None:
    guest.open(f"/forms/{form}?route=2.2.1")
    texts = guest.page.locator("textarea, .form-field input")
    for number in range(texts.count()):
        texts.nth(number).fill(LONG if number == 0 else f"Answer{number}\nand more{number}")
    for number in range(guest.page.locator("select").count()):
        guest.page.locator("select").nth(number).select_option(index=1)
    said = written(guest.page.pdf())
    assert set(LONG.split()) - set(said.split()) == set()
    for number in range(1, texts.count()):
        assert f"Answer{number} and more{number}" in said
    assert said.count("✓") == guest.page.locator("select").count()
    assert course.forms[form].footer in said
    for words in ("Decision reached: share part", "Part has gone, and part is held back"):
        assert (words in said) is course.forms[form].shows_way
    for words in ("What you type stays on this page", "Choose one", "Clear everything", "Quick exit"):
        assert words not in said
    guest.page.on("dialog", lambda dialog: dialog.accept())
    guest.press(guest.button("Clear everything"))


@pytest.mark.parametrize("form", ["decision-record", "agreement"])
def test_without_scripts_a_form_is_lines_to_write_on(visit: Visit, course: Catalogue, form: str) -> None:
    visitor = visit(scripts=False)
    visitor.open(f"/forms/{form}")
    expect(visitor.page.locator("[data-typed]").locator("visible=true")).to_have_count(0)
    expect(visitor.page.locator("[data-clear]")).to_be_hidden()
    expect(visitor.page.locator("[data-without-scripts]")).to_be_visible()
    fields = [field for section in course.forms[form].sections for field in section.fields]
    rows = sum(field.rows for field in fields if field.kind != "choice")
    expect(visitor.page.locator(".form-rules > span").locator("visible=true")).to_have_count(rows)
    choices = sum(len(field.choices) for field in fields)
    expect(visitor.page.locator(".form-choices .tick-box").locator("visible=true")).to_have_count(choices)


def test_a_form_is_filled_in_by_keyboard(visit: Visit) -> None:
    visitor = visit(keyboard=True)
    visitor.open("/forms/agreement")
    visitor.reach(visitor.page.locator("#field-footing"))  # type: ignore[attr-defined]
    visitor.page.keyboard.press("ArrowDown")
    expect(visitor.page.locator("#field-footing")).not_to_have_value("")
    visitor.fill(visitor.page.locator("#field-asked"), "The child")
    expect(visitor.page.locator("#field-asked ~ .form-paper [data-words]")).to_have_text("The child")
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    visitor.press(visitor.button("Clear everything"))
    expect(visitor.page.locator("#field-asked")).to_have_value("")


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(
    "path", ["/cases/packed-lunch/whole/a#consequence", "/decide/1.unsure#advice", "/decide#question"]
)
def test_what_is_jumped_to_stands_just_below_quick_exit(visit: Visit, path: str, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 500})
    visitor.open(path)
    exit_box = visitor.page.locator(".govuk-exit-this-page__button").bounding_box()
    target = visitor.page.locator(path.partition("#")[1] + path.partition("#")[2]).bounding_box()
    assert exit_box and target
    assert 0 <= target["y"] - exit_box["y"] - exit_box["height"] <= 24


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    ["/decide", "/decide/9", "/decide/1.1.unsure", "/decide/2.2.1", "/forms/", "/forms/decision-record?route=3.unsure.1",
     "/forms/agreement"],
)  # fmt: skip
def test_nothing_is_found_by_axe_and_nothing_scrolls_sideways_without_our_script(visit: Visit, path: str) -> None:
    """With it they are looked at by `test_every_new_page`. axe is a script too: so ours alone is missing."""
    visitor = visit(scripts=True)
    visitor.page.route("**/site.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    visitor.open(path)
    assert findings(visitor.page) == []

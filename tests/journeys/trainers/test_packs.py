"""A trainer takes a pack, reads it, shows it and asks the room: with scripts and without."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.leads.asking import pick, signed_in, taken
from tests.journeys.visitor import Visitor
from tests.setup.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULE = "/present/golden-rules/5"
COUNT = ".stage-count"


@pytest.fixture(params=["with scripts", "without scripts"])
def trainers(request: pytest.FixtureRequest, visit: Callable[..., Visitor]) -> Visitor:
    """A trainer's own browser."""
    return signed_in(visit(scripts=request.param == "with scripts"), "trainer")


@pytest.fixture
def stage(visit: Callable[..., Visitor]) -> Visitor:
    """A slide fills the screen of a trainer."""
    visitor = signed_in(visit(has_touch=True), "trainer")
    visitor.open(RULE)
    return visitor


def at_slide(page: Page, number: int) -> None:
    """Wait until that slide is on the wall."""
    expect(page.locator(COUNT)).to_contain_text(f"Slide {number} of")


def test_from_the_menu_to_the_whole_pack_in_one_click(trainers: Visitor) -> None:
    trainers.press(trainers.page.locator(".site-menu > summary"))
    trainers.press(trainers.link("Packs"))
    trainers.heading("Packs")
    expect(trainers.page.locator(".pack-cover img")).to_have_js_property("naturalHeight", 1520)
    pack = ZipFile(io.BytesIO(taken(trainers, trainers.link("Download the pack")).read_bytes()))
    first, *others = pack.namelist()
    singles = [each for each in others if each.startswith("single-sheets/")]
    assert [first, *others[:3]] == ["00-START-HERE.pdf", "PRINT-learners.pdf", "PRINT-trainer.pdf", "10-slides.pptx"]
    assert singles == sorted(singles) == others[3:] and len(singles) > 20
    said = PdfReader(io.BytesIO(pack.read(first))).pages[0].extract_text()
    assert "Heronsea Children's Services" in said and "16 people" in said


def test_options_lead_to_another_pack_and_its_items(trainers: Visitor) -> None:
    trainers.open("/packs")
    trainers.press(trainers.page.locator("main details > summary"))
    pick(trainers, trainers.field("pack", "pack"), "Twenty minutes in a team meeting")
    trainers.fill(trainers.field("pack", "group"), "7")
    trainers.press(trainers.button("Show this pack"))
    trainers.heading("Twenty minutes in a team meeting")
    expect(trainers.page.locator(".pack-facts")).to_contain_text("7 people")
    trainers.press(trainers.link("Case cards"))
    trainers.heading("Case cards")
    assert taken(trainers, trainers.link("Download as PDF")).read_bytes().startswith(b"%PDF")
    trainers.press(trainers.link("Twenty minutes in a team meeting"))
    trainers.press(trainers.link("Slides"))
    trainers.press(trainers.page.locator("summary:has-text('Notes')").first)
    expect(trainers.page.locator("section details[open]").first).to_contain_text("What you need")


def test_links_lead_through_the_slides(trainers: Visitor) -> None:
    trainers.open(RULE)
    for name, number in (("Next", 6), ("Next", 7), ("Back", 6)):
        trainers.press(trainers.link(name))
        at_slide(trainers.page, number)
    trainers.at("/present/golden-rules/6")


def test_keys_turn_the_slides_and_the_page_stays(stage: Visitor) -> None:
    stage.page.evaluate("window.stays = true")
    for key, number in (("ArrowRight", 6), ("PageDown", 7), (" ", 8), ("ArrowLeft", 7), ("PageUp", 6)):
        stage.page.keyboard.press(key)
        at_slide(stage.page, number)
    stage.at("/present/golden-rules/6")
    assert stage.page.evaluate("window.stays")
    assert stage.page.title().startswith(stage.page.locator("h1").inner_text())
    expect(stage.page.locator("main")).to_be_focused()


def test_the_screen_stays_full_from_slide_to_slide(stage: Visitor) -> None:
    stage.page.keyboard.press("f")
    expect(stage.button("Leave full screen")).to_be_visible()
    stage.page.keyboard.press("ArrowRight")
    at_slide(stage.page, 6)
    assert stage.page.evaluate("document.fullscreenElement !== null")
    stage.press(stage.button("Leave full screen"))
    expect(stage.button("Full screen")).to_be_visible()


def test_letters_do_nothing_while_a_control_has_the_focus(stage: Visitor) -> None:
    stage.link("Next").focus()
    stage.page.keyboard.press("f")
    assert not stage.page.evaluate("document.fullscreenElement !== null")
    stage.page.keyboard.press("Enter")
    at_slide(stage.page, 6)


def test_a_finger_turns_the_slides(stage: Visitor) -> None:
    for move, number in ((-200, 6), (200, 5)):
        stage.page.evaluate(
            """move => {
              const at = (type, x) => new PointerEvent(type, { pointerType: "touch", clientX: x, bubbles: true });
              document.body.dispatchEvent(at("pointerdown", 600));
              document.body.dispatchEvent(at("pointerup", 600 + move));
            }""",
            move,
        )
        at_slide(stage.page, number)


def test_the_fullest_slides_fit_their_screen_and_stay_without_a_network(stage: Visitor) -> None:
    page = stage.page
    page.set_viewport_size({"width": 1366, "height": 768})
    for slide in ("deciding/5", "case-third-floor/4", "golden-rules/12?answer=yes", "three-hours/1"):
        stage.open(f"/present/{slide}")
        page.wait_for_function("document.documentElement.scrollHeight <= window.innerHeight")
    stage.open(RULE)
    page.wait_for_load_state("networkidle")  # the next slide is at hand
    stage.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    at_slide(page, 6)
    page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text("No network just now. Press again.")
    stage.context.set_offline(False)
    page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_contain_text("Slide ")


def test_an_answer_comes_with_the_next_step(stage: Visitor) -> None:
    stage.open("/present/golden-rules/12")
    expect(stage.page.locator("[data-answer]")).to_have_count(0)
    stage.page.keyboard.press("ArrowRight")
    expect(stage.page.locator("[data-answer]")).to_be_visible()
    expect(stage.page.locator(".slide-right")).to_have_count(1)
    at_slide(stage.page, 12)
    stage.page.keyboard.press("ArrowRight")
    at_slide(stage.page, 13)


def test_notes_in_a_second_window_follow_and_lead(stage: Visitor) -> None:
    with stage.page.expect_popup() as opened:
        stage.press(stage.link("Notes"))
    notes = opened.value
    expect(notes.locator("main")).to_contain_text("What to do")
    title = notes.locator("h1").inner_text()
    stage.page.keyboard.press("ArrowRight")
    at_slide(stage.page, 6)
    expect(notes.locator("main")).to_contain_text("Slide 6 of")
    assert notes.locator("h1").inner_text() == stage.page.locator("h1").inner_text() != title
    notes.get_by_role("link", name="Next", exact=True).click()
    at_slide(stage.page, 7)
    assert notes.url.endswith("/present/golden-rules/7/notes")
    assert stage.page.url.endswith("/present/golden-rules/7")


def test_without_scripts_notes_have_links_of_their_own(visit: Callable[..., Visitor]) -> None:
    visitor = signed_in(visit(scripts=False), "trainer")
    visitor.open(f"{RULE}/notes")
    visitor.press(visitor.link("Next"))
    visitor.at("/present/golden-rules/6/notes")
    visitor.press(visitor.link("To the slide"))
    at_slide(visitor.page, 6)


def test_whose_visit_has_ended_is_led_to_the_sign_in_page(stage: Visitor) -> None:
    stage.context.clear_cookies()
    stage.page.keyboard.press("PageUp")
    stage.at("/sign-in")


def kept(site: Site) -> int:
    """How much of a show of hands stands in the records."""
    (file,) = site.instance.glob("*.db")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as records:
        tables = ("show_of_hands", "hand")
        return sum(records.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables)  # noqa: S608


def ask_the_room(visitor: Visitor) -> str:
    """From a statement on the wall to a show of hands; the address for phones."""
    visitor.open("/present/golden-rules/12")
    visitor.press(visitor.link("Show of hands"))
    visitor.press(visitor.button("Show it to the room"))
    address = visitor.page.locator(".hands-way p").inner_text()
    return f"/{address.partition('/')[2]}"


def test_the_room_answers_by_phone_and_nothing_is_left(
    trainers: Visitor, visit: Callable[..., Visitor], site: Site
) -> None:
    address, phones = ask_the_room(trainers), [visit(scripts=number > 0) for number in range(3)]
    answered = trainers.page.locator("[data-figure='answered']")
    for phone, said in zip(phones, ("True", "True", "False"), strict=True):
        phone.open(address)
        phone.press(phone.button(said))
        expect(phone.page.locator("main")).to_contain_text(f"You said {said}")
    if not trainers.page.evaluate("document.body.classList.contains('js-enabled')"):
        trainers.press(trainers.link("Look again"))
    expect(answered).to_have_text("3")
    trainers.press(trainers.link("Show the counts"))
    expect(trainers.page.locator("li [data-figure='trues']")).to_have_text("2")
    trainers.press(trainers.page.locator(".stage-bar summary"))
    trainers.fill(trainers.field("typed-hands", "falses"), "4")
    trainers.press(trainers.button("Add them"))
    expect(trainers.page.locator("li [data-figure='falses']")).to_have_text("5")
    trainers.press(trainers.link("Show the answer"))
    expect(trainers.page.locator("[data-answer]")).to_be_visible()
    assert kept(site) == 4
    trainers.press(trainers.button("Close, and keep nothing"))
    at_slide(trainers.page, 12)
    assert kept(site) == 0
    phones[0].open(address)
    phones[0].heading("No question is open here")
    assert [each["name"] for each in phones[0].context.cookies() if each["name"] == "hand"] == []


def test_counts_change_while_the_trainer_does_nothing(stage: Visitor, visit: Callable[..., Visitor]) -> None:
    address = ask_the_room(stage)
    stage.press(stage.link("Show the counts"))
    expect(stage.page.locator("[data-again]")).to_be_hidden()
    for expected in (1, 2):
        phone = visit()
        phone.open(address)
        phone.press(phone.button("False"))
        expect(stage.page.locator("li [data-figure='falses']")).to_have_text(str(expected))
    expect(stage.page.locator("[data-bar='falses']")).to_have_js_property("value", 2)
    stage.press(stage.button("Close, and keep nothing"))

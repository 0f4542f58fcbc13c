"""Every shape of page for packs, sessions, projector, hands, logos, looked at by axe; nothing scrolls sideways."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.inspection import findings, findings_in_every_look
from tests.journeys.leads.asking import signed_in
from tests.journeys.trainers.running import BEGAN, Session, come_by_phone
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PACKS = ["/packs", "/packs/case-third-floor", "/packs?group=none"]
TWINS = [
    "slides",
    "start-here",
    "plan",
    "quiz-sheet-large",
    "answer-key-reasons",
    "case-cards",
    "poster",
    "register",
    "local-contacts",
]
SLIDES = {
    "title": "golden-rules/1", "points": "golden-rules/3", "rule": "golden-rules/5", "statement": "golden-rules/12",
    "answer": "golden-rules/12?answer=yes", "statements": "three-hours/7?answer=yes", "chart": "deciding/5",
    "story": "case-third-floor/4", "choices": "case-third-floor/5", "support": "golden-rules/23", "notes": "deciding/5/notes",
}  # fmt: skip


WRONG = re.compile("none|never|%21")  # asked for what cannot be
PAGES = (
    "",
    "/register",
    "/people?q=Zof",
    "/people?q=%21",
    "/close",
    "/close?ended=never",
    "/change",
    "/cancel",
    "/paper",
)
AFTERWARDS = ("", "/corrections?q=Zof", "/evaluation", "/evaluation?moment=later", "/paper")


def unfold(visitor: Visitor) -> None:
    """Unfold everything on the open page that can be."""
    visitor.page.evaluate(
        "for (const each of document.querySelectorAll('details')) each.open = each.closest('header') === null"
    )


def look(visitor: Visitor) -> list[str]:
    """What is wrong with the open page, with everything unfolded that can be."""
    unfold(visitor)
    return findings_in_every_look(visitor.page)


def look_at(visitor: Visitor, *paths: str, how: Callable[[Visitor], list[str]] = look) -> dict[str, list[str]]:
    """What was found, by the page on which it was found."""
    found = {}
    for path in paths:
        assert visitor.open(path) == (422 if WRONG.search(path) else 200), path
        found[path] = how(visitor)
    return {path: lines for path, lines in found.items() if lines}


def test_packs(trainer: Visitor) -> None:
    assert look_at(trainer, *PACKS) == {}


@pytest.mark.parametrize("item", TWINS)
def test_a_twin(trainer: Visitor, item: str) -> None:
    assert look_at(trainer, f"/packs/three-hours/{item}") == {}


@pytest.mark.parametrize("kind", SLIDES)
def test_a_slide(trainer: Visitor, kind: str) -> None:
    assert look_at(trainer, f"/present/{SLIDES[kind]}") == {}


def test_hands_on_the_wall_and_on_a_phone(trainer: Visitor, lasting: Callable[..., Visitor]) -> None:
    assert look_at(trainer, "/hands") == {}
    trainer.press(trainer.button("Show it to the room"))
    assert look(trainer) == []
    address = f"/{trainer.page.locator('.hands-way p').inner_text().partition('/')[2]}"
    phone = lasting()
    assert look_at(phone, address) == {}
    phone.press(phone.button("True"))
    assert look(phone) == []
    assert look_at(trainer, "/hands/show?counts=yes&answer=yes", "/hands") == {}
    trainer.open("/hands/show")
    trainer.press(trainer.page.locator(".stage-bar summary"))
    trainer.fill(trainer.field("typed-hands", "trues"), "many")
    trainer.press(trainer.button("Add them"))
    assert look(trainer) == []
    trainer.open("/hands/show")
    trainer.press(trainer.button("Close, and keep nothing"))
    phone.open(address)
    assert look(phone) == []


def test_a_logo_is_added_seen_and_taken_away(office: Visitor, tmp_path: Path) -> None:
    assert look_at(office, "/manage/logo", "/manage/organisations/1/logo") == {}
    picture, words = tmp_path / "logo.png", tmp_path / "logo.txt"
    Image.new("RGB", (300, 120), "#0d4f43").save(picture)
    words.write_text("no picture")
    office.page.set_input_files("#file", words)
    office.press(office.button("Save this logo"))
    assert look(office) == []
    office.page.set_input_files("#file", picture)
    office.press(office.button("Save this logo"))
    office.page.get_by_role("img", name="Logo of Heronsea Children's Services").wait_for()
    assert look(office) == []
    office.press(office.button("Take the logo away"))
    office.page.get_by_text("The logo is taken away").wait_for()


def glance(visitor: Visitor) -> list[str]:
    """The same in light on a wide screen and in dark on a phone: other pages show in every look what these are made of."""
    unfold(visitor)
    return findings(visitor.page)


def glance_at(visitor: Visitor, *paths: str) -> dict[str, list[str]]:
    """What was found so, by the page on which it was found."""
    return look_at(visitor, *paths, how=glance)


def test_sessions_before_they_begin(trainer: Visitor) -> None:
    later = Session(trainer)
    later.plan("module-deciding", "18:00")
    assert glance_at(trainer, "/sessions", later.path, f"{later.path}/register") == {}
    trainer.open("/sessions/add")
    assert glance(trainer) == []
    trainer.press(trainer.button("Plan this session"))
    assert glance(trainer) == []


def test_a_session_while_it_goes_on(trainer: Visitor, lasting: Callable[..., Visitor]) -> None:
    now, phone = Session(trainer), signed_in(lasting(), "learner")
    now.plan("three-hours", BEGAN)
    assert glance_at(lasting(), f"/attend/{now.code}") == {}
    phone.open(f"/attend/{now.code}")
    assert glance(phone) == []
    come_by_phone(phone, now.code)
    assert glance(phone) == []
    phone.open("/attend")
    with phone.page.expect_navigation():  # the form goes once the site has given a sign of life
        phone.press(phone.button("Find the session"))
    assert glance(phone) == []
    now.write_down("Zara Quil")
    now.write_down("Zara Quill")
    assert glance_at(trainer, *(f"{now.path}{each}" for each in PAGES)) == {}
    now.trainer.open(f"{now.path}/register")
    now.trainer.press(now.trainer.link("Times Zara Quil"))
    now.trainer.fill(now.trainer.field("times", "arrived"), "never")
    now.trainer.press(now.trainer.button("Save"))
    assert glance(trainer) == []
    trainer.open(f"{now.path}/close")
    trainer.press(trainer.button("Close this session"))
    assert glance(trainer) == []


def test_a_session_that_is_closed(trainer: Visitor) -> None:
    over = Session(trainer)
    over.plan("three-hours", BEGAN)
    over.write_down("Una Reedbed")
    over.set_times("Una Reedbed", arrived=BEGAN)
    over.close()
    assert glance_at(trainer, *(f"{over.path}{each}" for each in AFTERWARDS)) == {}
    trainer.press(over.main.locator("tr", has_text="Una Reedbed").get_by_role("link"))
    assert glance(trainer) == []
    trainer.press(trainer.button("Keep this sheet"))
    assert glance(trainer) == []
    over.correct("Una Reedbed", "", arrived="never")
    assert glance(trainer) == []
    over.correct("Una Reedbed", "Came later", arrived="11:00")
    assert glance(trainer) == []

"""Every shape of page for packs, projector, hands and logos, looked at by axe in every look; nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.inspection import findings_in_every_look
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


def look(visitor: Visitor) -> list[str]:
    """What is wrong with the open page, with everything unfolded that can be."""
    visitor.page.evaluate(
        "for (const each of document.querySelectorAll('details')) each.open = each.closest('header') === null"
    )
    return findings_in_every_look(visitor.page)


def look_at(visitor: Visitor, *paths: str) -> dict[str, list[str]]:
    """What was found, by the page on which it was found."""
    found = {}
    for path in paths:
        assert visitor.open(path) == (422 if "none" in path else 200), path
        found[path] = look(visitor)
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

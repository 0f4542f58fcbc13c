"""Every pair of colours that text is set in reaches WCAG 2.2 AA, in light and in dark, by the stylesheet's tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "10-tokens.css"
GROUNDS = ("paper", "surface", "wash-right", "wash-note", "wash-wrong")
INKS = ("ink", "muted", "link", "visited", "brand", "right", "wrong", "partly")
FILLED = (
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-wrong", "wrong"),
    ("on-wrong", "wrong-strong"),
    ("focus-ink", "focus"),
    ("focus-ink", "yellow"),
)
CONTROL_EDGES = (("muted", "surface"), ("muted", "paper"), ("brand", "surface"), ("wrong", "surface"))
TEXT, EDGE = 4.5, 3.0


def _tokens(scheme: str) -> dict[str, str]:
    """The colours in force: those of the dark block lie over the light ones."""
    css = TOKENS.read_text(encoding="utf-8")
    light, _, dark = css.partition("@media screen and (prefers-color-scheme: dark)")
    dark = dark.partition("@media print")[0]
    colours = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    found = dict(colours.findall(light))
    return found | dict(colours.findall(dark)) if scheme == "dark" else found


def _light(colour: str) -> float:
    """Relative luminance, by WCAG's definition."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_two_schemes_are_told_apart() -> None:
    light, dark = _tokens("light"), _tokens("dark")
    assert light["paper"] == "#fbfaf5"
    assert dark["paper"] == "#101816"
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), [*((ink, ground) for ink in INKS for ground in GROUNDS), *FILLED])
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    tokens = _tokens(scheme)
    assert contrast(tokens[ink], tokens[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROL_EDGES)
def test_the_edge_of_a_control_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    tokens = _tokens(scheme)
    assert contrast(tokens[edge], tokens[ground]) >= EDGE


def test_no_rule_names_a_colour_of_its_own() -> None:
    """Colours stand in the tokens alone; the plain stylesheet, which must do without them, is left out."""
    sheets = [path for path in TOKENS.parent.glob("[0-9]*.css") if path != TOKENS]
    assert sheets
    stray = [
        f"{path.name}: {line.strip()}"
        for path in sheets
        for line in path.read_text().splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", line)
    ]
    assert stray == []

"""Paths of SVG become geometry of slides: every command, circles and arcs, and all drawings that the course has."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from course.documents.signs import drawings
from course.documents.slide_boxes import Box
from course.documents.slide_paths import Stroke, circle, geometry, strokes
from course.documents.slide_pictures import progress, sign, whole
from course.documents.slide_xml import NAMES

BOX = Box(100, 100, 90, 60)


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        ("M1 2L3 4", [(1, 2), (3, 4)]),
        ("M1 2 3 4", [(1, 2), (3, 4)]),
        ("m1 2l3 4", [(1, 2), (4, 6)]),
        ("m1 2 3 4", [(1, 2), (4, 6)]),
        ("M1 2h3v4H0V0", [(1, 2), (4, 2), (4, 6), (0, 6), (0, 0)]),
        ("M0 0c1 1 2 1 3 0s2-1 3 0", [(0, 0), (3, 0), (6, 0)]),
        ("M0 0Q1 2 2 0q1-2 2 0", [(0, 0), (2, 0), (4, 0)]),
        ("M.5.5l-.25.25-.25-.25", [(0.5, 0.5), (0.25, 0.75), (0, 0.5)]),
        ("M1 1l2 0zl1 1", [(1, 1), (3, 1), (2, 2)]),
        ("M1e1 2E0", [(10, 2)]),
    ],
)
def test_a_path_ends_where_its_commands_lead(path: str, ends: list[tuple[float, float]]) -> None:
    found = [value for each in strokes(path) if each.points for value in each.points[-1]]
    assert found == pytest.approx([value for end in ends for value in end])


def test_a_smooth_curve_goes_on_from_the_handle_before_it() -> None:
    first, second = strokes("M0 0C0 1 2 1 3 0S5-1 6 0")[1:]
    assert first.points[1] == (2, 1) and second.points[0] == (4, -1)
    assert strokes("M1 1S2 2 3 1")[1].points[0] == (1, 1)


@given(
    st.floats(1, 9), st.floats(-7, 7), st.floats(-7, 7), st.sampled_from("01"), st.sampled_from("01")
)  # fmt: skip
def test_an_arc_ends_at_its_end_and_stays_on_its_circle(r: float, x: float, y: float, large: str, sweep: str) -> None:
    if math.hypot(x, y) < 0.1:
        return
    curves = strokes(f"M0 0A{r} {r} 0 {large} {sweep} {x} {y}")[1:]
    assert curves[-1].points[-1] == pytest.approx((x, y), abs=1e-6)
    assert 1 <= len(curves) <= 4
    radius, half = max(r, math.hypot(x, y) / 2), math.hypot(x, y) / 2
    away = math.sqrt(max(0, radius * radius - half * half)) * (1 if large == sweep else -1)
    middle = (x / 2 + away * y / (2 * half), y / 2 - away * x / (2 * half))
    for begin, curve in zip([(0.0, 0.0), *(each.points[-1] for each in curves)], curves, strict=False):
        one, two, end = curve.points
        along = [(begin[i] + 3 * one[i] + 3 * two[i] + end[i]) / 8 for i in (0, 1)]
        assert math.hypot(along[0] - middle[0], along[1] - middle[1]) == pytest.approx(radius, rel=2e-3)


def test_a_circle_closes_and_touches_its_four_sides() -> None:
    made = circle(10, 20, 5)
    places = [point for each in made for point in each.points[-1:]]
    assert made[-1] == Stroke("Z")
    assert (min(x for x, _ in places), max(x for x, _ in places)) == pytest.approx((5, 15))
    assert (min(y for _, y in places), max(y for _, y in places)) == pytest.approx((15, 25))


@pytest.mark.parametrize("path", ["M0 0T1 1", "0 0", "M0 0z1"])
def test_a_path_that_is_not_understood_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        strokes(path)


def test_geometry_is_whole_numbers_on_a_sheet_of_its_size() -> None:
    made = geometry([(strokes("M0 0L24 24Z"), False), (circle(1, 1, 0.5), True)], 24, 24)
    root = etree.fromstring(f"<x {NAMES}>{made}</x>")
    paths = root.findall(".//{*}path")
    assert [(each.get("w"), each.get("fill")) for each in paths] == [("24000", "none"), ("24000", "norm")]
    assert all(re.fullmatch(r"-?\d+", each.get("x") or "") for each in root.iter("{*}pt"))


@pytest.mark.parametrize("rule", sorted(drawings()))
def test_every_sign_is_drawn_within_its_square(rule: str) -> None:
    root = etree.fromstring(f"<x {NAMES}>{sign(5, rule, 'Rule', BOX)}</x>")
    places = [(int(each.get("x")), int(each.get("y"))) for each in root.iter("{*}pt")]
    assert places and all(-500 <= value <= 24_500 for place in places for value in place)
    assert root.find(".//{*}grpSp/{*}nvGrpSpPr/{*}cNvPr").get("descr") == "Sign of the rule: Rule"
    assert [each.get("id") for each in root.iter("{*}cNvPr")] == ["5", "6", "7"]


def test_half_of_the_covered_face_is_filled() -> None:
    drawn = sign(1, "protect-identity", "Protect identities", BOX)
    assert drawn.count('fill="norm"') == 1 and 'fill="norm"' not in sign(1, "record", "Record", BOX)


def test_the_picture_has_five_pieces_two_adults_and_one_child_in_yellow() -> None:
    root = etree.fromstring(f"<x {NAMES}>{whole(3, BOX)}</x>")
    names = [each.get("name") for each in root.iter("{*}cNvPr")]
    assert names == ["The five pieces", "Ground", "Adults", "Child", *["Piece"] * 5]
    child = root.findall(".//{*}sp")[2]
    assert child.find("{*}spPr/{*}solidFill/{*}schemeClr").get("val") == "accent2"
    assert len(child.findall(".//{*}path")) == 2


@pytest.mark.parametrize("module", range(1, 6))
def test_progress_fills_the_piece_of_the_module(module: int) -> None:
    root = etree.fromstring(f"<x {NAMES}>{progress(3, module, BOX)}</x>")
    fills = [each.find("{*}spPr/{*}solidFill/{*}schemeClr").get("val") for each in root.iter("{*}sp")]
    assert [place for place, fill in enumerate(fills, 1) if fill == "accent2"] == [module]
    assert root.find(".//{*}grpSp/{*}nvGrpSpPr/{*}cNvPr").get("descr") == f"Module {module} of 5"

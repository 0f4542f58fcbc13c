"""The drawing of the key questions: what stands in it, that nothing lies over anything else, and its size on paper."""

import dataclasses
import itertools
import re
from collections.abc import Mapping

import pytest

from course import ROOT
from course.catalogue.model import Flowchart
from course.documents import flowchart_drawing
from course.documents.flowchart_drawing import Arrow, Box, Drawing, Point, draw
from course.documents.poster import ROOM
from tests.rules.small_flowchart import flowchart
from tests.shipped import shipped

THREE = {
    "purpose": {"Yes": "consent", "No, there is none": "done"},
    "consent": {"Yes": "share", "No": "share", "No, never": "share", "We did not ask, it was unsafe": "share"},
    "share": {"Done": "done"},
}
NEAR = 4  # units
A4, A3 = (190.0, 277.0), (277.0, 400.0)  # millimetres within the edges
NAMES = [
    "Is there a clear and legitimate purpose?",
    "Can a living person be identified?",
    "Is the information confidential?",
    "Is there consent?",
    "Is there sufficient public interest to share?",
    "Share appropriately",
    "Record properly",
]


@pytest.fixture(scope="module")
def course() -> Flowchart:
    return shipped().flowchart


def arrows(drawing: Drawing) -> list[Arrow]:
    return [arrow for box in drawing.boxes for arrow in box.arrows]


def words(arrow: Arrow) -> str:
    return " ".join(label.text for label in arrow.labels)


def inside(box: Box, point: Point) -> bool:
    left, top = box.frame.corner.x, box.frame.corner.y
    return left < point.x < left + box.frame.width and top < point.y < top + box.frame.height


def touches(box: Box, point: Point) -> bool:
    """Whether a place outside a box lies just beside or below or above it."""
    return any(inside(box, Point(point.x + x, point.y + y)) for x, y in ((-NEAR, 0), (0, -NEAR), (0, NEAR)))


def points(drawing: Drawing) -> list[Point]:
    """Every place that the drawing uses: corners of boxes, bends of arrows, beginnings of words."""
    found = [point for arrow in arrows(drawing) for point in (*arrow.line, *arrow.tip)]
    found += [label.at for arrow in arrows(drawing) for label in arrow.labels]
    for box in drawing.boxes:
        for frame in (box.frame, *([box.not_sure.frame] if box.not_sure else [])):
            found += [frame.corner, Point(frame.corner.x + frame.width, frame.corner.y + frame.height)]
        found += [label.at for label in (*box.title, *([box.number] if box.number else []))]
        found += [box.not_sure.label.at] if box.not_sure else []
    return found


def test_the_seven_boxes_carry_their_names_in_their_order(course: Flowchart) -> None:
    drawing = draw(course)
    assert [box.name for box in drawing.questions] == NAMES
    assert [" ".join(line.text for line in box.title) for box in drawing.questions] == NAMES
    assert [box.number.text for box in drawing.questions if box.number] == list("1234567")
    tops = [box.frame.corner.y for box in drawing.boxes]
    assert tops == sorted(set(tops))


def test_it_begins_above_the_first_question_and_carries_where_it_ends(course: Flowchart) -> None:
    drawing = draw(course)
    assert drawing.boxes[0] is drawing.begin and drawing.begin.name == course.begin
    assert [arrow.to for arrow in drawing.begin.arrows] == [course.start]
    assert drawing.title == course.title
    assert [box.name for box in drawing.ends] == [end.title for end in course.ends]


def test_at_every_question_hangs_not_sure_clear_of_everything_else(course: Flowchart) -> None:
    drawing = draw(course)
    assert [box.id for box in drawing.boxes if box.not_sure] == [each.id for each in course.questions]
    for box in drawing.questions:
        assert box.not_sure
        tab, words_below = box.not_sure.frame, [label for arrow in box.arrows for label in arrow.labels]
        bottom = box.frame.corner.y + box.frame.height
        assert tab.corner.y < bottom < tab.corner.y + tab.height >= 24
        assert max(label.at.y for label in box.title) < tab.corner.y
        below = [label.at.y - label.size * 0.75 for label in words_below if label.at.y > bottom]
        assert all(top > tab.corner.y + tab.height for top in below)


def test_a_start_that_is_not_the_first_box_is_reached_along_a_rail() -> None:
    chart = dataclasses.replace(flowchart({"a": {"Yes": "done"}, "b": {"Yes": "a"}}), start="b")
    (rail,) = draw(chart).begin.arrows
    assert (rail.to, rail.labels, len(rail.line)) == ("b", (), 4)


def test_rails_arrive_below_those_that_leave(course: Flowchart) -> None:
    chart = flowchart(
        {"a": {"Yes": "b", "No": "c"}, "b": {"Yes": "c"}, "c": {"Yes": "d", "No": "done"}, "d": {"": "done"}}
    )
    first, _, third, _ = draw(chart).questions
    arriving = next(arrow for arrow in first.arrows if arrow.to == "c").line[-1].y
    leaving = next(arrow for arrow in third.arrows if arrow.to == "done").line[0].y
    assert leaving + 6 < arriving < third.frame.corner.y + third.frame.height


def test_every_answer_of_the_course_leads_to_its_box(course: Flowchart) -> None:
    for question, box in zip(course.questions, draw(course).questions, strict=True):
        assert {arrow.to for arrow in box.arrows} == {branch.to for branch in question.branches}
        said = " ".join(map(words, box.arrows)).casefold()
        assert [each.answer for each in question.branches if each.answer.split(",")[0].casefold() not in said] == []


def test_answers_to_the_box_below_share_one_arrow_and_are_named_once_up_to_a_comma() -> None:
    (down,) = draw(flowchart(THREE)).questions[1].arrows
    assert (down.to, words(down)) == ("share", "Yes, or no, or we did not ask")


def test_any_other_answer_runs_along_a_rail_in_full() -> None:
    rail, down = draw(flowchart(THREE)).questions[0].arrows
    assert (rail.to, words(rail)) == ("done", "No, there is none")
    assert (down.to, words(down)) == ("consent", "Yes")


@pytest.mark.parametrize(
    "questions",
    [
        THREE,
        {"a": {"Yes": "done", "No": "b", "Perhaps": "c"}, "b": {"Yes": "c"}, "c": {"Yes": "a-way-out", "No": "done"}},
        {"a": {"1": "c", "2": "d", "3": "done", "4": "b"}, "b": {"1": "c"}, "c": {"1": "d"}, "d": {"1": "done"}},
        {"a": {"Yes": "c"}, "c": {"Yes": "done"}, "b": {"Yes": "c"}},
        {"a": {"Yes": "done"}},
        {"a": {"Yes": "b", "No": "done"}}
        | {here: {"Yes": after} for here, after in itertools.pairwise("bcdefghij")}
        | {"j": {"Yes": "done"}},
    ],
    ids=["short", "two ends", "many ways", "upwards", "one", "long"],
)
def test_whatever_the_flowchart_everything_lies_on_the_sheet_and_arrives(
    questions: Mapping[str, Mapping[str, str]],
) -> None:
    ends = ("done", "a-way-out") if "No" in questions.get("c", {}) else ("done",)
    drawing = draw(flowchart(questions, ends))
    width, height = drawing.width, drawing.height
    assert [each for each in points(drawing) if not (0 <= each.x <= width and 0 <= each.y <= height)] == []
    places = {box.id: box for box in drawing.boxes}
    for box, arrow in [(each, arrow) for each in drawing.boxes for arrow in each.arrows]:
        assert not any(inside(each, point) for each in drawing.boxes for point in arrow.line)
        assert touches(box, arrow.line[0]) and touches(places[arrow.to], arrow.tip[-1])


def test_rails_to_different_boxes_never_lie_on_one_another(course: Flowchart) -> None:
    rails = [arrow for arrow in arrows(draw(course)) if len(arrow.line) > 2]
    tracks = {(arrow.line[1].x, arrow.to) for arrow in rails}
    assert len(rails) > 3 and len({x for x, _ in tracks}) == len(tracks)
    starts = [arrow.line[0].y for arrow in rails]
    assert len(set(starts)) == len(starts)


@pytest.mark.parametrize(
    "answer", ["Yes", "An answer that is so long that it takes three lines of the drawing, or four"]
)
def test_lines_of_words_stand_apart(answer: str) -> None:
    rail = draw(flowchart({"a": {answer: "done", "No": "b"}, "b": {"Yes": "done"}})).questions[0].arrows[0]
    assert words(rail) == answer
    ys = [label.at.y for label in rail.labels] + [rail.line[0].y]
    assert all(abs(one - other) >= 5 for one, other in itertools.combinations(ys, 2))


@pytest.mark.parametrize(("sheet", "fills"), [(A4, "width"), (A3, "width"), (ROOM, "height")])
def test_on_paper_it_fills_the_sheet_and_keeps_its_proportions(
    sheet: tuple[float, float], fills: str, course: Flowchart
) -> None:
    drawing, printed = draw(course), draw(course).fitted(*sheet)
    by = printed.width / drawing.width
    assert getattr(printed, fills) == pytest.approx(sheet[fills == "height"])
    assert printed.width <= sheet[0] + 1e-9 and printed.height <= sheet[1] + 1e-9
    assert [each.x for each in points(printed)] == pytest.approx([each.x * by for each in points(drawing)])
    assert [each.y for each in points(printed)] == pytest.approx([each.y * by for each in points(drawing)])
    assert printed.questions[0].title[0].size == pytest.approx(drawing.questions[0].title[0].size * by)
    assert [words(arrow) for arrow in arrows(printed)] == [words(arrow) for arrow in arrows(drawing)]


@pytest.mark.parametrize(
    ("style", "size"),
    [
        ("flowchart-number", flowchart_drawing.NUMBER_SIZE),
        ("flowchart-title", flowchart_drawing.TITLE_SIZE),
        ("flowchart-end-title", flowchart_drawing.TITLE_SIZE),
        ("flowchart-label", flowchart_drawing.LABEL_SIZE),
        ("flowchart-tab-words", flowchart_drawing.LABEL_SIZE),
    ],
)
def test_the_screen_sets_words_in_the_size_for_which_lines_are_broken(style: str, size: float) -> None:
    css = (ROOT / "static" / "css" / "66-flowchart.css").read_text(encoding="utf-8")
    found = re.search(rf"\.{style} {{[^}}]*font-size: ([0-9.]+)px", css)
    assert found and float(found[1]) == size

"""The flowchart on one slide: every box, arrow and answer of the file, none on another, and a list where it cannot be drawn."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from lxml import etree

from course.catalogue.model import Branch, End, Flowchart
from course.documents.packs import Wish
from course.documents.slide_boxes import CHART, Box
from course.documents.slide_chart import SlideChart, laid_out
from course.documents.slide_drawing import ALT, drawing
from course.documents.slide_xml import NAMES
from course.documents.slides import slides
from tests.documents.slide_words import course

FLOWCHART = course().flowchart


def drawn() -> SlideChart:
    made = laid_out(FLOWCHART)
    assert made is not None
    return made


def changed(number: int, **more: object) -> Flowchart:
    """The flowchart with one question changed."""
    questions = list(FLOWCHART.questions)
    questions[number] = replace(questions[number], **more)  # type: ignore[arg-type]
    return replace(FLOWCHART, questions=tuple(questions))


def apart(one: Box, two: Box) -> bool:
    beside = one.x + one.width <= two.x + 0.01 or two.x + two.width <= one.x + 0.01
    return beside or one.y + one.height <= two.y + 0.01 or two.y + two.height <= one.y + 0.01


def test_every_question_and_the_end_has_a_box_in_order() -> None:
    ids = [each.id for each in drawn().boxes]
    assert ids == ["begin", "alarm", *(each.id for each in FLOWCHART.questions), FLOWCHART.ends[0].id]
    texts = [each.text for each in drawn().boxes]
    assert texts[1] == "Is someone in immediate danger? Call 999 now."
    assert texts[2] == "1  Is there a clear and legitimate purpose?"


def test_every_answer_leads_where_the_file_says() -> None:
    wanted = {(each.id, branch.to) for each in FLOWCHART.questions for branch in each.branches}
    assert {(each.start, each.to) for each in drawn().arrows} == wanted | {("begin", FLOWCHART.start)}
    said = {(each.start, each.to): each.text for each in drawn().arrows}
    assert said["consent", "public-interest"] == "No, or we did not ask"
    assert said["purpose", "share"] == "Yes, and a legal duty or court order says we must"
    assert [each.way for each in drawn().arrows if each.to == "record"] == ["left", "right", "down"]


def test_nothing_stands_on_anything_else_and_all_of_it_is_within_the_drawing() -> None:
    boxes = [each.box for each in drawn().boxes]
    labels = [each.label for each in drawn().arrows if each.text]
    for one, two in itertools.combinations(boxes, 2):
        assert apart(one, two)
    for label, box in itertools.product(labels, boxes):
        inner = Box(label.x + 3, label.y + 3, label.width - 6, label.height - 6)
        assert apart(inner, box), (label, box)
    for each in boxes + labels:
        assert each.x >= CHART.x - 0.01 and each.x + each.width <= CHART.x + CHART.width + 0.01
        assert each.y >= CHART.y and each.y + each.height <= CHART.y + CHART.height


def test_words_of_one_kind_have_one_size_and_can_be_read_from_the_back() -> None:
    made = drawn()
    for kind in ("question", "bar"):
        assert len({each.size for each in made.boxes if each.kind == kind}) == 1
    assert min(each.size for each in made.boxes) >= 14
    assert min(each.size for each in made.arrows) >= 13


@pytest.mark.parametrize(
    "chart",
    [
        changed(0, title="Is there a clear purpose that everybody in the room can put into one short sentence " * 3),
        changed(0, title="Incomprehensibilitiesandmore?"),
        changed(2, branches=(Branch("Yes", "consent", ""), Branch("No", "record", ""))),
        changed(1, branches=(Branch("Yes", "consent", ""), Branch("No", "confidential", ""))),
        changed(5, branches=(Branch("Yes", "record", ""), Branch("No", "purpose", ""))),
        replace(FLOWCHART, start="identifiable"),
        replace(FLOWCHART, ends=(*FLOWCHART.ends, End("other", "Another end", "<p>End.</p>"))),
        replace(FLOWCHART, begin="Start: " + "a request or a worry " * 6),
    ],
    ids=["long", "unbreakable", "past a bar", "over a question", "back", "start", "two ends", "begin"],
)
def test_a_flowchart_that_cannot_be_drawn_like_this_is_not_drawn(chart: Flowchart) -> None:
    assert laid_out(chart) is None


def test_where_it_is_not_drawn_the_questions_are_listed_and_the_notes_stay() -> None:
    two = replace(course(), flowchart=replace(FLOWCHART, begin="Start: " + "a request or a worry " * 6))
    plan = two.plans["three-hours"]
    made = slides(two, plan, Wish(dt.date(2027, 3, 4)))
    slide = next(each for each in made if each.title == FLOWCHART.title)
    assert (slide.kind, slide.chart) == ("points", None)
    assert [point.text for point in slide.points] == [f"{each.number}  {each.title}" for each in FLOWCHART.questions]


def test_it_is_one_group_with_a_text_of_shapes_and_connectors_that_hang_together() -> None:
    root = etree.fromstring(f"<x {NAMES}>{drawing(40, drawn())}</x>")
    (group,) = root
    assert group.find("{*}nvGrpSpPr/{*}cNvPr").get("descr") == ALT
    ids = [each.get("id") for each in root.iter("{*}cNvPr")]
    assert len(set(ids)) == len(ids)
    connectors = list(root.iter("{*}cxnSp"))
    hung = [each.get("id") for line in connectors for each in line.iter("{*}stCxn", "{*}endCxn")]
    assert len(connectors) == len(drawn().arrows) - 2  # those that run round the side are drawn
    assert hung and set(hung) <= set(ids)
    assert all(line.find("{*}spPr/{*}ln/{*}tailEnd") is not None for line in connectors)
    spoken = ["".join(shape.itertext()) for shape in root.iter("{*}sp")]
    assert spoken[: len(drawn().boxes)] == [each.text for each in drawn().boxes]

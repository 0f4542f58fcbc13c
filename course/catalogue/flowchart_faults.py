"""Faults of the flowchart: every box is reached, every way ends, none goes round."""

from __future__ import annotations

from collections import Counter

from course.catalogue.problems import Problems
from course.catalogue.schemas import FlowchartForm
from course.catalogue.sources import Doc


def check_flowchart(doc: Doc[FlowchartForm], problems: Problems) -> None:
    """Note every fault of the ways through the seven questions."""
    chart = doc.form
    ways = {question.id: [branch.to for branch in question.branches] for question in chart.questions}
    ends = {end.id for end in chart.ends}
    if chart.start not in ways:
        problems.error(doc.path, doc.line("start"), f"the start `{chart.start}` is no question", "give a question's id")
    _check_branches(doc, set(ways) | ends, problems)
    reached = _reached(chart.start, ways)
    for key, boxes in (("questions", list(ways)), ("ends", [end.id for end in chart.ends])):
        for number, box in enumerate(boxes):
            if box not in reached and chart.start in ways:
                message = f"no way from the start leads to the box `{box}`"
                problems.error(doc.path, doc.line(key, number), message, "lead a branch to it, or take it out")
    for number, question in enumerate(chart.questions):
        if question.id in _reached_after(question.id, ways):
            message = f"the way from `{question.id}` leads back to it"
            problems.error(doc.path, doc.line("questions", number), message, "lead one of the branches to an end")


def _check_branches(doc: Doc[FlowchartForm], boxes: set[str], problems: Problems) -> None:
    for number, question in enumerate(doc.form.questions):
        here = ("questions", number, "branches")
        if not question.branches:
            problems.error(doc.path, doc.line(*here), f"the way ends without an end at `{question.id}`", "add branches")
        for index, branch in enumerate(question.branches):
            if branch.to not in boxes:
                message = f"a branch of `{question.id}` leads to an unknown box `{branch.to}`"
                problems.error(doc.path, doc.line(*here, index, "to"), message, "give the id of a question or an end")
        for answer, times in Counter(branch.answer for branch in question.branches).items():
            if times > 1:
                message = f"the question `{question.id}` has the answer “{answer}” twice"
                problems.error(doc.path, doc.line(*here), message, "give every answer once")


def _reached(start: str, ways: dict[str, list[str]]) -> set[str]:
    """All boxes on ways from `start`, itself included."""
    return {start} | _reached_after(start, ways)


def _reached_after(start: str, ways: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(ways.get(start, ()))
    while waiting:
        box = waiting.pop()
        if box not in found:
            found.add(box)
            waiting += ways.get(box, ())
    return found

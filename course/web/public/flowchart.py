"""The seven key questions: as picture and list, each with what stands behind it, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from course.catalogue.model import Flowchart, Question
from course.config import Settings
from course.documents.flowchart_drawing import Drawing, draw
from course.documents.poster import SHEETS, Poster, poster_pdf, slots_of
from course.rules.ways import Step, Way, steps
from course.web import local
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.public.coming_from import AT, BOX, FLOWCHART, FROM, Place, coming_from, question_before
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class FlowchartPage:
    """The flowchart twice: as a drawing, and as the steps of a list. `at` marks the links of the drawing."""

    flowchart: Flowchart
    drawing: Drawing
    steps: tuple[Step, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another key question. `here`: it is the one on the screen."""

    question: Question
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and where it leads; `address` is empty at an end."""

    way: Way
    address: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One key question. `back` is the very place from which it was opened; `before` the question that led here, if one did."""

    flowchart: Flowchart
    question: Question
    detail: str
    answers: tuple[Answer, ...]
    all: tuple[Neighbour, ...]
    came_from: Place
    back: str
    before: Neighbour | None
    onward: str
    onward_label: str


@blueprint.get("/flowchart")
@anyone
def flowchart() -> ResponseReturnValue:
    """The seven key questions as a picture and as a list."""
    chart = catalogue().flowchart
    context = FlowchartPage(chart, _drawing(catalogue().digest), steps(chart), at=f"?{AT}={BOX}")
    return render_template("pages/public/flowchart.html", view=context)


@lru_cache(maxsize=2)
def _drawing(digest: str) -> Drawing:
    """The drawing of the course in force, laid out once; digest: of that course."""
    return draw(catalogue().flowchart)


@blueprint.get("/flowchart/<slug:question>")
@anyone
def question(question: str) -> ResponseReturnValue:
    """What stands behind one box; Back leads to where it was opened, so that the page differs with the page before."""
    found = next((step for step in steps(catalogue().flowchart) if step.question.id == question), None)
    if found is None:
        abort(404)
    answer = make_response(render_template("pages/public/question.html", view=_page(found, coming_from())))
    answer.vary.update(("Cookie", "Referer"))
    return answer


@blueprint.get("/flowchart/poster-<slug:sheet>.pdf")
@anyone
def poster(sheet: str) -> ResponseReturnValue:
    """The flowchart and its list on paper, with the local details that hold for the reader."""
    if sheet not in SHEETS:
        abort(404)
    held, here = catalogue(), local.here()
    settings: Settings = current_app.config["SHAREWELL"]
    data = Poster(
        sheet=sheet,
        digest=held.digest,
        address=settings.public_url + url_for(FLOWCHART),
        local=tuple((slot, here.text(slot)) for slot in slots_of(held.flowchart)),
        course=held.course,
        flowchart=held.flowchart,
    )
    name = f'attachment; filename="key-questions-{sheet}.pdf"'
    return Response(poster_pdf(data), content_type="application/pdf", headers={"Content-Disposition": name})


def _page(step: Step, place: Place) -> QuestionPage:
    chart, asked = catalogue().flowchart, step.question
    numbered = tuple(Neighbour(each, _address(each.id, place), each is asked) for each in chart.questions)
    before = question_before()
    following = numbered[asked.number : asked.number + 1]
    return QuestionPage(
        flowchart=chart,
        question=asked,
        detail=_carrying(asked.detail, numbered),
        answers=tuple(Answer(way, _address(way.question, place) if way.question else "") for way in step.ways),
        all=numbered,
        came_from=place,
        back=_box(place, asked),
        before=next((each for each in numbered if each.question.id == before and not each.here), None),
        onward=following[0].address if following else url_for(FLOWCHART),
        onward_label="Next" if following else "All seven questions",
    )


def _address(question: str, place: Place) -> str:
    """The page of a question; it is told from where the reader came, unless from the flowchart, where Back leads anyhow."""
    told: dict[str, Any] = {} if place.endpoint == FLOWCHART else {FROM: place.address}
    return url_for("public.question", question=question, **told)


def _carrying(html: str, questions: tuple[Neighbour, ...]) -> str:
    """The text with its links to other questions carrying on where the reader came from."""
    for each in questions:
        plain = url_for("public.question", question=each.question.id)
        if each.address != plain:
            for end in ('"', "#"):
                html = html.replace(f'href="{plain}{end}', f'href="{escape(each.address)}{end}')
    return html


def _box(place: Place, question: Question) -> str:
    """The place itself; where it shows the flowchart, the box or the line of the list that was opened there."""
    if not place.has_boxes:
        return place.address
    anchor = f"box-{question.id}" if request.args.get(AT) == BOX else question.id
    return f"{place.address}#{anchor}"

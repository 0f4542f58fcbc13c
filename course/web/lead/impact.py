"""What the course seems to change: confidence and knowledge before, after and some weeks later."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.documents import analysis_tables
from course.documents.charts_impact import RatingChart, rating_chart
from course.records import impact as counted
from course.records.database import reading
from course.rules.impact import ANSWER_WORDS, MOMENT_WORDS, Impact, Rated
from course.rules.impact import impact as worked_out
from course.web.gate import sees_analysis
from course.web.lead import analysis, blueprint, files
from course.web.lead.asking import Question
from course.web.site import catalogue

PAGE, FILE = "pages/lead/impact.html", "impact"


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """Everything on the page. `scale` and `usefulness` hold the words for 1 to 5."""

    found: Impact
    scale: tuple[str, ...]
    usefulness: tuple[str, ...]
    weeks: int

    @property
    def charts(self) -> tuple[tuple[Rated, RatingChart], ...]:
        """Each rated statement with its chart."""
        return tuple((each, rating_chart(each)) for each in self.found.confidence)

    @property
    def answers(self) -> dict[str, str]:
        """What was answered some weeks after, and what it is called."""
        return ANSWER_WORDS

    @property
    def moments(self) -> dict[str, str]:
        """What the three moments are called."""
        return {**MOMENT_WORDS, "later": f"{self.weeks} weeks later"}


def found(store: Connection, question: Question) -> Impact:
    """The figures of what is asked; five statements of SQL."""
    course, asked = catalogue(), analysis.batches(question)
    responses = counted.responses(store, asked, course.course.follow_up_weeks)
    return worked_out(course.reflection, counted.ratings(store, asked), responses, counted.answers(store, asked))


@blueprint.get("/reports/impact")
@sees_analysis
def impact() -> ResponseReturnValue:
    """The page; a filter that cannot be is said above the form, with all filters kept."""
    question = analysis.asked()
    if question.errors:
        return render_template(PAGE, question=question, view=None), 422
    with reading() as store:
        figures = found(store, question)
    asked, weeks = catalogue().reflection, catalogue().course.follow_up_weeks
    view = ImpactPage(figures, asked.scale, asked.usefulness, weeks)
    return render_template(PAGE, question=question, view=view, step=analysis_tables.step)


def _file(kind: str) -> ResponseReturnValue:
    question = analysis.asked()
    if question.errors:
        return render_template(PAGE, question=question, view=None), 422
    with reading() as store:
        figures = found(store, question)
    files.note_export(FILE, question)
    notes = (*question.notes, analysis_tables.GROUPS)
    return files.answer(analysis_tables.impact(figures, notes), FILE, question, kind)


@blueprint.get("/reports/impact.csv")
@sees_analysis
def impact_csv() -> ResponseReturnValue:
    """The rows of the page as CSV."""
    return _file("csv")


@blueprint.get("/reports/impact.xlsx")
@sees_analysis
def impact_xlsx() -> ResponseReturnValue:
    """The rows of the page as XLSX."""
    return _file("xlsx")

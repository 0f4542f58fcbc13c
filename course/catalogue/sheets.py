"""Texts for running the course in a room, content/sheets: from their front matter and Markdown to values, and their faults."""

from __future__ import annotations

from course.catalogue.markdown import Rendered
from course.catalogue.model import TrainerSheet
from course.catalogue.problems import Problems
from course.catalogue.sources import Book
from course.catalogue.teaching import MADE_SHEETS, TrainerSheetForm

SHEET_BLOCKS = ("key-points", "details", "law", "sector", "content-note")


def make_sheet(form: TrainerSheetForm, rendered: Rendered) -> TrainerSheet:
    """A text for a trainer or for who takes part."""
    return TrainerSheet(form.id, form.title, form.audience, form.summary, form.law_as_at, rendered.before)


def check_sheets(book: Book, problems: Problems) -> None:
    """Note sheets that take the place of one made from the course, and those that no plan uses."""
    used = {name for plan in book.plans for name in plan.form.before}
    used |= {name for plan in book.plans for step in plan.form.steps for name in step.sheets}
    plans_known = len(book.plans) == len(book.of_kind("plan"))
    for doc in book.sheets:
        if doc.form.id in MADE_SHEETS:
            message = f"the sheet `{doc.form.id}` is made from the course itself"
            problems.error(doc.path, doc.line("id"), message, "give this one another id")
        elif plans_known and doc.form.id not in used:
            message = f"no plan hands out the sheet `{doc.form.id}`"
            problems.warning(doc.path, doc.line("id"), message, "name it under `sheets` in a step of a plan")

"""Faults of a form to fill in: fields that stand twice, choices and rows out of place, answers that no question has."""

from __future__ import annotations

from collections.abc import Iterator

from course.catalogue.forms import FieldForm, PrintedForm
from course.catalogue.problems import Problems
from course.catalogue.schemas import FlowchartForm
from course.catalogue.sources import Doc

FEWEST_CHOICES = 2


def check_printed_form(doc: Doc[PrintedForm], problems: Problems) -> None:
    """Note every fault of the fields of one form."""
    seen: set[str] = set()
    for place, number, field in _fields(doc.form):
        here = ("sections", place, "fields", number)
        if field.id in seen:
            message = f"the form has the field `{field.id}` twice"
            problems.error(doc.path, doc.line(*here, "id"), message, "give every field an id of its own")
        seen.add(field.id)
        for message, mend in _field_faults(field):
            problems.error(doc.path, doc.line(*here), message, mend)


def check_offer(doc: Doc[PrintedForm], chart: FlowchartForm, problems: Problems) -> None:
    """Note every answer after which the form is offered and that no key question has."""
    known = {f"{each.id}.{number}" for each in chart.questions for number in range(1, len(each.branches) + 1)}
    for number, answer in enumerate(doc.form.after_answers):
        if answer not in known:
            mend = "give the id of a key question and the number of one of its answers, such as `consent.1`"
            message = f"the form is offered after `{answer}`, an answer that is not there"
            problems.error(doc.path, doc.line("after_answers", number), message, mend)


def _fields(form: PrintedForm) -> Iterator[tuple[int, int, FieldForm]]:
    for place, section in enumerate(form.sections):
        for number, field in enumerate(section.fields):
            yield place, number, field


def _field_faults(field: FieldForm) -> Iterator[tuple[str, str]]:
    """What is wrong with one field, and how to mend it."""
    if field.kind == "choice" and len(set(field.choices)) < max(FEWEST_CHOICES, len(field.choices)):
        yield f"the field `{field.id}` needs at least two choices, each once", "write its `choices`, one on a line"
    if field.kind != "choice" and field.choices:
        yield (
            f"the field `{field.id}` has choices, but is of kind {field.kind}",
            "write `kind: choice`, or take them out",
        )
    if field.kind != "text" and field.rows is not None:
        yield f"the field `{field.id}` has rows, but is of kind {field.kind}", "write `kind: text`, or take them out"

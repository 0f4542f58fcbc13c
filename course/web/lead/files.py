"""Reports as files. Whoever takes names out of the site leaves a line in the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile

from flask import Response, stream_with_context
from sqlalchemy import Connection

from course.clock import now
from course.documents.tabular import Table, csv_parts, write_xlsx
from course.records import audit, reports
from course.records.database import reading, writing
from course.web.gate import must_be_learner
from course.web.lead.asking import Question

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTNERSHIP = "partnership"  # in the audit: of everybody
PART = 64 * 1024  # bytes sent at once


def answer(table: Table, name: str, question: Question, kind: str) -> Response:
    """The table as a file: `kind` "csv" or "xlsx"."""
    return streamed(lambda _store: table, name, question, kind)


def _xlsx(table: Table) -> Iterator[bytes]:
    """Written to a file of its own, which is gone once it was sent."""
    with TemporaryFile() as file:
        write_xlsx(table, file)
        file.seek(0)
        while part := file.read(PART):
            yield part


def streamed(rows: Callable[[Connection], Table], name: str, question: Question, kind: str) -> Response:
    """As `answer`, for a list of any length: `rows` makes the table from the records, which stay open while it is sent."""

    def parts() -> Iterator[bytes]:
        with reading() as store:
            table = rows(store)
            yield from csv_parts(table) if kind == "csv" else _xlsx(table)

    headers = {"Content-Disposition": f'attachment; filename="{name}-{question.asked.day}.{kind}"'}
    content = stream_with_context(parts())
    return Response(content, content_type=CSV if kind == "csv" else XLSX, headers=headers)


def plain_text(text: str) -> Response:
    """Plain text, to be read in the browser and copied from there."""
    return Response(text, mimetype="text/plain")


def note_export(what: str, question: Question) -> None:
    """A line in the audit: who took which report, by which filters (ids, never names), of which organisations."""
    filters = [f"{name}={value}" for name, value in question.typed.items() if name != "q"]
    with writing() as store:
        detail = " ".join([*filters, *_whose(store, question)])
        audit.note(store, must_be_learner().person, "report exported", what, detail, now())


def _whose(store: Connection, question: Question) -> Iterator[str]:
    """The organisations that a report holds people of, as far as its filters do not name them; or the partnership."""
    asked = question.asked
    if asked.organisation is not None:
        return
    if asked.scope.everything and asked.team is None:
        yield PARTNERSHIP
        return
    for place in reports.places(store, asked):
        yield f"organisation={place.id}"

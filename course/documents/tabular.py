"""A table as a file: CSV for spreadsheets, XLSX, plain text for a terminal, JSON. The same rows in the same order in each.

Above the rows stand the notes: what the table is, as at which day, how it was filtered. Rows are read once, as they come,
so that a long list needs no more memory than a short one (plain text alone has to know all rows, for its widths).
A cell that a spreadsheet would take for a formula is harmless: in CSV it gets an apostrophe in front; in XLSX text is text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, BinaryIO

import xlsxwriter
from rustpy_xlsxwriter import Format, write_worksheet

from course.rules.texts import harmless

Cell = str | int | dt.date | None
AT_A_TIME = 500  # rows of CSV handed out together
SHEET, DAYS = "Report", "yyyy-mm-dd"
WIDTHS = {"text": 24, "number": 12, "date": 18}
QUIET = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in JSON (and on screen `data-figure`), its heading, and "text", "number" or "date"."""

    key: str
    title: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Title, notes (pairs of a word and what it is), columns, rows. `rows` may be an iterator: then it is read once."""

    title: str
    notes: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]


def csv_parts(table: Table) -> Iterator[bytes]:
    """The table as CSV in parts: UTF-8 with a byte order mark, lines ending in CR LF, everything in quotation marks."""
    yield "\ufeff".encode()
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    for line in ([table.title], *table.notes, [], [column.title for column in table.columns]):
        writer.writerow(map(harmless, line))
    for count, row in enumerate(table.rows, start=1):
        writer.writerow(
            [harmless(cell) if isinstance(cell, str) else cell for cell in row]
        )  # days in ISO form, None as ""
        if count % AT_A_TIME == 0:
            yield _taken(written)
    yield _taken(written)


def _taken(written: io.StringIO) -> bytes:
    found = written.getvalue().encode()
    written.seek(0)
    written.truncate()
    return found


def text(cell: Cell) -> str:
    """A cell as CSV and plain text show it: dates as 2026-03-31, nothing where nothing is known."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return str(cell)  # of a day as well: in ISO form


def write_xlsx(table: Table, file: BinaryIO) -> None:
    """Write the table into a file opened for writing bytes; the headings stay in sight when one scrolls.

    Two libraries write the same cells: the quick one every table without numbers, which are the long ones. It would write
    a whole number as a fraction, and no headings where there is no row.
    """
    rows = iter(table.rows)
    first = next(rows, None)
    told = replace(table, rows=rows if first is None else chain([first], rows))
    if first is None or any(column.kind == "number" for column in table.columns):
        _write_figures(told, file)
    else:
        _write_list(told, file)


def _lines(table: Table) -> list[str]:
    """What stands above the headings."""
    return [table.title, *(f"{word}: {what}" for word, what in table.notes)]


def _write_list(table: Table, file: BinaryIO) -> None:
    strong = Format().set_bold().set_text_wrap().set_align("top")
    titles, last = [column.title for column in table.columns], len(table.columns) - 1
    above: list[Any] = [
        (line, 0, line, last, told, strong if line == 0 else None) for line, told in enumerate(_lines(table))
    ]
    head = len(above) + 1
    write_worksheet(
        (dict(zip(titles, row, strict=True)) for row in table.rows),
        file,
        sheet_name=SHEET,
        merge_ranges=above,
        header_row=head,
        header_format=strong,
        freeze_row=head + 1,
        freeze_col=1,
        column_widths=[float(WIDTHS[column.kind]) for column in table.columns],
        datetime_format=DAYS,
    )


def _write_figures(table: Table, file: BinaryIO) -> None:
    book = xlsxwriter.Workbook(file, {**QUIET, "default_date_format": DAYS})
    book.set_properties({"title": table.title})
    sheet, strong = book.add_worksheet(SHEET), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDTHS[column.kind])
    for line, told in enumerate(_lines(table)):
        sheet.write_string(line, 0, told, strong if line == 0 else None)
    head = len(table.notes) + 2
    sheet.write_row(head, 0, [column.title for column in table.columns], strong)
    sheet.freeze_panes(head + 1, 1)
    for line, row in enumerate(table.rows, start=head + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell)
            elif isinstance(cell, dt.date):
                sheet.write_datetime(line, place, cell)
            elif cell is not None:
                sheet.write_number(line, place, cell)
    book.close()


def plain(table: Table) -> str:
    """The table for a terminal: notes, headings, rows; numbers to the right."""
    rows = [[text(cell) for cell in row] for row in table.rows]
    heads = [column.title for column in table.columns]
    widths = [max(map(len, each)) for each in zip(heads, *rows, strict=True)]
    lines = [table.title, *(f"{word}: {what}" for word, what in table.notes), ""]
    lines += [_line(each, widths, table.columns) for each in (heads, ["-" * width for width in widths], *rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    fitted = (
        cell.rjust(width) if column.kind == "number" else cell.ljust(width)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    )
    return "  ".join(fitted).rstrip()


def as_json(table: Table) -> str:
    """The table as JSON: `title`, `notes` by their words, `rows` as objects; dates in ISO form, null where unknown."""
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    whole = {"title": table.title, "notes": dict(table.notes), "rows": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=dt.date.isoformat) + "\n"

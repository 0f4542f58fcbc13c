"""One table as CSV, XLSX, plain text and JSON: the same cells, and none that a spreadsheet would run."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence

import pytest
from openpyxl import load_workbook

from course.documents.tabular import Cell, Column, Table, as_json, csv_parts, plain, write_xlsx
from course.rules.texts import harmless

COLUMNS = (Column("name", "Name"), Column("people", "People", "number"), Column("day", "Day", "date"))
ROWS: tuple[Sequence[Cell], ...] = (
    ("Zoë “Q”, Ltd\nNorth", 12, dt.date(2026, 3, 31)),
    ("=1+1", 0, None),
    ("plain", None, dt.date(2028, 2, 29)),
)
NOTES = (("As at", "2026-03-31"), ("Organisation", "=cmd"))


def table(rows: object = ROWS) -> Table:
    return Table("A report", NOTES, COLUMNS, rows)  # type: ignore[arg-type]


def as_csv(made: Table) -> bytes:
    return b"".join(csv_parts(made))


def as_xlsx(made: Table) -> io.BytesIO:
    file = io.BytesIO()
    write_xlsx(made, file)
    return io.BytesIO(file.getvalue())


def test_csv_is_as_spreadsheets_want_it() -> None:
    made = as_csv(table())
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\r\n") == 3 + 1 + 1 + 3
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert rows[:5] == [["A report"], ["As at", "2026-03-31"], ["Organisation", "'=cmd"], [], ["Name", "People", "Day"]]
    assert rows[5:] == [
        ["Zoë “Q”, Ltd\nNorth", "12", "2026-03-31"],
        ["'=1+1", "0", ""],
        ["plain", "", "2028-02-29"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+441632960001", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1"])
def test_a_text_that_looks_like_a_formula_is_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"
    sheet = load_workbook(as_xlsx(table([(text, 1, None)]))).active
    assert sheet is not None
    cell = sheet.cell(row=6, column=1)
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r") == text


@pytest.mark.parametrize("text", ["Ada", "1=1", " =1", "", "'=1"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_xlsx_has_numbers_as_numbers_and_days_as_days() -> None:
    sheet = load_workbook(as_xlsx(table())).active
    assert sheet is not None
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)]
    assert rows[0] == ("Name", "People", "Day")
    *before, day = rows[1]
    assert before == ["Zoë “Q”, Ltd\nNorth", 12]
    assert isinstance(day, dt.datetime)
    assert day.date() == dt.date(2026, 3, 31)
    assert rows[2] == ("=1+1", 0, None)
    assert sheet.freeze_panes == "B6"
    assert sheet["A1"].value == "A report"
    assert (sheet["A3"].value, sheet["B3"].value, sheet["B3"].data_type) == ("Organisation", "=cmd", "s")


def test_json_has_notes_and_rows_by_their_names() -> None:
    made = json.loads(as_json(table()))
    assert made["notes"] == dict(NOTES)
    assert made["rows"][0] == {"name": "Zoë “Q”, Ltd\nNorth", "people": 12, "day": "2026-03-31"}
    assert made["rows"][1]["day"] is None


def test_plain_text_has_numbers_to_the_right() -> None:
    lines = plain(table([("Ada", 5, None), ("Bo", 12, None)])).splitlines()
    assert lines[0:3] == ["A report", "As at: 2026-03-31", "Organisation: =cmd"]
    assert lines[4:] == ["Name  People  Day", "----  ------  ---", "Ada        5", "Bo        12"]


def test_a_table_without_rows_is_still_a_table() -> None:
    for made in (plain(table([])), as_csv(table([])).decode(), as_json(table([]))):
        assert "A report" in made
    assert as_xlsx(table([])).getvalue()


def test_csv_is_sent_while_its_rows_are_still_being_read() -> None:
    read = 0

    def rows() -> Iterator[Sequence[Cell]]:
        nonlocal read
        for number in range(5000):
            read += 1
            yield "x", number, None

    parts = csv_parts(table(rows()))
    next(parts)
    next(parts)
    assert 0 < read < 1000
    assert sum(part.count(b"\r\n") for part in parts) > 4000


def test_no_place_of_a_csv_holds_a_formula() -> None:
    bad = '=HYPERLINK("x")'
    made = as_csv(Table(bad, ((bad, bad),), (Column("a", bad), Column("b", bad)), [(bad, "@b")]))
    cells = [cell for row in csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")) for cell in row]
    assert cells == [f"'{bad}"] * 6 + ["'@b"]

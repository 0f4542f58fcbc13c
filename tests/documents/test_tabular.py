"""One table as CSV, XLSX, plain text and JSON: the same cells, and none that a spreadsheet would run."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

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
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("Organisation: =cmd", "s")


LIST_COLUMNS = (Column("name", "Name"), Column("team", "=Team"), Column("day", "Day", "date"))
LIST_ROWS: tuple[Sequence[Cell], ...] = (
    ("Zoë “Q”, Ltd\nNorth", "=HYPERLINK(1)", dt.date(2026, 3, 31)),
    ("0123", "https://x.example", None),
    ("  a_x000D_", "-2", dt.date(1900, 3, 1)),
    ("@SUM(A1)", "", dt.date(9999, 12, 31)),
)


def listed(rows: object = LIST_ROWS) -> Table:
    """A table without numbers, which the quick library writes."""
    return Table("=A list", NOTES, LIST_COLUMNS, rows)  # type: ignore[arg-type]


def test_a_list_has_text_as_text_and_days_as_days() -> None:
    sheet = load_workbook(as_xlsx(listed())).active
    assert sheet is not None
    assert [sheet.cell(line, 1).value for line in (1, 2, 3, 4)] == [
        "=A list", "As at: 2026-03-31", "Organisation: =cmd", None,
    ]  # fmt: skip
    found = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)]
    assert found[0] == ("Name", "=Team", "Day")
    told = [(name, team, day and day.date()) for name, team, day in found[1:]]  # type: ignore[union-attr]
    assert [(name.replace("_x005F_", "_"), team or "", day) for name, team, day in told] == [*LIST_ROWS]  # type: ignore[union-attr]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}  # no "f"
    assert sheet["C6"].number_format == "yyyy-mm-dd"
    assert (sheet.freeze_panes, sheet.title, sheet["A5"].font.b) == ("B6", "Report", True)
    assert sheet.column_dimensions["A"].width > 20


def test_both_libraries_write_the_same_cells() -> None:
    figures = Table("=A list", NOTES, (*LIST_COLUMNS, Column("n", "N", "number")), [(*row, 1) for row in LIST_ROWS])
    one, other = (load_workbook(as_xlsx(each)).active for each in (listed(), figures))
    assert one is not None and other is not None
    assert [[cell.value or None for cell in row] for row in one.iter_rows()] == [
        [cell.value or None for cell in row[:3]] for row in other.iter_rows()
    ]
    assert (one.freeze_panes, one.title) == (other.freeze_panes, other.title)


def test_a_list_is_written_while_its_rows_are_still_being_read(tmp_path: Path) -> None:
    seen: list[int] = []

    def rows() -> Iterator[Sequence[Cell]]:
        for number in range(3000):
            seen.append(number)
            yield f"Person {number}", "Team", None

    with (tmp_path / "list.xlsx").open("w+b") as file:
        write_xlsx(listed(rows()), file)
    assert seen == list(range(3000))
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 5 + 3000


def test_a_list_of_nobody_still_has_its_headings() -> None:
    sheet = load_workbook(as_xlsx(listed([]))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[5]] == ["Name", "=Team", "Day"]


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

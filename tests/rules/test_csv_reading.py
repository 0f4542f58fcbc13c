"""Files of every program, read into lines; what cannot be read is told with its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.csv_reading import LARGEST_FILE, MOST_LINES, Fault, Row, Sheet, read

COLUMNS = ("name", "email", "started_on")
OTHER = {"e_mail": "email"}
TEXT = "name,email\nAda Réed,a@x.example\n"


def opened(data: bytes | str) -> Sheet | Fault:
    return read(data.encode() if isinstance(data, str) else data, COLUMNS, ("name",), OTHER)


def sheet(data: bytes | str) -> Sheet:
    found = opened(data)
    assert isinstance(found, Sheet), found
    return found


def cells(data: bytes | str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in sheet(data).rows() if isinstance(row, Row)]


ADA = [{"name": "Ada Réed", "email": "a@x.example"}]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
)
def test_every_encoding_of_a_spreadsheet_is_read(data: bytes, encoding: str) -> None:
    assert cells(data) == ADA
    assert sheet(data).encoding == encoding


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "sep=;\n" + TEXT.replace(",", ";"),
        "\n\n" + TEXT + "\n,\n",
        TEXT.rstrip("\n"),
        TEXT.replace("name,email", " NAME , E-mail,"),
        TEXT.replace("name,email", "Name,E.Mail"),
        'name,email\n"Ada Réed"," a@x.example "\n',
    ],
)
def test_every_way_of_writing_the_same_table_is_read(text: str) -> None:
    assert cells(text) == ADA


def test_lines_are_counted_as_an_editor_does_also_behind_a_cell_of_two_lines() -> None:
    found = list(sheet('name,email\n"Ada\nQuill",\n\nBo,\n').rows())
    assert [(row.line, row.cells["name"]) for row in found if isinstance(row, Row)] == [(2, "Ada\nQuill"), (5, "Bo")]


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"", 1, "empty"),
        (b" \n\n", 1, "empty"),
        (b"email\na@x.example\n", 1, "“name” is missing"),
        (b"Ada,a@x.example\n", 1, "“name” is missing"),
        (b"name,Start_on\n", 1, "Did you mean “started_on”?"),
        (b"\nname,emial\n", 2, "Did you mean “email”?"),
        (b"name,email,E-mail\n", 1, "“email” is there twice"),
        (b"name\nAd\0a\n", 2, "NUL"),
        (b"\xef\xbb\xbfname\nAda\n\xff\n", 3, "UTF-8"),
        (b"name\nAda \x81\n", 2, "cannot read the signs"),
        (b'"name\n', 1, "quotation mark"),
        (b"\xff\xfen\0a", 1, "UTF-16"),
        (b"\xff\xfea\0\n\0", 1, "missing"),
        (b"name\n" * (MOST_LINES + 1), 1, "200,000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(data: bytes, line: int, told: str) -> None:
    found = opened(data)
    assert isinstance(found, Fault)
    assert (found.line, told in found.message) == (line, True), found


def test_a_file_that_is_too_large_is_told() -> None:
    found = opened(b"x" * (LARGEST_FILE + 1))
    assert isinstance(found, Fault)
    assert "20 MB" in found.message


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("name,email\nAda,a@x.example,1\n", 2, "3 cells"),
        ('name,email\nBo,\n"Ada,a@x.example\nCy,\n', 3, "quotation mark"),
        ('name,email\n"Ada" Quill,\n', 2, "quotation mark"),
        ("name,email\n" + "x" * 200_000 + ",\n", 2, "far too long"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(text: str, line: int, told: str) -> None:
    (fault,) = [row for row in sheet(text).rows() if isinstance(row, Fault)]
    assert (fault.line, told in fault.message) == (line, True), fault


def test_a_column_that_is_not_asked_for_is_named_and_left_out() -> None:
    found = sheet("name,Payroll number\nAda,17\n")
    assert found.ignored == ("Payroll number",)
    assert [row.cells for row in found.rows() if isinstance(row, Row)] == [{"name": "Ada"}]


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_a_table_or_a_fault(data: bytes) -> None:
    found = opened(data)
    if isinstance(found, Sheet):
        list(found.rows())


CELL = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=12).map(str.strip)


@given(
    st.lists(st.tuples(CELL, CELL), max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_writes_is_read_as_it_was(
    rows: list[tuple[str, str]], separator: str, encoding: str, end: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator=end)
    writer.writerow(("name", "email"))
    writer.writerows(rows)
    found = cells(file.getvalue().encode(encoding))
    assert found == [{"name": name, "email": email} for name, email in rows if name or email]

"""`course report`: formats, faults in words. That its figures are those of the page is tested with the page."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from course import cli, first_run
from course.clock import now
from course.config import Settings
from course.records import database, organisations, people
from course.rules.dates import london_day


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of one organisation with one member."""
    for name in ("DATABASE_URL", "SHAREWELL_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("course.log.start", lambda: None)
    with first_run.store_open(first_run.prepare(Settings.from_environ())), database.writing() as store:
        place = organisations.add_organisation(store, "Heronsea Nursery", now())
        person = people.add_person(store, "Ada Quill", now())
        organisations.join(store, person, place, None, london_day(now()), now())


def test_the_report_comes_in_every_format(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["report"]) == 0
    table = capfdbinary.readouterr().out.decode()
    assert table.startswith("Completion report\nAs at: ")
    assert "Heronsea Nursery" in table
    assert cli.main(["report", "--format", "csv", "--organisation", "HERONSEA nursery"]) == 0
    rows = list(csv.reader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"), newline="")))
    assert ["Organisation", "Heronsea Nursery"] in rows
    assert cli.main(["report", "--format", "json"]) == 0
    (line,) = json.loads(capfdbinary.readouterr().out)["rows"]
    assert (line["not-started"], line["registered"], line["trained"]) == (1, 1, 0)
    assert list(map(str, line.values()))[2:10] == rows[-1][2:10]
    assert cli.main(["report", "--format", "xlsx"]) == 0
    sheet = load_workbook(io.BytesIO(capfdbinary.readouterr().out)).active
    assert sheet is not None
    assert sheet["A1"].value == "Completion report"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-at", "31.3.2026"], "“31.3.2026” is no date"),
        (["--as-at", "2999-01-01"], "is still to come"),
        (["--organisation", "Nobody"], "No organisation is called “Nobody”. There are: “Heronsea Nursery”."),
    ],
)
def test_what_cannot_be_is_told(words: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", *words]) == 1
    assert said in capfd.readouterr().err

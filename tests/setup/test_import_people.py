"""`course import-people`: what it says of every line, and that it is all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from course import cli, first_run
from course.clock import now
from course.config import Settings
from course.records import database, members, organisations
from course.rules.scoping import Scope

Said = tuple[int, str, str]
ADA = "Ada Quill,ada@heron.example,Toddlers\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs the word on a file with this text, on a site with one organisation."""
    for name in ("DATABASE_URL", "SHAREWELL_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("course.log.start", lambda: None)
    with first_run.store_open(first_run.prepare(Settings.from_environ())), database.writing() as store:
        organisations.add_organisation(store, "Heronsea Nursery", now())
    file = tmp_path / "staff.csv"

    def run(text: str, *more: str, organisation: str = "heronsea nursery") -> Said:
        file.write_text(text, encoding="utf-8")
        code = cli.main(["import-people", str(file), "--organisation", organisation, *more])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def everybody() -> list[str]:
    with first_run.store_open(Settings.from_environ()), database.reading() as store:
        return [each.name for each in members.listed(store, Scope(everything=True))]


def test_a_file_is_imported_once_however_often(course: Callable[..., Said]) -> None:
    code, out, err = course("name,email,team\n" + ADA)
    assert (code, err) == (0, "")
    assert "line 2: added: Ada Quill: in Toddlers from" in out
    assert "1 added, 0 changed, 0 skipped, 0 refused\nnew team: Toddlers\n" in out
    assert "Imported 1 into Heronsea Nursery. This is import 1" in out
    code, out, err = course("name,email,team\n" + ADA, organisation="1")
    assert (code, err) == (0, "")
    assert "line 2: skipped: Ada Quill: nothing to do" in out
    assert "There is nothing to import." in out
    assert everybody() == ["Ada Quill"]


def test_a_look_changes_nothing(course: Callable[..., Said]) -> None:
    code, out, _ = course("name,email,team\n" + ADA, "--dry-run")
    assert (code, everybody()) == (0, [])
    assert "line 2: added: Ada Quill" in out
    assert out.endswith("Nothing was imported: this was a look.\n")


def test_one_refused_line_keeps_the_whole_file_out(course: Callable[..., Said]) -> None:
    code, out, err = course("name,email,team\n" + ADA + "Bo Marsh,,\n")
    assert (code, everybody()) == (1, [])
    assert "line 3: refused: Bo Marsh: give an email or started_on" in out
    assert err == "Lines were refused, so nothing was imported. Put them right and run it again.\n"


@pytest.mark.parametrize(
    ("text", "organisation", "told"),
    [
        ("email\n", "1", "staff.csv, line 1: the first line has to name the columns, and “name” is missing"),
        ("name\n", "Mill School", "There is no organisation “Mill School”. There are: “Heronsea Nursery”."),
    ],
)
def test_what_cannot_be_done_is_told(course: Callable[..., Said], text: str, organisation: str, told: str) -> None:
    code, _, err = course(text, organisation=organisation)
    assert (code, told in err) == (1, True)


def test_a_file_that_is_not_there_is_told(course: Callable[..., Said], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import-people", "/nowhere/staff.csv", "--organisation", "1"]) == 1
    assert "cannot be read: No such file" in capsys.readouterr().err

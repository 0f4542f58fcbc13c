"""`course pack`: files and ZIP in a folder, with what an organisation has filled in; faults in words, nothing half done."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from course import cli, first_run
from course.clock import now
from course.config import Settings
from course.records import database, local_values, logos, organisations, people
from course.rules.local_information import LocalValue

NAME = "twenty-minutes"


def png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (60, 20), "#1e3c8c").save(held, "PNG")
    return held.getvalue()


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, sqlite_pattern: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of one organisation that has a logo and has filled in its front door."""
    (tmp_path / "instance").mkdir()
    shutil.copyfile(sqlite_pattern, tmp_path / "instance" / "sharewell.db")
    for name in ("DATABASE_URL", "SHAREWELL_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("course.log.start", lambda: None)
    with first_run.store_open(first_run.prepare(Settings.from_environ())), database.writing() as store:
        organisations.set_partnership(store, "Heronsea Partnership", now())
        place = organisations.add_organisation(store, "Heronsea Nursery", now())
        person = people.add_person(store, "Ada Quill", now())
        value = LocalValue(slot="front-door", organisation=place, value="Nursery door\n01632 960101")
        assert local_values.replace(store, None, value, person, now())
        logos.set_logo(store, place, png(), (60, 20), person, now())


def said(path: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(path).pages)


def test_it_writes_the_files_and_the_same_as_one_zip(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pack", NAME, "--out", str(tmp_path / "out")]) == 0
    folder = tmp_path / "out" / NAME
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
    with zipfile.ZipFile(tmp_path / "out" / f"{NAME}.zip") as held:
        assert {name: held.read(name) for name in held.namelist()} == files
    assert {"00-START-HERE.pdf", "PRINT-learners.pdf", "PRINT-trainer.pdf", "10-slides.pptx"} < set(files)
    told = capfd.readouterr().out
    assert f"{len(files)} files in {folder}" in told
    assert "Open 00-START-HERE.pdf first." in told


def test_it_fills_in_what_holds_for_the_organisation(tmp_path: Path) -> None:
    words = ["pack", NAME, "--out", str(tmp_path), "--organisation", "heronsea NURSERY", "--group", "7"]
    assert cli.main(words) == 0
    contacts = tmp_path / NAME / "single-sheets" / "34-local-contacts.pdf"
    assert "Nursery door" in said(contacts)
    assert "Heronsea Nursery" in said(contacts)
    assert len(PdfReader(contacts).pages[0].images) == 1
    assert "7 people at 2 tables" in said(tmp_path / NAME / "00-START-HERE.pdf")


def test_without_an_organisation_it_is_the_partnerships(tmp_path: Path) -> None:
    assert cli.main(["pack", NAME, "--out", str(tmp_path)]) == 0
    told = said(tmp_path / NAME / "single-sheets" / "34-local-contacts.pdf")
    assert "Heronsea Partnership" in told
    assert "Nursery" not in told


def test_it_may_be_made_again_in_the_same_place(tmp_path: Path) -> None:
    assert cli.main(["pack", NAME, "--out", str(tmp_path)]) == 0
    first = (tmp_path / f"{NAME}.zip").read_bytes()
    assert cli.main(["pack", NAME, "--out", str(tmp_path)]) == 0
    assert (tmp_path / f"{NAME}.zip").read_bytes() == first
    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["herons"], "No pack is called “herons”. There are: three-hours, sixty-minutes, twenty-minutes, module-"),
        ([NAME, "--organisation", "Nobody"], "No organisation is called “Nobody”. There are: “Heronsea Nursery”."),
        ([NAME, "--group", "0"], "“0” is no size of a group. Give a number from 1 to 500."),
        ([NAME, "--group", "many"], "“many” is no size of a group"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    words: list[str], told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["pack", *words, "--out", str(tmp_path / "out")]) == 1
    assert told in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a file")
    assert cli.main(["pack", NAME, "--out", str(tmp_path / "out")]) == 1
    assert "cannot be written" in capfd.readouterr().err


def test_the_day_is_that_of_london(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = dt.datetime(2027, 6, 30, 23, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("course.words.pack.clock.now", lambda: moment)
    assert cli.main(["pack", NAME, "--out", str(tmp_path)]) == 0
    assert "Made on 1 July 2027" in said(tmp_path / NAME / "00-START-HERE.pdf")

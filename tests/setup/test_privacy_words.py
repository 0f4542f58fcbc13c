"""The words export-person, erase-person and retain: who is meant, what comes of it, what is refused."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from course import cli, clock, first_run
from course.config import Settings
from course.records import accounts, contacts, notes, people, retention, roles, tables
from course.records.database import reading, writing
from course.words.retain import NAMES

Said = tuple[int, str, str]


class Office:
    """A site of one's own, with words to run on it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *words: str) -> Said:
        code = cli.main(words)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    for name in ("DATABASE_URL", "SHAREWELL_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("course.log.start", lambda: None)
    return Office(capsys)


@pytest.fixture
def site(office: Office) -> Iterator[Flask]:
    """Its records, open."""
    with first_run.store_open(first_run.prepare(Settings.from_environ())) as app:
        yield app


def somebody(name: str, email: str | None = None, contact: str = "") -> int:
    with writing() as store:
        who = people.add_person(store, name, clock.now())
        if email:
            accounts.open_account(store, who, email=email, sign_in_name=None, password_hash="hash", now=clock.now())
        contacts.set_contact(store, who, contact, clock.now())
    return who


def name_of(who: int) -> str | None:
    with reading() as store:
        return people.person_name(store, who)


def last_line() -> tuple[str, str]:
    with reading() as store:
        line = store.execute(select(tables.audit).order_by(tables.audit.c.id.desc()).limit(1)).one()
    return line.action, line.thing


def test_a_person_is_written_into_a_file_for_its_owner_alone(site: Flask, office: Office, tmp_path: Path) -> None:
    ada = somebody("Ada Quill", "ada@heronsea.example")
    file = tmp_path / "ada.json"
    code, out, _ = office.run("export-person", "ADA@heronsea.example", "--out", str(file))
    assert code == 0 and str(file) in out and "Ada" not in out
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert (kept["name"], kept["person"], kept["account"]["email"]) == ("Ada Quill", ada, "ada@heronsea.example")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert last_line() == ("data exported", f"person {ada}")
    code, _, err = office.run("export-person", "ada@heronsea.example", "--out", str(file))
    assert code == 1 and "exists already" in err


def test_a_file_that_cannot_be_written_is_told(site: Flask, office: Office, tmp_path: Path) -> None:
    somebody("Ada Quill", "ada@heronsea.example")
    code, _, err = office.run("export-person", "ada@heronsea.example", "--out", str(tmp_path / "no" / "ada.json"))
    assert code == 1 and "cannot be written" in err


def test_people_without_an_account_are_known_by_address_or_number(site: Flask, office: Office) -> None:
    bo = somebody("Bo Marsh", contact="bo@heronsea.example")
    di = somebody("Di Fern")
    assert office.run("erase-person", "bo@heronsea.example")[0] == 0
    assert office.run("erase-person", f"person {di}")[0] == 0
    assert (name_of(bo), name_of(di), last_line()) == ("", "", ("person erased", f"person {di}"))


def test_whoever_might_be_meant_is_asked_about(site: Flask, office: Office) -> None:
    """The account may be anybody's who typed the address; the organisation knows somebody else under it."""
    ada, bo = somebody("Ada", "x@heronsea.example"), somebody("Bo", contact="x@heronsea.example")
    code, _, err = office.run("erase-person", "x@heronsea.example")
    assert code == 1 and f"“person {ada}”" in err and f"“person {bo}”" in err
    assert (name_of(ada), name_of(bo)) == ("Ada", "Bo")


@pytest.mark.parametrize("who", ["nobody@heronsea.example", "person 999", "person 0", "river-lamp-482", ""])
def test_who_is_not_known_is_told(who: str, site: Flask, office: Office) -> None:
    code, out, err = office.run("erase-person", who)
    assert (code, out) == (1, "") and "Nobody is known" in err


def test_the_only_administrator_is_not_erased(site: Flask, office: Office) -> None:
    ada = somebody("Ada", "ada@heronsea.example")
    with writing() as store:
        roles.grant(store, ada, "administrator", "partnership", None, clock.now())
    code, _, err = office.run("erase-person", "ada@heronsea.example")
    assert code == 1 and "only administrator" in err and name_of(ada) == "Ada"


def test_retain_counts_first_and_lets_go_then(site: Flask, office: Office) -> None:
    ada = somebody("Ada", "ada@heronsea.example")
    with writing() as store:
        notes.switch(store, ada, on=True)
        store.execute(
            tables.note.insert().values(person=ada, page="p", text="t", changed_at=clock.now().replace(year=2020))
        )
    code, counted, _ = office.run("retain", "--dry-run")
    assert code == 0 and "Private notes: 1 (kept 12 months)" in counted and "Nothing was changed" in counted
    assert "Private notes: 1 (kept 12 months)" in office.run("retain", "--dry-run")[1]
    assert "Private notes: 1 (kept 12 months)" in office.run("retain")[1]
    assert "Private notes: 0 (kept 12 months)" in office.run("retain")[1]


def test_every_kind_has_a_name() -> None:
    assert NAMES.keys() == retention.SWEEPS.keys()

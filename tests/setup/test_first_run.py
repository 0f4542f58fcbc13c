"""The first run: folder, key and tables, made once and found again; and words where they cannot be."""

import argparse
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from course import first_run, server
from course.clock import now
from course.config import Settings
from course.errors import StartError
from course.records import accounts, database, links, notes, people, roles
from course.words import serve


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environ({"SHAREWELL_INSTANCE": str(tmp_path / "instance")})


def test_an_empty_folder_becomes_a_site(settings: Settings) -> None:
    prepared = first_run.prepare(settings)
    key = settings.instance / first_run.KEY_FILE
    assert prepared == replace(settings, secret_key=key.read_text().strip())
    assert len(prepared.secret_key or "") >= 64
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.instance.stat().st_mode) == 0o700
    with first_run.store_open(settings):
        assert database.schema_state().current


def test_a_second_run_finds_everything_and_changes_nothing(settings: Settings) -> None:
    first = first_run.prepare(settings)
    before = (settings.instance / "sharewell.db").read_bytes()
    assert first_run.prepare(settings) == first
    assert (settings.instance / "sharewell.db").read_bytes() == before


def test_eight_first_runs_at_once_agree_on_one_key(settings: Settings) -> None:
    start = threading.Barrier(8)
    keys: list[str | None] = []

    def run() -> None:
        start.wait()
        keys.append(first_run.prepare(settings).secret_key)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys == [(settings.instance / first_run.KEY_FILE).read_text().strip()] * 8


def test_two_sites_have_two_keys(settings: Settings, tmp_path: Path) -> None:
    other = replace(settings, instance=tmp_path / "other", database_url=f"sqlite:///{tmp_path}/other.db")
    assert first_run.prepare(settings).secret_key != first_run.prepare(other).secret_key


def test_a_key_from_the_environment_leaves_no_file(settings: Settings) -> None:
    prepared = first_run.prepare(replace(settings, secret_key="given"))
    assert prepared.secret_key == "given"
    assert not (settings.instance / first_run.KEY_FILE).exists()


def test_a_key_that_others_could_read_is_closed_to_them(settings: Settings) -> None:
    first_run.prepare(settings)
    key = settings.instance / first_run.KEY_FILE
    key.chmod(0o644)
    first_run.prepare(settings)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 64, b"ab" * 40])
def test_a_damaged_key_is_told(settings: Settings, content: bytes) -> None:
    first_run.prepare(settings)
    (settings.instance / first_run.KEY_FILE).write_bytes(content)
    with pytest.raises(StartError, match="Delete the file: a new one is made"):
        first_run.prepare(settings)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings.from_environ({"SHAREWELL_INSTANCE": str(tmp_path / "file" / "instance")})
    with pytest.raises(StartError, match=r"cannot be written: .*SHAREWELL_INSTANCE"):
        first_run.prepare(settings)


def test_the_set_up_link_works_until_there_is_an_administrator(settings: Settings) -> None:
    first_run.prepare(settings)
    link = first_run.set_up_link(settings)
    assert link is not None
    address, _, token = link.rpartition("/")
    assert address == "http://127.0.0.1:8000/set-up"
    with first_run.store_open(settings), database.writing() as store:
        assert links.link(store, token, "set-up", now()) is not None
        assert links.link(store, token, "set-up", now() + first_run.SET_UP_FOR) is None
        person = people.add_person(store, "Ada", now())
        accounts.open_account(store, person, email="ada@example.org", sign_in_name=None, password_hash="x", now=now())
        roles.grant(store, person, "administrator", "partnership", None, now())
    assert first_run.set_up_link(settings) is None


def test_a_start_deletes_the_notes_that_have_run_out_though_nobody_comes(settings: Settings) -> None:
    first_run.prepare(settings)
    with first_run.store_open(settings), database.writing() as store:
        ada = people.add_person(store, "Ada Quill", now())
        accounts.open_account(store, ada, email="ada@heronsea.example", sign_in_name=None, password_hash="x", now=now())
        notes.switch(store, ada, on=True)
        notes.keep_note(store, ada, "record", "Younger.", now())
        old = "UPDATE note SET changed_at = '2020-11-22T12:00:00.000000+00:00' WHERE page = 'be-open'"
        notes.keep_note(store, ada, "be-open", "Old.", now())
        store.exec_driver_sql(old)
    first_run.sweep(settings)
    with first_run.store_open(settings), database.reading() as store:
        assert store.exec_driver_sql("SELECT page FROM note").scalars().all() == ["record"]


@pytest.mark.slow
def test_serving_begins_with_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(first_run, "sweep", lambda _settings: told.append("swept"))
    monkeypatch.setattr(server, "serve", lambda *_args, **_words: told.append("served"))
    serve.serve(replace(settings, port=8093), argparse.Namespace())
    assert told == ["swept", "served"]

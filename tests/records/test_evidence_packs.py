"""Packs that were made: file and row together or neither, each form once, only for those who may see the place."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from course.clock import now
from course.errors import StoreBusy
from course.records import audit, evidence_packs, organisations, people, tables
from course.records.database import reading, writing
from course.records.evidence_packs import FOLDER, MAKING, NewPack
from course.rules.evidence import PackSight
from tests.records.made import NOON, TODAY

ALL = PackSight(everything=True, whole=True)


@pytest.fixture
def app(store_app: Flask) -> Flask:
    """Once on each store."""
    return store_app


@pytest.fixture
def maker(app: Flask) -> int:
    with app.app_context(), writing() as store:
        return people.add_person(store, "Lea Lark", NOON)


def new(maker: int, **other: object) -> NewPack:
    return replace(NewPack(None, TODAY, NOON, maker, "k1", b"a pack"), **other)  # type: ignore[arg-type]


def test_a_pack_is_kept_as_it_was_made_for_its_owner_alone(app: Flask, maker: int, tmp_path: Path) -> None:
    with app.app_context():
        number = evidence_packs.keep(tmp_path, new(maker))
        with reading() as store:
            kept = evidence_packs.pack(store, ALL, number)
            lines = [(each.action, each.thing, each.detail) for each in store.execute(select(tables.audit))]
            assert audit.broken_at(store) is None
    assert kept is not None
    assert (kept.as_at, kept.size, kept.made_at, kept.made_by) == (TODAY, 6, NOON, "Lea Lark")
    assert evidence_packs.content(tmp_path, kept) == b"a pack"
    (file,) = (tmp_path / FOLDER).iterdir()
    assert file.name == f"{kept.digest}.zip"
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert lines == [("evidence pack made", f"evidence pack {number}", f"partnership {TODAY}")]


@pytest.mark.parametrize("second", [{}, {"content": b"other"}, {"key": "k2"}])
def test_the_same_form_or_the_same_bytes_make_one_pack(
    second: dict[str, object], app: Flask, maker: int, tmp_path: Path
) -> None:
    with app.app_context():
        first = evidence_packs.keep(tmp_path, new(maker))
        assert evidence_packs.keep(tmp_path, new(maker, **second)) == first
        with reading() as store:
            assert evidence_packs.made_by_key(store, "k1") == first
            kept = evidence_packs.pack(store, ALL, first)
            assert len(evidence_packs.packs(store, ALL)) == 1
    assert kept and evidence_packs.content(tmp_path, kept) == b"a pack"
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


@pytest.mark.parametrize("when", ["row", "commit"])
def test_where_the_row_cannot_be_written_nothing_is_left(
    when: str, app: Flask, maker: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise StoreBusy("busy")

    if when == "row":
        monkeypatch.setattr(evidence_packs.audit, "note", refuse)
    else:
        monkeypatch.setattr(Connection, "commit", refuse)
    with app.app_context(), pytest.raises(StoreBusy):
        evidence_packs.keep(tmp_path, new(maker))
    monkeypatch.undo()
    assert list((tmp_path / FOLDER).iterdir()) == []
    with app.app_context(), reading() as store:
        assert evidence_packs.packs(store, ALL) == ()


def test_where_the_file_cannot_be_written_there_is_no_row(app: Flask, maker: int, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with app.app_context(), pytest.raises(OSError, match="evidence"):
        evidence_packs.keep(tmp_path, new(maker))
    with app.app_context(), reading() as store:
        assert evidence_packs.packs(store, ALL) == ()


def test_what_a_killed_process_left_is_swept_away_after_a_day(app: Flask, maker: int, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    old, fresh = (tmp_path / FOLDER / f"{MAKING}{name}" for name in ("old", "fresh"))
    for each in (old, fresh):
        each.write_bytes(b"half")
    long_ago = now().timestamp() - 2 * 86_400
    os.utime(old, (long_ago, long_ago))
    with app.app_context():
        evidence_packs.keep(tmp_path, new(maker))
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_file_that_is_missing_or_was_changed_is_no_pack(app: Flask, maker: int, tmp_path: Path) -> None:
    with app.app_context():
        number = evidence_packs.keep(tmp_path, new(maker))
        with reading() as store:
            kept = evidence_packs.pack(store, ALL, number)
    assert kept is not None
    (file,) = (tmp_path / FOLDER).iterdir()
    file.write_bytes(b"a pack.")
    assert evidence_packs.content(tmp_path, kept) is None
    file.unlink()
    assert evidence_packs.content(tmp_path, kept) is None


def test_each_sees_the_packs_of_the_places_that_are_covered(app: Flask, maker: int, tmp_path: Path) -> None:
    with app.app_context():
        with writing() as store:
            ours, theirs = (organisations.add_organisation(store, name, NOON) for name in ("Ours", "Theirs"))
        made = [
            evidence_packs.keep(tmp_path, new(maker, organisation=of, key=f"k{n}", content=bytes([n])))
            for n, of in enumerate((None, ours, theirs))
        ]
        with reading() as store:
            for sees in (
                ALL,
                PackSight(whole=True),
                PackSight(organisations=frozenset({ours})),
                PackSight(whole=True, organisations=frozenset({theirs})),
                PackSight(),
            ):
                found = [each.id for each in evidence_packs.packs(store, sees)]
                expected = [n for n, of in zip(made, (None, ours, theirs), strict=True) if sees.covers(of)]
                assert found == expected[::-1]
                assert [n for n in made if evidence_packs.pack(store, sees, n)] == expected
            assert [each.id for each in evidence_packs.packs(store, ALL, made[2], 1)] == [made[1]]

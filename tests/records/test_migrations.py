"""Migrations: from nothing, from every older version with rows in it, all or nothing, and equal to the tables in the code."""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import UniqueConstraint, select

from course.errors import StoreTooNew, StoreUnusable
from course.records import database, standings, status_sums, tables
from course.records.database import SchemaState, db
from course.rules.requirements import Requirement
from tests.conftest import close, records_app
from tests.postgres_server import PostgresServer
from tests.records.older_answers import first_hand_ins, hand_ins_with_places, put_without_places
from tests.records.reporting import asked
from tests.records.sample_rows import AT, ROWS, rows_of
from tests.records.tables_seen import all_rows, declared, keep_only, put_in
from tests.records.test_batches import ASKED, same_when_recounted

NEWEST = database.revisions()[-1]
MADE_ANEW = {"gone_answer"}  # whose rows stand in another table now, told by a test of their own
WORKED_OUT = {"standing_count"}  # sums that begin anew
HEAD = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
"""


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any tables, on the store that the test's parameter names."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/sharewell.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    yield server.create("empty")
    server.drop("empty")


@pytest.fixture
def empty_app(empty_url: str) -> Iterator[Flask]:
    app = records_app(empty_url)
    with app.app_context():
        yield app
    close(app)


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the migrations, a copy to which a test can add."""
    folder = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    return folder


def add_migration(folder: Path, *body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body)
    (folder / "versions" / "9001_planted.py").write_text(HEAD.format(before=NEWEST) + lines)


def test_every_migration_is_told_in_words_and_numbered_in_order() -> None:
    names = sorted(path.stem for path in (database.MIGRATIONS / "versions").glob("*.py"))
    assert [name for name in names if not re.fullmatch(r"\d{4}(_[a-z0-9]+)+", name)] == []
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    line = [each.revision for each in reversed(list(script.walk_revisions()))]
    assert line == list(database.revisions()) == [name[:4] for name in names]
    assert script.get_heads() == [NEWEST]


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_before_the_first_run_there_are_no_tables(empty_app: Flask) -> None:
    assert database.schema_state() == SchemaState(None, NEWEST)
    assert not database.schema_state().current


def both(name: str) -> pytest.MarkDecorator:
    from tests.conftest import STORES

    return pytest.mark.parametrize(name, STORES, indirect=True)


@both("empty_url")
def test_the_first_run_makes_the_tables_and_the_second_changes_nothing(empty_app: Flask) -> None:
    database.upgrade(empty_app)
    assert database.schema_state() == SchemaState(NEWEST, NEWEST)
    put_in(rows_of(NEWEST))
    before = all_rows()
    database.upgrade(empty_app)
    assert all_rows() == before


@both("empty_url")
def test_migrations_and_tables_agree(empty_app: Flask) -> None:
    database.upgrade(empty_app)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrations_and_tables_agree_to_the_last_constraint(tmp_path: Path) -> None:
    """Checks and partial indexes, which the comparison above does not see."""
    migrated, made = records_app(f"sqlite:///{tmp_path}/migrated.db"), records_app(f"sqlite:///{tmp_path}/made.db")
    database.upgrade(migrated)
    with made.app_context():
        db.metadata.create_all(db.engine)
    for app in (migrated, made):
        close(app)
    assert declared(tmp_path / "migrated.db") == declared(tmp_path / "made.db")


@both("empty_url")
@pytest.mark.parametrize("version", sorted(ROWS))
def test_rows_of_every_version_are_kept_on_the_way_to_the_newest(
    empty_app: Flask, version: str, migrations: Path
) -> None:
    newest = migrations.with_name("newest")
    shutil.copytree(migrations, newest)
    keep_only(migrations, version)
    database.upgrade(empty_app)
    put_in(rows_of(version))
    before = all_rows()
    assert {name for name, rows in before.items() if not rows} == set()
    shutil.copytree(newest, migrations, dirs_exist_ok=True)
    database.upgrade(empty_app)
    after = all_rows()
    for name, rows in before.items():
        if name in MADE_ANEW and name not in after:
            continue
        if name in WORKED_OUT and version < "0015":
            assert after[name] == []
            continue
        kept = [{column: row.get(column) for column in rows[0]} for row in after[name]]
        assert kept == rows, name


def come_from(version: str, app: Flask, migrations: Path, *more: str) -> None:
    """Bring a database of a version, with its rows and some more, to the newest."""
    newest = migrations.with_name("newest")
    shutil.copytree(migrations, newest)
    keep_only(migrations, version)
    database.upgrade(app)
    put_in((*rows_of(version), *more))
    shutil.copytree(newest, migrations, dirs_exist_ok=True)
    database.upgrade(app)


@both("empty_url")
def test_ratings_that_stood_there_are_taken_for_the_first_and_what_was_skipped_is_none(
    empty_app: Flask, migrations: Path
) -> None:
    skipped = "INSERT INTO reflection (id, person, cycle, moment, edition, skipped, usefulness, at)"
    answered = "INSERT INTO reflection_answer (reflection, item, value) VALUES (3, 'find-lead', 1)"
    come_from("0013", empty_app, migrations, f"{skipped} VALUES (3, 1, 1, 'later', '2026.1', true, 2, {AT})", answered)
    with database.writing() as store:
        rows = store.execute(select(tables.first_rating).order_by("reflection", "item")).all()
    at = dt.datetime.fromisoformat(AT.strip("'"))
    before, after = (1, "find-lead", 2), [(2, "find-lead", 5), (2, "usefulness", 4)]
    assert rows == [(*each, "2026.1", at) for each in (before, *after)]


@both("empty_url")
def test_answers_that_stood_there_count_where_they_did(empty_app: Flask, migrations: Path) -> None:
    """Every report is what it was: of what was deleted before, the batches do not count, and no other answer moves."""
    newest = migrations.with_name("newest")
    shutil.copytree(migrations, newest)
    keep_only(migrations, "0014")
    database.upgrade(empty_app)
    with database.writing() as store:
        history = put_without_places(store)
    shutil.copytree(newest, migrations, dirs_exist_ok=True)
    database.upgrade(empty_app)
    with database.reading() as store:
        same_when_recounted(store, history, ASKED)
        assert hand_ins_with_places(store) == first_hand_ins(history)


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_where_all_stand_on_other_days_is_worked_out_once_more(empty_app: Flask, migrations: Path) -> None:
    come_from("0014", empty_app, migrations, "UPDATE standing SET recheck_on = '2030-01-01'")
    day = dt.date(2026, 11, 22)
    with database.writing() as store:
        assert standings.settle(store, Requirement(30, 24, 60, 14), day) == 1
        assert [each.people for each in status_sums.groups(store, asked(day=day, today=day))] == [1]


def test_every_version_that_a_migration_starts_from_has_rows() -> None:
    assert set(ROWS) >= set(database.revisions()[:-1])


@both("empty_url")
def test_a_table_made_anew_keeps_its_rows_and_those_that_point_at_it(empty_app: Flask, migrations: Path) -> None:
    database.upgrade(empty_app)
    put_in(rows_of(NEWEST))
    before = all_rows()
    add_migration(
        migrations,
        'with op.batch_alter_table("person", recreate="auto") as batch:',
        '    batch.alter_column("name", new_column_name="called")',
        'with op.batch_alter_table("team") as batch:',
        '    batch.alter_column("name", type_=sa.String(200), existing_type=sa.Text())',
    )
    database.upgrade(empty_app)
    after = all_rows()
    for row in after["person"]:
        row["name"] = row.pop("called")
    assert {name: sorted(rows, key=lambda row: str(sorted(row.items()))) for name, rows in after.items()} == {
        name: sorted(rows, key=lambda row: str(sorted(row.items()))) for name, rows in before.items()
    }


@both("empty_url")
def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(empty_app: Flask, migrations: Path) -> None:
    database.upgrade(empty_app)
    put_in(rows_of(NEWEST))
    before = all_rows()
    add_migration(
        migrations,
        'op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))',
        'op.execute("DELETE FROM audit")',
        "1 / 0",
    )
    with pytest.raises(ZeroDivisionError):
        database.upgrade(empty_app)
    assert all_rows() == before
    assert database.schema_state().found == NEWEST
    with database.writing():
        pass


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_a_migration_that_would_break_references_is_undone(empty_app: Flask, migrations: Path) -> None:
    database.upgrade(empty_app)
    put_in(rows_of(NEWEST))
    before = all_rows()
    add_migration(migrations, 'op.execute("DELETE FROM quiz_wording")')
    with pytest.raises(StoreUnusable, match="would have broken 1 references"):
        database.upgrade(empty_app)
    assert all_rows() == before


@both("empty_url")
def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty_app: Flask, migrations: Path) -> None:
    add_migration(migrations, 'op.create_table("future", sa.Column("id", sa.Integer(), primary_key=True))')
    database.upgrade(empty_app)
    keep_only(migrations, NEWEST)
    before = all_rows()
    for look in (database.schema_state, lambda: database.upgrade(empty_app)):
        with pytest.raises(StoreTooNew, match=f"tables 9001; this one knows {NEWEST}"):
            look()
    assert all_rows() == before


@both("empty_url")
def test_foreign_keys_are_kept_again_after_an_upgrade(empty_app: Flask) -> None:
    database.upgrade(empty_app)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        put_in(("INSERT INTO reading (person, page, edition, at) VALUES (1, 'x', '1', '2026-11-22T12:00:00+00:00')",))


def test_rows_are_found_by_whichever_person_they_name() -> None:
    """Taking a person away looks for them in every table; without an index it would read all of each."""
    person = db.metadata.tables["person"].c.id
    for table in db.metadata.sorted_tables:
        begins = {next(iter(each.columns)).name for each in (table.primary_key, *table.indexes)}
        begins |= {next(iter(each.columns)).name for each in table.constraints if isinstance(each, UniqueConstraint)}
        named = {each.parent.name for each in table.foreign_keys if each.column is person}
        assert named <= begins, table.name

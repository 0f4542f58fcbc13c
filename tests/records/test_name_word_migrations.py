"""Migrations write the words of everybody there, and their bits, as the program keeps them."""

from pathlib import Path

from sqlalchemy import select, text

from course.records import database, name_words, tables
from course.records.database import db, writing
from course.rules.name_words import beginnings
from tests.conftest import close, records_app
from tests.records.sample_rows import rows_of
from tests.records.test_migrations import keep_only, migrations  # noqa: F401 - a fixture
from tests.records.test_name_words import rows


def test_the_migration_keeps_the_words_of_everybody_there(tmp_path: Path, migrations: Path) -> None:  # noqa: F811
    newer = sorted(each.name for each in (migrations / "versions").glob("*.py") if each.name > "0009")
    kept = {name: (migrations / "versions" / name).read_text() for name in newer}
    keep_only(migrations, "0008")
    app = records_app(f"sqlite:///{tmp_path}/old.db")
    with app.app_context():
        database.upgrade(app)
        with db.engine.begin() as connection:
            for row in rows_of("0008"):
                connection.exec_driver_sql(row)
            connection.execute(text("UPDATE person SET name = 'Łucja O''Brien-Ström' WHERE id = 1"))
        for name, body in kept.items():
            (migrations / "versions" / name).write_text(body)
        database.upgrade(app)
        with writing() as store:
            found = rows(store)
            name_words.rebuild(store)
            assert rows(store) == found and len(found) > 3
    close(app)


def test_the_migration_writes_the_bits_of_everybody_there(tmp_path: Path, migrations: Path) -> None:  # noqa: F811
    (newest,) = (migrations / "versions").glob("0017_*.py")
    body = newest.read_text()
    keep_only(migrations, "0016")
    app = records_app(f"sqlite:///{tmp_path}/old.db")
    with app.app_context():
        database.upgrade(app)
        with db.engine.begin() as connection:
            for row in rows_of("0016"):
                connection.exec_driver_sql(row)
            connection.exec_driver_sql("INSERT INTO person_word (word, person) VALUES ('éva9', 1)")
            connection.exec_driver_sql("UPDATE standing SET beginnings = 5")
        newest.write_text(body)
        database.upgrade(app)
        with writing() as store:
            bits = beginnings(["ada", "éva9"])
            assert {found for *_, found in rows(store)} == {bits}
            assert set(store.execute(select(tables.standing.c.beginnings)).scalars()) == {bits}
    close(app)

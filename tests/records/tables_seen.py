"""What stands in the tables of whatever version: rows, and what is declared."""

import re
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from course.records.database import db

PASSING_TABLES = {"alembic_version"}


def keep_only(folder: Path, newest: str) -> None:
    """As the program was when that version was its newest."""
    for path in (folder / "versions").glob("[0-9]*.py"):
        if path.name[:4] > newest:
            path.unlink()


def put_in(rows: tuple[str, ...]) -> None:
    with db.engine.begin() as connection:
        for row in rows:
            connection.exec_driver_sql(row)


def contents(connection: Connection) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, by column."""
    found = {}
    for name in sorted(set(inspect(connection).get_table_names()) - PASSING_TABLES):
        rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()
        found[name] = sorted((dict(row) for row in rows), key=str)
    return found


def all_rows() -> dict[str, list[dict[str, object]]]:
    with db.engine.connect() as connection:
        return contents(connection)


def declared(path: Path) -> dict[str, set[str]]:
    """What each table and index is declared as, as a set of its clauses; a column added later stands on no line of its own."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    connection.close()
    clauses = {name: {part.strip(' ,)\t"').replace('"', "") for part in re.split(r"\n|, ", sql)} for name, sql in rows}
    return {name: found for name, found in clauses.items() if name not in {"alembic_version", "sqlite_sequence"}}

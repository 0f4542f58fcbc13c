"""Pieces of which the tables are made."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, text

from course.records.columns import Id


def required(name: str, kind: object, **more: object) -> Column[object]:
    """A column that every row fills."""
    return Column(name, kind, nullable=False, **more)  # type: ignore[arg-type]


def to(name: str, target: str, *, nullable: bool = False) -> Column[object]:
    """A column that points to a row of another table."""
    return Column(name, Id, ForeignKey(target), nullable=nullable)


def found_by(name: str) -> Index:
    """For a column that names a person: whenever a person is taken away, every table is searched for rows that name them."""
    named = text(f'"{name}" IS NOT NULL')
    return Index(None, name, sqlite_where=named, postgresql_where=named)


def one_of(column: str, words: tuple[str, ...]) -> str:
    """The condition that a column holds one of the words."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"

"""Rows of many tables about one person in ONE statement: a page that tells everything would need one for each table.

Every query becomes rows of (name, JSON array); the values come back as what the columns hold: days, moments, truth.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Date, Select, Text, cast, func, literal, select, union_all

from course.records.columns import Moment

Row = Mapping[str, Any]
MAKE_ARRAY = {"sqlite": "json_array", "postgresql": "json_build_array"}


def rows_of(store: Connection, asked: Mapping[str, Select[Any]]) -> dict[str, tuple[Row, ...]]:
    """The rows of each query under its name, in the order of its first column, which is never NULL."""
    make = getattr(func, MAKE_ARRAY[store.dialect.name])
    columns = {name: list(query.selected_columns) for name, query in asked.items()}
    parts = []
    for name, query in asked.items():
        inner = query.subquery()
        parts.append(select(literal(name).label("of"), cast(make(*inner.c), Text).label("row")))
    found: dict[str, list[Row]] = {name: [] for name in asked}
    for name, text in store.execute(union_all(*parts)):
        pairs = zip(columns[name], json.loads(text), strict=True)
        found[name].append({str(column.key): _value(column, value) for column, value in pairs})
    return {name: tuple(sorted(rows, key=_first)) for name, rows in found.items()}


def _first(row: Row) -> Any:
    return next(iter(row.values()))


def _value(column: ColumnElement[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) else value

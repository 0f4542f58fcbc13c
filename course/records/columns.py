"""The kinds of column that more than one table uses."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only where the type is INTEGER

Plain = Text().with_variant(Text(collation="C"), "postgresql")  # in the order of its signs, as SQLite orders every text


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC. Raises ValueError for one without a time zone: nobody knows when that is."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.astimezone(dt.UTC)


def moment_text(moment: dt.datetime) -> str:
    """A moment as SQLite keeps it: UTC, always as long, so that the order of the texts is the order in time."""
    return in_utc(moment).isoformat(timespec="microseconds")


class Moment(TypeDecorator[dt.datetime]):
    """A moment, aware, in UTC. PostgreSQL: timestamp with time zone. SQLite: ISO text with +00:00."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[dt.datetime]:
        """The type that the database itself knows."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))  # type: ignore[arg-type]
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | str | None:
        """On the way in."""
        if value is None:
            return None
        return moment_text(value) if dialect.name == "sqlite" else in_utc(value)

    def process_result_value(self, value: dt.datetime | str | None, dialect: Dialect) -> dt.datetime | None:
        """On the way out."""
        if isinstance(value, str):
            return dt.datetime.fromisoformat(value)
        return None if value is None else value.astimezone(dt.UTC)

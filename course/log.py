"""The log: one line an event on stderr, the same shape whoever speaks, with named values that a program can read.

    2026-11-22T06:28:00.123Z level=warning from=course.server says="…" port=8000

Named values are given as `extra={"values": {...}}`. No line holds a name, an answer, a password or
anything else that somebody typed or chose.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.config
import traceback
from typing import Any

SHAPE: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "course.log.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {"_granian": {"level": "ERROR"}, "granian.access": {"level": "ERROR"}, "alembic": {"level": "WARNING"}},
}


class Line(logging.Formatter):
    """Puts a record on one line; an exception becomes one quoted value."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        values = {"level": record.levelname.lower(), "from": record.name, "says": record.getMessage()}
        values |= getattr(record, "values", {})
        if record.exc_info:
            values["trace"] = _trace(record.exc_info[1])
        said = " ".join(f"{name}={_quoted(value)}" for name, value in values.items())
        return f"{moment.replace('+00:00', 'Z')} {said}"


def _trace(error: BaseException | None) -> str:
    """Where it happened and of which kind it was, the first cause first; not what it says: that may be what was typed."""
    parts: list[str] = []
    while error is not None:
        parts.insert(0, "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(parts)


def _quoted(value: object) -> str:
    text = str(value)
    return (
        text
        if text and all(sign.isalnum() or sign in "._-/:" for sign in text)
        else json.dumps(text, ensure_ascii=False)
    )


def start() -> None:
    """Let this process write the log; once, at its start."""
    logging.config.dictConfig(SHAPE)

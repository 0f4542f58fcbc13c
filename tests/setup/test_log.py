"""The log tells where and of which kind a fault was, and nothing that somebody typed."""

import logging

import pytest
from flask import Flask
from sqlalchemy import text

from course.log import Line
from course.records.database import doors

SECRET = "Ada told me something"


def line_of(error: BaseException) -> str:
    record = logging.LogRecord("course.test", logging.ERROR, __file__, 1, "a fault", None, None)
    record.exc_info = (type(error), error, error.__traceback__)
    return Line().format(record)


def raised() -> BaseException:
    """A fault with a cause, both of which repeat what was typed."""
    try:
        try:
            int(SECRET)
        except ValueError as cause:
            raise KeyError(SECRET) from cause
    except KeyError as error:
        return error
    raise AssertionError


def test_a_fault_is_one_line_with_its_place_and_the_kinds_of_its_causes() -> None:
    line = line_of(raised())
    assert "\n" not in line and "test_log.py" in line
    assert line.index("ValueError") < line.index("KeyError")


def test_what_was_typed_is_not_in_the_line() -> None:
    assert SECRET not in line_of(raised())


def test_an_exception_without_a_traceback_is_told_too() -> None:
    assert 'trace="OSError"' in line_of(OSError(SECRET)).replace("trace=OSError", 'trace="OSError"')


def test_a_statement_that_fails_does_not_repeat_its_values(sqlite_app: Flask) -> None:
    failing = text("UPDATE note SET text = :text WHERE no_such_column = 1")
    with (
        sqlite_app.app_context(),
        doors().writer.connect() as connection,
        pytest.raises(Exception, match="no_such_column") as caught,
    ):
        connection.execute(failing, {"text": SECRET})
    assert SECRET not in str(caught.value)

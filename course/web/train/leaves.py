"""A register on leaves of forty lines: a session may have two hundred people, and a page stays small on a poor connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from flask import request, url_for

from course.records.attendances import Line
from course.web.paging import A_ROW, Pager

LINES = 40


class HasLine(Protocol):
    """What stands in such a list: each row is about a line of the register."""

    @property
    def line(self) -> Line:
        """The line."""


Row = TypeVar("Row", bound=HasLine)


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Row]):
    """The rows of one leaf; `number` counts from 1, `of` are the rows of all leaves; `first_page` is where the list begins."""

    rows: tuple[Row, ...]
    number: int
    of: int
    pager: Pager
    first_page: str

    @property
    def range(self) -> str:
        """Which rows these are; "" where it is all of them."""
        if len(self.rows) == self.of:
            return ""
        begin = (self.number - 1) * LINES
        return f"{begin + 1} to {begin + len(self.rows)} of {self.of}"


def leaf(rows: Sequence[Row], **kept: Any) -> Leaf[Row]:
    """The leaf that the address asks for: `?page=2`, or `?at=` a line, the leaf that it is on; nonsense is the first.

    `kept`: what the addresses of the others carry along; None is left out.
    """
    number = max(1, min(_asked(rows), -(-len(rows) // LINES)))
    begin = (number - 1) * LINES
    before = _address(number - 1, kept) if number > 1 else ""
    after = _address(number + 1, kept) if begin + LINES < len(rows) else ""
    way = Pager(before, after, number > 2)
    return Leaf(tuple(rows[begin : begin + LINES]), number, len(rows), way, _address(1, kept))


def _asked(rows: Sequence[Row]) -> int:
    line, page = request.args.get("at", ""), request.args.get("page", "")
    if A_ROW.fullmatch(line):
        place = next((place for place, row in enumerate(rows) if row.line.id == int(line)), 0)
        return place // LINES + 1
    return int(page) if A_ROW.fullmatch(page) else 1


def _address(number: int, kept: dict[str, Any]) -> str:
    page = number if number > 1 else None
    return url_for(request.endpoint or "", _anchor="list", page=page, **(request.view_args or {}), **kept)

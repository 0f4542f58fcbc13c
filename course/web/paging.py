"""Which page of a long list an address asks for, and the addresses of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from course.records.paging import Leaf, Turn

A_ROW = re.compile("[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Pager:
    """The addresses of the pages before and after; empty where there is none. `begun`: this is not the first page."""

    before: str
    after: str
    begun: bool


def turn_asked(sent: Mapping[str, str] | None = None) -> Turn:
    """What the address says, or what was `sent` in its place; nonsense is the first page."""
    told = request.args if sent is None else sent
    return Turn(**{name: int(said) for name in ("after", "before") if A_ROW.fullmatch(said := told.get(name, ""))})


def pager(leaf: Leaf[Any], part: str) -> Pager:
    """For a page of a list that stands on the present address; part: the id of the list on it."""
    return Pager(_address(leaf.before, part), _address(leaf.after, part), turn_asked() != Turn())


def _address(turn: Turn | None, part: str) -> str:
    if turn is None:
        return ""
    told = {"after": turn.after, "before": turn.before}
    where: dict[str, Any] = {
        **(request.view_args or {}),
        **{name: row for name, row in told.items() if row is not None},
    }
    return url_for(request.endpoint or "", _anchor=part, **where)

"""The audit log: who did what to roles, rules and other people's records. It can be read and taken along, and not changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from course.clock import now
from course.documents.tabular import Cell, Column, Table, csv_parts
from course.records import audit_lists, audit_names
from course.records.audit_lists import Checked, Seen
from course.records.database import reading
from course.rules import texts
from course.rules.auditing import PROGRAM, Line, Wanted
from course.rules.dates import LONDON, london_day
from course.rules.scoping import Scope, scope_of
from course.web.admin import blueprint
from course.web.gate import holds_any, must_be_learner

ROLES = ("administrator", "auditor")
FIELDS = ("action", "who", "from", "to", "thing")
NEWEST = 500  # lines whose chain every view looks through
LOOKS_DAYS = 30
LONGEST_THING = 100
NUMBER = re.compile(r"(?:person )?([1-9][0-9]{0,14})", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
THE_PROGRAM = "program"
COLUMNS = (
    Column("number", "Line", "number"),
    Column("at", "When (UTC)"),
    Column("who", "Who"),
    Column("action", "What was done"),
    Column("thing", "To what"),
    Column("detail", "Details"),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked in the address. `typed` is what stands in the fields, `errors` are (href, text)."""

    typed: Mapping[str, str]
    wanted: Wanted
    errors: tuple[tuple[str, str], ...] = ()

    def error_at(self, name: str) -> str | None:
        """What is wrong with one field."""
        return next((text for href, text in self.errors if href == f"#{name}"), None)

    def link(self, path: str = "/manage/audit", **more: object) -> str:
        """An address with the same filters and something more."""
        kept = {**self.typed, **{name: str(value) for name, value in more.items()}}
        return f"{path}?{urlencode(kept)}" if kept else path


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines, the newest first; `older` leads to the page behind them. `check` is about the whole log, not the filters."""

    filters: Filters
    lines: tuple[tuple[Line, Line], ...] = ()  # as kept, and with names
    older: str | None = None
    actions: tuple[str, ...] = ()
    check: Checked | None = None
    whole: bool = False  # somebody asked for the check of the whole log
    looks: int = 0
    looks_since: dt.date = dt.date.min
    people: Scope = field(default_factory=Scope)  # whom one may look up under /manage/people

    def when(self, line: Line) -> str:
        """The minute in London."""
        return line.at.astimezone(LONDON).strftime("%H:%M")

    def day(self, line: Line) -> dt.date:
        """The day in London."""
        return london_day(line.at)

    def person(self, line: Line) -> str | None:
        """Where the person is that the line is about, for those who may look them up."""
        number = NUMBER.fullmatch(line.thing) if line.thing.startswith("person ") else None
        return f"/manage/people/{number[1]}" if number and not self.people.nothing else None


def _seen() -> Seen:
    """Whose lines. Who reads them as an auditor sees nobody's name (interface.md: figures and evidence without names)."""
    read, managed = (_organisations(names) for names in (ROLES, ("administrator",)))
    return Seen(read, nameless=read != managed)


def _organisations(names: tuple[str, ...]) -> Scope:
    """What roles are held for; one that is held for a team opens nothing here."""
    held = scope_of(must_be_learner().roles, names)
    return Scope(everything=held.everything, organisations=held.organisations)


def _filters() -> Filters:
    typed = {name: value for name in FIELDS if (value := texts.trimmed(request.args.get(name))[:LONGEST_THING])}
    errors: list[tuple[str, str]] = []
    if not all(texts.arrived_whole(each) for each in typed.values()):
        return Filters({}, Wanted(), (("#thing", texts.UNSEEN),))
    days = {name: _day(typed, name, errors) for name in ("from", "to")}
    if days["from"] and days["to"] and days["from"] > days["to"]:
        errors.append(("#to", "The last day must not be before the first day"))
    wanted = Wanted(typed.get("action"), _actor(typed, errors), days["from"], days["to"], typed.get("thing"))
    return Filters(typed, wanted, tuple(errors))


def _actor(typed: Mapping[str, str], errors: list[tuple[str, str]]) -> int | None:
    if "who" not in typed:
        return None
    if typed["who"] == THE_PROGRAM:
        return PROGRAM
    number = NUMBER.fullmatch(typed["who"])
    if number is None:
        errors.append(("#who", "Enter the number of a person, like 12, or the word program"))
    return int(number[1]) if number else None


def _day(typed: Mapping[str, str], name: str, errors: list[tuple[str, str]]) -> dt.date | None:
    if name not in typed:
        return None
    try:
        day = dt.date.fromisoformat(typed[name]) if DAY.fullmatch(typed[name]) else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 9999:
        errors.append((f"#{name}", "Enter the day as year, month and day, for example 2026-03-31"))
        return None
    return day


def _number(name: str) -> int | None:
    found = request.args.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else None


def _page(filters: Filters) -> AuditPage:
    seen, begin, month = _seen(), _number("check"), london_day(now()) - dt.timedelta(days=LOOKS_DAYS)
    with reading() as store:
        lines, last = audit_lists.page(store, seen, filters.wanted, _number("before"))
        most = audit_lists.CHECKED if begin else NEWEST
        people = _organisations(("administrator",))
        return AuditPage(
            filters=filters,
            lines=tuple(audit_names.told(store, lines, seen.scope, people)),
            older=filters.link(before=last) if last else None,
            actions=audit_lists.actions(store),
            check=audit_lists.check(store, begin or 0, most),
            whole=bool(begin),
            looks=audit_lists.count_looks(store, seen, month),
            looks_since=month,
            people=people,
        )


@blueprint.get("/audit")
@holds_any(*ROLES)
def audit_log() -> ResponseReturnValue:
    """The lines that fit the filters, and whether the chain is whole: of the newest lines, or from `check=` on."""
    filters = _filters()
    if filters.errors:
        return render_template("pages/admin/audit.html", view=AuditPage(filters)), 422
    return render_template("pages/admin/audit.html", view=_page(filters))


@blueprint.get("/audit.csv")
@holds_any(*ROLES)
def audit_csv() -> ResponseReturnValue:
    """All of them as a file."""
    filters, seen = _filters(), _seen()
    if filters.errors:
        return render_template("pages/admin/audit.html", view=AuditPage(filters)), 422
    day = london_day(now())
    headers = {"Content-Disposition": f'attachment; filename="audit-{day}.csv"'}
    content = stream_with_context(_csv(filters, seen, _organisations(("administrator",)), day))
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)


def _csv(filters: Filters, seen: Seen, people: Scope, day: dt.date) -> Iterator[bytes]:
    notes = (("As at", day.isoformat()), *((name.capitalize(), value) for name, value in filters.typed.items()))
    with reading() as store:
        lines = audit_lists.every(store, seen, filters.wanted)
        rows = (_row(line) for _, line in audit_names.told(store, lines, seen.scope, people))
        yield from csv_parts(Table("Audit log", notes, COLUMNS, rows))


def _row(line: Line) -> tuple[Cell, ...]:
    moment = line.at.strftime("%Y-%m-%d %H:%M:%S")
    who = f"{line.who} ({line.actor})" if line.name and line.actor else line.who
    return line.id, moment, who, line.action, line.thing, line.detail

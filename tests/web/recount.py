"""Everything a report says, worked out once more in plain Python from the raw rows of a SQLite file.

Written from the contract alone and sharing no line with the program: no rule, no statement, no month arithmetic of it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
ORDER = ("in-date", "due-soon", "overdue", "expired", "in-progress", "not-started", "exempt", "left")


def day_of(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def months_on(day: dt.date, months: int) -> dt.date:
    """One month after the other; the last day of a month that has no such day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass
class Raw:
    """All rows of the tables that a status needs, as they lie in the file."""

    rows: dict[str, list[Row]]
    default: Row

    @classmethod
    def of(cls, file: Path, default: Row) -> Raw:
        with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as store:
            store.row_factory = sqlite3.Row
            tables = (
                "membership completion exemption requirement reading attempt outside_training team organisation person"
                " room_session attendance trainer_led headcount answer_place attempt_answer first_rating"
            )
            rows = {name: [dict(row) for row in store.execute(f"SELECT * FROM {name}")] for name in tables.split()}  # noqa: S608
        store.close()
        return cls(rows, default)

    def asked(self, member: Row, day: dt.date) -> Row:
        """Team, job role of the organisation, job role of the partnership, organisation, partnership, course.yaml."""
        scopes = (
            (member["organisation"], member["team"] or -1, None),
            (member["organisation"], None, member["job_role"] or -1),
            (None, None, member["job_role"] or -1),
            (member["organisation"], None, None),
            (None, None, None),
        )
        for organisation, team, job_role in scopes:
            held = [
                each
                for each in self.rows["requirement"]
                if (each["organisation"], each["team"], each["job_role"]) == (organisation, team, job_role)
                and day_of(each["from_day"]) <= day  # type: ignore[operator]
            ]
            if held:
                newest = max(held, key=lambda each: (each["from_day"], each["id"]))
                if newest["due_days"] is not None:
                    return newest
        return self.default

    def expires(self, completed: list[dt.date], asked: Row) -> dt.date | None:
        end: dt.date | None = None
        for done in sorted(completed):
            window = dt.timedelta(days=asked["window_days"])
            start = done
            if asked["date_rule"] == "from-expiry" and end and end - window <= done <= end:
                start = end
            new = months_on(start, asked["valid_months"])
            if asked["date_rule"] == "fixed-date":
                month, number = map(int, asked["fixed_day"].split("-"))
                fixed = [
                    dt.date(y, month, min(number, calendar.monthrange(y, month)[1]))
                    for y in range(done.year - 1, done.year + 12)
                ]
                ahead = next(each for each in fixed if each >= done)
                limit = months_on(ahead if ahead - window <= done else done, asked["valid_months"])
                fitting = [each for each in fixed if done < each <= limit]
                new = fitting[-1] if fitting else next(each for each in fixed if each > done)
            end = new if end is None else max(end, new)
        return end

    def status(self, member: Row, day: dt.date) -> str | None:
        """None: not registered on that day, or counted where the person went on."""
        left = day_of(member["left_on"])
        if day_of(member["started_on"]) > day or (member["moved"] and left <= day):  # type: ignore[operator]
            return None
        if left and left <= day:
            return None if self.came_back(member, day) else "left"
        for each in self.rows["exemption"]:
            if each["membership"] == member["id"]:
                until = day_of(each["until_day"]) or dt.date.max
                if day_of(each["from_day"]) <= day <= until:  # type: ignore[operator]
                    return "exempt"
        asked = self.asked(member, day)
        end = self.expires(self.completed(member["person"], day), asked)
        if end:
            if day < end - dt.timedelta(days=asked["window_days"]):
                return "in-date"
            if day <= end:
                return "due-soon"
            return "overdue" if day <= end + dt.timedelta(days=asked["grace_days"]) else "expired"
        if day > day_of(member["counts_from"]) + dt.timedelta(days=asked["due_days"]):  # type: ignore[operator]
            return "overdue"
        return "in-progress" if self.begun(member["person"], day) else "not-started"

    def came_back(self, member: Row, day: dt.date) -> bool:
        """Whether a later membership of the same person and organisation had started by the day."""
        return any(
            other["organisation"] == member["organisation"]
            and (other["started_on"], other["id"]) > (member["started_on"], member["id"])
            and day_of(other["started_on"]) <= day  # type: ignore[operator]
            for other in self._by_person("membership")[member["person"]]
        )

    def completed(self, person: int, day: dt.date) -> list[dt.date]:
        days = [
            day_of(each["completed_on"]) for each in self._by_person("completion")[person] if not each["withdrawn_at"]
        ]
        return [each for each in days if each and each <= day]

    def begun(self, person: int, day: dt.date) -> bool:
        facts = self._by_person("reading")[person] + self._by_person("attempt")[person]
        london = ZoneInfo("Europe/London")
        return any(dt.datetime.fromisoformat(each["at"]).astimezone(london).date() <= day for each in facts)

    def _by_person(self, table: str) -> defaultdict[int, list[Row]]:
        key = f"{table} by person"
        if key not in self.__dict__:
            found: defaultdict[int, list[Row]] = defaultdict(list)
            for each in self.rows[table]:
                found[each["person"]].append(each)
            self.__dict__[key] = found
        return self.__dict__[key]  # type: ignore[no-any-return]

    def counted(self, day: dt.date) -> dict[tuple[str, str], Counter[str]]:
        """The statuses by names of organisation and team ("" for none)."""
        organisations = {each["id"]: each["name"] for each in self.rows["organisation"]}
        teams = {each["id"]: each["name"] for each in self.rows["team"]}
        found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for member in self.rows["membership"]:
            status = self.status(member, day)
            if status:
                found[organisations[member["organisation"]], teams.get(member["team"], "")][status] += 1
        return dict(found)

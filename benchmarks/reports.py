"""The completion report with very many people: how long each question takes, and which miss their target.

    python3 run.py bench reports [PEOPLE ...]

The people are made by SQL in a temporary SQLite file: 20 organisations of 10 teams, four years of history, one in ten
left, one in three completed twice. Then the site works out where all of them stand, which for a million takes ten minutes.
"""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from course import clock, first_run
from course.config import Settings
from course.documents import report_tables
from course.documents.tabular import csv_parts, write_xlsx
from course.records import as_at, database, name_words, reports, standings
from course.records.paging import Turn
from course.rules.dates import london_day, month_ends
from course.rules.reporting import CHASED, EARLIER, Asked
from course.rules.requirements import Requirement
from course.rules.scoping import Scope

SIZES = (1_000, 100_000, 1_000_000)
DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
ORGANISATIONS, TEAMS = 20, 10
SHORT_OF_A_SECOND = 0.2  # what takes less is asked again, and the middle of three counts
FIRST = [
    begins + ends
    for begins in "Ad Al Am Ben Car Dav El Em Gra Han Iv Jam Jo Len Mar No Ol Pi Sar Tes".split()
    for ends in ("a", "ah", "an", "ara", "ek", "el", "en", "ena", "ice", "id", "ie", "in", "on", "or", "us", "yn")
]
LAST = [
    begins + ends
    for begins in "Ash Birch Brook Car Dun Fen Hart Hol Larch Mar Nor Oak Quill Red Smith Stan Tal Wel Wick Yar".split()
    for ends in ("", "by", "combe", "den", "field", "ford", "ham", "ley", "more", "son", "ton", "well", "wick", "worth")
]
FILL = """
CREATE TEMP TABLE who AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people)
SELECT i AS id, name_of((i * 7919) % 1000003) AS name, i % 200 AS team, (i * 31) % 1460 AS ago,
       CASE WHEN i % 5 > 0 THEN ((i * 31) % 1460) * (i % 7) / 7 END AS done, i % 10 = 0 AS gone FROM n;
INSERT INTO person (id, name, name_key, added_at)
SELECT id, name, lower(name), :moment FROM who;
INSERT INTO account (person, email, email_key, email_confirmed, sign_in_name, password_hash, opened_at, notes_on)
SELECT id, 'p' || id || '@heron.example', 'p' || id || '@heron.example', 1, 'p' || id, '-', :moment, 0 FROM who;
INSERT INTO membership (id, person, organisation, team, counts_from, started_on, left_on, moved, entered_at)
SELECT id, id, team / 10 + 1, team + 1, date(:day, '-' || ago || ' days'), date(:day, '-' || ago || ' days'),
       CASE WHEN gone THEN date(:day, '-' || (ago / 9) || ' days') END, 0, :moment FROM who;
INSERT INTO completion (person, at, completed_on, edition, kind, cycle, {more})
SELECT id, :moment, date(:day, '-' || done || ' days'), CASE WHEN id % 3 THEN '2026.1' ELSE '2024.1' END, 'online', 1,
       {values} FROM who WHERE done IS NOT NULL;
INSERT INTO reading (person, page, edition, at)
SELECT id, 'page-1', '2026.1', date(:day, '-' || ago || ' days') || 'T09:00:00.000000+00:00' FROM who WHERE id % 4;
INSERT INTO standing (membership, person, organisation, name_key, started_on, moved, begun, due_on, recheck_on)
SELECT id, person, organisation, '', started_on, 0, 0, started_on, '0001-01-01' FROM membership;
"""
MOST_MIB = 20  # that a CSV of any size may take
WHOLE = {"overview as at", "overview as at, organisation", "CSV", "XLSX"}  # of others, what is in SQL has a target
KNOWN = {"person", "at", "completed_on", "edition", "kind", "cycle", "id"}


def name_of(number: int) -> str:
    """A name for a number below 1,000,003: some names are many people's, some few have."""
    part = number / 1_000_003
    return f"{FIRST[int((part * 127 % 1) ** 2 * len(FIRST))]} {LAST[int((part * 8191 % 1) ** 3 * len(LAST))]}"


def fill(path: Path, people: int, day: dt.date) -> None:
    """Everybody, at once, through SQL alone."""
    file = sqlite3.connect(path, isolation_level=None)
    file.create_function("name_of", 1, name_of)
    file.execute("PRAGMA synchronous=OFF")
    file.execute("PRAGMA cache_size=-400000")
    moment = clock.now().isoformat(timespec="microseconds")
    facts = {"people": people, "day": day.isoformat(), "moment": moment}
    file.execute("BEGIN")
    for number in range(ORGANISATIONS):
        named = (number + 1, f"Organisation {number:02}", f"organisation {number:02}", moment)
        file.execute("INSERT INTO organisation (id, name, name_key, added_at) VALUES (?, ?, ?, ?)", named)
    for number in range(ORGANISATIONS * TEAMS):
        team = (number + 1, number // TEAMS + 1, f"Team {number:03}", f"team {number:03}", moment)
        file.execute("INSERT INTO team (id, organisation, name, name_key, added_at) VALUES (?, ?, ?, ?, ?)", team)
    more = _other_columns(file, facts)
    for statement in FILL.format(**more).split(";")[:-1]:
        file.execute(statement, facts)
    file.execute("COMMIT")
    file.close()


def _other_columns(file: sqlite3.Connection, facts: dict[str, object]) -> dict[str, str]:
    """Of a completion, the columns that must be filled and say nothing here."""
    columns = [row for row in file.execute("PRAGMA table_info(completion)") if row[3] and row[1] not in KNOWN]
    values = {"code": "'c' || id", "expires_on": "date(:day, '+700 days')"}
    plain = {"TEXT": "'x'", "DATE": ":day", "JSON": "'{}'"}
    filled = [values.get(row[1], plain.get(row[2].upper(), "1")) for row in columns]
    return {"more": ", ".join(row[1] for row in columns), "values": ", ".join(filled)}


def took(work: Callable[[], object]) -> float:
    """Seconds of processor time, which neighbours on the machine change little; of something quick, the middle of five."""
    found = []
    for _ in range(5):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
        if found[-1] > SHORT_OF_A_SECOND:
            break
    return sorted(found)[len(found) // 2]


def in_sql(work: Callable[[], object], path: Path) -> float:
    """Seconds of it that the database itself takes: the same statements again, without anything around them."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_more: Any) -> None:
        said.append((sql, values))

    reader = database.doors().reader
    event.listen(reader, "before_cursor_execute", note)
    work()
    event.remove(reader, "before_cursor_execute", note)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA mmap_size=268435456")
        return took(lambda: [file.execute(sql, values).fetchall() for sql, values in said])


def installed(folder: Path) -> Flask:
    """An application with the records of a folder."""
    app = Flask("bench")
    database.install(app, first_run.prepare(Settings.from_environ({"SHAREWELL_INSTANCE": str(folder)})))
    return app


@contextmanager
def site(folder: Path, people: int, day: dt.date) -> Iterator[Path]:
    """The records with so many people."""
    app = installed(folder)
    path = next(folder.glob("*.db"))
    began = time.perf_counter()
    fill(path, people, day)
    print(f"\n{people} people, filled in {time.perf_counter() - began:.0f} s")
    with app.app_context():
        with database.writing() as store:
            name_words.rebuild(store)
        began = time.process_time()
        while work_out_some(day):
            pass
        print(f"worked out in {(time.process_time() - began) / people * 1e6:.0f} microseconds of processor time each")
        yield path
        database.close_connections()


def work_out_some(day: dt.date) -> int:
    """Work out some of the rows that are due, in a transaction of their own; how many."""
    with database.writing() as store:
        return standings.settle_part(store, DEFAULT, day)


Question = tuple[Callable[[], object], float | None]
"""What is asked, and the target in seconds where there is one."""


def asking(work: Callable[..., object], *more: object) -> Callable[[], object]:
    """A question to the records."""

    def ask() -> object:
        with database.reading() as store:
            return work(store, *more)

    return ask


def page(asked: Asked, turn: Turn | None = None) -> Callable[[], object]:
    """A page of a list."""
    return asking(reports.member_page, asked, *([turn] if turn else []))


def file(asked: Asked, write: Callable[..., object]) -> Callable[[], object]:
    """The whole list as a file."""
    return asking(lambda store: write(report_tables.people(reports.all_listed(store, asked), asked, ())))


def memory_of_its_own() -> int:
    """KiB that this process holds and no file does: the part of the database that is mapped counts nowhere. Linux alone."""
    told = Path("/proc/self/smaps_rollup").read_text()
    return int(next(line for line in told.splitlines() if line.startswith("Anonymous:")).split()[1])


def grown(folder: str, day: dt.date) -> float:
    """How many MiB everybody as CSV takes while it is sent, at most; for a process of its own, which has done nothing else."""
    whole = everybody(day)
    with installed(Path(folder)).app_context(), database.reading() as store:
        found = []
        for asked in (replace(whole, team=1), whole):  # the first one loads what any file needs
            before = memory_of_its_own()
            table = report_tables.people(reports.all_listed(store, asked), asked, ())
            found.append(max(memory_of_its_own() - before for _ in csv_parts(table)))
        return found[-1] / 1024


def everybody(day: dt.date) -> Asked:
    """A question about all people on a day."""
    return Asked(scope=Scope(everything=True), day=day, today=day, default=DEFAULT, current=frozenset({"2026.1"}))


def questions(people: int, day: dt.date) -> dict[str, Question]:
    """Everything that is measured."""
    whole = everybody(day)
    own = replace(whole, scope=Scope(organisations=frozenset({3})))
    return today(people, whole, own) | other_days(people, whole, own)


def today(people: int, whole: Asked, own: Asked) -> dict[str, Question]:
    """Figures and pages of today: of everybody, and of one organisation."""
    middle, two = Turn(after=people // 2 or 1), replace(whole, scope=Scope(organisations=frozenset({3, 7})))
    return {
        "overview, partnership": (asking(reports.overview, whole), 0.005),
        "overview, organisation": (asking(reports.overview, own), 0.005),
        "people, first page": (page(whole), 0.002),
        "people, middle page": (page(whole, middle), 0.002),
        "people, search, few": (page(replace(whole, name="yarw")), 0.002),
        "people, search, some": (page(replace(whole, name="brook")), 0.002),
        "people, search, many": (page(replace(whole, name="a")), 0.002),
        "people, search, two words": (page(replace(whole, name="smith jo")), 0.002),
        "people, search, nobody": (page(replace(whole, name="xq")), 0.002),
        "people of one, search": (page(replace(own, name="smith")), 0.002),
        "people of two, two words": (page(replace(two, name="s a")), 0.002),
        "people, search, by status": (page(replace(whole, name="jo", order="status")), 0.002),
        "earlier rules, by expiry": (page(replace(whole, edition=EARLIER, order="expiry")), 0.002),
        "people, overdue": (page(replace(whole, statuses=frozenset({"overdue"}))), 0.002),
        "people, by expiry": (page(replace(whole, order="expiry")), 0.002),
        "people, by status": (page(replace(whole, order="status")), 0.002),
        "people of one, first page": (page(own), 0.002),
        "people of one, by expiry": (page(replace(own, order="expiry")), 0.002),
        "chase list, first page": (page(replace(whole, statuses=CHASED, order="team")), 0.002),
        "overdue, by expiry": (page(replace(whole, statuses=frozenset({"overdue"}), order="expiry")), 0.002),
        "people of two": (page(two), 0.002),
        "a team, by status": (page(replace(whole, team=25, statuses=frozenset({"in-date"}))), 0.002),
        "an edition nobody has": (page(replace(whole, edition="1999.1")), 0.002),
        "a job role nobody has": (page(replace(whole, job_role=1)), 0.002),
        "record": (page(replace(whole, person=people // 2)), 0.002),
    }


def other_days(people: int, whole: Asked, own: Asked) -> dict[str, Question]:
    """Figures of another day, and files."""
    before = whole.day - dt.timedelta(200)
    return {
        "overview as at": (asking(reports.overview, replace(whole, day=before)), 1.0),
        "overview as at, organisation": (asking(reports.overview, replace(own, day=before)), 1.0),
        "people as at, everybody": (page(replace(whole, day=before)), None),
        "people as at, organisation": (page(replace(own, day=before)), None),
        "trend, 24 months": (asking(as_at.trend, whole, month_ends(whole.day, 24)), None),
        "CSV": (file(whole, lambda table: sum(map(len, csv_parts(table)))), 0.15 * max(1.0, people / 10_000)),
        "XLSX": (file(whole, lambda table: write_xlsx(table, io.BytesIO())), 1.5 * max(1.0, people / 100_000)),
    }


def main(words: list[str]) -> int:
    """Measure each size, in milliseconds; 1 where a target is missed."""
    day, missed = london_day(clock.now()), 0
    for people in map(int, words or SIZES):
        with tempfile.TemporaryDirectory() as folder, site(Path(folder), people, day) as path:
            print(f"{'':30}{'whole':>12}{'SQL':>12}{'target':>12}")
            for name, (work, target) in questions(people, day).items():
                whole, sql = took(work), in_sql(work, path)
                seconds = whole if name in WHOLE else sql
                verdict = "" if target is None else "met" if seconds <= target else "MISSED"
                missed += verdict == "MISSED"
                told = "" if target is None else f"{target * 1000:.1f}"
                print(f"{name:30}{whole * 1000:12.1f}{sql * 1000:12.2f}{told:>12}  {verdict}", flush=True)
            with get_context("spawn").Pool(1) as other:
                missed += (mib := other.apply(grown, (folder, day))) > MOST_MIB
            print(f"{'CSV, memory while sent':30}{mib:12.1f} MiB, of {MOST_MIB}", flush=True)
    return 1 if missed else 0

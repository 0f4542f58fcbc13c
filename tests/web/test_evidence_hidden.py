"""Hidden counts of the demonstration: in screen, file, command line and pack alike, nowhere in the ZIP, found by nobody."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from course.config import Settings
from course.documents.evidence_contents import Evidence
from course.documents.evidence_zip import Counting, packed
from course.records import organisations, people, reports, roles, standings
from course.records.database import reading, writing
from course.rules.report_hiding import HIDDEN, ShownReport, shown_without_names
from course.rules.reporting import Asked, current_editions
from course.rules.requirements import default_requirement
from course.rules.scoping import Scope
from course.rules.standing import STATUSES
from course.web.lead import evidence_making
from course.words import report as word
from tests.rules.attacker import ALL, Key, counts_of, span
from tests.web.evidence_office import NOON, Made, Open, make, pages, rows
from tests.web.evidence_office import a_pack as a_pack
from tests.web.evidence_office import browser as browser
from tests.web.evidence_office import demo as demo
from tests.web.evidence_office import noon as noon
from tests.web.evidence_office import packs as packs
from tests.web.leading import csv_rows, figures, xlsx_rows
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Reader

DAYS = ("2026-11-22", "2026-08-15", "2025-11-22", "2024-06-01")
TRAINED = {"trained": ("in-date", "due-soon")}
FERRYWICK = "Ferrywick Nurseries"
PLACES = ("", "Heronsea Children's Services", "Wellmarsh Community Health", FERRYWICK)
Seen = Callable[..., ShownReport]


@pytest.fixture
def seen(demo: Flask, course: Catalogue) -> Seen:
    """What is shown of an organisation, or of the whole partnership (""), without small numbers."""

    def found(place: str, day: str = DAYS[0]) -> ShownReport:
        default, on = default_requirement(course.course), dt.date.fromisoformat(day)
        with demo.app_context():
            with writing() as store:
                standings.settle(store, default, NOON.date())
            with reading() as store:
                numbers = [each.id for each in organisations.organisations(store) if each.name == place]
                assert bool(numbers) == bool(place)
                scope = Scope(everything=not place, organisations=frozenset(numbers))
                current = current_editions(course.course, on)
                asked = Asked(scope=scope, day=on, today=NOON.date(), default=default, current=current)
                return shown_without_names(reports.overview(store, asked), None, None)

    return found


def hidden_counts(report: ShownReport) -> tuple[dict[Key, int], set[Key]]:
    """Every count, and which of them are hidden."""
    truth = counts_of({str(at): dict(each.line.figures.statuses) for at, each in enumerate(report.lines)}, TRAINED)
    told = {str(at): each.numbers for at, each in enumerate(report.lines)} | {ALL: report.total}
    return truth, {(row, name) for row, name in truth if told[row][name] == HIDDEN}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("place", PLACES)
def test_nobody_can_tell_that_a_hidden_count_is_small(place: str, day: str, seen: Seen) -> None:
    truth, hidden = hidden_counts(seen(place, day))
    for key in hidden:
        if 0 < truth[key] < 5:
            low, high = span(truth, hidden, TRAINED, key)
            assert high >= 5 > low, key


def test_two_hidden_counts_do_not_give_a_small_sum_away(seen: Seen) -> None:
    """Ferrywick's two exempt people once stood hidden beside one hidden nought: together two."""
    for report in map(seen, PLACES):
        truth, hidden = hidden_counts(report)
        for row in {row for row, _ in hidden}:
            within = [truth[row, each] for each in TRAINED["trained"] if (row, each) in hidden]
            others = [truth[row, each] for each in STATUSES[2:] if (row, each) in hidden]
            assert (row, "trained") in hidden or (sum(within) not in range(1, 5) and sum(others) not in range(1, 5))
    (ferrywick,) = [each for each in seen("").lines if each.line.organisation_name == FERRYWICK]
    assert (ferrywick.line.figures.statuses["exempt"], ferrywick.numbers["exempt"]) == (2, HIDDEN)
    assert ferrywick.numbers["due-soon"] == 0


def test_of_every_line_the_trained_are_shown_and_of_the_statuses_a_good_part(seen: Seen) -> None:
    lines = [each for place in PLACES[1:] for each in seen(place).lines]
    assert len(lines) == 12
    assert [each.numbers["trained"] for each in lines] == [each.line.figures.trained for each in lines]
    known = [each.numbers[status] != HIDDEN for each in lines for status in STATUSES]
    assert sum(known) / len(known) > 0.3
    assert all(seen(place).total[status] != HIDDEN for place in PLACES[:3] for status in STATUSES)


@pytest.mark.parametrize("asked", ["", "?as_at=2025-11-22"])
def test_screen_csv_xlsx_command_line_and_pack_say_hidden_of_the_same(
    asked: str, browser: Open, a_pack: Callable[..., Made], demo: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor, day = browser("auditor"), asked.partition("=")[2]
    notes, found = csv_rows(auditor.open(f"/reports.csv{asked}"))
    assert HIDDEN in {cell for row in found for cell in row}
    assert list(figures(auditor.open(f"/reports{asked}")).values()) == [
        [cell or "–" for cell in row[2:]] for row in found
    ]
    assert xlsx_rows(auditor, f"/reports.xlsx{asked}") == found
    assert rows(a_pack("auditor", day)[1], "coverage") == found
    made = json.loads(printed(demo, monkeypatch, "--hide-small", *(["--as-at", day] if day else [])))
    assert [["" if cell is None else str(cell) for cell in row.values()] for row in made["rows"]] == found
    assert made["notes"] == notes


def printed(demo: Flask, monkeypatch: pytest.MonkeyPatch, *typed: str) -> str:
    """What `course report` prints as JSON."""
    monkeypatch.setattr(word.first_run, "prepare", lambda settings: settings)
    settings = Settings.from_environ({"DATABASE_URL": str(demo.config["SQLALCHEMY_DATABASE_URI"])})
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    parser = argparse.ArgumentParser()
    word.WORD.add_to(parser)
    assert word.report(settings, parser.parse_args([*typed, "--format", "json"])) == 0
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["lead", "auditor"])
def test_nothing_in_the_zip_depends_on_a_hidden_number(
    who: str, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same shown numbers over other true ones give the same file, byte for byte: text, tables, drawings, digests."""
    given: list[tuple[Evidence, Counting]] = []

    def kept(data: Evidence, counting: Counting) -> bytes | None:
        given.append((data, counting))
        return packed(data, counting)

    monkeypatch.setattr(evidence_making, "packed", kept)
    make(browser(who), as_at="2026-08-15")
    ((data, counting),) = given
    other = count(70_001, 2)
    lines = tuple(
        replace(
            each,
            line=replace(
                each.line, figures=replace(each.line.figures, statuses={status: next(other) for status in STATUSES})
            ),
        )
        for each in data.report.lines
    )
    assert HIDDEN in {number for each in lines for number in each.numbers.values()}
    assert packed(replace(data, report=replace(data.report, lines=lines)), counting) == packed(data, counting)


@pytest.mark.parametrize("who", ["lead", "auditor"])
def test_the_document_has_the_rows_of_the_files(who: str, a_pack: Callable[..., Made]) -> None:
    _, pack = a_pack(who)
    said = " ".join(pages(pack))
    for row in rows(pack, "coverage"):
        assert " ".join([row[1] or row[0], *(cell or "–" for cell in row[2:])]) in said
    for row in rows(pack, "outline"):
        assert " ".join(row[1:5]) in said


def test_of_three_people_neither_screen_nor_paragraph_has_a_number(app: Flask) -> None:
    auditor = add_person(app, "Owen Oak", email="owen@heronsea.example")
    with app.app_context(), writing() as store:
        here = organisations.add_organisation(store, "Heronsea Nursery", NOON)
        roles.grant(store, auditor, "auditor", "organisation", here, NOON)
        for name in ("Ada Ash", "Ben Birch", "Cy Cedar"):
            organisations.join(store, people.add_person(store, name, NOON), here, None, NOON.date(), NOON)
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    reader.press("sign-in", email="owen@heronsea.example", password=PASSWORD)
    page = reader.open("/reports")
    assert "Fewer than five people are registered here. Figures of so few are hidden." in page.words
    assert {cell for row in figures(page).values() for cell in row} == {HIDDEN, "–"}
    assert "fewer than five people are registered for Heronsea Nursery" in reader.open("/reports/evidence").text

"""What stands in an evidence pack: the figures of the screen, no small number, no name; digests; the document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course.catalogue.model import Catalogue
from course.documents import evidence_mapping
from course.records import organisations, roles, tables
from course.records.database import reading, writing
from tests.documents.paper_looked_at import faults
from tests.documents.test_certificate import tags
from tests.web.evidence_office import NOON, PATH, Made, Open, document, make, pages, rows
from tests.web.evidence_office import a_pack as a_pack
from tests.web.evidence_office import browser as browser
from tests.web.evidence_office import demo as demo
from tests.web.evidence_office import noon as noon
from tests.web.evidence_office import packs as packs
from tests.web.leading import csv_rows, figures
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Reader

Pack = Callable[..., Made]
SMALL = {"1", "2", "3", "4"}
CSVS = (
    "changes",
    "coverage",
    "editions",
    "impact",
    "job-roles",
    "misconceptions",
    "outline",
    "questions",
    "rules",
    "trend",
)


def test_the_paragraph_has_the_figures_of_the_screen_and_stands_first_in_the_pack(browser: Open, a_pack: Pack) -> None:
    lead = browser("lead")
    total = figures(lead.open("/reports"))["all"]
    page = lead.open(PATH)
    assert page.tree is not None
    said = " ".join(str(page.tree.xpath("string(//textarea)")).split())
    in_date, soon, overdue, expired, *_, trained, declared, _share, earlier, _outside = total
    assert said == (
        f"As at 22 November 2026, {trained} of {declared} declared staff of Heronsea Children's Services are trained and "
        f"in date ({soon} of them due soon); {overdue} are overdue and {expired} have expired; {earlier} were trained only "
        "under earlier rules."
    )
    assert int(trained) == int(in_date) + int(soon)
    _, pack = a_pack("lead")
    assert said in pack.read("manifest.txt").decode()
    assert said in " ".join(pages(pack))


@pytest.mark.parametrize("as_at", ["", "2026-08-15"])
def test_for_an_auditor_screen_and_pack_have_the_same_rows(as_at: str, browser: Open, a_pack: Pack) -> None:
    auditor = browser("auditor")
    _, pack = a_pack("auditor", as_at)
    asked = f"?as_at={as_at}" if as_at else ""
    for name, path in (
        ("coverage", "/reports.csv"),
        ("trend", "/reports/trend.csv"),
        ("questions", "/reports/questions.csv"),
        ("misconceptions", "/reports/questions/rules.csv"),
        ("impact", "/reports/impact.csv"),
    ):
        assert rows(pack, name) == csv_rows(auditor.open(path + asked))[1], name
    assert len(rows(pack, "coverage")) == 4


def test_of_a_lead_every_number_that_is_shown_is_that_of_the_screen(browser: Open, a_pack: Pack) -> None:
    lead = browser("lead")
    _, pack = a_pack("lead")
    screen = list(figures(lead.open("/reports")).values())
    packed = [[cell or "–" for cell in row[2:]] for row in rows(pack, "coverage")]
    pairs = [pair for ours, theirs in zip(packed, screen, strict=True) for pair in zip(ours, theirs, strict=True)]
    assert {ours for ours, theirs in pairs if ours != theirs} == {"hidden"}
    assert rows(pack, "questions") == csv_rows(lead.open("/reports/questions.csv"))[1]
    assert rows(pack, "impact") == csv_rows(lead.open("/reports/impact.csv"))[1]


@pytest.mark.parametrize("who", ["lead", "lead-b", "auditor"])
def test_no_small_count_stands_in_table_or_document(who: str, a_pack: Pack) -> None:
    _, pack = a_pack(who)
    for name in ("coverage", "job-roles", "trend", "editions"):
        cells = {cell for row in rows(pack, name) for cell in row}
        assert not cells & SMALL, name
        assert "hidden" in cells or name in ("editions", "job-roles")
    (coverage,) = [each for each in pages(pack) if "Declared headcount" in each]
    table = coverage.partition("Outside training")[2].partition("Counts under 5")[0]
    assert "hidden" in table
    assert not set(table.split()) & SMALL


def test_the_manifest_has_the_digest_and_size_of_every_other_file(browser: Open, noon: dt.datetime) -> None:
    number, pack = make(browser("lead"))
    names = ["evidence.pdf", *(f"{name}.csv" for name in CSVS), "manifest.txt"]
    assert pack.namelist() == [*names, "SHA256SUMS"]
    sums = "".join(f"{sha256(pack.read(name)).hexdigest()}  {name}\n" for name in names)
    assert pack.read("SHA256SUMS").decode() == sums  # what `sha256sum -c` reads
    assert {each.date_time for each in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    text = pack.read("manifest.txt").decode()
    listed = re.findall(r"^([0-9a-f]{64})  (\d+)  (\S+)\r$", text, re.MULTILINE)
    assert listed == [(sha256(pack.read(n)).hexdigest(), str(len(pack.read(n))), n) for n in names[:-1]]
    for line in (
        "Of: Heronsea Children's Services",
        "As at: 2026-11-22",
        "Edition of the course when made: 2026.1",
        "Sharewell 2026.1",
    ):
        assert line in text
    assert f"Made by Leila Ferncroft (Safeguarding lead) on 22 November 2026, {noon:%H:%M} (London)" in text
    assert number


def test_the_document_is_tagged_and_says_its_language_and_title(a_pack: Pack) -> None:
    _, pack = a_pack("lead")
    pdf = document(pack)
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Evidence pack: Heronsea Children's Services, as at 22 November 2026"
    found = list(tags(root["/StructTreeRoot"]))
    kinds = [kind for kind, _ in found]
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 12)
    assert kinds.count("/Table") >= 10 and "/TH" in kinds
    (figure,) = [element for kind, element in found if kind == "/Figure"]
    assert "Sample Learner completed the course" in figure["/Alt"]
    said = " ".join(pages(pack))
    for part in (
        "everybody: default",
        "Section 11",
        "157 and 175",
        "Annex C",
        "What it cannot show",
        "107 minutes",
        "SAMPLE",
    ):
        assert part in said


@pytest.mark.parametrize("as_at", ["", "2026-08-15"])
@pytest.mark.parametrize("who", ["lead", "auditor"])
def test_coverage_by_job_role_is_that_of_the_people_and_adds_up_to_that_by_place(
    who: str, as_at: str, a_pack: Pack, browser: Open
) -> None:
    _, pack = a_pack(who, as_at)
    found = {row[0]: row[1:] for row in rows(pack, "job-roles")}
    assert len(found) > 3 and "Business support" in found
    *_, together = rows(pack, "coverage")
    left, registered = together[9], together[10]
    people = int(registered) - (0 if left == "hidden" else int(left))
    assert sum(int(people) for people, *_ in found.values()) == people
    asked = f"?as_at={as_at}" if as_at else ""
    if who == "lead":
        listed = csv_rows(browser(who).open(f"/reports/people.csv{asked}"))[1]
        for role, (people_said, trained, _) in found.items():
            if role != "No job role" and "together" not in role:
                named = [each[4] for each in listed if each[3] == role and (each[4] != "Left" or left == "hidden")]
                assert len(named) == int(people_said)
                assert trained in ("hidden", str(sum(each in ("In date", "Due soon") for each in named)))


def bookmarks(outline: Any) -> Iterator[str]:
    for each in outline:
        yield from bookmarks(each) if isinstance(each, list) else [str(each.title)]


def test_each_question_of_an_audit_names_sections_and_files_that_are_there(a_pack: Pack, course: Catalogue) -> None:
    _, pack = a_pack("lead")
    headings = set(bookmarks(document(pack).outline))
    for _, _, where, _ in evidence_mapping.AUDITS:
        files = re.findall(r"[a-z-]+\.csv", where)
        assert set(files) <= set(pack.namelist())
        named = [each.strip() for each in re.sub(r" \([^)]*\)", "", where).split(",")]
        assert set(named) <= headings, named
    said = " ".join(pages(pack))
    assert "In part: who decides and who advises on sharing. Modules 1 Why sharing matters; 4 How your" in said
    assert "one level (Practitioner)" in said
    ids = {each.id for each in course.modules}
    assert {each for _, modules, _ in evidence_mapping.TOPICS for each in modules} <= ids


@pytest.mark.parametrize("who", ["lead", "auditor"])
def test_it_looks_well_on_paper(who: str, a_pack: Pack) -> None:
    assert faults(a_pack(who)[1].read("evidence.pdf"), margin=13) == []


def test_it_names_no_learner(a_pack: Pack, demo: Flask) -> None:
    _, pack = a_pack("auditor")
    everything = " ".join(pages(pack)) + "".join(pack.read(f"{name}.csv").decode() for name in CSVS)
    with demo.app_context(), reading() as store:
        names = set(store.execute(select(tables.person.c.name)).scalars())
    assert len(names) > 300
    assert {name for name in names if name in everything} == {"Owen Plovergarth"}


def test_a_lead_of_an_empty_organisation_gets_a_pack_that_says_so(app: Flask) -> None:
    person = add_person(app, "Lea Lark", email="lea@heronsea.example")
    with app.app_context(), writing() as store:
        here = organisations.add_organisation(store, "Heronsea Nursery", NOON)
        roles.grant(store, person, "organisation-lead", "organisation", here, NOON)
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    reader.press("sign-in", email="lea@heronsea.example", password=PASSWORD)
    _, pack = make(reader)
    assert "trend.csv" not in pack.namelist()
    said = " ".join(pages(pack))
    for part in ("nobody is registered for Heronsea Nursery", "no history of two months", "Too few answers so far"):
        assert part in said

"""The audit log on screen and as a file: who may read which lines, filters that are kept, names, and the chain."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import text

from course.clock import now
from course.records import accounts, audit, organisations, roles, tables
from course.records.database import writing
from tests.statements_seen import statements_seen
from tests.web.looking_after import Town
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader


def note(app: Flask, *lines: tuple[str, str, str], actor: int | None = None) -> None:
    with app.app_context(), writing() as store:
        audit.note_all(store, actor, lines, now())


def reader_with(app: Flask, role: str, scope: str = "partnership", of: int | None = None) -> Reader:
    """Somebody with one role, signed in."""
    who = add_person(app, f"The {role}", email=f"{role}@heronsea.example")
    with app.app_context(), writing() as store:
        roles.grant(store, who, role, scope, of, now())
    browser = Reader(app.test_client())
    browser.open("/sign-in")
    browser.press("sign-in", email=f"{role}@heronsea.example", password=PASSWORD)
    return browser


def cells(page: Page, column: int) -> list[str]:
    assert page.tree is not None
    return [" ".join(each.text_content().split()) for each in page.tree.xpath(f"//tbody/tr/*[{column}]")]


def rows_of(text_: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text_.lstrip("\ufeff"))))
    return rows[rows.index(next(row for row in rows if row[:1] == ["Line"])) + 1 :]


def test_lines_stand_newest_first_with_the_name_of_who_did_it(app: Flask, admin: int, office: Reader) -> None:
    note(app, ("role granted", "person 7", "auditor"), actor=admin)
    note(app, ("reset link made", "person 8", ""))
    page = office.open("/manage/audit")
    assert cells(page, 4)[:2] == ["reset link made", "role granted"]
    assert cells(page, 3)[:2] == ["the program", f"Cy Reed ({admin})"]
    assert page.tree is not None and page.tree.xpath("//a[@href='/manage/people/7'][.='person 7']")
    assert "are as they were written" in page.words


def test_a_name_that_is_gone_is_a_number(app: Flask, ada: int, office: Reader) -> None:
    note(app, ("joined by email domain", f"person {ada}", ""), actor=ada)
    with app.app_context(), writing() as store:
        accounts.close_account(store, ada, now())
    page = office.open("/manage/audit")
    assert cells(page, 3)[0] == f"person {ada}" and "Ada" not in page.text


def test_screen_and_file_have_the_same_lines_under_the_same_filters(app: Flask, admin: int, office: Reader) -> None:
    note(
        app,
        ("role granted", "person 7", "=1+1"),
        ("role granted", "person 8", ""),
        ("rule set", "person 7", ""),
        actor=admin,
    )
    for asked, number in (
        ("?action=role+granted", 2),
        ("?thing=person+7", 2),
        (f"?who={admin}", 3),
        ("?who=program", 0),
    ):
        page, file = office.open(f"/manage/audit{asked}"), office.open(f"/manage/audit.csv{asked}")
        assert file.answer.mimetype == "text/csv"
        assert [row[0] for row in rows_of(file.text)] == cells(page, 1)
        assert [row[2] for row in rows_of(file.text)] == cells(page, 3)
        assert len(cells(page, 1)) == number
    assert "'=1+1" in office.open("/manage/audit.csv").text


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ("from=yesterday", "from", "year, month and day"),
        ("to=2026-02-30", "to", "year, month and day"),
        ("from=2026-03-02&to=2026-03-01", "to", "must not be before"),
        ("who=Cy", "who", "the number of a person"),
        ("from=9999-12-31", "from", "year, month and day"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(asked: str, field: str, said: str, office: Reader) -> None:
    for path in ("/manage/audit", "/manage/audit.csv"):
        page = office.open(f"{path}?{asked}&thing=person+7")
        assert page.status == 422 and said in page.words
        assert page.tree is not None and page.tree.xpath(f"//a[@href='#{field}']")
        assert page.tree.xpath("string(//input[@name='thing']/@value)") == "person 7"


@pytest.mark.parametrize(
    "asked", ["before=x", "before=" + "9" * 30, "check=x", "check=999999", "action=planted", "thing=%00"]
)
def test_what_no_link_asks_does_no_harm(asked: str, office: Reader) -> None:
    assert office.open(f"/manage/audit?{asked}").status in (200, 422)


def test_a_changed_line_is_told_and_checked_from_the_first_on(app: Flask, office: Reader) -> None:
    note(app, *[("x", f"person {number}", "") for number in range(600)])
    page = office.open("/manage/audit")
    assert page.tree is not None
    (link,) = page.tree.xpath("//a[contains(@href, 'check=1')]/@href")
    assert "every line is as it was written" in office.open(str(link)).words
    with app.app_context(), writing() as store:
        store.execute(text("UPDATE audit SET detail = 'planted' WHERE id = 3"))
    assert "The log is not whole" not in office.open("/manage/audit").words
    assert "The log is not whole" in office.open(str(link)).words


def test_an_organisations_administrator_reads_its_lines_and_no_others(app: Flask, admin: int) -> None:
    with app.app_context(), writing() as store:
        ours, theirs = (organisations.add_organisation(store, name, now()) for name in ("Nursery", "School"))
    note(app, ("organisation added", f"organisation {ours}", ""), ("organisation added", f"organisation {theirs}", ""))
    browser = reader_with(app, "administrator", "organisation", ours)
    assert cells(browser.open("/manage/audit"), 5) == [f"organisation {ours} (Nursery)"]
    assert [row[4] for row in rows_of(browser.open("/manage/audit.csv").text)] == [f"organisation {ours} (Nursery)"]


def test_an_auditor_reads_all_lines_without_anybodys_name(app: Flask, admin: int, ada: int) -> None:
    note(app, ("joined by email domain", f"person {ada}", ""), actor=ada)
    note(app, ("role granted", f"person {ada}", ""), actor=admin)
    browser = reader_with(app, "auditor")
    for path in ("/manage/audit", "/manage/audit.csv"):
        page = browser.open(path)
        assert page.status == 200 and "Ada Quill" not in page.text and f"person {ada}" in page.text
        assert "Cy Reed" not in page.text and f"person {admin}" in page.text
    assert "/manage/people" not in browser.open("/manage/audit").text
    assert "/manage/audit" in browser.open("/reports/questions").text


@pytest.mark.parametrize("role", ["trainer", "team-lead", "organisation-lead"])
def test_nobody_else_opens_it(role: str, app: Flask, admin: int) -> None:
    browser = reader_with(app, role)
    assert browser.open("/manage/audit").status == browser.open("/manage/audit.csv").status == 403
    assert "/manage/audit" not in browser.open("/account").text


def test_a_long_log_is_read_page_by_page(app: Flask, office: Reader) -> None:
    note(app, *[("x", f"person {number}", "") for number in range(60)])
    page = office.open("/manage/audit?action=x")
    assert page.tree is not None and len(cells(page, 1)) == 50 and len(page.answer.data) <= 30_000
    (older,) = page.tree.xpath("//a[.='Older lines']/@href")
    second = office.open(str(older))
    assert len(cells(second, 1)) == 10 and not set(cells(second, 1)) & set(cells(page, 1))
    assert tables.audit.name == "audit"


def test_names_stand_beside_numbers_on_screen_and_in_the_file_for_whoever_may_see_them(
    app: Flask, office: Reader, keeper: Reader, town: Town
) -> None:
    detail = f"membership 4 of organisation {town.heron}; team: team {town.night} → team {town.day}"
    note(app, ("member moved", f"person {town.quill}", detail))
    note(app, ("records merged", f"person {town.quill}", f"person {town.marsh}"))
    note(app, ("local information changed", f"slot x of organisation {town.heron}", f"“Ring team {town.night}”"))
    moved = (
        f"membership 4 of organisation {town.heron} (Heronsea); team: team {town.night} (Night) → team {town.day} (Day)"
    )
    seen = {  # an auditor sees no people's names, an organisation's administrator nobody else's
        office: (f"person {town.quill} (Ida Quill)", f"person {town.marsh} (Moss Marsh)"),
        keeper: (f"person {town.quill} (Ida Quill)", f"person {town.marsh}"),
        reader_with(app, "auditor"): (f"person {town.quill}", f"person {town.marsh}"),
    }
    for browser, (quill, marsh) in seen.items():
        page, file = browser.open("/manage/audit"), rows_of(browser.open("/manage/audit.csv").text)
        assert (cells(page, 5)[:3], cells(page, 6)[:3]) == (
            [f"slot x of organisation {town.heron} (Heronsea)", quill, quill],
            [f"“Ring team {town.night}”", marsh, moved],
        )
        assert [row[4:] for row in file[:3]] == [[*each] for each in zip(cells(page, 5), cells(page, 6), strict=True)][
            :3
        ]
    with app.app_context(), writing() as store:
        accounts.close_account(store, town.quill, now())
    assert cells(office.open(f"/manage/audit?thing=person+{town.quill}"), 5) == [f"person {town.quill}"] * 2
    with app.app_context(), writing() as store:
        assert audit.broken_at(store) is None


def test_names_cost_as_many_statements_for_many_lines(app: Flask, office: Reader, town: Town) -> None:
    counts = []
    office.open("/manage/audit")
    for most in (2, 40):
        told = [f"organisation {each}, team {each}" for each in range(1, most)]
        note(app, *(("person added", f"person {town.quill}", each) for each in told))
        with statements_seen(app) as seen:
            office.open("/manage/audit")
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""Leads' browsers and the people they look at, for the tests of the reports. All is as at noon of a fixed day."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from flask import Flask
from openpyxl import load_workbook

from course import clock
from course.records import contacts, headcounts, roles
from course.records.database import writing
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY, Partnership, found_partnership, member
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader


@dataclass
class Office:
    """A site with people, and a way to sign somebody in. `people`: their numbers by name."""

    app: Flask
    here: Partnership
    people: dict[str, int]

    def browser(self, role: str, scope: str, of: int | None) -> Reader:
        """The browser of somebody who holds a role for something, and belongs nowhere."""
        email = f"{role}-{scope}-{of}@leads.example"
        person = add_person(self.app, f"Lea {role}", email=email)
        with self.app.app_context(), writing() as store:
            roles.grant(store, person, role, scope, of, clock.now())
        reader = Reader(self.app.test_client())
        reader.open("/sign-in")
        assert reader.press("sign-in", email=email, password=PASSWORD).status == 303
        return reader

    def lead(self) -> Reader:
        """The safeguarding lead of the nursery."""
        return self.browser("organisation-lead", "organisation", self.here.nursery)

    def partnership_lead(self) -> Reader:
        """A safeguarding lead of the whole partnership."""
        return self.browser("organisation-lead", "partnership", None)


def move_in(app: Flask) -> Office:
    """Two organisations: one has somebody of nearly every status in two teams, the other two people."""
    clock.set_now(NOON)
    with app.app_context(), writing() as store:
        here = found_partnership(store)
        nursery, babies, toddlers = here.nursery, here.babies, here.toddlers
        long_ago = TODAY - 900 * DAY
        people = {
            "Ann In-Date": member(store, nursery, babies, long_ago, TODAY - 5 * DAY, name="Ann In-Date"),
            "Ben Earlier": member(
                store, nursery, babies, long_ago, TODAY - 700 * DAY, name="Ben Earlier", edition="2024.1"
            ),
            "Cat Overdue": member(store, nursery, babies, TODAY - 40 * DAY, name="Cat Overdue"),
            "Dan Expired": member(store, nursery, toddlers, long_ago, TODAY - 800 * DAY, name="=Dan Expired"),
            "Eve New": member(store, nursery, toddlers, TODAY - 3 * DAY, name="Eve New", told=NOON),
            "Flo Clinic": member(store, here.clinic, None, TODAY - 90 * DAY, name="Flo Clinic"),
        }
        contacts.set_contact(store, people["Cat Overdue"], "cat@home.example", NOON)
        headcounts.enter(store, nursery, None, 9, long_ago, None, NOON)
    return Office(app, here, people)


def figures(page: Page) -> dict[str, list[str]]:
    """The numbers of each line of the report, by `data-line`; under "key" those of the key, by their names."""
    assert page.tree is not None
    return {
        str(row.get("data-line")): [cell.text_content().strip() for cell in row.xpath("./td")]
        for row in page.tree.xpath("//tr[@data-line]")
    }


def figure(page: Page, name: str) -> str:
    """The first number of that name."""
    assert page.tree is not None
    return str(page.tree.xpath(f"//*[@data-figure='{name}']")[0].text_content()).strip()


def cells(page: Page, table: int = 0) -> list[list[str]]:
    """The rows of a table's body."""
    assert page.tree is not None
    body = page.tree.xpath("//table")[table]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in body.xpath("./tbody/tr")]


def csv_rows(page: Page) -> tuple[dict[str, str], list[list[str]]]:
    """The notes above the rows, and the rows below the headings."""
    rows = list(csv.reader(io.StringIO(page.answer.get_data().decode("utf-8-sig"), newline="")))
    blank = rows.index([])
    return {row[0]: row[1] for row in rows[1:blank]}, rows[blank + 2 :]


def xlsx_rows(reader: Reader, path: str) -> list[list[str]]:
    """The rows below the headings of a file, as texts."""
    sheet = load_workbook(io.BytesIO(reader.client.get(path).get_data())).active
    assert sheet is not None
    rows = [["" if value is None else str(value).removesuffix(" 00:00:00") for value in row] for row in sheet.values]
    return rows[next(place for place, row in enumerate(rows) if not any(row)) + 2 :]

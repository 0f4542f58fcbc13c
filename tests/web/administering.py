"""An administrator's browser, and what the records hold, for the tests of the administration."""

from flask import Flask
from sqlalchemy import func, select

from course.records import organisations
from course.records.database import db, reading
from course.records.organisations import Organisation, Team
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader


def office_of(app: Flask) -> Reader:
    """The browser of the administrator, who is signed in."""
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    assert reader.press("sign-in", email="cy@heronsea.example", password=PASSWORD).status == 303
    return reader


def token_of(office: Reader) -> str:
    """A token that is good for this visit."""
    return str(office.open("/manage/reset-links").form("reset-link").xpath("string(.//@value[../@name='csrf_token'])"))


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has, but for those that a sign-in or a wrong try changes."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in ("visit", "brake")]
    with app.app_context(), reading() as store:
        return {table.name: store.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def organisations_now(app: Flask) -> tuple[Organisation, ...]:
    with app.app_context(), reading() as store:
        return organisations.organisations(store)


def teams_now(app: Flask) -> tuple[Team, ...]:
    with app.app_context(), reading() as store:
        return organisations.teams(store)


def links_of_summary(page: Page) -> list[str]:
    """Where the lines of the error summary lead."""
    assert page.tree is not None
    return [str(each) for each in page.tree.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a/@href")]


def at(page: Page, link: str) -> str:
    """The name of the control that a line of the error summary leads to."""
    assert page.tree is not None
    (found,) = page.tree.xpath(f"//*[@id='{link.removeprefix('#')}']")
    assert found.tag in ("input", "select", "textarea"), f"{link} leads to no control"
    return str(found.get("name"))

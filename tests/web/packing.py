"""Trainers' browsers, for the tests of packs, projector and shows of hands."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from flask import Flask

from course import clock
from course.records import organisations, roles
from course.records.database import writing
from course.rules.dates import london_day
from tests.records.made import NOON
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader


@dataclass
class School:
    """A site with two organisations, and a way to sign somebody in."""

    app: Flask
    nursery: int
    toddlers: int
    clinic: int

    def browser(self, *held: tuple[str, str, int | None], member_of: int | None = None) -> Reader:
        """The browser of somebody who holds these roles, and may belong somewhere."""
        email = f"{'-'.join(map(str, held[0])) if held else 'nobody'}-{len(held)}-{member_of}@school.example"
        person = add_person(self.app, "Tam Lodge", email=email)
        with self.app.app_context(), writing() as store:
            for role, scope, of in held:
                roles.grant(store, person, role, scope, of, clock.now())
            if member_of:
                organisations.join(store, person, member_of, None, london_day(clock.now()), clock.now())
        reader = Reader(self.app.test_client())
        reader.open("/sign-in")
        assert reader.press("sign-in", email=email, password=PASSWORD).status == 303
        return reader

    def trainer(self) -> Reader:
        """A trainer of the nursery."""
        return self.browser(("trainer", "organisation", self.nursery))

    def partnership_trainer(self) -> Reader:
        """A trainer of the whole partnership, who belongs nowhere."""
        return self.browser(("trainer", "partnership", None))


@pytest.fixture
def school(app: Flask) -> School:
    """All is as at noon of a fixed day, so that what one test has made another finds."""
    clock.set_now(NOON)
    with app.app_context(), writing() as store:
        organisations.set_partnership(store, "Heronsea Safeguarding Partnership", clock.now())
        nursery = organisations.add_organisation(store, "Heronsea Nursery", clock.now())
        toddlers = organisations.add_team(store, nursery, "Toddlers", clock.now())
        clinic = organisations.add_organisation(store, "Harbour Clinic", clock.now())
    app.extensions["partnership"].forget()
    return School(app, nursery, toddlers, clinic)


def links(page: Page, inside: str) -> list[str]:
    """Where links lead: all those that begin so."""
    assert page.tree is not None
    return [str(each) for each in page.tree.xpath("//main//a/@href") if str(each).startswith(inside)]


def choices(page: Page, name: str) -> list[str]:
    """What may be chosen in a list."""
    assert page.tree is not None
    return [str(each.text_content()).strip() for each in page.tree.xpath(f"//select[@name='{name}']//option")]


def choose(reader: Reader, **typed: str) -> Page:
    """Fill in the form with the options of a pack and send it."""
    assert reader.at is not None
    form = reader.at.form("pack")
    assert form.get("method") == "get"
    fields = dict(form.form_values()) | typed
    return reader.open(f"{form.get('action')}?{urlencode(fields)}")


def fact(page: Page, name: str) -> str:
    """What stands beside a name in the list of facts."""
    assert page.tree is not None
    return str(page.tree.xpath(f"string(//main//dt[.='{name}']/following-sibling::dd)")).strip()

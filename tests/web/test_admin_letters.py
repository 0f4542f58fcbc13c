"""Letters that need somebody's hand: reminders to print, and letters that did not go; each within one's own scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from course import daily
from course.clock import now
from course.records import contacts, exemptions, organisations, outbox, people, roles, tables
from course.records.database import reading, writing
from course.records.outbox import Draft
from course.rules.dates import london_day
from tests.shipped import shipped
from tests.web.administering import office_of
from tests.web.learning import signed_in
from tests.web.people import add_person
from tests.web.reader import Reader

LETTERS = "/manage/letters"
DUE = dt.timedelta(days=30)  # as the course says
MORE = "As long as a letter is. " * 20


@pytest.fixture
def nurseries(app: Flask) -> tuple[int, int]:
    with app.app_context(), writing() as store:
        one, two = (organisations.add_organisation(store, f"Nursery {name}", now()) for name in ("A", "B"))
    return one, two


def remind(app: Flask, name: str, organisation: int, address: str = "") -> int:
    """A member to whom a reminder was written; the number of the letter."""
    with app.app_context(), writing() as store:
        person = people.add_person(store, name, now())
        day = london_day(now())
        member = organisations.join(store, person, organisation, None, day, now())
        contacts.set_contact(store, person, address, now())
        place = {"membership": member, "ends_on": day + DUE}
        text = f"Please, {name}. {MORE}"
        draft = Draft("reminder", person, address, "Training reminder", text, f"reminder:{person}", **place)
        outbox.write(store, draft, now())
        return int(store.execute(select(tables.outbox.c.id).where(tables.outbox.c.person == person)).scalar_one())


def lead_of(app: Flask, organisation: int, email: str = "lee@heronsea.example") -> Reader:
    person = add_person(app, "Lee Fern", email=email)
    with app.app_context(), writing() as store:
        roles.grant(store, person, "organisation-lead", "organisation", organisation, now())
    return signed_in(app, email)


def waiting(app: Flask) -> set[int]:
    with app.app_context(), reading() as store:
        return set(store.execute(select(tables.outbox.c.id).where(tables.outbox.c.sent_at.is_(None))).scalars())


def test_without_mail_every_reminder_is_printed_and_then_off_the_list(
    admin: int, app: Flask, nurseries: tuple[int, int]
) -> None:
    for name, address in (("Ann Reed", ""), ("Ben Hill", "ben@heronsea.example")):
        remind(app, name, nurseries[0], address)
    office = office_of(app)
    page = office.open(LETTERS)
    assert "no mail server" in page.words and "Ann ReedNursery A" in page.words and "Ben Hill" in page.words
    sheets = office.open(f"{LETTERS}/print")
    assert "Please, Ann Reed." in sheets.words and "Please, Ben Hill." in sheets.words
    assert office.press("printed").place == f"{LETTERS}?done=printed"
    assert "Nothing to print" in office.open(LETTERS).words and waiting(app) == set()
    assert "reminders printed" in str(audit(app))


def audit(app: Flask) -> list[str]:
    with app.app_context(), reading() as store:
        return list(store.execute(select(tables.audit.c.action)).scalars())


def test_with_mail_only_those_without_an_address_or_that_failed(
    site: Callable[..., Flask], admin: int, app: Flask, nurseries: tuple[int, int]
) -> None:
    remind(app, "Ann Reed", nurseries[0])
    remind(app, "Ben Hill", nurseries[0], "ben@heronsea.example")
    failed = remind(app, "Col Moss", nurseries[0], "col@heronsea.example")
    with app.app_context(), writing() as store:
        gone = tables.outbox.update().where(tables.outbox.c.id == failed)
        store.execute(gone.values(given_up_at=now(), last_fault="SMTPDataError"))
    mailing = site(smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example")
    office = office_of(mailing)
    page = office.open(LETTERS)
    assert "Ann Reed" in page.words and "Ben Hill" not in page.words
    assert "ReminderCol Moss" in page.words and "The mail server refused it" in page.words
    assert office.press("again").place == f"{LETTERS}?done=again"
    assert office.post(f"{LETTERS}/{failed}/again").status == 303
    assert office.post(f"{LETTERS}/999999/again").status == 404
    assert "Col Moss" not in office.open(LETTERS).words and "letter sent again" in audit(mailing)


def test_a_lead_sees_and_prints_those_of_the_own_organisation_alone(
    app: Flask, admin: int, nurseries: tuple[int, int]
) -> None:
    own, other = remind(app, "Ann Reed", nurseries[0]), remind(app, "Ben Hill", nurseries[1])
    lead = lead_of(app, nurseries[0])
    page = lead.open(LETTERS)
    assert "Ann Reed" in page.words and "Ben Hill" not in page.words and "did not go" not in page.words
    assert "Ben Hill" not in lead.open(f"{LETTERS}/print").words
    lead.post(f"{LETTERS}/printed", letter=str(other))
    assert waiting(app) == {own, other}
    lead.post(f"{LETTERS}/printed", letter=str(own))
    assert waiting(app) == {other}
    assert lead.post(f"{LETTERS}/{other}/again").status == 403


def test_who_became_exempt_or_left_is_off_the_list_and_the_page_says_how_many(
    app: Flask, admin: int, nurseries: tuple[int, int]
) -> None:
    for name in ("Ann Reed", "Ben Hill", "Col Moss"):
        remind(app, name, nurseries[0])
    letters = waiting(app)
    with app.app_context(), writing() as store:
        ann, ben, _ = store.execute(select(tables.membership).where(tables.membership.c.person != admin)).all()
        exemptions.add(store, ann.id, "Leave", london_day(now()), None, admin, now())
        organisations.leave(store, ben.person, nurseries[0], london_day(now()))
    office = office_of(app)
    page = office.open(LETTERS)
    assert "Col Moss" in page.words and "Ann Reed" not in page.words and "Ben Hill" not in page.words
    assert "Reminders to print: 1" in page.words and "no longer due: 2" in page.words
    sheets = office.open(f"{LETTERS}/print")
    assert (
        "Please, Col Moss." in sheets.words and "Please, Ann" not in sheets.words and "Please, Ben" not in sheets.words
    )
    for each in letters:
        office.post(f"{LETTERS}/printed", letter=str(each))
    assert len(waiting(app)) == 2


def test_who_belongs_to_two_organisations_is_on_each_list_with_its_own_letter(
    app: Flask, admin: int, nurseries: tuple[int, int]
) -> None:
    course = shipped().course
    with app.app_context():
        with writing() as store:
            both = people.add_person(store, "Ann Reed", now())
            for each in nurseries:
                organisations.join(store, both, each, None, london_day(now()), now())
        daily.do_round(app.config["SHAREWELL"], course)
    for place, name, other in ((nurseries[0], "Nursery A", "Nursery B"), (nurseries[1], "Nursery B", "Nursery A")):
        sheets = lead_of(app, place, f"{place}@heronsea.example").open(f"{LETTERS}/print")
        assert f"{name} asks for this training" in sheets.words and other not in sheets.words
        assert "1 letter," in sheets.words


def test_a_learner_and_a_guest_see_none(app: Flask, ada: int) -> None:
    assert signed_in(app).open(LETTERS).status == 403
    assert "/sign-in" in str(Reader(app.test_client()).open(LETTERS).place)


def test_fifty_at_a_time(app: Flask, admin: int, nurseries: tuple[int, int]) -> None:
    for number in range(51):
        remind(app, f"Person {number}", nurseries[0])
    office = office_of(app)
    assert "These are the first 50" in office.open(LETTERS).words
    sheets = office.open(f"{LETTERS}/print")
    assert len(sheets.text) <= 30_000 and "Person 25" not in sheets.words and sheets.tree is not None
    (following,) = sheets.tree.xpath("//a[contains(@href, 'after=')]/@href")
    assert "Person 25" in office.open(following).words and "Person 50" not in office.open(following).words
    for odd in ("x", "9" * 30, "-1", "²"):
        assert office.open(f"{LETTERS}/print?after={odd}").status == 200
    office.open(f"{LETTERS}/print")
    office.press("printed")
    assert len(waiting(app)) == 26

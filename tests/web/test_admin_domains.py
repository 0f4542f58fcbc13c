"""Email domains of an organisation: the partnership's administrator adds them, the organisation's own sees them."""

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, domains
from course.records.database import reading, writing
from course.rules import mail_domains
from tests.web.administering import rows
from tests.web.looking_after import Town, audit_now, places_now
from tests.web.reader import Page, Reader


def hold(app: Flask, domain: str, organisation: int) -> None:
    with app.app_context(), writing() as store:
        assert domains.add(store, domain, organisation, None, None, now())


def add(office: Reader, town: Town, domain: str) -> Page:
    office.open(f"/manage/organisations/{town.heron}/domains")
    return office.press("domain", domain=domain)


def test_a_domain_is_added_in_its_usual_form_and_taken_away(app: Flask, office: Reader, town: Town) -> None:
    for typed in ("@Heronsea.Example", "heronsea.example"):
        assert add(office, town, typed).status == 303
    with app.app_context(), reading() as store:
        assert [each.domain for each in domains.domains_of(store, town.heron)] == ["heronsea.example"]
    office.open(f"/manage/organisations/{town.heron}/domains")
    form = office.at
    for _ in range(2):
        assert office.press("remove-domain", page=form).status == 303
    told = [line[0] for line in audit_now(app)]
    assert told.count("email domain added") == told.count("email domain removed") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", mail_domains.FORM),
        ("gmail.com", mail_domains.ANYBODY),
        ("@Hotmail.co.uk", mail_domains.ANYBODY),
        ("co.uk", mail_domains.TOO_WIDE),
        ("nhs.net", mail_domains.SHARED),
        ("xn--999999999.example", mail_domains.FORM),
        ("wells.example", "This domain belongs to an organisation already"),
    ],
)
def test_a_domain_that_will_not_do_is_told(app: Flask, office: Reader, town: Town, typed: str, said: str) -> None:
    hold(app, "wells.example", town.wells)
    before = rows(app)
    page = add(office, town, typed)
    assert (page.status, page.errors()) == (422, [said]) and rows(app) == before


def test_another_organisations_domain_is_not_taken_away(app: Flask, office: Reader, town: Town) -> None:
    hold(app, "wells.example", town.wells)
    before = rows(app)
    assert office.post(f"/manage/organisations/{town.heron}/domains/remove", domain="wells.example").status == 303
    assert rows(app) == before


def test_an_organisations_administrator_sees_them_and_whom_to_ask_and_changes_none(
    app: Flask, keeper: Reader, town: Town
) -> None:
    hold(app, "heronsea.example", town.heron)
    before, path = rows(app), f"/manage/organisations/{town.heron}/domains"
    page = keeper.open(path)
    assert page.status == 200 and "heronsea.example" in page.words
    assert "Ask the partnership’s administrator" in page.words
    assert not page.has_form("domain") and not page.has_form("remove-domain")
    assert keeper.post(path, domain="other.example").status == 403
    assert keeper.post(f"{path}/remove", domain="heronsea.example").status == 403
    assert rows(app) == before


def test_a_new_domain_brings_nobody_in_who_is_there_already(app: Flask, office: Reader, town: Town, ada: int) -> None:
    with app.app_context(), writing() as store:
        assert accounts.confirm_email(store, ada)
    assert add(office, town, "heronsea.example").status == 303
    assert places_now(app, ada) == []

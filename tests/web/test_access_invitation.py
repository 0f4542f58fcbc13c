"""Invitations: mailed they prove an address, printed they prove nothing, and each works once."""

from collections.abc import Callable

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, contacts, domains, links, organisations
from course.records.accounts import Account
from course.records.database import reading, writing
from course.rules.dates import london_day
from tests.web.administering import rows
from tests.web.looking_after import Town, audit_now, keeper_of, person_now, places_now
from tests.web.people import PASSWORD, add_person
from tests.web.post_office import PostOffice
from tests.web.reader import Reader


@pytest.fixture
def mailing(site: Callable[..., Flask], post_office: PostOffice) -> Flask:
    """The same site, with a mail server."""
    return site(**post_office.settings)


def printed(app: Flask, town: Town) -> str:
    """The path of an invitation of Ida Quill that was printed."""
    keeper = keeper_of(app, town.heron)
    keeper.open(f"/manage/people/{town.quill}")
    page = keeper.press("invite")
    assert page.status == 200 and page.tree is not None
    link = str(page.tree.xpath("string(//main//p[@class='code'])")).strip()
    return "/invitation/" + link.rpartition("/")[2]


def made(app: Flask, town: Town, *, mailed_to: str | None = None) -> str:
    with app.app_context(), writing() as store:
        from datetime import timedelta

        token = links.make_link(
            store, "invitation", town.quill, valid=timedelta(days=14), now=now(), mailed_to=mailed_to
        )
    return f"/invitation/{token}"


def know(app: Flask, town: Town, email: str) -> None:
    with app.app_context(), writing() as store:
        contacts.set_contact(store, town.quill, email, now())


def account(app: Flask, person: int) -> Account | None:
    with app.app_context(), reading() as store:
        return accounts.account_of(store, person)


def confirmed(app: Flask, name: str, email: str) -> int:
    number = add_person(app, name, email=email)
    with app.app_context(), writing() as store:
        assert accounts.confirm_email(store, number)
    return number


def test_a_printed_invitation_opens_an_account_with_a_name_to_sign_in(app: Flask, town: Town) -> None:
    path, guest = printed(app, town), Reader(app.test_client())
    page = guest.open(path)
    assert "Ida Quill of Heronsea" in page.words
    page = guest.press("invitation", password=PASSWORD)
    held = account(app, town.quill)
    assert page.status == 200 and held is not None and held.sign_in_name in page.words
    assert guest.open("/account").status == 200
    assert Reader(app.test_client()).open(path).status == 404
    assert [each.organisation for each in places_now(app, town.quill)] == [town.heron]


def test_an_invitation_lasts_14_days(app: Flask, town: Town, later: Callable[..., None]) -> None:
    path, guest = made(app, town), Reader(app.test_client())
    later(days=13, hours=23)
    assert guest.open(path).status == 200
    later(hours=1)
    assert guest.open(path).status == 404


@pytest.mark.parametrize("password", ["", "short", "Ida Quill"])
def test_a_password_that_will_not_do_uses_nothing_up(app: Flask, town: Town, password: str) -> None:
    path, guest, before = made(app, town), Reader(app.test_client()), rows(app)
    guest.open(path)
    assert guest.press("invitation", password=password).status == 422
    assert rows(app) == before and guest.open(path).status == 200


def test_a_printed_one_proves_no_address(app: Flask, town: Town) -> None:
    know(app, town, "ada@heronsea.example")
    owner = confirmed(app, "Ada Quill", "ada@heronsea.example")
    guest = Reader(app.test_client())
    assert not guest.open(printed(app, town)).has_form("take-record")
    guest.open(made(app, town))
    assert guest.press("invitation", password=PASSWORD).status == 303
    held = account(app, town.quill)
    assert held is not None and not held.email_confirmed
    assert account(app, owner) is not None and account(app, owner).email_confirmed  # type: ignore[union-attr]


def test_a_mailed_one_proves_the_address_and_brings_what_belongs_to_it(
    mailing: Flask, post_office: PostOffice, town: Town
) -> None:
    know(mailing, town, "ida@wells.example")
    with mailing.app_context(), writing() as store:
        domains.add(store, "wells.example", town.wells, None, None, now())
    squatter = add_person(mailing, "Eve Marsh", email="ida@wells.example")
    keeper = keeper_of(mailing, town.heron)
    keeper.open(f"/manage/people/{town.quill}")
    assert keeper.press("invite").place == f"/manage/people/{town.quill}?done=invited"
    (letter,) = post_office.wait_for(1)
    assert letter["To"] == "ida@wells.example" and "Ida" not in letter.get_content()
    link = next(word for word in letter.get_content().split() if "/invitation/" in word)
    guest = Reader(mailing.test_client())
    guest.open("/invitation/" + link.rpartition("/")[2])
    assert guest.press("invitation", password=PASSWORD).status == 303
    held, other = account(mailing, town.quill), account(mailing, squatter)
    assert held is not None and (held.email, held.email_confirmed) == ("ida@wells.example", True)
    assert other is not None and other.email is None
    assert {each.organisation for each in places_now(mailing, town.quill)} == {town.heron, town.wells}


def test_who_has_confirmed_the_address_signs_in_and_takes_the_record(app: Flask, town: Town) -> None:
    know(app, town, "ida@x.example")
    owner = confirmed(app, "Ada Quill", "ida@x.example")
    path, guest = made(app, town, mailed_to="ida@x.example"), Reader(app.test_client())
    page = guest.open(path)
    assert "Sign in, and we put the invitation with it" in page.words and not page.has_form("invitation")
    page = guest.open(str(page.tree.xpath("//main//a[starts-with(@href, '/sign-in')]/@href")[0]))  # type: ignore[union-attr]
    page = guest.press("sign-in", email="ida@x.example", password=PASSWORD)
    assert page.place == path
    guest.follow(page)
    assert guest.press("take-record").status == 303
    assert person_now(app, town.quill) is None
    assert [each.organisation for each in places_now(app, owner)] == [town.heron]
    assert audit_now(app)[-1] == ("records merged", f"person {owner}", f"person {town.quill}")
    assert guest.open(path).status == 404


def test_no_password_is_taken_for_an_address_that_an_account_has_confirmed(app: Flask, town: Town) -> None:
    know(app, town, "ida@x.example")
    confirmed(app, "Ada Quill", "ida@x.example")
    path, guest = made(app, town, mailed_to="ida@x.example"), Reader(app.test_client())
    guest.open("/sign-in")
    assert guest.post(path, password=PASSWORD).status == 422
    assert account(app, town.quill) is None


def test_an_invitation_is_for_those_without_an_account(app: Flask, town: Town, ada: int) -> None:
    keeper = keeper_of(app, town.heron)
    with app.app_context(), writing() as store:
        organisations.join(store, ada, town.heron, None, london_day(now()), now())
    assert not keeper.open(f"/manage/people/{ada}").has_form("invite")
    assert keeper.post(f"/manage/people/{ada}/invite").status == 404


def test_adding_somebody_can_make_the_invitation_at_once(app: Flask, town: Town) -> None:
    keeper = keeper_of(app, town.heron)
    keeper.open(f"/manage/organisations/{town.heron}/people/add")
    page = keeper.press("add-person", name="Una Fell", invite="y")
    assert page.status == 200 and "Una Fell is added." in page.words and "/invitation/" in page.text


def test_confirming_an_address_brings_the_record_and_the_organisation_of_its_domain(
    mailing: Flask, post_office: PostOffice, town: Town
) -> None:
    know(mailing, town, "ADA@wells.example")
    with mailing.app_context(), writing() as store:
        domains.add(store, "wells.example", town.wells, None, None, now())
    guest = Reader(mailing.test_client())
    guest.open("/sign-up")
    guest.press("sign-up", name="Ada Quill", email="ada@wells.example", password=PASSWORD)
    (letter,) = post_office.wait_for(1)
    link = next(word for word in letter.get_content().split() if "/confirm-email/" in word)
    assert person_now(mailing, town.quill) is not None
    guest.open("/confirm-email/" + link.rpartition("/")[2])
    assert guest.press("confirm-email").status == 303
    assert person_now(mailing, town.quill) is None
    words = guest.open("/account").words
    assert "Heronsea" in words and "Wells" in words


def test_a_guest_cannot_take_a_record(app: Flask, town: Town) -> None:
    path = made(app, town)
    assert Reader(app.test_client()).post(f"{path}/take").status == 303
    assert person_now(app, town.quill) is not None


@pytest.mark.parametrize("email", ["ida@right.example", ""])
def test_a_corrected_address_ends_the_invitation_that_went_to_the_wrong_one(app: Flask, town: Town, email: str) -> None:
    know(app, town, "ida@wrong.example")
    mailed, on_paper = made(app, town, mailed_to="ida@wrong.example"), made(app, town)
    keeper, guest = keeper_of(app, town.heron), Reader(app.test_client())
    assert guest.open(mailed).status == guest.open(on_paper).status == 200
    keeper.open(f"/manage/people/{town.quill}/details")
    assert keeper.press("details", email=email).status == 303
    know(app, town, "ida@wrong.example")
    assert guest.open(mailed).status == guest.open(on_paper).status == 404
    assert guest.post(mailed, password=PASSWORD).status == 404 and account(app, town.quill) is None


def test_an_invitation_mailed_to_an_address_that_is_theirs_no_more_is_refused(app: Flask, town: Town) -> None:
    know(app, town, "ida@right.example")
    mailed, guest = made(app, town, mailed_to="ida@wrong.example"), Reader(app.test_client())
    expired = guest.open(f"/invitation/{'x' * 43}")
    page = guest.open(mailed)
    assert (page.status, page.words) == (404, expired.words)
    assert guest.open(made(app, town, mailed_to="IDA@right.example")).status == 200


def test_a_name_or_the_case_of_an_address_ends_no_invitation(app: Flask, town: Town) -> None:
    know(app, town, "ida@x.example")
    mailed, keeper = made(app, town, mailed_to="ida@x.example"), keeper_of(app, town.heron)
    keeper.open(f"/manage/people/{town.quill}/details")
    assert keeper.press("details", name="Ida Reed", email="Ida@x.example").status == 303
    assert Reader(app.test_client()).open(mailed).status == 200


def test_a_new_invitation_ends_the_ones_before(app: Flask, town: Town) -> None:
    know(app, town, "ida@x.example")
    before, guest = made(app, town, mailed_to="ida@x.example"), Reader(app.test_client())
    after = printed(app, town)
    assert (guest.open(before).status, guest.open(after).status) == (404, 200)

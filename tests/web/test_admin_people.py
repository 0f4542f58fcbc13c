"""Looking after people: the list, one of them, adding by hand, and what an organisation's administrator may reach."""

import pytest
from flask import Flask

from course.clock import now
from course.records import contacts, members
from course.records.database import reading, writing
from course.rules import auditing
from course.rules.dates import london_day
from course.web.admin.people_adding import NAMESAKE
from tests.statements_seen import statements_seen
from tests.web.administering import rows
from tests.web.looking_after import (
    ALL,
    Town,
    audit_now,
    enter,
    enter_as,
    person_now,
    places_now,
)
from tests.web.reader import Page, Reader


def listed(page: Page) -> list[str]:
    assert page.tree is not None
    return [str(each) for each in page.tree.xpath("//table//th[@scope='row']//text()")]


def test_the_list_holds_everybody_for_the_partnership_and_their_own_for_an_organisation(
    office: Reader, keeper: Reader, town: Town
) -> None:
    assert listed(office.open("/manage/people")) == ["Cy Reed", "Ida Quill", "Kay Fern", "Moss Marsh"]
    assert listed(keeper.open("/manage/people")) == ["Ida Quill", "Kay Fern"]
    assert listed(office.open(f"/manage/organisations/{town.wells}/people")) == ["Moss Marsh"]
    assert listed(office.open("/manage/people?q=marsh")) == ["Moss Marsh"]
    assert listed(keeper.open("/manage/people?q=marsh")) == []
    assert "Nobody found for “marsh”" in keeper.open("/manage/people?q=marsh").words


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "after=0", "after=x", "after=999999999999999999", "q=%25"])
def test_odd_questions_are_answered(office: Reader, query: str) -> None:
    assert office.open(f"/manage/people?{query}").status == 200


def others(town: Town, app: Flask) -> list[str]:
    (place,) = places_now(app, town.marsh)
    return [
        f"/manage/people/{town.marsh}",
        f"/manage/people/{town.marsh}/details",
        f"/manage/people/{town.marsh}/join",
        f"/manage/people/{town.marsh}/merge",
        f"/manage/people/{town.quill}/merge/{town.marsh}",
        f"/manage/memberships/{place.id}",
        f"/manage/organisations/{town.wells}/people",
        f"/manage/organisations/{town.wells}/people/add",
        f"/manage/organisations/{town.wells}/headcount",
        f"/manage/organisations/{town.wells}/domains",
    ]


def test_what_belongs_to_another_organisation_is_not_there(
    app: Flask, office: Reader, keeper: Reader, town: Town
) -> None:
    """The same words as for what does not exist, whether it is opened or sent."""
    nothing = keeper.open("/manage/people/999999")
    assert nothing.status == 404
    before = rows(app)
    for path in others(town, app):
        assert office.open(path).status == 200, path
        page = keeper.open(path)
        assert (page.status, page.words) == (404, nothing.words), path
    (place,) = places_now(app, town.marsh)
    at = f"/manage/memberships/{place.id}"
    sent = [*others(town, app), f"/manage/people/{town.marsh}/invite", f"/manage/people/{town.marsh}/roles/1/take"]
    sent += [f"{at}/correct", f"{at}/move", f"{at}/leave", f"{at}/stay"]
    sent += [f"/manage/organisations/{town.wells}/domains/remove"]
    for path in sent:
        assert keeper.post(path, domain="wells.example").status in (404, 405), path
    assert rows(app) == before


def test_the_partnerships_own_pages_stay_closed_to_an_organisations_administrator(keeper: Reader) -> None:
    assert keeper.open("/manage/organisations").status == 403
    menu = keeper.open("/manage/people").tree
    assert menu is not None
    assert menu.xpath("//nav[@aria-label='Administration']//a/@href")[0] == "/manage/people"
    assert "/manage/organisations" not in menu.xpath("//nav[@aria-label='Administration']//a/@href")


def test_who_looks_after_nobody_opens_none_of_it(app: Flask, ada: int, town: Town) -> None:
    assert enter_as(app, "ada@heronsea.example").open("/manage/people").status == 403


def add(office: Reader, town: Town, **typed: object) -> Page:
    office.open(f"/manage/organisations/{town.heron}/people/add")
    return office.press("add-person", **typed)  # type: ignore[arg-type]


def test_somebody_is_added_by_hand_without_an_account(app: Flask, keeper: Reader, town: Town) -> None:
    page = add(
        keeper, town, name=" Una  Fell ", email="una@heronsea.example", team=str(town.night), job_role="Key person"
    )
    assert page.status == 303 and page.place is not None
    number = int(page.place.partition("?")[0].rpartition("/")[2])
    found, (place,) = person_now(app, number), places_now(app, number)
    assert found is not None
    assert (found.name, found.email, found.has_account) == ("Una Fell", "una@heronsea.example", False)
    assert (place.name, place.job_role_name, place.started_on) == ("Heronsea, Night", "Key person", london_day(now()))
    told = f"organisation {town.heron}, team {town.night}, job role {place.job_role}; from {auditing.day(place.started_on)}"
    assert audit_now(app)[-1] == ("person added", f"person {number}", told)
    assert "Added." in keeper.follow(page).words


def test_a_form_sent_twice_adds_one(app: Flask, keeper: Reader, town: Town) -> None:
    keeper.open(f"/manage/organisations/{town.heron}/people/add")
    form = keeper.at
    first, second = (keeper.press("add-person", page=form, name="Una Fell") for _ in range(2))
    assert (first.status, second.status) == (303, 303) and first.place == second.place


def test_a_namesake_is_added_only_when_it_is_said_that_it_is_one(app: Flask, keeper: Reader, town: Town) -> None:
    before = rows(app)
    assert "another" not in keeper.open(f"/manage/organisations/{town.heron}/people/add").text
    page = add(keeper, town, name="ida quill")
    assert page.status == 422 and "Somebody of this name is here already" in page.errors()[0]
    assert page.value("add-person", "name") == "ida quill" and rows(app) == before
    assert keeper.press("add-person", another="y").status == 303
    assert rows(app)["person"] == before["person"] + 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter the name"),
        ("name", "Una\u202e", "Leave out characters that cannot be seen"),
        ("email", "una", "Enter an email address in the usual form, like name@example.org"),
        ("email", "una@heronsea.example\0", "Leave out characters that cannot be seen"),
        ("team", "999", "Choose one of the list"),
        ("team", "x", "Choose one of the list"),
        ("job_role", "x" * 121, "Use 120 characters or fewer"),
        ("started_on", "", "Enter the day"),
        ("started_on", "31", "Enter a day that exists as day, month and year, like 27 3 2027"),
    ],
)
def test_what_will_not_do_is_said_at_its_field_and_nothing_is_added(
    app: Flask, keeper: Reader, town: Town, field: str, typed: str, said: str
) -> None:
    before = rows(app)
    page = add(keeper, town, **{"name": "Una Fell", field: typed})
    assert (page.status, page.errors()) == (422, [said])
    assert rows(app) == before


def test_an_address_known_here_is_told_and_one_known_elsewhere_is_not(app: Flask, keeper: Reader, town: Town) -> None:
    with app.app_context(), writing() as store:
        contacts.set_contact(store, town.quill, "here@x.example", now())
        contacts.set_contact(store, town.marsh, "there@x.example", now())
    page = add(keeper, town, name="Una Fell", email="HERE@x.example")
    assert page.status == 422 and page.errors() == ["Ida Quill is known under this address already"]
    assert add(keeper, town, name="Una Fell", email="there@x.example").status == 303


def test_an_organisation_without_teams_is_not_asked_for_one(office: Reader, town: Town) -> None:
    page = office.open(f"/manage/organisations/{town.wells}/people/add")
    assert page.tree is not None and not page.tree.xpath("//select")


def test_details_are_changed_only_of_those_without_an_account_who_belong_nowhere_else(
    app: Flask, keeper: Reader, town: Town, ada: int
) -> None:
    at = f"/manage/people/{town.quill}/details"
    keeper.open(at)
    assert keeper.press("details", name="Ida Quill-Reed", email="ida@x.example").status == 303
    found = person_now(app, town.quill)
    assert found is not None and (found.name, found.email) == ("Ida Quill-Reed", "ida@x.example")
    assert audit_now(app)[-1] == ("details changed", f"person {town.quill}", "name and address changed")
    lines = len(audit_now(app))
    keeper.open(at)
    assert keeper.press("details").status == 303 and len(audit_now(app)) == lines
    with app.app_context(), writing() as store:
        from course.records import organisations

        organisations.join(store, town.quill, town.wells, None, london_day(now()), now())
    assert keeper.open(at).status == 404


def test_who_left_comes_back_as_a_new_membership(app: Flask, keeper: Reader, town: Town) -> None:
    at = f"/manage/people/{town.quill}"
    assert keeper.open(f"{at}/join").status == 200
    assert "/join" not in keeper.open(at).text
    (place,) = places_now(app, town.quill)
    keeper.open(f"/manage/memberships/{place.id}")
    assert keeper.press("leave").status == 303
    assert f"{at}/join" in keeper.open(at).text
    keeper.open(f"{at}/join")
    assert keeper.press("person-joins", place=f"{town.heron}-{town.night}").status == 303
    newest, oldest = places_now(app, town.quill)
    assert (newest.team, newest.left_on, oldest.left_on) == (town.night, None, london_day(now()))
    assert newest.counts_from == london_day(now())


def test_only_ones_own_organisations_are_offered(app: Flask, keeper: Reader, office: Reader, town: Town) -> None:
    page = office.open(f"/manage/people/{town.quill}/join")
    assert page.tree is not None and page.tree.xpath("//select[@name='place']/option/@value") == [str(town.wells)]
    keeper.open(f"/manage/people/{town.quill}/join")
    assert keeper.press("person-joins", place=str(town.wells)).status == 422


def test_a_page_costs_the_same_statements_when_the_people_double(app: Flask, office: Reader, town: Town) -> None:
    paths = ["/manage/people", f"/manage/organisations/{town.heron}/people", f"/manage/people/{town.quill}"]

    def cost() -> list[int]:
        counts = []
        for path in paths:
            office.open(path)
            with statements_seen(app) as seen:
                assert office.open(path).status == 200
            counts.append(len(seen))
        return counts

    few = cost()
    with app.app_context(), writing() as store:
        for number in range(60):
            enter(store, f"Wilhelmina Featherstonehaugh {number}", town.heron, f"w{number}@heronsea-nursery.example")
    assert cost() == few and max(few) <= 15
    page = office.open("/manage/people")
    assert len(listed(page)) == 50 and len(page.answer.data) < 30_000
    assert page.tree is not None
    (further,) = page.tree.xpath("//main//a[normalize-space()='Next page']/@href")
    assert len(listed(office.open(str(further)))) == 13


def sams(app: Flask, town: Town) -> list[str]:
    with app.app_context(), reading() as store:
        found = members.listed(store, ALL, organisation=town.heron, words="sam lee")
        places = members.places(store, ALL, [each.id for each in found])
    return sorted(place.name for each in places.values() for place in each)


def test_two_of_one_name_in_two_teams_are_two_people_and_a_double_click_is_one(
    app: Flask, keeper: Reader, town: Town
) -> None:
    add(keeper, town, name="Sam Lee", team=str(town.night))
    page = add(keeper, town, name="Sam Lee", team=str(town.day))
    assert page.status == 422 and "Somebody of this name is here already" in page.errors()[0]
    form = keeper.at
    answers = [keeper.press("add-person", page=form, another="y") for _ in range(2)]
    assert [each.status for each in answers] == [303, 303] and answers[0].place == answers[1].place
    assert sams(app, town) == ["Heronsea, Day", "Heronsea, Night"]


def test_another_of_one_name_is_added_though_all_else_is_the_same(app: Flask, keeper: Reader, town: Town) -> None:
    add(keeper, town, name="Sam Lee", team=str(town.night))
    assert add(keeper, town, name="Sam Lee", team=str(town.night)).status == 422
    assert keeper.press("add-person", another="y").status == 303
    assert sams(app, town) == ["Heronsea, Night"] * 2


def test_going_back_and_typing_another_person_adds_that_one(app: Flask, keeper: Reader, town: Town) -> None:
    keeper.open(f"/manage/organisations/{town.heron}/people/add")
    form = keeper.at
    first = keeper.press("add-person", page=form, name="Sam Lee")
    second = keeper.press("add-person", page=form, name="Una Fell")
    assert second.status == 303 and first.place != second.place


def test_whoever_comes_to_another_organisation_is_asked_about_a_namesake_there(
    app: Flask, office: Reader, town: Town
) -> None:
    with app.app_context(), writing() as store:
        enter(store, "Moss  MARSH", town.heron)
    path, place = f"/manage/people/{town.marsh}/join", str(town.heron)
    assert "another person of the same name" not in office.open(path).words
    page = office.press("person-joins", place=place)
    assert (page.status, page.errors()) == (422, [NAMESAKE]) and len(places_now(app, town.marsh)) == 1
    assert office.press("person-joins", page, place=place, another="y").status == 303
    assert len(places_now(app, town.marsh)) == 2


def test_the_page_of_a_person_leads_back_to_the_list_of_their_organisation(office: Reader, town: Town) -> None:
    page = office.open(f"/manage/people/{town.marsh}")
    assert page.tree is not None
    assert page.tree.xpath("//main/p[last()]/a/@href") == [f"/manage/organisations/{town.wells}/people"]

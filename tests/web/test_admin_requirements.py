"""Rules: listed by scope, added with a look at what they would do, superseded or taken back, never rewritten."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from course import clock
from course.records import completions, job_roles, organisations, people, requirements, roles, standings, tables
from course.records.database import reading, writing
from course.rules.requirements import DatedRequirement, Requirement
from tests.records.made import completion
from tests.statements_seen import statements_seen
from tests.web.administering import at, links_of_summary, office_of, rows
from tests.web.learning import signed_in
from tests.web.people import add_person
from tests.web.reader import Page, Reader

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY, DAY = NOW.date(), dt.timedelta(days=1)
LIST, ADD = "/manage/requirements", "/manage/requirements/add"
NO_SUCH_DAY = "Enter a day of the year that exists, like 31 August"
OWN, OWN_ADD = "/manage/organisations/{}/requirements", "/manage/organisations/{}/requirements/add"


@pytest.fixture
def place(app: Flask, admin: int) -> tuple[int, int, int]:
    """A nursery with a team, and a job role; three people, of whom one completed 400 days ago and one 100 days ago."""
    clock.set_now(NOW)
    with app.app_context(), writing() as store:
        nursery = organisations.add_organisation(store, "Heronsea Nursery", NOW)
        team = organisations.add_team(store, nursery, "Toddlers", NOW)
        role = job_roles.add(store, "Key person", NOW)
        for name, done, where in (("Di", 400, team), ("Ed", 100, None), ("Flo", None, None)):
            number = people.add_person(store, name, NOW)
            organisations.join(store, number, nursery, where, TODAY - 500 * DAY, NOW, role)
            if done:
                completions.add_completion(store, completion(number, completed_on=TODAY - done * DAY))
    return nursery, team, role


@pytest.fixture
def office(app: Flask, place: tuple[int, int, int]) -> Reader:
    return office_of(app)


def send(office: Reader, page: Page, form: str, **changed: object) -> Page:
    """Send a form with all its values: those of a day are three of one name."""
    fields: dict[str, list[object]] = {}
    for name, value in page.form(form).form_values():
        fields.setdefault(name, []).append(value)
    return office.send(page.path, **(fields | changed))  # type: ignore[arg-type]


def look(office: Reader, path: str = ADD, **typed: object) -> Page:
    return send(office, office.open(path), "requirement", **({"valid_months": "12"} | typed))


def press(office: Reader, page: Page, step: str = "save") -> Page:
    return send(office, page, "save-requirement", step=step)


def kept(app: Flask) -> tuple[DatedRequirement, ...]:
    with app.app_context(), reading() as store:
        return requirements.requirements(store)


def figure(page: Page, name: str) -> int:
    assert page.tree is not None
    return int(page.tree.xpath(f"string(//*[@data-figure='{name}'])"))


def test_without_rules_the_default_is_shown(office: Reader) -> None:
    page = office.open(LIST)
    assert "Default Complete within 30 days of starting. It holds 24 months from completing." in page.words


def test_before_it_is_saved_one_sees_what_it_would_do(app: Flask, office: Reader) -> None:
    before, page = rows(app), look(office)
    assert page.status == 200 and rows(app) == before
    assert (figure(page, "changed"), figure(page, "people")) == (1, 3)
    assert "In dateExpired1" in page.words
    assert [(figure(page, f"before-{name}"), figure(page, f"after-{name}")) for name in ("in-date", "expired", "overdue")] == [
        (2, 1), (0, 1), (1, 1)
    ]  # fmt: skip
    assert "Heronsea Nursery31" in page.words
    assert (figure(page, "sooner"), figure(page, "later")) == (2, 0)
    longer = look(office, valid_months="36")
    assert (figure(longer, "changed"), figure(longer, "sooner"), figure(longer, "later")) == (0, 0, 2)
    assert "Nobody’s status changes at once, but days do" in longer.words
    same = look(office, valid_months="24", grace_days="7").words
    assert "Nobody’s day changes" in same and "Nobody’s status changes. You can take it back" in same


def test_saved_it_holds_from_its_day_and_every_status_is_worked_out_anew(app: Flask, office: Reader) -> None:
    with app.app_context(), writing() as store:
        standings.settle(store, Requirement(30, 24, 60, 14), TODAY)
    saved = press(office, look(office))
    (made,) = kept(app)
    assert saved.place == f"{LIST}?saved={made.id}"
    assert (made.organisation, made.from_day) == (None, TODAY)
    assert made.asked is not None and (made.asked.valid_months, made.asked.due_days) == (12, 30)
    with app.app_context(), reading() as store:
        assert not standings.is_settled(store, Requirement(30, 24, 60, 14), TODAY)
        noted = store.execute(tables.audit.select().where(tables.audit.c.action == "rule set")).all()
    assert [each.thing for each in noted] == [f"requirement {made.id}"]
    told = "“It holds 24 months from completing” → “It holds 12 months from completing”"
    assert noted[0].detail == f"partnership, from 22 November 2026; {told}"
    assert "Since 22 November 2026" in office.open(LIST).words and "Saved" not in office.open(LIST).words
    words = office.open(str(saved.place)).words
    assert "Saved For the whole partnership, from today on: Complete within 30 days of starting. It holds 12" in words
    assert "This is what holds there now." in words
    to_come = press(office, look(office, valid_months="36", from_day=["1", "12", "2026"]))
    words = office.open(str(to_come.place)).words
    assert "from 1 December 2026: Complete within 30 days of starting. It holds 36" in words
    assert (
        "What holds there now (rule of the whole partnership): Complete within 30 days of starting. It holds 12"
        in words
    )


def test_saving_twice_is_once(app: Flask, office: Reader) -> None:
    page = look(office)
    for _ in range(2):
        assert press(office, page).status == 303
    assert len(kept(app)) == 1


def test_one_may_go_back_with_everything_that_was_typed(office: Reader) -> None:
    page = press(office, look(office, grace_days="7"), "change")
    assert page.status == 200
    assert (page.value("requirement", "valid_months"), page.value("requirement", "grace_days")) == ("12", "7")


def test_a_team_s_rule_touches_the_team_alone(app: Flask, office: Reader, place: tuple[int, int, int]) -> None:
    nursery, team, _ = place
    page = look(office, OWN_ADD.format(nursery), team=str(team))
    assert (figure(page, "changed"), figure(page, "people")) == (1, 1)
    assert "Toddlers (Heronsea Nursery)" in page.words
    assert str(press(office, page).place).startswith(OWN.format(nursery) + "?saved=")
    assert (kept(app)[0].team, kept(app)[0].organisation) == (team, nursery)
    assert "Toddlers (Heronsea Nursery)" in office.open(OWN.format(nursery)).words


def test_a_job_role_s_rule_may_hold_for_the_whole_partnership(
    app: Flask, office: Reader, place: tuple[int, int, int]
) -> None:
    press(office, look(office, job_role=str(place[2])))
    assert (kept(app)[0].job_role, kept(app)[0].organisation) == (place[2], None)
    assert "Key person, whole partnership" in office.open(LIST).words


def add(app: Flask, day: dt.date, organisation: int | None = None, months: int = 12) -> int:
    with app.app_context(), writing() as store:
        asked = DatedRequirement(0, organisation, None, None, day, Requirement(30, months, 60, 14))
        return requirements.set_requirement(store, asked, None, NOW)


def test_a_rule_to_come_can_be_taken_back_once(app: Flask, office: Reader) -> None:
    add(app, TODAY + DAY)
    page = office.open(LIST)
    assert "From 23 November 2026" in page.words
    assert [office.press("take-back", page).place for _ in range(2)] == [f"{LIST}?done=taken-back", LIST]
    assert kept(app) == ()


def test_a_rule_that_never_was_is_not_found(app: Flask, office: Reader) -> None:
    assert office.post("/manage/requirements/999999/take-back").status == 404


def test_a_rule_in_force_stays_and_is_superseded(app: Flask, office: Reader, admin: int) -> None:
    number = add(app, TODAY)
    assert not office.open(LIST).has_form("take-back")
    office.post(f"/manage/requirements/{number}/take-back")
    assert [each.id for each in kept(app)] == [number]
    clock.set_now(NOW + 40 * DAY)
    office = office_of(app)
    press(office, look(office, valid_months="36"))
    words = office.open(LIST).words
    assert "Since 1 January 2027" in words
    assert f"History (2) 1 January 2027 until another follows Entered on 1 January 2027 by person {admin}" in words
    assert "22 November 2026 to 31 December 2026 Entered on 22 November 2026 by the program" in words


def test_a_rule_that_holds_at_once_is_saved_only_with_the_numbers_that_were_seen(app: Flask, office: Reader) -> None:
    page = look(office)
    assert "This rule holds as soon as you save it 1 person has another status at once." in page.words
    with app.app_context(), writing() as store:
        nursery = organisations.organisations(store)[0].id
        organisations.join(store, people.add_person(store, "Gil", NOW), nursery, None, TODAY, NOW)
    again = press(office, page)
    assert again.status == 409 and "Look again before you save" in again.words and kept(app) == ()
    assert figure(again, "people") == 4
    assert press(office, again).status == 303 and len(kept(app)) == 1
    assert press(office, look(office, from_day=["23", "11", "2026"])).status == 303


def test_on_the_same_day_whoever_set_a_rule_takes_it_back_and_nobody_else(
    app: Flask, office: Reader, admin: int, place: tuple[int, int, int]
) -> None:
    other = add_person(app, "Ada Quill", email="ada@heronsea.example")
    with app.app_context(), writing() as store:
        roles.grant(store, other, "administrator", "partnership", None, NOW)
    add(app, TODAY - 400 * DAY, months=36)
    press(office, look(office, valid_months="18"))
    press(office, look(office))
    second = kept(app)[-1].id
    reader = signed_in(app)
    assert not reader.open(LIST).has_form("take-back")
    assert reader.post(f"/manage/requirements/{second}/take-back").status == 303 and len(kept(app)) == 3
    page = office.open(LIST)
    assert "22 November 2026 (replaced on the same day) Entered on 22 November 2026 by person" in page.words
    assert "It holds 12 months" in page.words.partition("History")[0]
    assert office.press("take-back", page).place == f"{LIST}?done=taken-back"
    words = office.open(f"{LIST}?done=taken-back").words
    assert "Taken back" in words and "Since 22 November 2026: Complete within 30 days of starting. It holds 18" in words
    with app.app_context(), reading() as store:
        told = store.execute(tables.audit.select().where(tables.audit.c.action == "rule taken back")).one()
    assert (told.actor, told.thing) == (admin, f"requirement {second}")
    assert "“It holds 12 months from completing” → “It holds 18 months from completing”" in told.detail
    clock.set_now(NOW + DAY)
    office = office_of(app)
    assert not office.open(LIST).has_form("take-back")
    office.post(f"/manage/requirements/{kept(app)[-1].id}/take-back")
    assert len(kept(app)) == 2


def test_a_rule_is_ended_by_none_of_its_own(app: Flask, office: Reader, place: tuple[int, int, int]) -> None:
    add(app, TODAY - 10 * DAY, place[0])
    page = look(office, OWN_ADD.format(place[0]), keeps="none")
    assert "ExpiredIn date1" in page.words
    press(office, page)
    assert kept(app)[-1].asked is None
    assert "No rule of its own: the next wider rule holds." in office.open(OWN.format(place[0])).words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from_day": ["21", "11", "2026"]}, "Enter today or a later day: the past keeps its rule"),
        ({"from_day": ["", "", ""]}, "Enter the day"),
        ({"from_day": ["22", "11", "2099"]}, "Enter a day in the next 10 years"),
        ({"valid_months": "0"}, "Enter a whole number from 1 to 120"),
        ({"valid_months": "x"}, "Enter a whole number from 1 to 120"),
        ({"due_days": "731"}, "Enter a whole number from 0 to 730"),
        ({"grace_days": ""}, "Enter a whole number from 0 to 365"),
        ({"valid_months": "2", "window_days": "56"}, "The refresher must open after the completion: enter fewer days"),
        ({"date_rule": "fixed-date"}, NO_SUCH_DAY),
        ({"date_rule": "fixed-date", "fixed_number": "31", "fixed_month": "6"}, NO_SUCH_DAY),
        ({"team": "999"}, "Choose one of the list"),
        ({"keeps": "other"}, "Choose one of the list"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_told_and_nothing_is_saved(
    app: Flask, office: Reader, typed: dict[str, object], said: str
) -> None:
    page = look(office, **typed)
    assert (page.status, page.errors()) == (422, [said])
    assert all(at(page, link) for link in links_of_summary(page)) and kept(app) == ()


def test_a_fixed_day_is_kept(app: Flask, office: Reader) -> None:
    page = look(office, date_rule="fixed-date", fixed_number="31", fixed_month="8")
    press(office, page)
    asked = kept(app)[0].asked
    assert asked is not None and (asked.date_rule, asked.fixed_day) == ("fixed-date", (8, 31))


def test_an_organisation_s_administrator_sets_its_rules_alone(app: Flask, place: tuple[int, int, int]) -> None:
    person = add_person(app, "Ada Quill", email="ada@heronsea.example")
    with app.app_context(), writing() as store:
        school = organisations.add_organisation(store, "Marsh School", NOW)
        roles.grant(store, person, "administrator", "organisation", place[0], NOW)
    foreign, theirs, mine = add(app, TODAY + DAY, school), add(app, TODAY + DAY), add(app, TODAY + DAY, place[0])
    reader = signed_in(app)
    assert reader.open(LIST).status == 200 and "Marsh School" not in reader.open(LIST).words
    assert [reader.open(path).status for path in (ADD, OWN.format(school), OWN_ADD.format(school))] == [404, 404, 404]
    assert reader.open(OWN_ADD.format(place[0])).status == 200
    taken = [reader.post(f"/manage/requirements/{number}/take-back").status for number in (foreign, theirs, mine)]
    assert taken == [404, 404, 303] and [each.id for each in kept(app)] == [foreign, theirs]


def test_what_it_would_do_is_worked_out_in_as_many_statements_for_many_people(app: Flask, office: Reader) -> None:
    counts = []
    for _ in range(2):
        page = office.open(ADD)
        with statements_seen(app) as seen:
            assert send(office, page, "requirement").status == 200
        counts.append(len(seen))
        with app.app_context(), writing() as store:
            nursery = organisations.organisations(store)[0].id
            for number in range(30):
                organisations.join(store, people.add_person(store, f"P {number}", NOW), nursery, None, TODAY, NOW)
    assert counts[0] == counts[1] <= 15

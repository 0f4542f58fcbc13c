"""People as an administrator sees them: found within a scope alone, put right, page by page."""

import datetime as dt

import pytest
from sqlalchemy import Connection, select

from course.records import accounts, contacts, members, organisations, people, roles, standings, tables
from course.records.members import PAGE, Place
from course.rules.requirements import Requirement
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, TODAY, learner, person

ALL = Scope(everything=True)
DEFAULT = Requirement(30, 24, 60, 14)


def place(store: Connection, name: str) -> int:
    return organisations.add_organisation(store, name, NOON)


def only(number: int) -> Scope:
    return Scope(organisations=frozenset({number}))


def names(found: tuple[members.Somebody, ...]) -> list[str]:
    return [each.name for each in found]


def stays(store: Connection, who: int) -> list[tuple[dt.date, dt.date, dt.date | None]]:
    """Counts from, started, left: each membership in the order of their days."""
    found = members.places(store, ALL, [who])[who]
    return sorted((each.counts_from, each.started_on, each.left_on or dt.date.max) for each in found)  # type: ignore[misc]


def present(store: Connection, who: int) -> Place:
    return next(each for each in members.places(store, ALL, [who])[who] if each.left_on is None)


def test_people_are_listed_by_name_whatever_its_case_and_after_a_rename(store: Connection) -> None:
    person(store, "bo Marsh")
    ada = person(store, "Ada Quill")
    person(store, "Émile Reed")
    assert names(members.listed(store, ALL))[:2] == ["Ada Quill", "bo Marsh"]
    people.rename(store, ada, "Cy Quill")
    assert names(members.listed(store, ALL))[:2] == ["bo Marsh", "Cy Quill"]


def test_who_closed_the_account_is_nobody(store: Connection) -> None:
    ada = learner(store)
    accounts.close_account(store, ada, NOON)
    assert members.listed(store, ALL) == () and members.somebody(store, ALL, ada) is None


def test_an_administrator_of_an_organisation_sees_who_is_or_was_there_and_nobody_else(store: Connection) -> None:
    heron, wells = place(store, "Heronsea"), place(store, "Wells")
    ada, bo, cy = (person(store, name) for name in ("Ada", "Bo", "Cy"))
    person(store, "Nowhere")
    organisations.join(store, ada, heron, None, TODAY, NOON)
    organisations.join(store, ada, wells, None, TODAY, NOON)
    organisations.join(store, bo, heron, None, TODAY, NOON)
    organisations.leave(store, bo, heron, TODAY)
    organisations.join(store, cy, wells, None, TODAY, NOON)
    assert names(members.listed(store, only(heron))) == ["Ada", "Bo"]
    assert names(members.listed(store, ALL, organisation=wells)) == ["Ada", "Cy"]
    assert members.listed(store, Scope()) == ()
    assert members.somebody(store, only(heron), cy) is None
    assert [each.organisation for each in members.places(store, only(heron), [ada])[ada]] == [heron]
    (other,) = members.places(store, ALL, [cy])[cy]
    assert members.place(store, only(heron), other.id) is None
    assert members.place(store, only(wells), other.id) == other


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("QUILL", ["Ada Quill"]),
        ("a  q", ["Ada Quill"]),
        ("ada@", ["Ada Quill"]),
        ("BO@wells", ["Bo Marsh"]),
        ("heronsea.example", []),
        ("%", []),
        ("_", []),
        ("", ["Ada Quill", "Bo Marsh"]),
    ],
)
def test_a_search_looks_in_names_and_at_the_beginning_of_addresses(
    store: Connection, words: str, found: list[str]
) -> None:
    learner(store)
    contacts.set_contact(store, person(store, "Bo Marsh"), "bo@wells.example", NOON)
    assert names(members.listed(store, ALL, words=words)) == found


def test_pages_follow_one_another_without_gap_or_double_even_for_namesakes(store: Connection) -> None:
    for number in range(2 * PAGE + 5):
        person(store, "Ada Quill" if number % 3 else f"Bo {number:03}")
    seen: list[int] = []
    after = None
    while True:
        found = members.listed(store, ALL, after=after)
        seen += [each.id for each in found[:PAGE]]
        if len(found) <= PAGE:
            break
        after = (found[PAGE - 1].name_key, found[PAGE - 1].id)
    assert len(seen) == len(set(seen)) == 2 * PAGE + 5


def test_a_corrected_start_holds_for_the_whole_stay_and_for_the_due_date(store: Connection) -> None:
    heron, ada = place(store, "Heronsea"), person(store)
    night = organisations.add_team(store, heron, "Night", NOON)
    organisations.join(store, ada, heron, None, TODAY - 10 * DAY, NOON)
    organisations.join(store, ada, heron, night, TODAY, NOON)
    assert members.latest_start(store, present(store, ada)) == TODAY
    members.set_start(store, present(store, ada), TODAY - 40 * DAY)
    start = TODAY - 40 * DAY
    assert stays(store, ada) == [(start, start, TODAY), (start, TODAY, dt.date.max)]
    standings.settle(store, DEFAULT, TODAY)
    due = store.execute(select(tables.standing.c.due_on).where(tables.standing.c.left_on.is_(None))).scalar_one()
    assert due == start + 30 * DAY


def test_a_stay_that_began_with_a_move_on_the_same_day_can_be_corrected_either_way(store: Connection) -> None:
    heron, ada = place(store, "Heronsea"), person(store)
    night = organisations.add_team(store, heron, "Night", NOON)
    for team in (None, night):
        organisations.join(store, ada, heron, team, TODAY, NOON)
    for start in (TODAY + 5 * DAY, TODAY - 5 * DAY):
        assert members.latest_start(store, present(store, ada)) is None
        members.set_start(store, present(store, ada), start)
        assert stays(store, ada) == [(start, start, start), (start, start, dt.date.max)]


def test_an_earlier_stay_is_left_alone(store: Connection) -> None:
    heron, ada = place(store, "Heronsea"), person(store)
    organisations.join(store, ada, heron, None, TODAY - 90 * DAY, NOON)
    organisations.leave(store, ada, heron, TODAY - 60 * DAY)
    organisations.join(store, ada, heron, None, TODAY, NOON)
    members.set_start(store, present(store, ada), TODAY - DAY)
    assert stays(store, ada)[0] == (TODAY - 90 * DAY, TODAY - 90 * DAY, TODAY - 60 * DAY)


def test_a_leaving_can_be_corrected_and_taken_back_unless_they_came_again(store: Connection) -> None:
    heron, ada = place(store, "Heronsea"), person(store)
    organisations.join(store, ada, heron, None, TODAY - 9 * DAY, NOON)
    first = present(store, ada)
    assert members.set_left(store, first, TODAY)
    assert members.set_left(store, first, TODAY - DAY)
    assert stays(store, ada) == [(TODAY - 9 * DAY, TODAY - 9 * DAY, TODAY - DAY)]
    assert members.set_left(store, first, None) and present(store, ada).id == first.id
    members.set_left(store, first, TODAY - DAY)
    organisations.join(store, ada, heron, None, TODAY, NOON)
    assert not members.set_left(store, first, None)
    assert len(stays(store, ada)) == 2


def test_a_record_that_others_share_is_not_wholly_within(store: Connection) -> None:
    heron, wells = place(store, "Heronsea"), place(store, "Wells")
    team = organisations.add_team(store, wells, "Night", NOON)
    ada = person(store)
    organisations.join(store, ada, heron, None, TODAY, NOON)
    assert members.wholly_within(store, only(heron), ada)
    roles.grant(store, ada, "team-lead", "team", team, NOON)
    assert not members.wholly_within(store, only(heron), ada)
    roles.revoke(store, ada, "team-lead", "team", team)
    roles.grant(store, ada, "auditor", "partnership", None, NOON)
    assert not members.wholly_within(store, only(heron), ada)
    roles.revoke(store, ada, "auditor", "partnership", None)
    organisations.join(store, ada, wells, team, TODAY, NOON)
    assert not members.wholly_within(store, only(heron), ada)
    assert members.wholly_within(store, ALL, ada)


def test_namesakes_are_those_of_the_organisation(store: Connection) -> None:
    heron, wells = place(store, "Heronsea"), place(store, "Wells")
    ada, other = person(store, "Ada Quill"), person(store, "ADA  quill")
    organisations.join(store, ada, heron, None, TODAY, NOON)
    organisations.join(store, other, wells, None, TODAY, NOON)
    assert members.namesakes(store, heron, "ada quill") == (ada,)


def test_of_every_address_it_is_known_whether_anybody_may_have_typed_it(store: Connection) -> None:
    ada, bo, cy = learner(store), learner(store, "Bo Marsh", "bo@x.example"), person(store, "Cy Reed")
    accounts.confirm_email(store, ada)
    for who, email in ((bo, "bo@school.example"), (cy, "cy@x.example")):
        contacts.set_contact(store, who, email, NOON)
    assert contacts.known_addresses(store, [ada, bo, cy]) == {
        ada: (("ada@heronsea.example", False),),
        bo: (("bo@x.example", True), ("bo@school.example", False)),
        cy: (("cy@x.example", False),),
    }
    found = {each.id: (each.email, each.email_confirmed, each.email_unproven) for each in members.listed(store, ALL)}
    assert found == {
        ada: ("ada@heronsea.example", True, False), bo: ("bo@school.example", False, False), cy: ("cy@x.example", False, False),
    }  # fmt: skip

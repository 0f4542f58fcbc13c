"""Whom a trainer finds by name: members of what the role covers, names alone; and somebody entered twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, event, func, select, update

from course.records import (
    attendances,
    audit,
    contacts,
    entering,
    exemptions,
    members,
    merging,
    organisations,
    people,
    room_doubles,
    room_people,
    standings,
    tables,
)
from course.records.attendances import Line
from course.records.coming import COMING
from course.records.room_people import Known
from course.rules.scoping import NOBODY, Scope
from tests.records.made import DAY, MINUTE, NOON, TODAY, hand_in, learner, person
from tests.records.reporting import DEFAULT
from tests.records.rooms import BEGINS, actions, line, session

ALL = Scope(everything=True)


@dataclass(frozen=True)
class Town:
    heron: int
    wells: int
    night: int
    people: dict[str, int]

    def names(self, found: tuple[Known, ...]) -> list[str]:
        return [each.name for each in found]


@pytest.fixture
def town(store: Connection) -> Town:
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    night = organisations.add_team(store, heron, "Night", NOON)
    places = {"Ada Quill": (heron, night), "Adam Quiller": (heron, None), "Bo Quill": (wells, None)}
    found = {name: person(store, name) for name in (*places, "Cy Quill", "Di Quill")}
    for name, (place, team) in places.items():
        organisations.join(store, found[name], place, team, TODAY - 9 * DAY, NOON)
    organisations.join(store, found["Cy Quill"], heron, None, TODAY - 9 * DAY, NOON)
    organisations.leave(store, found["Cy Quill"], heron, TODAY)
    for who in found.values():
        people.rename(store, who, people.person_name(store, who) or "")
    return Town(heron, wells, night, found)


def test_names_are_found_within_the_scope_by_every_word_that_was_typed(store: Connection, town: Town) -> None:
    heron, night = Scope(organisations=frozenset({town.heron})), Scope(teams=frozenset({town.night}))

    def found(scope: Scope, typed: str) -> list[str]:
        return town.names(room_people.found(store, scope, typed, TODAY))

    assert found(ALL, "quill") == ["Ada Quill", "Adam Quiller", "Bo Quill"]
    assert found(heron, " QUILL ad ") == ["Ada Quill", "Adam Quiller"]
    assert found(night, "quill") == ["Ada Quill"]
    assert [found(heron, typed) for typed in ("", " ", "bo", "%", "_", "cy quill")] == [[]] * 6
    assert found(NOBODY, "quill") == []


def test_who_leaves_later_or_begins_later_is_a_member(store: Connection, town: Town) -> None:
    organisations.leave(store, town.people["Ada Quill"], town.heron, TODAY + DAY)
    eve = person(store, "Eve Quill")
    organisations.join(store, eve, town.heron, None, TODAY + 9 * DAY, NOON)
    people.rename(store, eve, "Eve Quill")
    here = Scope(organisations=frozenset({town.heron}))
    assert town.names(room_people.found(store, here, "quill", TODAY)) == ["Ada Quill", "Adam Quiller", "Eve Quill"]
    assert town.names(room_people.found(store, here, "ada quill", TODAY + DAY)) == ["Adam Quiller"]


def test_somebody_may_be_left_out_and_a_long_list_says_that_it_is_one(
    store: Connection, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_people, "MOST", 1)
    assert len(room_people.found(store, ALL, "quill", TODAY)) == 2
    left = room_people.found(store, ALL, "quill", TODAY, but=[town.people["Ada Quill"], town.people["Adam Quiller"]])
    assert town.names(left) == ["Bo Quill"]


def test_where_somebody_belongs_is_told_of_namesakes_alone(store: Connection, town: Town) -> None:
    again = person(store, "ada  quill")
    organisations.join(store, again, town.wells, None, TODAY, NOON)
    people.rename(store, again, "Ada Quill")
    assert room_people.found(store, ALL, "ad", TODAY) == (
        Known(town.people["Ada Quill"], "Ada Quill", "Heronsea, Night"),
        Known(again, "Ada Quill", "Wells"),
        Known(town.people["Adam Quiller"], "Adam Quiller", ""),
    )


def test_one_is_taken_only_from_the_scope(store: Connection, town: Town) -> None:
    ada, bo = town.people["Ada Quill"], town.people["Bo Quill"]
    here = Scope(organisations=frozenset({town.heron}))
    assert room_people.known(store, here, ada, TODAY) == Known(ada, "Ada Quill")
    assert room_people.known(store, here, bo, TODAY) is None
    assert room_people.known(store, ALL, town.people["Di Quill"], TODAY) is None


@pytest.mark.parametrize("gone", [False, True])
def test_who_is_coming_or_going_with_a_file_and_who_has_left_is_not_found(
    gone: bool, store: Connection, town: Town
) -> None:
    ada, adam = town.people["Ada Quill"], town.people["Adam Quiller"]
    assert room_people.alike(store, ALL, {ada: "Ada Quill"}, TODAY) == {ada: ((adam, "Adam Quiller"),)}
    if gone:
        organisations.leave(store, adam, town.heron, TODAY)
    else:
        store.execute(update(tables.person).where(tables.person.c.id == adam).values(added_at=COMING))
    assert town.names(room_people.found(store, ALL, "quiller", TODAY)) == []
    assert room_people.known(store, ALL, adam, TODAY) is None
    assert room_people.alike(store, ALL, {ada: "Ada Quill"}, TODAY) == {ada: ()}


def test_who_may_be_the_same_is_looked_for_among_the_members_of_ones_organisations(
    store: Connection, town: Town
) -> None:
    ada, adam, bo = (town.people[name] for name in ("Ada Quill", "Adam Quiller", "Bo Quill"))
    found = room_people.alike(store, ALL, {ada: "Ada Quill", bo: "Bo Quill"}, TODAY)
    assert found == {ada: ((adam, "Adam Quiller"),), bo: ()}
    night = Scope(teams=frozenset({town.night}))
    assert room_people.alike(store, night, {adam: "Adam Quiller"}, TODAY) == {adam: ((ada, "Ada Quill"),)}
    assert room_people.alike(store, ALL, {}, TODAY) == {} and room_people.alike(store, ALL, {ada: ""}, TODAY) == {
        ada: ()
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ada Quill", True), ("QUILLER", True), ("Adam Reed", True), ("Bo Quilt", True), ("Qu Reed", True), ("Áda Reed", True),
        ("A Reed", False), ("Bo Reed", False), ("Di O'Ada", True),
    ],
)  # fmt: skip
def test_one_word_that_begins_alike_is_enough_and_nobody_else_is_read(
    name: str, found: bool, store: Connection, town: Town
) -> None:
    new = person(store, name)
    organisations.join(store, new, town.heron, None, TODAY, NOON)
    others = dict(room_people.alike(store, ALL, {new: name}, TODAY)[new])
    assert bool(others) is found and set(others.values()) <= {"Ada Quill", "Adam Quiller"}


# Somebody new.


def entered(store: Connection, town: Town, held: int, name: str = "Ada Quil") -> Line:
    who = entering.enter(store, name, town.heron, started_on=TODAY, by=town.people["Bo Quill"], now=NOON)
    made = attendances.put_down(store, held, who, arrived_at=BEGINS, how="new", agency="", now=NOON)
    return line(store, held, made)


def test_somebody_entered_is_a_person_of_the_organisation_without_an_account(store: Connection, town: Town) -> None:
    by = town.people["Bo Quill"]
    who = entering.enter(
        store, "Eve Fenn", town.heron, team=town.night, started_on=TODAY, by=by, now=NOON, email="eve@x.example"
    )
    found = members.somebody(store, ALL, who)
    assert found is not None and (found.name, found.email, found.has_account) == ("Eve Fenn", "eve@x.example", False)
    (place,) = members.places(store, ALL, [who])[who]
    assert (place.organisation, place.team, place.started_on) == (town.heron, town.night, TODAY)
    told = f"organisation {town.heron}, team {town.night}; from 22 November 2026"
    assert actions(store) == [("person added", f"person {who}", told)]


def count(store: Connection, who: int) -> dict[str, int]:
    """Rows that speak of a person, by table."""
    tabled = (tables.person, tables.membership, tables.standing, tables.attendance)
    columns = [table.c.id if table is tables.person else table.c.person for table in tabled]
    counts = [store.scalar(select(func.count()).where(column == who)) or 0 for column in columns]
    return dict(zip((table.name for table in tabled), counts, strict=True))


def sums(store: Connection) -> list[list[object]]:
    """How many people reports count, once everybody is worked out."""
    standings.settle(store, DEFAULT, TODAY)
    counted = (tables.standing_count, tables.status_change)
    return [list(store.execute(select(each).order_by(*each.primary_key.columns))) for each in counted]


def test_the_new_record_of_somebody_known_goes_and_the_register_takes_the_known_one(
    store: Connection, town: Town
) -> None:
    held, before = session(store, town.people["Bo Quill"]), sums(store)
    new, ada = entered(store, town, held), town.people["Ada Quill"]
    assert room_doubles.replaceable(store, [new]) == {new.person}
    assert sums(store) != before
    assert room_doubles.replace(store, new, ada, town.people["Bo Quill"], NOON)
    assert sums(store) == before
    (only,) = attendances.register(store, held)
    assert (only.person, only.arrived_at, only.how) == (ada, BEGINS, "register")
    assert set(count(store, new.person).values()) == {0}
    assert actions(store)[-1] == ("new person replaced", f"person {ada}", f"person {new.person} of session {held}")
    assert audit.broken_at(store) is None and not room_doubles.replace(store, new, ada, ada, NOON)


def test_where_both_stand_on_the_register_the_earlier_arrival_stays(store: Connection, town: Town) -> None:
    held, ada = session(store, town.people["Bo Quill"]), town.people["Ada Quill"]
    new = entered(store, town, held)
    late = BEGINS + 30 * MINUTE
    attendances.put_down(store, held, ada, arrived_at=late, how="phone", agency="", now=late)
    assert room_doubles.replace(store, new, ada, ada, NOON)
    (only,) = attendances.register(store, held)
    assert (only.person, only.arrived_at) == (ada, BEGINS)


def test_whoever_leads_the_session_does_not_come_on_its_register_by_another_name(store: Connection, town: Town) -> None:
    bo = town.people["Bo Quill"]
    held = session(store, bo)
    new = entered(store, town, held, "Bo Quil")
    assert not room_doubles.replace(store, new, bo, bo, NOON)
    assert attendances.line_of(store, held, bo) is None


def test_asking_of_many_costs_no_more_statements_than_of_one(store: Connection, town: Town) -> None:
    held = session(store, town.people["Bo Quill"])
    lines = [entered(store, town, held, f"Ada Quil {number}") for number in range(4)]
    seen: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *given: seen.append(given[2]))
    assert len(room_doubles.replaceable(store, lines)) == 4 and len(seen) == 3


@pytest.mark.parametrize("what", ["member", "quiz", "other session", "account", "exemption", "merged", "oneself"])
def test_a_record_that_holds_more_is_for_an_administrator_to_merge(what: str, store: Connection, town: Town) -> None:
    held, ada = session(store, town.people["Bo Quill"]), town.people["Ada Quill"]
    new = entered(store, town, held)
    known = ada
    if what == "member":
        new = line(store, held, attendances.put_down(
            store, held, town.people["Adam Quiller"], arrived_at=BEGINS, how="register", agency="", now=NOON
        ))  # fmt: skip
    elif what == "quiz":
        hand_in(store, new.person, "key")
    elif what == "other session":
        other = session(store, ada, key="other")
        attendances.put_down(store, other, new.person, arrived_at=BEGINS, how="register", agency="", now=NOON)
    elif what == "account":
        merging.merge(store, new.person, learner(store, "Ada", "ada@x.example"))
        new = line(store, held, new.id)
    elif what == "exemption":
        place = members.places(store, ALL, [new.person])[new.person][0].id
        exemptions.add(store, place, "Leave", TODAY, None, None, NOON)
    elif what == "merged":
        merging.merge(store, ada, new.person)
        new = line(store, held, new.id)
    else:
        known = new.person
    before = count(store, new.person)
    assert not room_doubles.replace(store, new, known, ada, NOON)
    assert count(store, new.person) == before


def test_an_address_and_a_look_do_not_keep_a_new_record(store: Connection, town: Town) -> None:
    held, ada = session(store, town.people["Bo Quill"]), town.people["Ada Quill"]
    new = entered(store, town, held)
    contacts.set_contact(store, new.person, "ada@x.example", NOON)
    looked = {"person": new.person, "by": ada, "role": "Team lead", "at": NOON}
    store.execute(tables.record_look.insert().values(looked))
    assert room_doubles.replace(store, new, ada, ada, NOON)


def test_the_day_is_the_one_that_is_asked_about(store: Connection, town: Town) -> None:
    cy = town.people["Cy Quill"]
    assert room_people.known(store, ALL, cy, TODAY - DAY) is not None
    assert room_people.known(store, ALL, cy, dt.date(2030, 1, 1)) is None

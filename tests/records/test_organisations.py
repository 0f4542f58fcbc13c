"""The partnership, organisations, teams, and dated memberships."""

import datetime as dt

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.records import organisations
from course.rules.facts import Membership
from tests.records.made import DAY, NOON, TODAY, person


def test_there_is_no_partnership_before_the_set_up_and_one_after(store: Connection) -> None:
    assert organisations.partnership(store) is None
    organisations.set_partnership(store, "Heronsea", NOON)
    organisations.set_partnership(store, "Heronsea Safeguarding Partnership", NOON + DAY)
    assert organisations.partnership(store) == organisations.Partnership("Heronsea Safeguarding Partnership", NOON)


def test_organisations_and_teams_are_listed_by_name(store: Connection) -> None:
    wells, heron = (organisations.add_organisation(store, name, NOON) for name in ("wells school", "Heronsea Nursery"))
    night, day = (organisations.add_team(store, heron, name, NOON) for name in ("Night", "day"))
    assert [each.id for each in organisations.organisations(store)] == [heron, wells]
    assert [(each.id, each.organisation, each.name) for each in organisations.teams(store)] == [
        (day, heron, "day"),
        (night, heron, "Night"),
    ]


def test_the_same_name_is_the_same_organisation_or_team(store: Connection) -> None:
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea Nursery", "Wells"))
    assert organisations.add_organisation(store, " heronsea  NURSERY ", NOON) == heron
    night = organisations.add_team(store, heron, "Night", NOON)
    assert organisations.add_team(store, heron, "night", NOON) == night
    assert organisations.add_team(store, wells, "Night", NOON) != night


def test_a_membership_lasts_from_a_day_to_a_day(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    organisations.join(store, ada, heron, None, TODAY, NOON)
    assert organisations.memberships_of(store, ada) == (Membership(ada, heron, None, TODAY, None),)
    organisations.leave(store, ada, heron, TODAY + DAY)
    assert organisations.memberships_of(store, ada) == (Membership(ada, heron, None, TODAY, TODAY + DAY),)


def test_joining_twice_is_once(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    night = organisations.add_team(store, heron, "Night", NOON)
    organisations.join(store, ada, heron, night, TODAY, NOON)
    organisations.join(store, ada, heron, night, TODAY + DAY, NOON)
    assert organisations.memberships_of(store, ada) == (Membership(ada, heron, night, TODAY, None),)


def test_another_team_of_the_organisation_is_a_move_and_another_organisation_a_second_membership(
    store: Connection,
) -> None:
    ada = person(store)
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    night = organisations.add_team(store, heron, "Night", NOON)
    organisations.join(store, ada, heron, None, TODAY, NOON)
    organisations.join(store, ada, wells, None, TODAY, NOON)
    organisations.join(store, ada, heron, night, TODAY + DAY, NOON)
    assert organisations.memberships_of(store, ada) == (
        Membership(ada, heron, None, TODAY, TODAY + DAY),
        Membership(ada, wells, None, TODAY, None),
        Membership(ada, heron, night, TODAY + DAY, None),
    )


def test_who_left_can_join_again(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    for start, end in ((0, 1), (2, 3)):
        organisations.join(store, ada, heron, None, TODAY + start * DAY, NOON)
        organisations.leave(store, ada, heron, TODAY + end * DAY)
    assert len(organisations.memberships_of(store, ada)) == 2


@pytest.mark.parametrize("left", [TODAY - DAY, dt.date(2000, 1, 1)])
def test_nobody_leaves_before_they_came(store: Connection, left: dt.date) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    organisations.join(store, ada, heron, None, TODAY, NOON)
    with pytest.raises(IntegrityError, match="left_after_start"):
        organisations.leave(store, ada, heron, left)
    store.rollback()


def test_a_team_of_another_organisation_is_refused(store: Connection) -> None:
    ada = person(store)
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    night = organisations.add_team(store, heron, "Night", NOON)
    with pytest.raises(IntegrityError):
        organisations.join(store, ada, wells, night, TODAY, NOON)
    store.rollback()

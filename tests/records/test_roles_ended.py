"""Roles end with the leaving, and no role of anybody else does."""

import pytest
from sqlalchemy import Connection

from course.records import imports, organisations, roles, roles_ended
from course.rules.csv_reading import Sheet, read
from course.rules.people_lines import COLUMNS, NEEDED, OTHER_NAMES
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, TODAY, person

ALL = Scope(everything=True)


def held(store: Connection, who: int) -> set[str]:
    return {each.scope for each in roles.grants_of(store, who, ALL)}


@pytest.mark.parametrize(
    ("left", "granted", "scopes"),
    [
        (0, -5, {"partnership"}),
        (-3, -5, {"partnership"}),
        (1, -5, {"partnership", "organisation", "team"}),
        (-3, -3, {"partnership", "organisation", "team"}),
    ],
)
def test_the_round_ends_the_roles_of_whoever_has_left_but_those_granted_afterwards(
    left: int, granted: int, scopes: set[str], store: Connection
) -> None:
    heron, ada = organisations.add_organisation(store, "Heronsea", NOON), person(store)
    night = organisations.add_team(store, heron, "Night", NOON)
    organisations.join(store, ada, heron, None, TODAY - 9 * DAY, NOON)
    for scope, of in (("partnership", None), ("organisation", heron), ("team", night)):
        roles.grant(store, ada, "trainer", scope, of, NOON + granted * DAY)
    organisations.leave(store, ada, heron, TODAY + left * DAY)
    ended = roles_ended.end_roles(store, NOON)
    assert (held(store, ada), ended) == (scopes, 3 - len(scopes))
    assert roles_ended.end_roles(store, NOON) == 0


def test_of_a_membership_ended_now_every_role_ends_whenever_it_was_granted(store: Connection) -> None:
    heron, ada, bo = organisations.add_organisation(store, "Heronsea", NOON), person(store), person(store)
    numbers = {}
    for who in (ada, bo):
        numbers[who] = organisations.join(store, who, heron, None, TODAY - 9 * DAY, NOON)
        roles.grant(store, who, "organisation-lead", "organisation", heron, NOON)
        organisations.leave(store, who, heron, TODAY - 4 * DAY)
    assert roles_ended.end_roles(store, NOON, by=bo, ended=[numbers[ada]]) == 1
    assert (held(store, ada), held(store, bo)) == (set(), {"organisation"})


def test_a_file_that_says_somebody_left_ends_their_role(store: Connection) -> None:
    heron, ada = organisations.add_organisation(store, "Heronsea", NOON), person(store, "Ada Quill")
    organisations.join(store, ada, heron, None, TODAY - 9 * DAY, NOON)
    roles.grant(store, ada, "organisation-lead", "organisation", heron, NOON)
    file = f"name,started_on,left_on\nAda Quill,{TODAY - 9 * DAY},{TODAY}\n"
    sheet = read(file.encode(), COLUMNS, NEEDED, OTHER_NAMES)
    assert isinstance(sheet, Sheet)
    imports.take_over(store, imports.judge(store, heron, sheet, "d1", TODAY, tell=lambda _: None), by=None, now=NOON)
    assert held(store, ada) == set()

"""Roles and what they are held for."""

import pytest
from sqlalchemy import Connection

from course.records import accounts, organisations, roles
from course.rules.scoping import Scope
from tests.records.made import NOON, learner, person


def test_roles_are_granted_for_a_scope_and_revoked_for_the_same(store: Connection) -> None:
    ada, bo = person(store), person(store)
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    night = organisations.add_team(store, heron, "Night", NOON)
    held = [
        (ada, "trainer", "partnership", None),
        (ada, "trainer", "organisation", heron),
        (bo, "trainer", "team", night),
    ]
    for who, role, scope, of in held:
        roles.grant(store, who, role, scope, of, NOON)
    assert roles.holders(store, "trainer") == [ada, bo]
    assert roles.holders(store, "auditor") == []
    roles.revoke(store, ada, "trainer", "partnership", None)
    assert roles.holders(store, "trainer") == [ada, bo]
    roles.revoke(store, ada, "trainer", "organisation", heron)
    assert roles.holders(store, "trainer") == [bo]
    roles.revoke(store, bo, "trainer", "team", night + 1)
    assert roles.holders(store, "trainer") == [bo]


@pytest.mark.parametrize("scope", ["partnership", "organisation", "team"])
def test_granting_twice_is_once(store: Connection, scope: str) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    of = {"partnership": None, "organisation": heron, "team": organisations.add_team(store, heron, "Night", NOON)}[
        scope
    ]
    for _ in range(2):
        roles.grant(store, ada, "auditor", scope, of, NOON)
    roles.revoke(store, ada, "auditor", scope, of)
    assert roles.holders(store, "auditor") == []


@pytest.mark.parametrize(("scope", "of"), [("partnership", 1), ("organisation", None), ("team", None), ("world", 1)])
def test_a_scope_that_makes_no_sense_is_refused(store: Connection, scope: str, of: int | None) -> None:
    with pytest.raises(ValueError, match="cannot be held"):
        roles.grant(store, person(store), "auditor", scope, of, NOON)


def test_there_is_an_administrator_when_one_can_sign_in(store: Connection) -> None:
    assert not roles.administrators_exist(store)
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    ada = learner(store)
    roles.grant(store, ada, "administrator", "organisation", heron, NOON)
    assert not roles.administrators_exist(store)
    roles.grant(store, ada, "administrator", "partnership", None, NOON)
    assert roles.administrators_exist(store)
    accounts.close_account(store, ada, NOON)
    assert not roles.administrators_exist(store)


def test_an_administrator_without_an_account_is_none_yet(store: Connection) -> None:
    roles.grant(store, person(store), "administrator", "partnership", None, NOON)
    assert not roles.administrators_exist(store)


def test_roles_are_told_with_what_they_are_held_for_within_a_scope(store: Connection) -> None:
    ada = learner(store)
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    night = organisations.add_team(store, heron, "Night", NOON)
    for role, scope, of in (
        ("team-lead", "team", night),
        ("trainer", "organisation", wells),
        ("auditor", "partnership", None),
    ):
        roles.grant(store, ada, role, scope, of, NOON)

    def told(scope: Scope) -> list[tuple[str, str, str]]:
        return [(each.role, each.scope, each.place) for each in roles.grants_of(store, ada, scope)]

    assert told(Scope(everything=True)) == [
        ("auditor", "partnership", ""),
        ("trainer", "organisation", "Wells"),
        ("team-lead", "team", "Heronsea, Night"),
    ]
    assert told(Scope(organisations=frozenset({heron}))) == [("team-lead", "team", "Heronsea, Night")]
    assert told(Scope()) == []


def test_the_last_administrator_who_can_sign_in_keeps_the_role(store: Connection) -> None:
    ada, bo, nobody = learner(store), learner(store, "Bo Marsh", "bo@x.example"), person(store, "Cy Reed")
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    for who in (ada, bo, nobody):
        roles.grant(store, who, "administrator", "partnership", None, NOON)
    roles.grant(store, nobody, "administrator", "organisation", heron, NOON)
    held = {who: roles.grants_of(store, who, Scope(everything=True))[0] for who in (ada, bo, nobody)}
    assert roles.revoke_grant(store, held[ada])
    assert roles.is_last_administrator(store, bo) and not roles.revoke_grant(store, held[bo])
    assert roles.revoke_grant(store, held[nobody])
    assert roles.grants_of(store, bo, Scope(everything=True)) == (held[bo],)

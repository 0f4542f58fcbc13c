"""Join codes: readable, limited, stoppable."""

import datetime as dt

import pytest
from sqlalchemy import Connection

from course.records import join_codes, organisations
from course.records.join_codes import JoinCode
from tests.records.made import DAY, NOON, TODAY


def make(
    store: Connection, *, expires_on: dt.date | None = None, uses_limit: int | None = None, team: str | None = None
) -> JoinCode:
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    team_id = organisations.add_team(store, heron, team, NOON) if team else None
    return join_codes.make_join_code(store, heron, team_id, expires_on=expires_on, uses_limit=uses_limit, now=NOON)


def test_a_code_is_three_groups_of_four_and_found_as_people_type_it(store: Connection) -> None:
    made = make(store, team="Night")
    assert [len(group) for group in made.code.split("-")] == [4, 4, 4]
    for typed in (made.code, made.code.lower(), made.code.replace("-", ""), f" {made.code.replace('-', ' ')} "):
        assert join_codes.join_code(store, typed) == made


@pytest.mark.parametrize("typed", ["", "ABCD", "2222-2222-2222", "0000-0000-0000", "%", "2222-2222-222\0"])
def test_anything_else_finds_nothing(store: Connection, typed: str) -> None:
    make(store)
    assert join_codes.join_code(store, typed) is None


def test_a_code_is_used_as_often_as_its_limit_allows(store: Connection) -> None:
    made = make(store, uses_limit=2)
    assert [join_codes.count_use(store, made.id) for _ in range(3)] == [True, True, False]
    found = join_codes.join_code(store, made.code)
    assert found is not None
    assert (found.uses, found.works_on(TODAY)) == (2, False)


def test_a_code_without_limit_goes_on(store: Connection) -> None:
    made = make(store)
    assert all(join_codes.count_use(store, made.id) for _ in range(5))


def test_a_stopped_code_is_still_found_but_works_no_more(store: Connection) -> None:
    made, other = make(store), make(store)
    join_codes.revoke(store, made.id)
    found = join_codes.join_code(store, made.code)
    assert found is not None
    assert found.revoked
    assert not found.works_on(TODAY)
    assert not join_codes.count_use(store, made.id)
    assert join_codes.count_use(store, other.id)


@pytest.mark.parametrize(("day", "works"), [(TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)])
def test_the_day_of_expiry_is_the_last_on_which_it_works(store: Connection, day: dt.date, works: bool) -> None:
    assert make(store, expires_on=TODAY).works_on(day) is works


def test_codes_are_listed_newest_first_and_differ(store: Connection) -> None:
    made = [make(store) for _ in range(5)]
    assert join_codes.codes(store) == tuple(reversed(made))
    assert len({each.code for each in made}) == 5


def test_a_code_that_somebody_has_is_drawn_again(store: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["AAAA-AAAA-AAAA", "AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB"])
    monkeypatch.setattr(join_codes, "new_code", lambda groups: next(drawn))
    assert [make(store).code for _ in range(2)] == ["AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB"]

"""Reading the audit: filters, pages, whose lines an organisation's administrator sees, and whether the chain is whole."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection, delete, update

from course.records import audit, audit_lists, completions, join_codes, organisations, record_looks, roles, tables
from course.records.audit_lists import Seen
from course.rules.auditing import PROGRAM, Wanted
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, SECOND, TODAY, completion, person

ALL = Seen(Scope(everything=True))
table = tables.audit


def numbers(store: Connection, seen: Seen = ALL, **wanted: object) -> list[int]:
    """The lines that fit, the newest first, as they stand behind one another from 1."""
    first = min(line.id for line in audit_lists.every(store, ALL, Wanted()))
    return [line.id - first + 1 for line in audit_lists.every(store, seen, Wanted(**wanted))]  # type: ignore[arg-type]


def four(store: Connection) -> tuple[int, int]:
    """Four lines on three days, of two people and the program."""
    cy, di = person(store, "Cy Reed"), person(store, "Di Fern")
    audit.note(store, cy, "role granted", "person 1", "auditor", NOON - 2 * DAY)
    audit.note(store, di, "role granted", "person 12", "trainer", NOON - DAY)
    audit.note(store, None, "reset link made", "person 1", "", NOON - DAY)
    audit.note(store, cy, "import undone", "import 4 of organisation 1", "", NOON)
    return cy, di


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [4, 3, 2, 1]),
        ({"action": "role granted"}, [2, 1]),
        ({"action": "role"}, []),
        ({"actor": PROGRAM}, [3]),
        ({"thing": "person 1"}, [3, 1]),
        ({"thing": "import 4"}, [4]),
        ({"thing": "import"}, [4]),
        ({"thing": "perso_ 1"}, []),
        ({"from_day": TODAY - DAY}, [4, 3, 2]),
        ({"to_day": TODAY - DAY}, [3, 2, 1]),
        ({"from_day": TODAY - DAY, "to_day": TODAY - DAY, "action": "role granted"}, [2]),
    ],
)
def test_filters(wanted: dict[str, object], found: list[int], store: Connection) -> None:
    four(store)
    assert numbers(store, **wanted) == found


def test_an_actor_is_found_by_number_and_named_while_there_is_a_name(store: Connection) -> None:
    cy, di = four(store)
    store.execute(update(tables.person).where(tables.person.c.id == di).values(name=""))
    assert numbers(store, actor=cy) == [4, 1]
    lines, _ = audit_lists.page(store, ALL, Wanted(), None)
    assert [line.who for line in lines] == ["Cy Reed", "the program", f"person {di}", "Cy Reed"]


def test_who_sees_no_names_sees_numbers_of_people_with_a_role_too(store: Connection) -> None:
    cy, di = four(store)
    roles.grant(store, cy, "administrator", "partnership", None, NOON)
    lines, _ = audit_lists.page(store, Seen(ALL.scope, nameless=True), Wanted(), None)
    assert [line.who for line in lines] == [f"person {cy}", "the program", f"person {di}", f"person {cy}"]


def test_a_day_ends_at_midnight_in_london(store: Connection) -> None:
    for at in (dt.datetime(2026, 7, 1, 22, 59, 59, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, 23, 0, tzinfo=dt.UTC)):
        audit.note(store, None, "x", "", "", at)
    day = dt.date(2026, 7, 1)
    assert numbers(store, to_day=day) == [1] and numbers(store, from_day=day + DAY) == [2]


def test_pages_follow_one_another_without_a_gap_whatever_comes_meanwhile(store: Connection) -> None:
    audit.note_all(store, None, [("x", f"person {number}", "") for number in range(120)], NOON)
    seen, before = [], None
    for size in (50, 50, 20):
        lines, before = audit_lists.page(store, ALL, Wanted(), before)
        assert len(lines) == size
        seen += [line.id for line in lines]
        audit.note(store, None, "later", "", "", NOON)
    assert before is None and seen == sorted(seen, reverse=True) and len(set(seen)) == 120


def test_every_action_is_listed_once(store: Connection) -> None:
    assert audit_lists.actions(store) == ()
    four(store)
    assert audit_lists.actions(store) == ("import undone", "reset link made", "role granted")


def test_an_organisations_administrator_sees_what_is_about_it_and_nothing_else(store: Connection) -> None:
    ours, theirs = (organisations.add_organisation(store, name, NOON) for name in ("Nursery", "School"))
    about = [*about_things(store, ours), f"slot front-door of organisation {ours}"]
    not_ours = [*about_things(store, theirs), "person 999999", f"import 1 of organisation {ours}9", "letters"]
    audit.note_all(store, None, [("x", thing, "") for thing in (*about, *not_ours)], NOON)
    for detail in (f"organisation={ours}", f"organisation={theirs}", f"team=1 organisation={ours} as_at=2026-01-01",
                   f"organisation={ours}9", "status=overdue partnership", ""):  # fmt: skip
        audit.note(store, None, "report exported", "completion-people", detail, NOON)
    found = list(audit_lists.every(store, Seen(Scope(organisations=frozenset({ours}))), Wanted()))
    assert {line.thing for line in found if line.action == "x"} == set(about)
    assert {line.detail for line in found if line.action != "x"} == {
        f"organisation={ours}", f"team=1 organisation={ours} as_at=2026-01-01", "status=overdue partnership"
    }  # fmt: skip
    assert list(audit_lists.every(store, Seen(Scope(teams=frozenset({1}))), Wanted())) == []


def about_things(store: Connection, organisation: int) -> list[str]:
    """Names of things that belong to an organisation, as lines call them."""
    who = person(store)
    team = organisations.add_team(store, organisation, "Night", NOON)
    organisations.join(store, who, organisation, team, TODAY, NOON)
    code = join_codes.make_join_code(store, organisation, team, expires_on=None, uses_limit=None, now=NOON)
    done = completions.add_completion(store, completion(who))
    numbered = f"organisation {organisation}", f"team {team}", f"join code {code.id}", f"completion {done.id}"
    return [*numbered, f"person {who}", f"import 4 of organisation {organisation}"]


def test_looks_are_counted_within_the_scope(store: Connection) -> None:
    ada, bo, here = person(store), person(store, "Bo"), organisations.add_organisation(store, "Nursery", NOON)
    organisations.join(store, ada, here, None, TODAY, NOON)
    for who, at in ((ada, NOON), (bo, NOON), (ada, NOON - 40 * DAY)):
        record_looks.add(store, who, bo, "Team lead", at)
    assert audit_lists.count_looks(store, ALL, TODAY - 30 * DAY) == 2
    assert audit_lists.count_looks(store, Seen(Scope(organisations=frozenset({here}))), TODAY - 30 * DAY) == 1


# The chain.


def chain(store: Connection, length: int) -> int:
    audit.note_all(store, None, [("x", f"person {number}", "") for number in range(length)], NOON)
    return min(line.id for line in audit_lists.every(store, ALL, Wanted()))


@pytest.mark.parametrize(
    ("begin", "most", "seen"),
    [
        (1, 10, (0, 7, False)),
        (1, 3, (0, 2, True)),
        (1, 8, (0, 7, False)),
        (0, 3, (5, 7, False)),
        (0, 20, (0, 7, False)),
    ],
)
def test_the_chain_is_looked_through_in_parts(
    begin: int, most: int, seen: tuple[int, int, bool], store: Connection
) -> None:
    first = chain(store, 8)
    found = audit_lists.check(store, begin and first, most)
    assert (found.first - first, found.last - first, found.more) == seen and found.broken is None


def test_an_empty_log_is_whole(store: Connection) -> None:
    assert audit_lists.check(store, 0) == audit_lists.Checked(1, 0, None, more=False)


@pytest.mark.parametrize("column", ["actor", "action", "thing", "detail", "at", "digest"])
def test_a_changed_line_is_found_from_the_part_it_stands_in(column: str, store: Connection) -> None:
    first, other = chain(store, 6), {"actor": person(store), "at": NOON + SECOND}
    store.execute(update(table).where(table.c.id == first + 3).values({column: other.get(column, "planted")}))
    assert audit_lists.check(store, first).broken == audit.broken_at(store) == first + 3
    assert audit_lists.check(store, first + 3).broken == first + 3
    assert audit_lists.check(store, first, 3).broken is None


def test_a_line_that_was_taken_out_is_found(store: Connection) -> None:
    first = chain(store, 6)
    store.execute(delete(table).where(table.c.id == first + 2))
    assert audit_lists.check(store, 0, 6).broken == first + 3

"""Files of people brought into the records: all of a file or nothing, twice is once, and undone is as before."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from course.clock import now
from course.records import accounts, contacts, import_undo, imports, organisations, outside, people, standings, tables
from course.records.database import db
from course.records.imports import Judged
from course.rules.csv_reading import Sheet, read
from course.rules.people_known import Verdict
from course.rules.people_lines import COLUMNS, NEEDED, OTHER_NAMES
from course.rules.requirements import Requirement

TODAY = dt.date(2026, 11, 22)
START = dt.date(2024, 9, 1)
HEAD = ",".join(COLUMNS)
DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
PREPARED = {
    "import_batch",
    "audit",
    "standing",
    "standing_count",
    "status_change",
    "status_default",
    "status_steps",
}  # what is left behind knowingly, and what is worked out


def sheet(text: str) -> Sheet:
    found = read(text.encode(), COLUMNS, NEEDED, OTHER_NAMES)
    assert isinstance(found, Sheet)
    return found


def judge(store: Connection, organisation: int, text: str, today: dt.date = TODAY) -> tuple[Judged, list[Verdict]]:
    told: list[Verdict] = []
    digest = hashlib.sha256(text.encode()).hexdigest()
    return imports.judge(store, organisation, sheet(text), digest, today, tell=told.append), told


def bring_in(store: Connection, organisation: int, text: str) -> int:
    judged, told = judge(store, organisation, text)
    assert not [each for each in told if each.kind == "refused"], told
    return imports.take_over(store, judged, by=None, now=now())


def lines(*rows: str) -> str:
    return "\n".join([HEAD, *rows]) + "\n"


def rows(store: Connection, leave_out: Iterable[str] = PREPARED) -> dict[str, list[Any]]:
    return {
        table.name: [tuple(row) for row in store.execute(select(table).order_by(*table.primary_key.columns))]
        for table in db.metadata.sorted_tables
        if table.name not in leave_out
    }


def settled(store: Connection) -> list[Any]:
    standings.settle(store, DEFAULT, TODAY)
    return [tuple(row) for row in store.execute(select(tables.standing).order_by(tables.standing.c.membership))]


def sums(store: Connection) -> list[Any]:
    counted = (tables.standing_count, tables.status_change)
    return [tuple(row) for each in counted for row in store.execute(select(each).order_by(*each.primary_key.columns))]


@pytest.fixture
def nursery(store: Connection) -> int:
    return organisations.add_organisation(store, "Heronsea Nursery", now())


@pytest.fixture
def school(store: Connection) -> int:
    return organisations.add_organisation(store, "Mill School", now())


ADA = "Ada Quill,Ada@heron.example,Toddlers,Key person,2024-09-01,,,,,,"
BO = "Bo Marsh,,Toddlers,,01/09/2024,,2025-03-01,Sharing,2,College,Seen"


def kinds(told: list[Verdict]) -> list[str]:
    return [each.kind for each in told]


def test_a_file_brings_people_teams_roles_and_earlier_training(store: Connection, nursery: int) -> None:
    judged, told = judge(store, nursery, lines(ADA, BO))
    assert (kinds(told), judged.people, judged.teams, judged.job_roles) == (
        ["added", "added"], 2, ("Toddlers",), ("Key person",)
    )  # fmt: skip
    imports.take_over(store, judged, by=None, now=now())
    (ada,) = contacts.people_with(store, "ADA@heron.example")
    (bo,) = store.execute(select(tables.person.c.id).where(tables.person.c.name == "Bo Marsh")).scalars()
    (team,) = organisations.teams(store)
    assert [(each.team, each.started_on) for each in organisations.memberships_of(store, ada)] == [(team.id, START)]
    assert [each.course for each in outside.outside_of(store, bo)] == ["Sharing"]
    assert len(settled(store)) == 2


def test_two_trainings_of_somebody_new_are_of_one_person(store: Connection, nursery: int) -> None:
    bring_in(store, nursery, lines(BO, BO.replace("2025-03-01", "2023-03-01")))
    (bo,) = store.execute(select(tables.person.c.id)).scalars()
    assert [each.completed_on.year for each in outside.outside_of(store, bo)] == [2025, 2023]


def test_the_same_file_again_changes_nothing(store: Connection, nursery: int) -> None:
    bring_in(store, nursery, lines(ADA, BO))
    judged, told = judge(store, nursery, lines(ADA, BO))
    assert (kinds(told), judged.people, judged.may_be_taken) == (["skipped", "skipped"], 0, False)


def test_undoing_leaves_every_table_as_it_was(store: Connection, nursery: int) -> None:
    bring_in(store, nursery, lines(ADA))
    before, standing, counted = rows(store), settled(store), sums(store)
    file = lines(
        "Ada Quill,ada@heron.example,Babies,Cook,2024-09-01,,2025-01-01,Sharing,,,", BO, "Cy Reed,cy@x.example,,,,,,,,,"
    )
    number = bring_in(store, nursery, file)
    assert rows(store) != before
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone()
    assert rows(store) == before
    assert (settled(store), sums(store)) == (standing, counted)
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone()


def test_undoing_is_refused_for_whoever_was_changed_since(store: Connection, nursery: int) -> None:
    number = bring_in(store, nursery, lines(ADA, BO))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    people.rename(store, ada, "Ada Reed")
    before = rows(store)
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone((ada,))
    assert rows(store) == before


def test_undoing_is_refused_once_somebody_has_an_account(store: Connection, nursery: int) -> None:
    number = bring_in(store, nursery, lines(ADA))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    accounts.open_account(store, ada, email=None, sign_in_name=None, password_hash="h", now=now())
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone((ada,))


def test_undoing_is_refused_for_somebody_who_belongs_elsewhere_by_now(
    store: Connection, nursery: int, school: int
) -> None:
    number = bring_in(store, nursery, lines(ADA))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    organisations.join(store, ada, school, None, START, now())
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone((ada,))


def test_undoing_is_refused_where_an_exemption_was_given_since(store: Connection, nursery: int) -> None:
    number = bring_in(store, nursery, lines(ADA))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    member = store.execute(select(tables.membership.c.id).where(tables.membership.c.person == ada)).scalar_one()
    exempt = {"membership": member, "reason": "Leave", "from_day": TODAY, "made_at": now()}
    store.execute(insert(tables.exemption).values(exempt))
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone((ada,))


def test_a_team_that_others_use_by_now_stays(store: Connection, nursery: int) -> None:
    number = bring_in(store, nursery, lines(ADA))
    (team,) = organisations.teams(store)
    other = people.add_person(store, "Di Fenn", now())
    organisations.join(store, other, nursery, team.id, TODAY, now())
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone()
    assert organisations.teams(store) == (team,)


def test_a_file_of_another_organisation_is_not_there(store: Connection, nursery: int, school: int) -> None:
    number = bring_in(store, nursery, lines(ADA))
    assert import_undo.undo(store, school, number, by=None, now=now()) is None


def test_people_of_another_organisation_are_never_met(store: Connection, nursery: int, school: int) -> None:
    bring_in(store, nursery, lines(ADA, BO))
    there = {
        number: organisations.memberships_of(store, number) for number in store.scalars(select(tables.person.c.id))
    }
    bring_in(store, school, lines(ADA, BO))
    assert {number: organisations.memberships_of(store, number) for number in there} == there
    assert len(contacts.people_with(store, "ada@heron.example")) == 2
    assert sorted(store.scalars(select(tables.person.c.name))) == ["Ada Quill", "Ada Quill", "Bo Marsh", "Bo Marsh"]
    assert kinds(judge(store, school, lines(ADA, BO))[1]) == ["skipped", "skipped"]


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("belongs", [True, False])
def test_an_account_elsewhere_is_neither_met_nor_shown(
    store: Connection, nursery: int, school: int, confirmed: bool, belongs: bool
) -> None:
    unknown = judge(store, nursery, lines(ADA))
    stranger = people.add_person(store, "Secret Name", now())
    accounts.open_account(store, stranger, email="ada@heron.example", sign_in_name=None, password_hash="h", now=now())
    if confirmed:
        assert accounts.confirm_email(store, stranger)
    if belongs:
        organisations.join(store, stranger, school, None, START, now())
    before = organisations.memberships_of(store, stranger)
    assert judge(store, nursery, lines(ADA)) == unknown  # to the last sign, and in what it would do
    bring_in(store, nursery, lines(ADA))
    assert organisations.memberships_of(store, stranger) == before
    assert kinds(judge(store, nursery, lines(ADA))[1]) == ["skipped"]


def test_whoever_left_is_met_by_address(store: Connection, nursery: int) -> None:
    bring_in(store, nursery, lines(ADA))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    organisations.leave(store, ada, nursery, TODAY)
    bring_in(store, nursery, lines("Ada Quill,ada@heron.example,Toddlers,,2026-11-22,,,,,,"))
    assert contacts.people_with(store, "ada@heron.example") == (ada,)


def letter(store: Connection, kind: str, person: int) -> None:
    texts = dict.fromkeys(("address", "subject", "text", "last_fault"), "")
    moments = {"made_at": now(), "next_try_at": now(), "tries": 0}
    store.execute(insert(tables.outbox).values(key=f"{kind}:{person}", kind=kind, person=person, **texts, **moments))


def test_reminders_to_new_people_go_with_them_and_keep_nothing_from_being_undone(
    store: Connection, nursery: int
) -> None:
    other = people.add_person(store, "Di Fenn", now())
    letter(store, "reminder", other)
    before = rows(store)
    number = bring_in(store, nursery, lines(ADA, BO))
    for ada in contacts.people_with(store, "ada@heron.example"):
        letter(store, "reminder", ada)
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone()
    assert rows(store) == before


def test_any_other_letter_keeps_a_file_from_being_undone(store: Connection, nursery: int) -> None:
    number = bring_in(store, nursery, lines(ADA))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    letter(store, "invitation", ada)
    assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone((ada,))


@pytest.mark.parametrize(("name", "kind"), [("Ada Quill", "skipped"), ("Eve Lock", "added")])
def test_an_address_that_a_member_typed_and_did_not_confirm_needs_the_same_name(
    store: Connection, nursery: int, name: str, kind: str
) -> None:
    ada = people.add_person(store, "Ada Quill", now())
    accounts.open_account(store, ada, email="ada@heron.example", sign_in_name=None, password_hash="h", now=now())
    organisations.join(store, ada, nursery, None, START, now())
    assert kinds(judge(store, nursery, lines(f"{name},ada@heron.example,,,,,,,,,"))[1]) == [kind]


def test_nothing_is_written_when_something_changed_meanwhile(store: Connection, nursery: int) -> None:
    bring_in(store, nursery, lines(ADA))
    judged, _ = judge(store, nursery, lines(BO))
    (ada,) = contacts.people_with(store, "ada@heron.example")
    organisations.leave(store, ada, nursery, TODAY)
    before = rows(store, ())
    with pytest.raises(imports.ChangedMeanwhile):
        imports.take_over(store, judged, by=None, now=now())
    assert rows(store, ()) == before


def test_the_state_is_another_for_another_file_and_another_day(store: Connection, nursery: int) -> None:
    states = {
        judge(store, nursery, lines(ADA))[0].state,
        judge(store, nursery, lines(BO))[0].state,
        judge(store, nursery, lines(ADA), TODAY + dt.timedelta(days=1))[0].state,
    }
    assert len(states) == 3
    assert judge(store, nursery, lines(ADA))[0].state in states


def test_no_name_and_no_address_stands_in_audit_or_batch(store: Connection, nursery: int) -> None:
    bring_in(store, nursery, lines(ADA, BO))
    kept = repr(rows(store, {table.name for table in db.metadata.sorted_tables} - {"audit", "import_batch"}))
    assert [word for word in ("Ada", "Bo", "heron", "Sharing", "College") if word in kept] == []
    assert "people imported" in kept


def test_the_past_files_are_listed_newest_first(store: Connection, nursery: int) -> None:
    first, second = bring_in(store, nursery, lines(ADA)), bring_in(store, nursery, lines(BO))
    import_undo.undo(store, nursery, second, by=None, now=now())
    found = imports.batches(store, nursery, 10)
    assert [(each.id, each.undone_at is None) for each in found] == [(second, False), (first, True)]
    assert found[1].counts["added"] == 1

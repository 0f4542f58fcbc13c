"""A large file undone in many transactions: as in one, gone for everybody at one moment, and nothing where it may not be."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, insert, select

from course.clock import now
from course.records import (
    accounts,
    contacts,
    import_parts,
    import_removal,
    import_undo,
    import_undo_parts,
    imports,
    members,
    organisations,
    people,
    readings,
    reports,
    standings,
    tables,
)
from course.records.database import reading, writing
from course.records.import_undo import Undone
from tests.records.reporting import EVERYTHING, asked
from tests.records.test_import_parts import BEFORE, FILE, TODAY, PowerCut, by_names, everything, judged_file
from tests.records.test_imports import DEFAULT, judge, letter, sums

person, membership, batch = tables.person, tables.membership, tables.import_batch


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_parts, "PART", 3)
    monkeypatch.setattr(import_parts, "BREATH", 0)
    monkeypatch.setattr(import_removal, "TAKEN_AWAY", 2)
    monkeypatch.setattr(import_removal, "BREATH", 0)
    monkeypatch.setattr(import_undo_parts, "LOOKED_THROUGH", 4)


@pytest.fixture
def nursery(store_app: Flask) -> int:
    with writing() as store:
        found = organisations.add_organisation(store, "Heronsea Nursery", now())
        imports.take_over(store, judge(store, found, BEFORE)[0], by=None, now=now())
    settle()
    return found


def settle() -> None:
    with writing() as store:
        standings.settle(store, DEFAULT, TODAY)


def bring_in(nursery: int) -> int:
    number = import_parts.take_over(judged_file(nursery), by=None, now=now())
    settle()
    return number


def undo(nursery: int, number: int) -> Undone | None:
    found = import_undo_parts.undo(nursery, number, by=None, now=now())
    import_removal.remove(number)
    return found


def counted() -> list[Any]:
    with reading() as store:
        return sums(store)


def audited() -> list[str]:
    with reading() as store:
        return list(store.execute(select(tables.audit.c.action).order_by(tables.audit.c.id)).scalars())


def new_one(store: Connection) -> int:
    (found,) = contacts.people_with(store, "p1@heron.example")
    return found


def test_undone_is_as_before_and_twice_is_once(nursery: int) -> None:
    before, figures = everything(), counted()
    number = bring_in(nursery)
    assert counted() != figures
    assert [undo(nursery, number), undo(nursery, number)] == [Undone(), Undone()]
    settle()
    assert (everything(), counted()) == (before, figures)
    assert audited().count("import undone") == 1
    with reading() as store:
        (listed, _) = imports.batches(store, nursery, 9)
        assert (listed.id, listed.undone_at is not None) == (number, True)
        assert store.execute(select(batch.c.changes).where(batch.c.id == number)).scalar_one() == {}


def test_everybody_is_gone_at_one_moment_for_whoever_looks(nursery: int) -> None:
    before, number = counted(), bring_in(nursery)
    assert import_undo_parts.undo(nursery, number, by=None, now=now()) == Undone()
    with reading() as store:
        assert not standings.is_settled(store, DEFAULT, TODAY)  # reports read the facts
        for day in (TODAY, TODAY - dt.timedelta(days=30)):
            here = asked(day=day, today=TODAY, settled=False)
            assert reports.overview(store, here).total.registered == 2
            assert {each.name for each in reports.all_members(store, here)} == {"Ada Quill", "Di Moor"}
    settle()  # a report is read
    with reading() as store:
        assert store.scalar(select(func.count()).select_from(membership)) == 2 + 11  # Ada's move is taken back
        assert sums(store) == before
        for day in (TODAY, TODAY - dt.timedelta(days=30), TODAY - dt.timedelta(days=700)):
            here = asked(day=day, today=TODAY)
            assert reports.overview(store, here).total.registered == 2
            assert {each.name for each in reports.all_members(store, here)} == {"Ada Quill", "Di Moor"}
        assert len(members.listed(store, EVERYTHING)) == 2
        assert contacts.people_with(store, "p1@heron.example") == ()
        assert judge(store, nursery, FILE)[0].counts["added"] == 11
        assert imports.is_undone(store, number)
        counting = select(tables.standing).where(tables.standing.c.status.is_not(None))
        kept = store.execute(counting.order_by(tables.standing.c.membership)).all()
    with writing() as store:
        standings.rebuild(store, DEFAULT, TODAY)
        assert store.execute(counting.order_by(tables.standing.c.membership)).all() == kept
        assert sums(store) == before


def test_the_same_file_comes_in_again_before_all_of_it_is_cleared_away(nursery: int) -> None:
    first = bring_in(nursery)
    expected = by_names()
    import_undo_parts.undo(nursery, first, by=None, now=now())
    second = bring_in(nursery)
    import_removal.remove(first)
    assert by_names() == expected
    assert undo(nursery, second) == Undone()


def rename(store: Connection, number: int) -> None:
    people.rename(store, number, "Ada Reed")


def open_account(store: Connection, number: int) -> None:
    accounts.open_account(store, number, email=None, sign_in_name=None, password_hash="h", now=now())


def answer(store: Connection, number: int) -> None:
    readings.mark_read(store, number, "page-1", "2026.1", now())


def move_away(store: Connection, number: int) -> None:
    organisations.join(store, number, organisations.add_organisation(store, "Mill", now()), None, TODAY, now())


def exempt(store: Connection, number: int) -> None:
    of = store.execute(select(membership.c.id).where(membership.c.person == number)).scalar_one()
    values = {"membership": of, "reason": "Leave", "from_day": TODAY, "made_at": now()}
    store.execute(insert(tables.exemption).values(values))


def write_to(store: Connection, number: int) -> None:
    letter(store, "invitation", number)


CHANGES = [rename, open_account, answer, move_away, exempt, write_to]


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_was_changed_since_keeps_all_of_it(nursery: int, change: Callable[[Connection, int], None]) -> None:
    number = bring_in(nursery)
    with writing() as store:
        one = new_one(store)
        change(store, one)
    before = everything()
    assert undo(nursery, number) == Undone((one,))
    assert everything() == before
    assert "import undone" not in audited()


def before_going(monkeypatch: pytest.MonkeyPatch, what: Callable[[], None]) -> None:
    """Once everything is looked through, and before people go, something happens."""

    def patiently(work: Callable[[Connection], bool]) -> bool:
        what()
        return import_removal.patiently(work)

    monkeypatch.setattr(import_undo_parts, "patiently", patiently)


@pytest.mark.parametrize("change", [rename, open_account, exempt])
def test_whoever_is_changed_while_it_is_looked_through_keeps_all_of_it(
    nursery: int, change: Callable[[Connection, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring_in(nursery)
    with reading() as store:
        one = new_one(store)
    after: list[dict[str, list[Any]]] = []

    def late() -> None:
        with writing() as store:
            change(store, one)
        after.append(everything())

    before_going(monkeypatch, late)
    assert undo(nursery, number) == Undone((one,))
    assert [everything()] == after


def test_undone_by_somebody_else_at_the_same_time_is_undone_once(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before, number = everything(), bring_in(nursery)

    def late() -> None:
        with writing() as store:
            import_undo.undo(store, nursery, number, by=None, now=now())

    before_going(monkeypatch, late)
    assert undo(nursery, number) == Undone()
    settle()
    assert everything() == before
    assert audited().count("import undone") == 1


def test_others_write_between_the_parts(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    number, breaths = bring_in(nursery), []
    with writing() as store:
        (ada,) = contacts.people_with(store, "ada@heron.example")

    def write(_seconds: float) -> None:
        breaths.append(1)
        with writing() as store:
            readings.mark_read(store, ada, f"page-{len(breaths)}", "2026.1", now())

    assert import_undo_parts.undo(nursery, number, by=None, now=now()) == Undone()
    monkeypatch.setattr(time, "sleep", write)
    told: list[tuple[int, int]] = []
    import_removal.remove(number, lambda done, whole: told.append((done, whole)))
    assert told == [(2, 11), (4, 11), (6, 11), (8, 11), (10, 11), (11, 11)]
    assert len(breaths) == 6


def test_what_a_broken_off_undoing_left_is_cleared_away_later(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before, number, parts = everything(), bring_in(nursery), []
    real = import_removal._remove_people

    def cut(first: int, last: int, store: Connection) -> None:
        parts.append(first)
        if len(parts) == 3:
            raise PowerCut
        real(first, last, store)

    with monkeypatch.context() as broken:
        broken.setattr(import_removal, "_remove_people", cut)
        with pytest.raises(PowerCut):
            undo(nursery, number)
    settle()
    left = everything()
    assert (len(left["person"]), len(before["person"])) == (2 + 7, 2)
    assert import_removal.remove_dead() == 0  # somebody may be at it
    monkeypatch.setattr(import_removal, "DEAD_AFTER", -import_removal.DEAD_AFTER)
    assert import_removal.remove_dead() == 1
    assert everything() == before
    assert import_removal.remove_dead() == 0


def test_somebody_with_whom_something_is_done_as_they_go_stays_without_what_the_file_told(nursery: int) -> None:
    number = bring_in(nursery)
    with writing() as store:
        one = new_one(store)
    import_undo_parts.undo(nursery, number, by=None, now=now())
    with writing() as store:  # began before on PostgreSQL, where such a check and its write may lie about the others
        open_account(store, one)
        exempt(store, one)
    import_removal.remove(number)
    with reading() as store:
        assert store.execute(select(person.c.name).where(person.c.id == one)).scalar_one() == "Person 1"
        assert organisations.memberships_of(store, one) == ()
        assert members.somebody(store, EVERYTHING, one) is not None
        assert store.scalar(select(func.count()).select_from(membership)) == 2

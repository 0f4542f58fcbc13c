"""A large file in many transactions: the same as in one, seen by nobody before, and nothing of it where it cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, insert, select

from course.clock import now
from course.records import (
    contacts,
    import_parts,
    import_removal,
    import_undo,
    imports,
    members,
    organisations,
    people,
    reports,
    standings,
    tables,
)
from course.records import requirements as kept_requirements
from course.records.database import reading, writing
from course.records.import_removal import DEAD_AFTER
from course.records.imports import ChangedMeanwhile, Judged
from course.rules.dates import london_day
from course.rules.requirements import DatedRequirement, Requirement
from tests.records.reporting import EVERYTHING, asked
from tests.records.test_imports import DEFAULT, judge, lines, rows

BEFORE = lines("Ada Quill,ada@heron.example,Toddlers,Cook,2024-09-01,,,,,,", "Di Moor,,Toddlers,,2023-01-09,,,,,,")
FILE = lines(
    *(f"Person {n},p{n}@heron.example,Team {n % 3},Key person,2024-09-{n + 1:02},,,,,," for n in range(9)),
    "Ada Quill,ada@heron.example,Babies,Cook,2024-09-01,,2025-01-01,Sharing,,,",  # known: moves, and was trained
    "Bo Marsh,,Toddlers,,2024-09-01,,2025-03-01,Sharing,2,College,Seen",
    "Bo Marsh,,Toddlers,,2024-09-01,,2023-03-01,Sharing,2,College,Seen",
    "Cy Reed,cy@heron.example,,,2023-01-09,2024-07-31,2023-02-01,Sharing,,,",  # left
)
TODAY = london_day(now())


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_parts, "PART", 3)
    monkeypatch.setattr(import_removal, "TAKEN_AWAY", 2)
    monkeypatch.setattr(import_parts, "BREATH", 0)
    monkeypatch.setattr(import_removal, "BREATH", 0)


@pytest.fixture
def nursery(store_app: Flask) -> int:
    with writing() as store:
        found = organisations.add_organisation(store, "Heronsea Nursery", now())
        judged, _ = judge(store, found, BEFORE)
        imports.take_over(store, judged, by=None, now=now())
        standings.settle(store, DEFAULT, TODAY)
    return found


def judged_file(organisation: int, text: str = FILE) -> Judged:
    with reading() as store:
        found, told = judge(store, organisation, text)
    assert not [each for each in told if each.kind == "refused"], told
    return found


def in_parts(judged: Judged) -> int:
    return import_parts.take_over(judged, by=None, now=now())


def everything() -> dict[str, list[Any]]:
    """Every row, without the moments and without what a test cannot know."""
    with reading() as store:
        found = rows(store, {"audit", "import_batch"})
    return {
        name: sorted(repr([each for each in row if not isinstance(each, dt.datetime)]) for row in of)
        for name, of in found.items()
    }


def by_names() -> list[tuple[object, ...]]:
    """What is known of everybody, without numbers, which differ where the order of writing does."""
    member, team, role, row = tables.membership.c, tables.team.c, tables.job_role.c, tables.standing.c
    joined = (
        tables.membership.join(tables.person, tables.person.c.id == member.person)
        .outerjoin(tables.team, team.id == member.team)
        .outerjoin(tables.job_role, role.id == member.job_role)
        .join(tables.standing, row.membership == member.id)
        .outerjoin(tables.contact, tables.contact.c.person == member.person)
    )
    worked_out = [
        each for each in tables.standing.columns if each.name not in ("membership", "person", "team", "job_role")
    ]
    found = select(
        tables.person.c.name, team.name, role.name, member.counts_from, member.started_on, member.left_on, member.moved,
        tables.contact.c.email, *worked_out,
    ).select_from(joined)  # fmt: skip
    with reading() as store:
        return sorted((tuple(row) for row in store.execute(found)), key=repr)


def test_in_parts_is_the_same_as_at_once_and_undone_is_as_before(nursery: int) -> None:
    before = everything()
    with writing() as store:
        number = imports.take_over(store, judge(store, nursery, FILE)[0], by=None, now=now())
        standings.settle(store, DEFAULT, TODAY)
    expected = by_names()
    with writing() as store:
        assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone()
        standings.settle(store, DEFAULT, TODAY)
    assert everything() == before
    number = in_parts(judged_file(nursery))
    with writing() as store:
        standings.settle(store, DEFAULT, TODAY)
        assert imports.lines_of(store, nursery, number) == 13
    assert by_names() == expected
    with writing() as store:
        assert import_undo.undo(store, nursery, number, by=None, now=now()) == import_undo.Undone()
        standings.settle(store, DEFAULT, TODAY)
    assert everything() == before


def test_until_everybody_is_worked_out_reports_read_the_facts(nursery: int) -> None:
    in_parts(judged_file(nursery))
    with reading() as store:
        assert not standings.is_settled(store, DEFAULT, TODAY)
        assert reports.overview(store, asked(day=TODAY, today=TODAY, settled=False)).total.registered == 2 + 11
    import_parts.settle(DEFAULT, TODAY)
    with reading() as store:
        assert standings.is_settled(store, DEFAULT, TODAY)
        assert reports.overview(store, asked(day=TODAY, today=TODAY)).total.registered == 2 + 11


def stopped_before(monkeypatch: pytest.MonkeyPatch, name: str, what: Callable[[], None]) -> None:
    """Before the step of that name something happens."""
    real = getattr(import_parts.Coming, name)

    def stop(self: Any, *arguments: Any) -> Any:
        what()
        return real(self, *arguments)

    monkeypatch.setattr(import_parts.Coming, name, stop)


def test_nobody_is_seen_before_all_are_in(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def look() -> None:
        with reading() as store:
            assert store.scalar(select(func.count()).select_from(tables.membership)) == 2 + 11
            for day in (TODAY, TODAY - dt.timedelta(days=30)):
                seen.append(reports.overview(store, asked(day=day, today=TODAY)).total.registered)
                seen.append(len(list(reports.all_members(store, asked(day=day, today=TODAY)))))
            seen.append(len(members.listed(store, EVERYTHING)))
            seen.append(contacts.people_with(store, "p1@heron.example"))
            seen.append(len(imports.batches(store, nursery, 9)))
            seen.append(judge(store, nursery, FILE)[0].counts["added"])
            seen.append(standings.is_settled(store, DEFAULT, TODAY))  # who comes keeps no report from being quick

    stopped_before(monkeypatch, "let_in", look)
    in_parts(judged_file(nursery))
    assert seen == [2, 2, 2, 2, 2, (), 1, 11, True]


def test_where_something_was_changed_meanwhile_nothing_is_left(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = judged_file(nursery)

    def rename() -> None:
        with writing() as store:
            (ada,) = contacts.people_with(store, "ada@heron.example")
            people.rename(store, ada, "Ada Reed")

    stopped_before(monkeypatch, "let_in", rename)
    before = everything()
    with pytest.raises(ChangedMeanwhile):
        in_parts(judged)
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"person", "person_word", "standing"}
    assert [len(each) for each in after.values()] == [len(each) for each in before.values()]


class PowerCut(BaseException):
    """The process ends here, and nothing tidies up."""


@pytest.mark.parametrize("step", ["_part", "let_in"])
def test_what_a_broken_off_file_left_is_taken_away_by_the_next(
    nursery: int, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, judged, count = everything(), judged_file(nursery), 0

    def cut() -> None:
        nonlocal count
        count += 1
        if step == "let_in" or count == 3:
            raise PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(import_parts.Coming, "give_up", lambda self: None)
        stopped_before(broken, step, cut)
        with pytest.raises(PowerCut):
            in_parts(judged)
    assert everything() != before
    assert import_removal.remove_dead() == 0  # somebody may be at it
    monkeypatch.setattr(import_removal, "DEAD_AFTER", -DEAD_AFTER)
    assert import_removal.remove_dead() == 1
    assert everything() == before
    in_parts(judged)


def test_whoever_was_taken_for_dead_finds_nothing_to_let_in(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    judged, before = judged_file(nursery), everything()

    def take_away() -> None:
        with reading() as store:
            number = store.execute(select(tables.import_batch.c.id).order_by(tables.import_batch.c.id.desc())).scalars()
            coming = next(iter(number))
        import_removal.remove(coming)

    stopped_before(monkeypatch, "let_in", take_away)
    with pytest.raises(ChangedMeanwhile):
        in_parts(judged)
    assert everything() == before


def test_a_requirement_that_was_set_meanwhile_holds_for_them(nursery: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def require() -> None:
        own = DatedRequirement(0, nursery, None, None, TODAY, Requirement(7, 12, 60, 14))
        with writing() as store:
            kept_requirements.set_requirement(store, own, None, now())
            standings.touch_all(store, nursery)
            standings.settle(store, DEFAULT, TODAY)  # a report is read

    stopped_before(monkeypatch, "let_in", require)
    in_parts(judged_file(nursery))
    with writing() as store:
        standings.settle(store, DEFAULT, TODAY)
        kept = all_rows(store)
        standings.rebuild(store, DEFAULT, TODAY)
        assert all_rows(store) == kept
    assert {row.due_on - row.started_on for row in kept if row.left_on is None} >= {dt.timedelta(days=7)}


def all_rows(store: Connection) -> list[Any]:
    return list(store.execute(select(tables.standing).order_by(tables.standing.c.membership)))


def test_nothing_of_a_file_in_force_is_taken_away(nursery: int) -> None:
    number = in_parts(judged_file(nursery))
    after = everything()
    import_removal.remove(number)
    assert everything() == after


def test_a_file_on_its_way_in_cannot_be_undone(nursery: int) -> None:
    values = {
        "organisation": nursery,
        "file_digest": "",
        "counts": {},
        "changes": {"coming": [[5, 9]]},
        "made_at": now(),
    }
    with writing() as store:
        number = store.execute(
            insert(tables.import_batch).values(values).returning(tables.import_batch.c.id)
        ).scalar_one()
        assert import_undo.undo(store, nursery, number, by=None, now=now()) is None

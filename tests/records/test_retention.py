"""What is too old goes, what is a day younger stays; counting changes nothing, and doing it twice does nothing more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, insert, select, update

from course.records import (
    attempts,
    attendances,
    audit,
    erasing,
    import_undo,
    imports,
    items,
    organisations,
    people,
    record_looks,
    retention,
    roles,
    tables,
)
from course.records.batches import Asked
from course.records.coming import COMING
from course.records.database import reading, writing
from course.rules.dates import london_day
from course.rules.retention import BY_KEY, KEPT, since, since_moment
from course.rules.scoping import Scope
from tests.records.made import DAY, DIGEST, NOON, SECOND, TODAY, hand_in, learner, person
from tests.records.rooms import session

EVERYTHING = Scope(everything=True)
NO_HANDS = {"typed_true": 0, "typed_false": 0}


def put(store: Connection, table: Any, **values: object) -> None:
    store.execute(insert(table).values(values))


def count(store: Connection, table: Any, *which: Any) -> int:
    return store.scalar(select(func.count()).select_from(table).where(*which)) or 0


def letter(kind: str, at: dt.datetime, **more: object) -> dict[str, object]:
    usual = {
        "key": f"{kind} {at}",
        "kind": kind,
        "address": "",
        "subject": "",
        "text": "",
        "last_fault": "",
        "tries": 1,
    }
    return usual | {"made_at": at, "next_try_at": at, "sent_at": at} | more


def simple(key: str, who: int, edge: dt.datetime) -> tuple[Any, dict[str, object]] | None:
    """Table and values of a thing of the kind that began at this moment, where one row is all of it."""
    t, of = tables, {"person": who}
    first = of | {"cycle": 1}
    said = first | {"moment": "after", "edition": "2026.1", "skipped": False, "intended_change": "Ask", "at": edge}
    made: dict[str, tuple[Any, dict[str, object]]] = {
        "note": (t.note, of | {"page": "p", "text": "t", "changed_at": edge}),
        "wish": (t.follow_up_wish, first | {"due_on": london_day(edge), "wished_at": edge}),
        "manager": (t.outbox, letter("manager", edge)),
        "letter": (t.outbox, letter("reminder", edge)),
        "notice": (t.outbox, letter("reset", edge, sent_at=None, given_up_at=edge)),
        "record-look": (t.record_look, of | {"by": who, "role": "Team lead", "at": edge}),
        "texts": (t.reflection, said),
        "texts later": (t.follow_up, first | {"decided_since": True, "helped": "A", "hindered": "", "at": edge}),
        "link": (t.one_time_link, of | {"token_digest": str(edge), "purpose": "reset", "made_at": edge, "expires_at": edge}),
        "hand": (t.show_of_hands, {"code": str(edge), "trainer": who, "statement": "s", "opened_at": edge} | NO_HANDS),
        "visit": (t.visit, of | {"token_digest": str(edge), "shared": False, "started_at": edge, "seen_at": edge}),
    }  # fmt: skip
    return made.get(key)


def plant(store: Connection, key: str, edge: dt.datetime) -> None:
    """A thing of the kind that began at this moment."""
    who, day = person(store, "Bo Marsh"), london_day(edge)
    row = simple(key, who, edge)
    if row is not None:
        put(store, row[0], **row[1])
        return
    if key == "register":
        attend(store, who, edge)
        return
    here = organisations.add_organisation(store, f"Nursery {edge}", NOON)
    place = organisations.join(store, who, here, None, day - 9 * DAY, NOON)
    if key == "exemption":
        put(store, tables.exemption, membership=place, reason="Leave", from_day=day - DAY, until_day=day, made_at=NOON)
    elif key == "import":
        batch = {"organisation": here, "file_digest": "f", "counts": {}, "changes": {"new": []}, "made_at": edge}
        put(store, tables.import_batch, **batch)
    else:
        organisations.leave(store, who, here, day)
        hand_in(store, who, f"{edge}", at=edge - 20 * DAY)


def attend(store: Connection, who: int, begins_at: dt.datetime) -> int:
    """A session that began then, with this person on its register."""
    held = session(store, who, begins_at=begins_at)
    attendances.put_down(store, held, who, arrived_at=begins_at, how="register", agency="", now=begins_at)
    return held


TIMED = [each for each in retention.SWEEPS if each != "brake"]


def test_every_kind_that_time_ends_has_a_sweep_and_every_sweep_a_kind() -> None:
    assert {each.split()[0] for each in TIMED} == {each.key for each in KEPT if each.period}


@pytest.mark.parametrize("key", TIMED)
def test_what_began_a_moment_too_early_goes_and_what_began_later_stays(key: str, store: Connection) -> None:
    edge = since_moment(BY_KEY[key.split()[0]], NOON)
    plant(store, key, edge - SECOND)
    plant(store, key, edge)
    sweep = retention.SWEEPS[key]
    assert sweep.count(store, NOON) == 1
    assert [sweep.take(store, NOON), sweep.take(store, NOON), sweep.count(store, NOON)] == [1, 0, 0]
    assert sweep.count(store, NOON + DAY) == 1


def test_counts_against_misuse_go_after_two_days(store: Connection) -> None:
    for number, since_then in enumerate((2 * DAY, 2 * DAY + SECOND)):
        put(store, tables.brake, key_digest=str(number), since=NOON - since_then, strikes=1)
    assert retention.SWEEPS["brake"].take(store, NOON) == 1


def test_letters_that_wait_are_left_alone(store: Connection) -> None:
    put(store, tables.outbox, **letter("reminder", NOON - 2000 * DAY, sent_at=None))
    assert {key: number for key, number in retention.count(store, NOON).items() if number} == {}


def test_all_of_it_goes_in_one_round_and_counting_before_changed_nothing(store_app: Flask) -> None:
    with writing() as store:
        for key in TIMED:
            plant(store, key, since_moment(BY_KEY[key.split()[0]], NOON) - SECOND)
    with reading() as store:
        counted = retention.count(store, NOON)
        assert retention.count(store, NOON) == counted
    taken = retention.take_all(NOON)
    # the answers of who has left for 6 years are as old, and their visits
    assert {key: number for key, number in taken.items() if number != counted[key]} == {}
    assert set(retention.take_all(NOON).values()) == {0}
    with reading() as store:
        assert audit.broken_at(store) is None


def left(store: Connection, name: str = "Bo Marsh", ago: int = 2400) -> int:
    """Somebody who left so many days ago, after handing in a quiz."""
    who = learner(store, name, f"{name[:2]}@x.example")
    here = organisations.add_organisation(store, f"Nursery of {name}", NOON)
    organisations.join(store, who, here, None, TODAY - (ago + 60) * DAY, NOON)
    hand_in(store, who, f"key {name}", at=NOON - (ago + 30) * DAY)
    organisations.leave(store, who, here, TODAY - ago * DAY)
    return who


def names(store: Connection) -> list[int]:
    return list(store.execute(retention.leavers("name", NOON)).scalars())


def test_the_name_of_a_leaver_goes_with_a_line_in_the_audit(store: Connection) -> None:
    bo = left(store)
    assert names(store) == [bo]
    retention.SWEEPS["name"].take(store, NOON)
    assert people.person_name(store, bo) == ""
    line = store.execute(select(tables.audit).order_by(tables.audit.c.id.desc()).limit(1)).one()
    assert (line.action, line.thing, line.actor) == ("name removed", f"person {bo}", None)


def test_who_is_here_in_any_way_is_no_leaver(store: Connection) -> None:
    ways = [left(store, f"{letter}o Marsh") for letter in "ABCDEF"]
    again = organisations.add_organisation(store, "School", NOON)
    organisations.join(store, ways[0], again, None, TODAY - DAY, NOON)
    roles.grant(store, ways[1], "auditor", "partnership", None, NOON)
    hand_in(store, ways[2], "later", at=NOON - DAY)
    put(store, tables.visit, token_digest="v", person=ways[3], shared=False, started_at=NOON, seen_at=NOON)
    erasing.erase(store, ways[4], NOON)
    learner(store, "Di Fern", "di@x.example")  # belongs nowhere
    assert names(store) == [ways[5]]


def test_who_is_coming_or_going_with_a_file_is_left_alone_and_so_is_what_taking_them_away_needs(
    store: Connection,
) -> None:
    bo, cy = left(store), left(store, "Cy Fern")
    store.execute(update(tables.person).where(tables.person.c.id == bo).values(added_at=COMING))
    later = organisations.add_organisation(store, "School", NOON)
    organisations.join(store, cy, later, None, TODAY + 9 * DAY, NOON)
    assert names(store) == []
    edge, batch = since_moment(BY_KEY["import"], NOON) - SECOND, tables.import_batch
    for mark in ("coming", "going", "added"):
        plant(store, "import", edge)
        newest = select(func.max(batch.c.id)).scalar_subquery()
        store.execute(update(batch).where(batch.c.id == newest).values(changes={mark: [[1, 2]]}))
    sweep = retention.SWEEPS["import"]
    assert (sweep.count(store, NOON), sweep.take(store, NOON)) == (1, 1)
    assert store.scalars(select(batch.c.changes).order_by(batch.c.id)).all()[:2] == [
        {"coming": [[1, 2]]},
        {"going": [[1, 2]]},
    ]


def test_a_leavers_answers_hold_nothing_any_more_and_the_marks_stay(store: Connection) -> None:
    bo = left(store, ago=800)
    (before,) = attempts.attempts_of(store, bo)
    assert retention.SWEEPS["answer"].take(store, NOON) == 1
    (after,) = attempts.attempts_of(store, bo)
    assert after.answers == () and (after.marks, after.out_of) == (before.marks, before.out_of) == (2, 3)
    answer = tables.attempt_answer
    assert count(store, answer, answer.c.answer | answer.c.is_right) == 0 and count(store, answer) == 3
    assert people.person_name(store, bo) == "Bo Marsh"


def class_of(store: Connection, size: int) -> list[int]:
    """People of one organisation, who handed in one after the other, the first of them longest ago."""
    here, found = organisations.add_organisation(store, "Nursery", NOON), []
    for number in range(size):
        found.append(person(store, f"Person {number}"))
        organisations.join(store, found[-1], here, None, TODAY - 1000 * DAY, NOON)
    for number, each in enumerate(found):
        hand_in(store, each, "key", at=NOON - (990 - number) * DAY)
    return found


def counted(store: Connection) -> int:
    """How many answers to one statement the item analysis counts."""
    asked = Asked(scope=EVERYTHING, day=TODAY)
    found = items.counted(store, asked, {(DIGEST, "early-1")}).get(("early", "early-1"))
    return found.n if found else 0


@pytest.mark.parametrize(("gone", "left_over"), [((), 10), ((0,), 5), ((0, 4), 5), ((9,), 5), ((0, 5), 0), ((10,), 10)])
def test_a_group_of_five_leaves_the_counts_together_so_that_no_single_answer_shows(
    gone: tuple[int, ...], left_over: int, store: Connection
) -> None:
    people_there = class_of(store, 11)
    assert counted(store) == 10
    (here,) = organisations.organisations(store)
    for number in gone:
        organisations.leave(store, people_there[number], here.id, TODAY - 800 * DAY)
    retention.SWEEPS["answer"].take(store, NOON)
    assert counted(store) == left_over


def test_looks_that_are_kept_are_still_shown(store: Connection) -> None:
    ada, bo = learner(store), person(store, "Bo Marsh")
    for at in (NOON, NOON - 1000 * DAY):
        record_looks.add(store, ada, bo, "Team lead", at)
    retention.SWEEPS["record-look"].take(store, NOON)
    assert [each.day for each in record_looks.looks_at(store, ada)] == [TODAY]
    assert since(BY_KEY["record-look"], TODAY) < TODAY


def test_an_import_whose_changes_are_no_longer_kept_is_listed_and_cannot_be_undone(store: Connection) -> None:
    edge = since_moment(BY_KEY["import"], NOON) - SECOND
    plant(store, "import", edge)
    (here,) = organisations.organisations(store)
    (before,) = imports.batches(store, here.id, 5)
    retention.SWEEPS["import"].take(store, NOON)
    (after,) = imports.batches(store, here.id, 5)
    assert (before.may_be_undone, after.may_be_undone) == (True, False)
    assert import_undo.undo(store, here.id, after.id, by=None, now=NOON) == import_undo.Undone(too_old=True)

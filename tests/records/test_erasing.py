"""Erasure: one list says of every table that speaks of a person what becomes of it, and that is what happens."""

import datetime as dt

import pytest
from sqlalchemy import Connection, func, insert, select

from course.records import (
    accounts,
    attendances,
    audit,
    completions,
    erasing,
    exemptions,
    notes,
    organisations,
    outside,
    people,
    person_file,
    roles,
    tables,
)
from course.records.database import db
from course.rules.outside import OutsideTraining
from tests.records.made import DAY, NOON, TODAY, completion, hand_in, learner
from tests.records.test_merging import columns_to_people, fill, links_to

WHISPER = "heronwhisper"


def full(store: Connection, tag: str = "one") -> int:
    """Somebody with something in every table."""
    who = learner(store, "Ada Quill", f"{tag}@x.example")
    fill(store, who, tag)
    looked = {"person": learner(store, "Cy Reed", f"cy-{tag}@x.example"), "by": who, "role": "Team lead", "at": NOON}
    store.execute(insert(tables.record_look).values(looked))
    return who


def goes() -> set[str]:
    return {f"{table.name}.person" for table in erasing.GOES}


def test_the_list_names_every_column_that_points_to_a_person_once() -> None:
    assert goes() | erasing.STAYS.keys() == columns_to_people()
    assert goes() & erasing.STAYS.keys() == set()


def test_what_goes_is_gone_and_what_stays_is_there(store: Connection) -> None:
    ada = full(store)
    assert links_to(store, ada) == columns_to_people()
    assert erasing.erase(store, ada, NOON)
    assert links_to(store, ada) == set(erasing.STAYS)
    assert not erasing.erase(store, ada, NOON)


def test_the_name_stands_nowhere_any_more_and_other_people_keep_everything(store: Connection) -> None:
    bo = full(store, "two")
    before = {table.name: rows(store, table.name) for table in db.metadata.sorted_tables}
    ada = learner(store, f"Ada {WHISPER}", f"{WHISPER}@x.example")
    place = organisations.join(store, ada, organisations.organisations(store)[0].id, None, TODAY, NOON)
    exemptions.add(store, place, WHISPER, TODAY, None, bo, NOON)
    outside.add_outside_training(store, ada, OutsideTraining(TODAY, "Course", "", "College", WHISPER), by=bo, now=NOON)
    notes.switch(store, ada, on=True)
    notes.keep_note(store, ada, "be-open", WHISPER, NOON)
    whisper_on_a_register(store, ada, bo)
    erasing.erase(store, ada, NOON)
    for table in db.metadata.sorted_tables:
        assert not any(WHISPER in row for row in rows(store, table.name)), table.name
        assert before[table.name] <= rows(store, table.name), table.name


def whisper_on_a_register(store: Connection, ada: int, bo: int) -> None:
    held = store.execute(select(tables.room_session.c.id)).scalars().first() or 0
    number = attendances.put_down(store, held, ada, arrived_at=NOON, how="register", agency=WHISPER, now=NOON)
    attendances.strike(store, number, WHISPER, NOON)
    line = attendances.line(store, held, number)
    assert line is not None
    attendances.keep_correction(store, line, WHISPER, bo, NOON)


def rows(store: Connection, table: str) -> set[str]:
    found = select(db.metadata.tables[table])
    return {repr(row).lower() for row in store.execute(found)}


def test_the_audit_is_untouched_and_whole(store: Connection) -> None:
    ada = full(store)
    before = store.execute(select(tables.audit)).all()
    erasing.erase(store, ada, NOON)
    assert store.execute(select(tables.audit)).all() == before
    assert audit.broken_at(store) is None


def test_a_certificate_can_still_be_checked_without_a_name(store: Connection) -> None:
    ada = learner(store)
    made = completions.add_completion(store, completion(ada))
    erasing.erase(store, ada, NOON)
    assert completions.completion_by_code(store, made.code) == made
    assert completions.holder_name(store, ada) == ""


@pytest.mark.parametrize(
    ("started", "left", "ends"),
    [
        (TODAY - DAY, None, TODAY),
        (TODAY, None, TODAY),
        (TODAY + 9 * DAY, None, TODAY + 9 * DAY),  # it never held
        (TODAY - DAY, TODAY + 9 * DAY, TODAY),
        (TODAY - 9 * DAY, TODAY - DAY, TODAY - DAY),
    ],
)
def test_memberships_end_today_at_the_latest(
    started: dt.date, left: dt.date | None, ends: dt.date, store: Connection
) -> None:
    ada, here = learner(store), organisations.add_organisation(store, "Nursery", NOON)
    organisations.join(store, ada, here, None, started, NOON)
    if left is not None:
        organisations.leave(store, ada, here, left)
    erasing.erase(store, ada, NOON)
    assert [each.left_on for each in organisations.memberships_of(store, ada)] == [ends]


def test_closing_an_account_is_the_same(store: Connection) -> None:
    ada = full(store)
    accounts.close_account(store, ada, NOON)
    assert links_to(store, ada) == set(erasing.STAYS)
    assert people.person_name(store, ada) == ""


def test_counts_of_attempts_stay(store: Connection) -> None:
    ada = learner(store)
    number = hand_in(store, ada, "key")
    erasing.erase(store, ada, NOON)
    answers = select(func.count()).select_from(tables.attempt_answer).where(tables.attempt_answer.c.attempt == number)
    assert store.scalar(answers) == 3


# What a person is given of what is kept about them.


def test_the_persons_file_says_of_every_column_where_it_is_told() -> None:
    assert person_file.COVERED.keys() == columns_to_people()
    assert set(person_file.COVERED.values()) <= set(person_file.PersonFile.__dataclass_fields__)


def test_the_file_of_somebody_with_something_everywhere_leaves_no_part_empty(store: Connection) -> None:
    ada = full(store)
    file = person_file.gather(store, ada, NOON)
    assert [each for each in person_file.COVERED.values() if not getattr(file, each)] == []
    assert dict(file.entered_for_others) == dict.fromkeys(person_file.OFFICE, 1) | {"record_look.by": 2}
    assert [each["typed_by"] for each in file.paper_attempts] == ["Ada Quill"]
    assert len(file.exemptions) == 1 and not file.notes_on
    assert file.contact == "one@heronsea.example"


def test_the_file_of_somebody_else_is_not_mixed_in(store: Connection) -> None:
    ada, bo = learner(store), full(store, "two")
    file = person_file.gather(store, ada, NOON)
    left = [
        each
        for each in person_file.COVERED.values()
        if getattr(file, each) and each not in ("account", "name", "entered_for_others")
    ]
    assert left == [] and file.paper_attempts == () and set(file.entered_for_others.values()) == {0}
    assert "two" not in person_file.as_json(file) and bo != ada


def test_no_secret_is_in_the_file(store: Connection) -> None:
    ada = full(store)
    store.execute(insert(tables.role_grant).values(person=ada, role="auditor", granted_at=NOON))
    text = person_file.as_json(person_file.gather(store, ada, NOON))
    assert '"hash"' not in text and '"vone"' not in text and '"lone"' not in text and '"mone"' not in text
    assert roles.holders(store, "auditor") == [ada]

"""Two records become one: nothing is lost, nothing counts twice, and nothing points to the one that is gone."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from course.records import (
    accounts,
    audit,
    completions,
    contacts,
    merging,
    organisations,
    people,
    readings,
    roles,
    tables,
)
from course.records.database import db
from course.rules.requirements import Requirement
from course.rules.scoping import Scope
from tests.records.made import DAY, HOUR, NOON, TODAY, completion, hand_in, keep_wording, learner, person

ALL = Scope(everything=True)
DEFAULT = Requirement(30, 24, 60, 14)


def links_to(store: Connection, who: int) -> set[str]:
    """Every column that points to a person."""
    found = set()
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is tables.person.c.id for key in column.foreign_keys):
                number = store.scalar(select(func.count()).select_from(table).where(column == who))
                found |= {f"{table.name}.{column.name}"} if number else set()
    return found


def columns_to_people() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.column is tables.person.c.id for key in column.foreign_keys)
    }


def put(store: Connection, table: Any, **values: object) -> None:
    store.execute(insert(table).values(values))


def fill(store: Connection, who: int, tag: str) -> None:
    """Something of this person in every table that can point to one."""
    here = organisations.add_organisation(store, "Heronsea", NOON)
    membership = organisations.join(store, who, here, None, TODAY, NOON)
    roles.grant(store, who, "trainer", "organisation", here, NOON)
    contacts.set_contact(store, who, f"{tag}@heronsea.example", NOON)
    readings.mark_read(store, who, f"page-{tag}", "2026.1", NOON)
    hand_in(store, who, f"key-{tag}")
    made = completions.add_completion(store, completion(who))
    completions.withdraw(store, made.id, "By mistake", who, NOON)
    own_facts(store, who, tag)
    acts_of(store, who, tag, here, membership)
    in_a_room(store, who, tag)
    audit.note(store, who, "planted", f"person {who}", "", NOON)


def own_facts(store: Connection, who: int, tag: str) -> None:
    t = tables
    put(store, t.visit, token_digest=f"v{tag}", person=who, shared=False, started_at=NOON, seen_at=NOON)
    put(store, t.one_time_link, token_digest=f"l{tag}", purpose="reset", person=who, made_at=NOON, expires_at=NOON)
    put(store, t.look, person=who, quiz="early", digest=f"d{tag}", at=NOON)
    put(store, t.case_done, person=who, case_id=f"case-{tag}", length="whole", at=NOON)
    put(store, t.note, person=who, page=f"page-{tag}", text="Ask", changed_at=NOON)
    question = {"token_digest": f"m{tag}", "tells_change": False, "asked_at": NOON, "expires_on": TODAY}
    put(store, t.manager_question, person=who, cycle=1, **question)
    put(store, t.follow_up, person=who, cycle=1, decided_since=True, helped="", hindered="", at=NOON)
    put(store, t.follow_up_wish, person=who, cycle=1, due_on=TODAY, wished_at=NOON)
    answers = {"edition": "2026.1", "skipped": False, "at": NOON, "intended_change": f"I will {tag}"}
    put(store, t.reflection, person=who, cycle=1, moment="before", **answers)


def acts_of(store: Connection, who: int, tag: str, here: int, membership: int) -> None:
    """What this person has done to the records of others, and what was written about them."""
    t = tables
    put(store, t.email_domain, domain=f"{tag}.example", organisation=here, added_at=NOON, added_by=who)
    put(store, t.headcount, organisation=here, people=4, from_day=TODAY, entered_at=NOON, entered_by=who)
    batch = {"organisation": here, "file_digest": "f", "counts": {}, "changes": [], "made_at": NOON}
    put(store, t.import_batch, **batch, made_by=who, undone_at=NOON, undone_by=who)
    training = {"course": "C", "edition": "", "provider": tag, "completed_on": TODAY, "evidence_note": ""}
    put(store, t.outside_training, person=who, **training, entered_at=NOON, entered_by=who)
    put(store, t.requirement, organisation=here, from_day=TODAY, made_at=NOON, made_by=who)
    put(store, t.exemption, membership=membership, reason="Leave", from_day=TODAY, made_at=NOON, made_by=who)
    put(store, t.record_look, person=who, by=who, role="Team lead", at=NOON)
    put(store, t.evidence_pack, as_at=TODAY, file_digest=tag, key=tag, bytes=1, made_at=NOON, made_by=who)
    slot = {"organisation": here, "slot": tag, "value": "1", "source": "", "owner_role": "", "changed_at": NOON}
    put(store, t.local_value, **slot, changed_by=who)
    letter = {"key": tag, "kind": "reset", "address": "", "subject": "", "text": "", "last_fault": ""}
    put(store, t.outbox, **letter, person=who, made_at=NOON, next_try_at=NOON, tries=0)


def in_a_room(store: Connection, who: int, tag: str) -> None:
    """A session that this person led, closed and was at, with all that hangs on it."""
    t = tables
    session = {"key": tag, "code": tag, "pack": "p", "title": "T", "edition": "2026.1", "whole_course": True}
    session |= {"begins_at": NOON, "planned_minutes": 60, "ended_at": NOON + HOUR, "place": "P", "co_trainer": ""}
    put(store, t.room_session, **session, trainer=who, closed_by=who, made_at=NOON, closed_at=NOON)
    held = store.scalar(select(func.max(t.room_session.c.id)))
    line = {"arrived_at": NOON, "away_minutes": 0, "how": "register", "agency": "", "added_at": NOON}
    put(store, t.attendance, room_session=held, person=who, **line)
    number = store.scalar(select(func.max(t.attendance.c.id)))
    put(store, t.attendance_correction, attendance=number, at=NOON, by=who, reason="Late", before={"away_minutes": 5})
    done = store.scalar(select(func.max(t.completion.c.id)).where(t.completion.c.person == who))
    led = {"pack": "p", "pack_edition": "2026.1", "minutes": 60, "held_minutes": 60, "made_at": NOON}
    put(store, t.trainer_led, completion=done, room_session=held, trainer=who, **led)
    attempt = store.scalar(select(func.max(t.attempt.c.id)).where(t.attempt.c.person == who))
    put(store, t.paper_attempt, attempt=attempt, room_session=held, typed_by=who, typed_at=NOON)
    show = {"code": tag, "statement": "early-1", "opened_at": NOON, "typed_true": 0, "typed_false": 0}
    put(store, t.show_of_hands, trainer=who, **show)
    home = store.scalar(select(t.organisation.c.id).where(t.organisation.c.name_key == f"home of {tag}"))
    home = home or organisations.add_organisation(store, f"Home of {tag}", NOON)
    logo = {"png": "", "digest": tag, "width": 1, "height": 1, "changed_at": NOON}
    put(store, t.organisation_logo, organisation=home, **logo, changed_by=who)


def test_everything_that_points_to_a_person_points_to_the_one_that_is_kept(store: Connection) -> None:
    kept, gone = learner(store, "Ada Quill", "ada@x.example"), learner(store, "A. Quill", "quill@x.example")
    fill(store, kept, "one")
    fill(store, gone, "two")
    assert links_to(store, gone) == columns_to_people()
    assert merging.merge(store, kept, gone, account_of=kept)
    assert links_to(store, gone) == {"audit.actor"}
    assert links_to(store, kept) == columns_to_people()
    assert people.person_name(store, gone) == "" and audit.broken_at(store) is None
    assert [each.cycle for each in store.execute(select(tables.completion.c.cycle).order_by("cycle"))] == [1, 2]


def test_a_second_time_and_oneself_change_nothing(store: Connection) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    assert not merging.merge(store, kept, kept)
    assert merging.merge(store, kept, gone)
    assert not merging.merge(store, kept, gone) and not merging.merge(store, gone, kept)
    assert people.person_name(store, kept) == "Ada Quill"


@pytest.mark.parametrize("stays", ["kept", "gone"])
def test_the_account_that_is_chosen_stays_and_the_other_takes_its_notes_along(store: Connection, stays: str) -> None:
    kept, gone = learner(store, "Ada Quill", "ada@x.example"), learner(store, "A. Quill", "quill@x.example")
    for who, tag in ((kept, "one"), (gone, "two")):
        fill(store, who, tag)
    with pytest.raises(ValueError, match="which one stays"):
        merging.merge(store, kept, gone)
    assert merging.merge(store, kept, gone, account_of={"kept": kept, "gone": gone}[stays])
    (held,) = store.execute(select(tables.account)).all()
    assert (held.person, held.email) == (kept, {"kept": "ada@x.example", "gone": "quill@x.example"}[stays])
    page = {"kept": "page-one", "gone": "page-two"}[stays]
    assert list(store.execute(select(tables.note.c.page)).scalars()) == [page]
    mine = {"kept": "I will one", "gone": "I will two"}[stays]
    assert set(store.execute(select(tables.reflection.c.intended_change)).scalars()) == {mine, None}


@pytest.mark.parametrize("proved", ["kept", "gone"])
def test_an_account_that_nobody_has_confirmed_never_stays_over_one_that_is(store: Connection, proved: str) -> None:
    kept, gone = learner(store, "Ada Quill", "ada@x.example"), learner(store, "A. Quill", "quill@x.example")
    sure, other = (kept, gone) if proved == "kept" else (gone, kept)
    accounts.confirm_email(store, sure)
    with pytest.raises(ValueError, match="confirmed"):
        merging.merge(store, kept, gone, account_of=other)
    assert accounts.account_of(store, kept) and accounts.account_of(store, gone)
    assert merging.merge(store, kept, gone, account_of=sure)


def test_an_account_of_one_record_alone_goes_with_it_and_its_visits_end(store: Connection) -> None:
    kept, gone = person(store), learner(store, "A. Quill", "quill@x.example")
    put(store, tables.visit, token_digest="v", person=gone, shared=False, started_at=NOON, seen_at=NOON)
    assert merging.merge(store, kept, gone)
    held = accounts.account_of(store, kept)
    assert held is not None and held.email == "quill@x.example"
    assert store.scalar(select(func.count()).select_from(tables.visit)) == 0


@pytest.mark.parametrize("first", ["kept", "gone"])
def test_of_the_same_fact_the_earlier_moment_counts(store: Connection, first: str) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    early, late = (kept, gone) if first == "kept" else (gone, kept)
    keep_wording(store)
    for who, at in ((early, NOON), (late, NOON + HOUR)):
        readings.mark_read(store, who, "be-open", "2026.1", at)
        put(store, tables.look, person=who, quiz="early", digest="d1", at=at)
        put(store, tables.case_done, person=who, case_id="packed-lunch", length="whole", at=at)
        hand_in(store, who, "same-form")
    merging.merge(store, kept, gone)
    for table in (tables.reading, tables.look, tables.case_done):
        assert store.execute(select(table.c.person, table.c.at)).all() == [(kept, NOON)]
    assert store.scalar(select(func.count()).where(tables.attempt.c.person == kept)) == 2


def completed(store: Connection, who: int, cycle: int, day: dt.date) -> int:
    facts = completion(who, completed_on=day, expires_on=day + 700 * DAY, at=NOON + (day - TODAY))
    return completions.add_completion(store, facts, cycle).id


def test_completions_are_numbered_by_their_days_and_what_belongs_to_them_goes_along(store: Connection) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    second = completed(store, kept, 1, TODAY - 400 * DAY)
    fourth = completed(store, kept, 2, TODAY)
    first = completed(store, gone, 1, TODAY - 800 * DAY)
    third = completed(store, gone, 2, TODAY - 100 * DAY)
    for who, cycle, said in ((kept, 1, "b"), (kept, 2, "d"), (kept, 3, "e"), (gone, 1, "a"), (gone, 2, "c")):
        answers = {"edition": "2026.1", "skipped": False, "at": NOON, "intended_change": said}
        put(store, tables.reflection, person=who, cycle=cycle, moment="after", **answers)
        told = {"decided_since": True, "helped": said, "hindered": "", "at": NOON}
        put(store, tables.follow_up, person=who, cycle=cycle, **told)
    merging.merge(store, kept, gone)
    made = store.execute(select(tables.completion.c.cycle, tables.completion.c.id).order_by("cycle")).all()
    assert made == [(1, first), (2, second), (3, third), (4, fourth)]
    for table, column in ((tables.reflection, "intended_change"), (tables.follow_up, "helped")):
        rows = store.execute(select(table.c.cycle, table.c[column]).where(table.c.person == kept).order_by("cycle"))
        assert rows.all() == [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]


def test_answers_of_a_first_time_that_both_began_are_those_of_the_kept_record(store: Connection) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    for who, said in ((kept, "kept"), (gone, "gone")):
        answers = {"edition": "2026.1", "skipped": False, "at": NOON, "intended_change": said}
        made = insert(tables.reflection).values(person=who, cycle=1, moment="before", **answers)
        number = store.execute(made.returning(tables.reflection.c.id)).scalar_one()
        put(store, tables.reflection_answer, reflection=number, item="find-lead", value=2)
    merging.merge(store, kept, gone)
    assert store.execute(select(tables.reflection.c.intended_change)).scalars().all() == ["kept"]
    assert store.scalar(select(func.count()).select_from(tables.reflection_answer)) == 1

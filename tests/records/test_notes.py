"""Private notes: kept only while they are switched on, each person's own, gone after 12 months."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from course.records import accounts, notes, tables
from course.records.database import reading, writing
from course.rules.facts import Note
from course.rules.notes import LONGEST, digest, digest_of_all
from course.rules.outcomes import Outcome
from tests.records import racing
from tests.records.made import DAY, HOUR, NOBODY, NOON, learner

YEAR_ON = dt.datetime(2027, 11, 22, tzinfo=dt.UTC)


def writer(store: Connection, name: str = "Ada Quill", email: str = "ada@heronsea.example") -> int:
    """Somebody who has switched notes on."""
    person = learner(store, name, email)
    notes.switch(store, person, on=True)
    return person


def rows(store: Connection) -> int:
    return store.scalar(select(func.count()).select_from(tables.note)) or 0


def test_a_note_is_kept_and_the_next_takes_its_place(store: Connection) -> None:
    ada = writer(store)
    assert notes.keep_note(store, ada, "be-open", "Ask.", NOON)
    assert notes.keep_note(store, ada, "be-open", "Ask\nfirst: 李 \U0001f642", NOON + HOUR)
    assert notes.notes_of(store, ada, NOON + HOUR) == (Note("be-open", "Ask\nfirst: 李 \U0001f642", NOON + HOUR),)


@pytest.mark.parametrize("how", ["never switched on", "switched off", "account closed", "nobody"])
def test_nothing_is_kept_of_somebody_who_has_not_switched_notes_on(how: str, store: Connection) -> None:
    ada = learner(store)
    if how != "never switched on":
        notes.switch(store, ada, on=True)
    if how == "switched off":
        notes.switch(store, ada, on=False)
    if how == "account closed":
        accounts.close_account(store, ada, NOON)
    assert not notes.keep_note(store, NOBODY if how == "nobody" else ada, "be-open", "Ask.", NOON)
    assert rows(store) == 0


def test_switching_off_keeps_what_was_written(store: Connection) -> None:
    ada = writer(store)
    notes.keep_note(store, ada, "be-open", "Ask.", NOON)
    notes.switch(store, ada, on=False)
    assert [each.text for each in notes.notes_of(store, ada, NOON)] == ["Ask."]
    assert not notes.switched_on(store, ada)


def test_everybody_has_their_own(store: Connection) -> None:
    ada, bo = writer(store), writer(store, "Bo", "bo@heronsea.example")
    notes.keep_note(store, ada, "be-open", "Ada's", NOON)
    notes.keep_note(store, bo, "be-open", "Bo's", NOON)
    notes.delete_note(store, bo, "record")
    assert [each.text for each in notes.notes_of(store, ada, NOON)] == ["Ada's"]
    notes.delete_all(store, ada)
    assert notes.note_on(store, ada, "be-open", NOON) is None
    assert notes.note_on(store, bo, "be-open", NOON) == Note("be-open", "Bo's", NOON)


def test_the_note_changed_last_stands_first(store: Connection) -> None:
    ada = writer(store)
    for hours, page in enumerate(("record", "be-open", "consent")):
        notes.keep_note(store, ada, page, "Ask.", NOON + hours * HOUR)
    notes.keep_note(store, ada, "record", "Ask again.", NOON + DAY)
    assert [each.page for each in notes.notes_of(store, ada, NOON + DAY)] == ["record", "consent", "be-open"]


@pytest.mark.parametrize(("now", "there"), [(YEAR_ON - dt.timedelta(microseconds=1), True), (YEAR_ON, False)])
def test_a_note_is_read_until_the_day_twelve_months_on_and_never_after(
    now: dt.datetime, there: bool, store: Connection
) -> None:
    ada = writer(store)
    notes.keep_note(store, ada, "be-open", "Ask.", NOON)
    assert (notes.note_on(store, ada, "be-open", now) is not None) is there
    assert bool(notes.notes_of(store, ada, now)) is there
    assert rows(store) == 1, "reading deletes nothing"
    notes.sweep(store, now)
    assert rows(store) == int(there)


def test_writing_sweeps_what_is_too_old_of_everybody(store: Connection) -> None:
    ada, bo = writer(store), writer(store, "Bo", "bo@heronsea.example")
    notes.keep_note(store, bo, "be-open", "Old.", NOON)
    notes.keep_note(store, bo, "record", "Younger.", NOON + DAY)
    notes.keep_note(store, ada, "be-open", "New.", YEAR_ON)
    assert rows(store) == 2
    assert [each.text for each in notes.notes_of(store, bo, YEAR_ON)] == ["Younger."]


def test_a_change_lets_a_note_live_on(store: Connection) -> None:
    ada = writer(store)
    notes.keep_note(store, ada, "be-open", "Ask.", NOON)
    notes.keep_note(store, ada, "be-open", "Ask.", NOON + 300 * DAY)
    assert notes.notes_of(store, ada, NOON + 400 * DAY) != ()


def test_closing_the_account_deletes_every_note(store: Connection) -> None:
    ada, bo = writer(store), writer(store, "Bo", "bo@heronsea.example")
    for person in (ada, bo):
        notes.keep_note(store, person, "be-open", "Ask.", NOON)
    accounts.close_account(store, ada, NOON)
    assert rows(store) == 1
    assert notes.notes_of(store, bo, NOON) != ()


OLD, NEW, TYPED = "Ask.", "Ask first.", "Ask always."


@pytest.mark.parametrize(
    ("opened", "standing", "typed", "outcome", "left"),
    [
        ("", "", TYPED, Outcome.KEPT, TYPED),
        (OLD, OLD, TYPED, Outcome.KEPT, TYPED),
        (OLD, OLD, "", Outcome.KEPT, ""),
        (OLD, NEW, TYPED, Outcome.CHANGED, NEW),
        ("", NEW, TYPED, Outcome.CHANGED, NEW),
        (OLD, "", TYPED, Outcome.CHANGED, ""),
        (OLD, NEW, "", Outcome.CHANGED, NEW),
        ("", NEW, "", Outcome.CHANGED, NEW),
        (OLD, TYPED, TYPED, Outcome.KEPT, TYPED),  # the same form twice
        (OLD, "", "", Outcome.KEPT, ""),
    ],
)
def test_a_change_is_kept_only_where_the_note_is_still_the_one_that_was_opened(
    opened: str, standing: str, typed: str, outcome: Outcome, left: str, store: Connection
) -> None:
    ada = writer(store)
    if standing:
        notes.keep_note(store, ada, "be-open", standing, NOON)
    assert notes.change_note(store, ada, "be-open", typed, digest(opened), NOON + HOUR) is outcome
    found = notes.note_on(store, ada, "be-open", NOON + HOUR)
    assert (found.text if found else "") == left


def test_a_note_that_has_run_out_is_none(store: Connection) -> None:
    ada = writer(store)
    notes.keep_note(store, ada, "be-open", OLD, NOON)
    assert notes.change_note(store, ada, "be-open", TYPED, digest(OLD), YEAR_ON) is Outcome.CHANGED
    assert notes.change_note(store, ada, "be-open", TYPED, "", YEAR_ON) is Outcome.KEPT


@pytest.mark.parametrize(
    ("opened", "standing", "outcome"),
    [
        ({"be-open": OLD, "record": NEW}, {"be-open": OLD, "record": NEW}, Outcome.KEPT),
        ({"be-open": OLD}, {}, Outcome.KEPT),  # deleted meanwhile, or the same form twice
        ({"be-open": OLD}, {"be-open": NEW}, Outcome.CHANGED),
        ({"be-open": OLD}, {"be-open": OLD, "record": NEW}, Outcome.CHANGED),
        ({}, {"be-open": OLD}, Outcome.CHANGED),
    ],
)
def test_all_notes_are_deleted_only_where_they_are_still_those_that_were_opened(
    opened: dict[str, str], standing: dict[str, str], outcome: Outcome, store: Connection
) -> None:
    ada, bo = writer(store), writer(store, "Bo", "bo@heronsea.example")
    for person, kept in ((ada, standing), (bo, {"be-open": "Bo's"})):
        for page, text in kept.items():
            notes.keep_note(store, person, page, text, NOON)
    seen = digest_of_all([Note(page, text, NOON) for page, text in opened.items()])
    assert notes.delete_seen(store, ada, seen, NOON + HOUR) is outcome
    assert rows(store) == 1 + (len(standing) if outcome is Outcome.CHANGED else 0)


def test_off_and_closed_are_told_apart_and_deleting_needs_no_switch(store: Connection) -> None:
    ada = writer(store)
    notes.keep_note(store, ada, "be-open", OLD, NOON)
    notes.switch(store, ada, on=False)
    assert notes.change_note(store, ada, "be-open", TYPED, digest(OLD), NOON) is Outcome.OFF
    assert notes.change_note(store, ada, "be-open", "", digest(OLD), NOON) is Outcome.KEPT
    accounts.close_account(store, ada, NOON)
    assert notes.change_note(store, ada, "be-open", TYPED, "", NOON) is Outcome.CLOSED
    assert rows(store) == 0


@pytest.mark.parametrize("sign", ["x", "\U0001f642"])
def test_the_store_itself_holds_no_longer_note(sign: str, store: Connection) -> None:
    ada = writer(store)
    assert notes.keep_note(store, ada, "be-open", sign * LONGEST, NOON)
    with pytest.raises(Exception, match="text_fits"), store.begin_nested():
        notes.keep_note(store, ada, "record", sign * (LONGEST + 1), NOON)


@pytest.mark.slow
def test_of_four_tabs_at_once_one_is_kept_and_the_others_are_told(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        ada = writer(store)
    texts = [f"Text {number}" for number in range(4)]
    came_to = racing.race(racing.change_note, store_url, [(ada, each) for each in texts])
    with reading() as store:
        (kept,) = notes.notes_of(store, ada, NOON)
    assert sorted(map(str, came_to)) == ["CHANGED"] * 3 + ["KEPT"]
    assert kept.text == texts[came_to.index("KEPT")]

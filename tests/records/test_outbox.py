"""Letters on their way: written once, claimed by one sender, tried again, given up, emptied when they have gone."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import Connection, RowMapping, select

from course.records import accounts, backups, outbox, tables
from course.records.database import reading, writing
from course.records.outbox import Draft
from course.rules import letters
from tests.conftest import close, records_app
from tests.records import racing
from tests.records.made import DAY, HOUR, MINUTE, NOON, learner

REMINDER = Draft("reminder", None, "ada@heronsea.example", "S", "T", "reminder:1")
RESET = Draft("reset", None, "ada@heronsea.example", "S", "link")


def row(store: Connection) -> RowMapping:
    return store.execute(select(tables.outbox)).mappings().one()


def test_what_is_written_twice_is_there_once(store: Connection) -> None:
    assert [outbox.write(store, REMINDER, NOON) for _ in range(2)] == [True, False]
    assert [outbox.write(store, RESET, NOON) for _ in range(2)] == [True, True]
    assert outbox.known_keys(store, ["reminder:1", "reminder:2"]) == {"reminder:1"}


def test_a_letter_that_has_gone_keeps_its_key_and_nothing_else(store: Connection) -> None:
    outbox.write(store, REMINDER, NOON)
    letter = outbox.claim(store, NOON)
    assert letter is not None and (letter.address, letter.text, letter.tries) == ("ada@heronsea.example", "T", 1)
    outbox.mark_sent(store, letter, NOON + MINUTE)
    assert [row(store)[name] for name in ("address", "subject", "text", "last_fault")] == [""] * 4
    assert row(store)["sent_at"] == NOON + MINUTE
    assert outbox.claim(store, NOON + 30 * DAY) is None and not outbox.write(store, REMINDER, NOON + DAY)


def test_a_claimed_letter_is_nobody_elses(store: Connection) -> None:
    outbox.write(store, RESET, NOON)
    assert outbox.next_kind(store, NOON) == "reset" and outbox.claim(store, NOON) is not None
    assert outbox.next_kind(store, NOON) is None and outbox.claim(store, NOON + letters.HOLD - MINUTE) is None


def test_whom_somebody_waits_for_goes_first(store: Connection) -> None:
    outbox.write(store, REMINDER, NOON - HOUR)
    outbox.write(store, RESET, NOON)
    claimed = [outbox.claim(store, NOON) for _ in range(3)]
    assert [each and each.kind for each in claimed] == ["reset", "reminder", None]


def test_a_failed_letter_waits_longer_each_time_and_is_given_up_after_a_week(store: Connection) -> None:
    outbox.write(store, REMINDER, NOON)
    at, waits = NOON, []
    while (letter := outbox.claim(store, at)) is not None:
        outbox.mark_failed(store, letter, "SMTPDataError", at)
        waits.append(row(store)["next_try_at"] - at)
        assert outbox.claim(store, row(store)["next_try_at"] - dt.timedelta(seconds=1)) is None
        at = row(store)["next_try_at"]
    assert waits == [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, *[DAY] * 7]
    assert row(store)["given_up_at"] == at and row(store)["last_fault"] == "SMTPDataError"
    assert row(store)["text"] == "T"


@pytest.mark.parametrize(("draft", "goes_again"), [(REMINDER, False), (RESET, True)])
def test_a_sender_that_was_killed_leaves_a_letter_that_is_not_doubled_unless_somebody_waits(
    draft: Draft, goes_again: bool, store: Connection
) -> None:
    outbox.write(store, draft, NOON)
    outbox.claim(store, NOON)
    again = outbox.claim(store, NOON + letters.HOLD)
    assert (again is not None) == goes_again
    if not goes_again:
        assert row(store)["last_fault"] == letters.UNKNOWN and row(store)["given_up_at"] is not None


def test_an_administrator_can_send_it_again(store: Connection) -> None:
    outbox.write(store, REMINDER, NOON)
    letter = outbox.claim(store, NOON)
    assert letter is not None
    outbox.mark_unsure(store, letter, NOON)
    number = row(store)["id"]
    assert outbox.send_again(store, number, NOON + 9 * DAY) and not outbox.send_again(store, number, NOON + 9 * DAY)
    again = outbox.claim(store, NOON + 9 * DAY)
    assert again is not None and again.tries == 1


@pytest.mark.parametrize(("kind", "kept"), [("reminder", True), ("manager", False), ("reset", False)])
def test_a_link_or_a_managers_address_does_not_outlive_giving_up(kind: str, kept: bool, store: Connection) -> None:
    outbox.write(store, Draft(kind, None, "a@heronsea.example", "S", "T", "k"), NOON)
    assert outbox.claim(store, NOON + 8 * DAY) is None
    assert [bool(row(store)[name]) for name in ("address", "subject", "text")] == [kept] * 3
    assert outbox.send_again(store, row(store)["id"], NOON) == kept


def test_a_late_word_of_an_earlier_try_changes_nothing(store: Connection) -> None:
    outbox.write(store, RESET, NOON)
    first, second = outbox.claim(store, NOON), outbox.claim(store, NOON + letters.HOLD)
    assert first is not None and second is not None
    outbox.mark_failed(store, first, "TimeoutError", NOON + letters.HOLD)
    assert row(store)["last_fault"] == letters.ON_ITS_WAY
    outbox.mark_sent(store, first, NOON + letters.HOLD)  # but a letter that went has gone
    assert row(store)["sent_at"] is not None


def test_without_an_address_a_letter_waits_for_paper(store: Connection) -> None:
    outbox.write(store, Draft("reminder", None, "", "S", "T", "k"), NOON)
    assert outbox.next_kind(store, NOON) is None and outbox.claim(store, NOON) is None


def test_reminders_that_hold_no_more_are_taken_back_unless_they_went(store: Connection) -> None:
    for key in ("sent", "holds", "over"):
        outbox.write(store, Draft("reminder", None, "a@heronsea.example", "S", "T", key), NOON)
    sent = outbox.claim(store, NOON)
    assert sent is not None
    outbox.mark_sent(store, sent, NOON)
    assert outbox.drop_unsent(store, "reminder", but={"holds"}) == 1
    assert outbox.known_keys(store, ["sent", "holds", "over"]) == {"sent", "holds"}


def test_closing_an_account_takes_its_letters_along(store: Connection) -> None:
    ada = learner(store)
    outbox.write(store, Draft("confirm", ada, "ada@heronsea.example", "S", "T"), NOON)
    accounts.close_account(store, ada, NOON)
    assert store.execute(select(tables.outbox.c.id)).all() == []


def test_a_backup_holds_no_letter_that_has_not_gone(store_app: Flask, tmp_path: object) -> None:
    with writing() as store:
        outbox.write(store, REMINDER, NOON)
        letter = outbox.claim(store, NOON)
        assert letter is not None
        outbox.mark_sent(store, letter, NOON)
        outbox.write(store, RESET, NOON)
    backups.save(tmp_path / "backup.db")  # type: ignore[operator]
    copy = records_app(f"sqlite:///{tmp_path}/backup.db")
    with copy.app_context(), reading() as store:
        assert row(store)["key"] == "reminder:1"
    close(copy)


@pytest.mark.slow
def test_two_senders_at_once_never_get_the_same_letter(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        for number in range(40):
            outbox.write(store, Draft("reminder", None, "a@heronsea.example", "S", "T", str(number)), NOON)
    taken = racing.race(racing.claim_letters, store_url, [None] * 2)
    one, two = (set(each) for each in taken)  # type: ignore[call-overload]
    assert len(one) + len(two) == 40 and not one & two


@pytest.mark.slow
def test_a_letter_written_by_four_processes_at_once_is_one(store_app: Flask, store_url: str) -> None:
    assert sorted(map(str, racing.race(racing.write_letter, store_url, [None] * 4))) == ["False"] * 3 + ["True"]

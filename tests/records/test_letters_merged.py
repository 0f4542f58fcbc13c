"""Letters that wait when two records of one person become one: none is lost, none goes twice."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from course.records import completions, follow_ups, letter_tokens, letters_due, merging, outbox, people, tables
from course.records.outbox import Draft
from course.rules import letters
from course.rules.follow_up import FollowUp
from tests.records.made import DAY, HOUR, NOON, TODAY, completion, learner, person

LINK = f"https://example/{letters.TOKEN}"


@pytest.fixture
def kept(store: Connection) -> int:
    """Ada, who completed the course a year ago."""
    who = learner(store, "Ada Quill", "ada@x.example")
    completions.add_completion(store, completion(who, at=NOON - 365 * DAY))
    return who


@pytest.fixture
def gone(store: Connection) -> int:
    """A second record of hers, under which she completed it lately."""
    who = learner(store, "A. Quill", "quill@x.example")
    completions.add_completion(store, completion(who))
    return who


def ask(store: Connection, who: int, cycle: int = 1, address: str = "boss@x.example") -> None:
    """Ask a manager, by letter."""
    token = follow_ups.ask_manager(store, who, cycle, tells_change=False, expires_on=TODAY + 42 * DAY, now=NOON)
    assert token is not None
    assert outbox.write(store, Draft("manager", who, address, "S", LINK, letter_tokens.manager_key(who, cycle)), NOON)


def write(store: Connection, who: int, kind: str, rest: str, *, sent: bool = False) -> None:
    assert outbox.write(store, Draft(kind, who, "", "S", "T", f"{kind}:{who}:{rest}"), NOON)
    if sent:
        store.execute(tables.outbox.update().where(tables.outbox.c.key == f"{kind}:{who}:{rest}").values(sent_at=NOON))


def keys(store: Connection) -> list[str]:
    return sorted(store.execute(select(tables.outbox.c.key)).scalars())


def test_a_letter_to_a_manager_still_goes_and_its_link_opens_the_question(
    store: Connection, kept: int, gone: int
) -> None:
    ask(store, gone)
    assert merging.merge(store, kept, gone, account_of=kept)
    assert letters_due.drop_next(store, NOON) == 0
    letter = outbox.claim(store, NOON)
    assert letter is not None and letter.address == "boss@x.example"
    found = follow_ups.manager_question(store, letter.text.removeprefix("https://example/"))
    assert found is not None and (found.person, found.cycle) == (kept, 2)
    assert follow_ups.answer_manager(store, letter.text.removeprefix("https://example/"), "yes", TODAY, NOON)
    assert keys(store) == []


def test_letters_of_both_go_under_the_numbers_that_their_cycles_get(store: Connection, kept: int, gone: int) -> None:
    """The first of the one record becomes the second of both, and the other way round."""
    ask(store, kept, address="first@x.example")
    ask(store, gone, address="second@x.example")
    assert merging.merge(store, gone, kept, account_of=gone)
    assert keys(store) == [f"manager:{gone}:1", f"manager:{gone}:2"]
    letter = outbox.claim(store, NOON)
    assert letter is not None and letter.address == "first@x.example"
    found = follow_ups.manager_question(store, letter.text.removeprefix("https://example/"))
    assert found is not None and found.cycle == 1


def test_of_two_questions_about_one_time_the_kept_records_stays_with_its_letter(store: Connection) -> None:
    one, two = learner(store, "Ada Quill", "ada@x.example"), learner(store, "A. Quill", "quill@x.example")
    ask(store, one, address="first@x.example")
    ask(store, two, address="second@x.example")
    assert merging.merge(store, one, two, account_of=one)
    assert [row.address for row in store.execute(select(tables.outbox.c.address))] == ["first@x.example"]


@pytest.mark.parametrize("letter_waits", [True, False])
def test_a_second_letter_about_one_question_is_not_sent_in_the_place_of_one_that_went(
    letter_waits: bool, store: Connection
) -> None:
    one, two = learner(store, "Ada Quill", "ada@x.example"), learner(store, "A. Quill", "quill@x.example")
    ask(store, one, address="first@x.example")
    ask(store, two, address="second@x.example")
    if not letter_waits:
        letter = outbox.claim(store, NOON)
        assert letter is not None
        outbox.mark_sent(store, letter, NOON)
    assert merging.merge(store, one, two, account_of=one)
    waiting = outbox.claim(store, NOON + HOUR)
    assert (waiting.address if waiting else None) == ("first@x.example" if letter_waits else None)


@pytest.mark.parametrize(("kind", "rest"), [("reminder", "7:2026-11-22:0"), ("digest", "2026-11-16")])
@pytest.mark.parametrize("sent", ["kept", "gone", "neither"])
def test_what_both_were_to_get_is_one_letter(kind: str, rest: str, sent: str, store: Connection) -> None:
    one, two = learner(store, "Ada Quill", "ada@x.example"), person(store, "A. Quill")
    write(store, one, kind, rest, sent=sent == "kept")
    write(store, two, kind, rest, sent=sent == "gone")
    assert merging.merge(store, one, two)
    (row,) = store.execute(select(tables.outbox)).all()
    assert (row.key, row.person, row.sent_at is not None) == (f"{kind}:{one}:{rest}", one, sent != "neither")


def test_who_was_asked_or_has_answered_is_not_asked_again(store: Connection, kept: int, gone: int) -> None:
    follow_ups.set_wish(store, gone, 1, TODAY, NOON)
    write(store, gone, "follow-up", "1", sent=True)
    assert merging.merge(store, kept, gone, account_of=kept)
    assert keys(store) == [f"follow-up:{kept}:2"] and follow_ups.due_wishes(store, TODAY) == ()


def test_the_questions_go_to_nobody_who_answered_them_under_the_other_record(store: Connection) -> None:
    one, two = learner(store, "Ada Quill", "ada@x.example"), learner(store, "A. Quill", "quill@x.example")
    given = FollowUp(1, decided_since=True, helped="", hindered="", change_done=None, at=NOON)
    assert follow_ups.keep(store, two, given)
    write(store, one, "follow-up", "1")
    assert merging.merge(store, one, two, account_of=one)
    assert keys(store) == []


def test_letters_of_others_stay_as_they_are(store: Connection, kept: int, gone: int) -> None:
    bo = people.add_person(store, "Bo Marsh", NOON)
    for who, kind, rest in ((bo, "digest", "2026-11-16"), (bo, "follow-up", "1")):
        write(store, who, kind, rest)
    before = keys(store)
    assert merging.merge(store, kept, gone, account_of=kept)
    assert keys(store) == before

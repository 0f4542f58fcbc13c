"""Two records of one person become one. Everything that happened moves to the one that is kept; the other loses its name.

The row of the other person stays, without a name, because the audit tells of people by their ids and is never changed.
Where both have the same fact (a page read, a look), the earlier moment counts; the first of two attempts stays the first.
Of an account that ends by this, private notes and the intended change are deleted: nobody but its owner ever reads them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, func, select, true, update

from course.records import name_words, people, standings, tables
from course.records.answer_places import QUIZ
from course.records.cycles_merged import merge_cycles
from course.records.places_merged import merge_places
from course.records.registers_merged import merge_registers
from course.records.responses_merged import answers_beside, silence_changed

# Facts of which a person has one of each: the columns that tell them apart, and the moment of which the earlier counts.
ONCE: tuple[tuple[Table, tuple[str, ...], str], ...] = (
    (tables.reading, ("page", "edition"), "at"),
    (tables.look, ("quiz", "digest"), "at"),
    (tables.case_done, ("case_id",), "at"),
    (tables.note, ("page",), "changed_at"),
    (tables.outside_training, ("course", "provider", "completed_on"), "entered_at"),
    (tables.role_grant, ("role", "organisation", "team"), "granted_at"),
    (tables.contact, (), "given_at"),
)
# Everything else that points to a person and simply points to the other one then.
PLAIN: tuple[tuple[Table, str], ...] = (
    (tables.record_look, "person"),
    (tables.record_look, "by"),
    (tables.outbox, "person"),
    (tables.completion, "withdrawn_by"),
    (tables.email_domain, "added_by"),
    (tables.headcount, "entered_by"),
    (tables.import_batch, "made_by"),
    (tables.import_batch, "undone_by"),
    (tables.outside_training, "entered_by"),
    (tables.requirement, "made_by"),
    (tables.exemption, "made_by"),
    (tables.evidence_pack, "made_by"),
    (tables.local_value, "changed_by"),
    (tables.room_session, "trainer"),
    (tables.room_session, "closed_by"),
    (tables.attendance_correction, "by"),
    (tables.trainer_led, "trainer"),
    (tables.paper_attempt, "typed_by"),
    (tables.show_of_hands, "trainer"),
    (tables.organisation_logo, "changed_by"),
)
ENDS_WITH_ACCOUNT = (tables.visit, tables.one_time_link)


def merge(store: Connection, kept: int, gone: int, account_of: int | None = None) -> bool:
    """Make one record of two. False, and nothing done, where one of them is not there, or both are the same.

    `account_of`: whose account stays, where both have one. Refused (ValueError) are None then, and an account whose address
    nobody has confirmed where the other's is confirmed.
    """
    if kept == gone or _named(store, kept, gone) != 2:
        return False
    _keep_one_account(store, kept, gone, account_of)
    beside = answers_beside(store, kept, gone)
    merge_places(store, kept, gone)
    merge_cycles(store, kept, gone)
    merge_registers(store, kept, gone)
    _tell_attempts_apart(store, kept, gone)
    for table, keys, moment in ONCE:
        _move_once(store, table, keys, moment, kept, gone)
    for table, column in PLAIN:
        store.execute(update(table).where(table.c[column] == gone).values({column: kept}))
    silence_changed(store, beside, kept)
    people.rename(store, gone, "")
    name_words.keep(store, kept)
    standings.touch(store, kept)
    return True


def _named(store: Connection, *both: int) -> int:
    """How many of the two are there and not merged or closed; whoever writes a fact of theirs waits until the commit."""
    table = tables.person
    found = select(table.c.id).where(table.c.id.in_(both), table.c.name != "").order_by(table.c.id).with_for_update()
    return len(store.execute(found).all())


def _keep_one_account(store: Connection, kept: int, gone: int, account_of: int | None) -> None:
    """One way to sign in stays; every visit of the other ends, and so do links that were made for it."""
    table = tables.account
    found = select(table.c.person, table.c.email_confirmed).where(table.c.person.in_((kept, gone)))
    confirmed = {row.person: row.email_confirmed for row in store.execute(found)}
    if len(confirmed) == 2:
        if account_of not in confirmed:
            raise ValueError("both have an account: say which one stays")
        if any(confirmed.values()) and not confirmed[account_of]:
            raise ValueError("the account with the confirmed address stays")
        _end_account(store, kept if account_of == gone else gone)
    for each in ENDS_WITH_ACCOUNT:
        store.execute(delete(each).where(each.c.person == gone))
    store.execute(update(table).where(table.c.person == gone).values(person=kept))


def _end_account(store: Connection, owner: int) -> None:
    for table in (*ENDS_WITH_ACCOUNT, tables.note, tables.account):
        store.execute(delete(table).where(table.c.person == owner))
    reflection = tables.reflection
    store.execute(update(reflection).where(reflection.c.person == owner).values(intended_change=None))


def _tell_attempts_apart(store: Connection, kept: int, gone: int) -> None:
    """Attempts all move; a form that was sent under both records is two attempts, so its key is made another.

    Of two first attempts at a quiz the later one is silent in its place among the answers that are counted (`items`).
    """
    _mark_later_firsts(store, kept, gone)
    table, other = tables.attempt, tables.attempt.alias("other")
    both = exists().where(other.c.person == kept, other.c.key == table.c.key)
    twice = store.execute(select(table.c.id, table.c.key).where(table.c.person == gone, both)).all()
    for row in twice:
        store.execute(update(table).where(table.c.id == row.id).values(key=f"{row.key} of {gone}"))
    store.execute(update(table).where(table.c.person == gone).values(person=kept))


def _mark_later_firsts(store: Connection, *both: int) -> None:
    """A record's first attempt at a quiz is the one that counts, where one does; else its earliest."""
    of, kept_with = tables.attempt.c, tables.answer_place.c
    counted = exists().where(kept_with.list == QUIZ, kept_with.answer == of.id) & ~of.first_of_merged
    turn = func.row_number().over(partition_by=[of.person, of.quiz], order_by=[~counted, of.at, of.id])
    mine = select(of.id, of.quiz, of.at, turn.label("turn")).where(of.person.in_(both)).subquery().c
    place = func.row_number().over(partition_by=mine.quiz, order_by=[mine.at, mine.id])
    firsts = select(mine.id, place.label("place")).where(mine.turn == 1).subquery().c
    later = select(firsts.id).where(firsts.place == 2)
    store.execute(update(tables.attempt).where(of.id.in_(later)).values(first_of_merged=True))


def _move_once(
    store: Connection, table: Table, keys: tuple[str, ...], moment: str, kept: int, gone: int
) -> None:  # fmt: skip
    """Move facts of which there is one of each; of two the earlier stays."""
    other: Any = table.alias("other")
    same = and_(true(), *(other.c[key].is_not_distinct_from(table.c[key]) for key in keys))
    earlier = exists().where(other.c.person == gone, same, other.c[moment] < table.c[moment])
    store.execute(delete(table).where(table.c.person == kept, earlier))
    known = exists().where(other.c.person == kept, same)
    store.execute(delete(table).where(table.c.person == gone, known))
    store.execute(update(table).where(table.c.person == gone).values(person=kept))

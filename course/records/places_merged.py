"""The memberships of two records of one person, put together. In an organisation to which both belong now they become one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, exists, or_, select, update

from course.records import standings, tables

membership, standing, exemption = tables.membership, tables.standing, tables.exemption


def merge_places(store: Connection, kept: int, gone: int) -> None:
    """Move memberships, with what hangs on them; of two present ones in an organisation the kept record's stays.

    Exemptions of the other one, and of those that were moved on to it, hang on it from now on. It counts from the earlier
    of the two days; its team and job role stay, or are the other's where it has none. On no day do two of one organisation
    hold: one that ended later than the next began ends there, as a move; one wholly within another has no length.
    """
    here, there = _present(store, kept), _present(store, gone)
    for organisation in here.keys() & there.keys():
        _make_one(store, here[organisation], there[organisation])
    for table in (membership, standing):
        store.execute(update(table).where(table.c.person == gone).values(person=kept))
    _part(store, kept)
    _count_once(store, kept)


def _part(store: Connection, person: int) -> None:
    """Let no two memberships in one organisation hold on the same day."""
    c = membership.c
    rows = store.execute(
        select(membership).where(c.person == person).order_by(c.organisation, c.started_on, c.id)
    ).all()
    before: Any = None
    for row in rows:
        apart = before is not None and before.left_on is not None and before.left_on <= row.started_on
        if before is None or before.organisation != row.organisation or apart:
            before = row
        elif row.left_on is None or (before.left_on is not None and before.left_on < row.left_on):
            store.execute(update(membership).where(c.id == before.id).values(left_on=row.started_on))
            stay = (c.person == person, c.organisation == row.organisation, c.counts_from == row.counts_from)
            store.execute(update(membership).where(*stay).values(counts_from=before.counts_from))
            before = row
        else:
            store.execute(update(membership).where(c.id == row.id).values(left_on=row.started_on))
            store.execute(update(exemption).where(exemption.c.membership == row.id).values(membership=before.id))


def _count_once(store: Connection, person: int) -> None:
    """A membership that ended while another in the same organisation went on is no leaving, but a move."""
    other = membership.alias("other")
    went_on = exists().where(
        other.c.person == person,
        other.c.organisation == membership.c.organisation,
        other.c.started_on <= membership.c.left_on,
        or_(other.c.left_on.is_(None), other.c.left_on > membership.c.left_on),
    )
    store.execute(update(membership).where(membership.c.person == person, went_on).values(moved=True))


def _present(store: Connection, person: int) -> dict[int, Any]:
    found = select(membership).where(membership.c.person == person, membership.c.left_on.is_(None))
    return {row.organisation: row for row in store.execute(found)}


def _make_one(store: Connection, stays: Any, goes: Any) -> None:
    theirs = (membership.c.person == goes.person, membership.c.organisation == goes.organisation)
    ended = select(membership.c.id).where(*theirs, membership.c.counts_from == goes.counts_from)
    store.execute(update(exemption).where(exemption.c.membership.in_(ended)).values(membership=stays.id))
    store.execute(update(tables.outbox).where(tables.outbox.c.membership == goes.id).values(membership=stays.id))
    standings.remove(store, standing.c.membership == goes.id)
    store.execute(delete(membership).where(membership.c.id == goes.id))
    is_first = stays.started_on == stays.counts_from
    earlier = min(stays.counts_from, goes.counts_from)
    values = {
        "counts_from": earlier,
        "started_on": min(stays.started_on, goes.started_on) if is_first else stays.started_on,
        "team": goes.team if stays.team is None else stays.team,
        "job_role": goes.job_role if stays.job_role is None else stays.job_role,
    }
    chain = (membership.c.person == stays.person, membership.c.organisation == stays.organisation)
    before = update(membership).where(*chain, membership.c.counts_from == stays.counts_from, membership.c.moved)
    store.execute(before.values(counts_from=earlier))
    store.execute(update(membership).where(membership.c.id == stays.id).values(values))

"""Writing what a file of people does: a few statements for a thousand lines, ids and a digest of everybody kept for undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Protocol

from sqlalchemy import Connection, Table, func, insert, select, text, update

from course.records import audit, import_known, job_roles, name_words, organisations, roles_ended, standings, tables
from course.rules.outside import OutsideTraining
from course.rules.people_known import Act, Begin, Change, Named
from course.rules.people_lines import Progress, name_key
from course.rules.texts import email_key

PART = 1_000
TRAINED = tuple(field.name for field in fields(OutsideTraining))
Row = dict[str, Any]


class Plan(Protocol):
    """Of what was judged, all that writing needs (`imports.Judged`)."""

    @property
    def organisation(self) -> int: ...
    @property
    def acts(self) -> tuple[Act, ...]: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def file_digest(self) -> str: ...


def write(store: Connection, plan: Plan, *, by: int | None, now: dt.datetime, progress: Progress) -> int:
    """Write it all; returns the number of the batch."""
    writing = Writing(store, plan.organisation, by, now)
    for start in range(0, len(plan.acts), PART):
        writing.write(plan.acts[start : start + PART])
        progress(start)
    return writing.finish(plan)


class Writing:
    """One file being written. What was made and changed so far, by ids, is what undoing needs."""

    hidden = False  # whether memberships count nowhere as yet

    def __init__(self, store: Connection, organisation: int, by: int | None, now: dt.datetime) -> None:
        self.store, self.organisation, self.by, self.now = store, organisation, by, now
        self.new: dict[int, int] = {}  # the line that told of somebody new -> person
        self.known: dict[int, None] = {}  # people who were there before
        self.made: dict[str, list[int]] = {"team": [], "job_role": [], "membership": [], "outside_training": []}
        self.contacts: list[int] = []  # people whose address was kept
        self.before: list[Row] = []  # memberships as they were before they were changed
        self.added_at = now
        self._named: dict[tuple[str, str], int] = {}

    def take_up(self, before: Writing) -> None:
        """Go on where another transaction has ended."""
        self.new, self.made, self.contacts, self._named = before.new, before.made, before.contacts, before._named

    def write(self, acts: Sequence[Act]) -> None:
        """Write some lines, in the order that references need."""
        new = {act.of: act.name for act in acts if act.person is None and act.of not in self.new}
        names = [{"name": name, "added_at": self.added_at} for name in new.values()]
        self.new |= dict(zip(new, self._insert(tables.person, names), strict=True))
        people = [act.person or self.new[act.of] for act in acts]
        self.known |= dict.fromkeys(act.person for act in acts if act.person is not None)
        pairs = list(zip(people, acts, strict=True))
        self._change([change for _, act in pairs for change in act.changes])
        self._begin([(who, act.begin, act.person is not None) for who, act in pairs if act.begin])
        self._keep_contacts((who, act.contact) for who, act in pairs if act.contact)
        self._keep_words({self.new[of]: name for of, name in new.items()}, pairs)
        self._train(pairs)

    def _insert(self, table: Table, rows: Sequence[Row]) -> list[int]:
        """Insert rows; returns their ids in the same order."""
        if not rows:
            return []
        numbers = next_numbers(self.store, table, len(rows))
        self.store.execute(insert(table), [{"id": number} | row for number, row in zip(numbers, rows, strict=True)])
        return numbers

    def _begin(self, told: Sequence[tuple[int, Begin, bool]]) -> list[int]:
        """Memberships that begin: of whom, what, and whether the person was known before; returns their ids."""
        numbers = self._insert(tables.membership, [self._membership(who, begin) for who, begin, _ in told])
        pairs = list(zip(numbers, told, strict=True))
        rows = [(number, who, self.organisation, begin.started_on) for number, (who, begin, _) in pairs]
        standings.add_rows(self.store, rows, hidden=self.hidden)
        self.made["membership"] += [number for number, (_, _, known) in pairs if known]
        return numbers

    def _membership(self, person: int, begin: Begin) -> Row:
        days = {"counts_from": begin.counts_from, "started_on": begin.started_on, "left_on": begin.left_on}
        named = {"team": self._number("team", begin.team), "job_role": self._number("job_role", begin.job_role)}
        place = {"person": person, "organisation": self.organisation, "moved": False, "entered_at": self.now}
        return place | days | named

    def _number(self, kind: str, named: Named) -> int | None:
        """The number of a team or job role; makes what is not there yet."""
        if not isinstance(named, str):
            return named
        key = (kind, name_key(named))
        if key not in self._named:
            if kind == "team":
                self._named[key] = organisations.add_team(self.store, self.organisation, named, self.now)
            else:
                self._named[key] = job_roles.add(self.store, named, self.now)
            self.made[kind].append(self._named[key])
        return self._named[key]

    def _change(self, changes: Sequence[Change]) -> None:
        table = tables.membership
        if not changes:
            return
        numbers = [change.membership for change in changes]
        kept = ("id", "job_role", "counts_from", "started_on", "left_on", "moved")
        found = select(*(table.c[name] for name in kept)).where(table.c.id.in_(numbers)).order_by(table.c.id)
        self.before += [dict(row) for row in self.store.execute(found).mappings()]
        for change in changes:  # few in a file, but for one that moves everybody
            values: Row = dict(change.days)
            if change.job_role is not None:
                values["job_role"] = self._number("job_role", change.job_role)
            self.store.execute(update(table).where(table.c.id == change.membership).values(values))

    def _keep_contacts(self, given: Iterable[tuple[int, str]]) -> None:
        pairs = list(given)
        rows = [{"person": who, "email": email, "email_key": email_key(email)} for who, email in pairs]
        if rows:
            self.store.execute(insert(tables.contact), [row | {"given_at": self.now} for row in rows])
            self.contacts += [who for who, _ in pairs]

    def _keep_words(self, new: Mapping[int, str], pairs: Sequence[tuple[int, Act]]) -> None:
        """The words under which people are found: of those who are new, and of whom an address is told."""
        told = {who: act.contact for who, act in pairs if act.contact}
        name_words.add(self.store, {who: (name, told.get(who)) for who, name in new.items()})
        name_words.keep(self.store, *(who for who in told if who not in new))

    def _train(self, pairs: Sequence[tuple[int, Act]]) -> None:
        entered = {"entered_at": self.now, "entered_by": self.by}
        told = [(who, act.training, act.person is not None) for who, act in pairs if act.training]
        rows = [{name: getattr(training, name) for name in TRAINED} | {"person": who} for who, training, _ in told]
        made = self._insert(tables.outside_training, [row | entered for row in rows])
        self.made["outside_training"] += [each for each, (_, _, known) in zip(made, told, strict=True) if known]

    def finish(self, plan: Plan, coming: int | None = None, new: list[Any] | None = None) -> int:
        """Say whose status is due, keep what undoing needs, and a line in the audit.

        `coming`: the batch that was kept before; `new`: those who are, each with the digest, where they are known already.
        """
        known, counts = list(self.known), dict(plan.counts)
        standings.touch(self.store, *known)
        changes = {
            "new": self._digests(list(self.new.values())) if new is None else new,
            "known": self._digests(known),
            "contacts": sorted(set(self.contacts).difference(self.new.values())),
            "before": [_plain(row) for row in self.before],
            "made": self.made,
        }
        row = {
            "organisation": self.organisation, "file_digest": plan.file_digest, "counts": counts, "changes": changes,
            "made_at": self.now, "made_by": self.by,
        }  # fmt: skip
        number = self._keep(row, coming)
        told = ", ".join(f"{kind} {count}" for kind, count in counts.items())
        thing = f"import {number} of organisation {self.organisation}"
        audit.note(self.store, self.by, "people imported", thing, told, self.now)
        if self.before:
            roles_ended.end_roles(self.store, self.now, by=self.by, ended={row["id"] for row in self.before})
        return number

    def _digests(self, people: Sequence[int]) -> list[Any]:
        found = import_known.fingerprints(self.store, self.organisation, people)
        return [[number, found[number]] for number in people]

    def _keep(self, row: Row, coming: int | None) -> int:
        if coming is None:
            return self._insert(tables.import_batch, [row])[0]
        self.store.execute(update(tables.import_batch).where(tables.import_batch.c.id == coming).values(row))
        return coming


def next_numbers(store: Connection, table: Table, count: int) -> list[int]:
    """Ids for new rows, asked for together: rows that bring their ids are inserted many times faster."""
    if store.dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return list(store.execute(drawn, {"name": table.name, "count": count}).scalars())
    last = store.execute(select(func.max(table.c.id))).scalar() or 0
    if table.dialect_options["sqlite"]["autoincrement"]:  # an id is never given again, even behind deleted rows
        used = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        last = max(last, store.execute(used, {"name": table.name}).scalar() or 0)
    return list(range(last + 1, last + 1 + count))


def _plain(row: Row) -> Row:
    """Days as text, so that they can stand in JSON."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}

"""Where each membership stands on every day there is (`rules.status_steps`), kept beside its row of `standing`.

`records.standings` has them worked out with the rows: whoever touches a person changes their past as well. Steps depend on
facts, requirements and the values of course.yaml, and not on the day on which they were worked out.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, select, update

from course.records import member_facts, status_sums, tables
from course.records.member_facts import Member, is_before
from course.records.statements import run_for_each
from course.rules.dates import london_day
from course.rules.requirements import Requirement
from course.rules.status_steps import Known, Span, gone_on, steps, written

kept, default_kept, standing = tables.status_steps, tables.status_default, tables.standing
NAMES = [column.name for column in kept.columns]
PUT = (
    f"INSERT INTO status_steps ({', '.join(NAMES)}) VALUES ({', '.join(f':{name}' for name in NAMES)})"  # noqa: S608 - names of our own columns
    f" ON CONFLICT (membership) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in NAMES[1:])}"
)
EVER = dt.date.min
History = Sequence[tuple[dt.date, Requirement]]
"""From which day on which requirement is in force for members of one kind."""


def keep(
    store: Connection,
    found: Sequence[Member],
    outside: Mapping[int, Sequence[dt.date]],
    asked: Callable[[Any], History],
) -> None:
    """Work out the steps of these members and count them; those that are as they were cost nothing more.

    `outside`: by membership, the days of training elsewhere; `asked`: what is in force for a kind of members.
    """
    rows = select(kept).where(kept.c.membership.in_([each.membership for each in found]))
    before = {row[0]: row for row in store.execute(rows)}
    entered, sums, changed = _entered(store, found), status_sums.Changes(), []
    for each in found:
        now = _row(each, outside.get(each.membership, ()), asked, entered[each.membership])
        was = before.get(each.membership)
        if was is not None and tuple(was) == now:
            continue
        changed.append(dict(zip(NAMES, now, strict=True)))
        if was is not None:
            sums.add((was.organisation, was.team), was.steps, -1)
        sums.add((now[1], now[2]), now[4], 1)
    if changed:
        run_for_each(store, PUT, changed)
        sums.write(store)


def _row(
    member: Member, outside: Sequence[dt.date], asked: Callable[[Any], History], entered: Sequence[Span]
) -> tuple[int, int, int, bool, str]:
    history = asked((member.organisation, member.team, member.job_role))
    done = sorted(member.done, key=lambda one: (one.completed_on, one.id))
    known = Known(
        started_on=member.started_on,
        gone_on=gone_on(member.left_on, member.moved, member.followed_on),
        facts=member.facts,
        editions=[(each.completed_on, each.edition) for each in done],
        outside=outside,
        asked=history,
        entered=entered,
    )
    ends = [day for day, _ in history[1:]] + [dt.date.max]
    by_default = any(each.id is None and end > member.started_on for (_, each), end in zip(history, ends, strict=True))
    return member.membership, member.organisation, member.team or 0, by_default, written(steps(known))


def _entered(store: Connection, found: Sequence[Member]) -> dict[int, list[Span]]:
    """By membership, of what was entered after the day from which it counts: from that day to the day of its entry."""
    numbers = [each.membership for each in found]
    spans: dict[int, list[Span]] = {number: [] for number in numbers}
    began = select(tables.membership.c.id, tables.membership.c.entered_at)
    for number, told in store.execute(began.where(tables.membership.c.id.in_(numbers))):
        spans[number].append((EVER, london_day(told)))
    exempt = tables.exemption.c
    held = member_facts.exempted(tables.membership).add_columns(exempt.from_day, exempt.made_at)
    for number, day, told in store.execute(held.where(tables.membership.c.id.in_(numbers))):
        spans[number].append((day, london_day(told)))
    people = _late_facts(store, {each.person for each in found})
    for each in found:
        spans[each.membership] += (span for span in people.get(each.person, ()) if is_before(span[0], each.left_on))
    return {number: [span for span in some if span[0] < span[1]] for number, some in spans.items()}


def _late_facts(store: Connection, people: Iterable[int]) -> dict[int, list[Span]]:
    """So of the completions and the training elsewhere of people; withdrawing is an entry, too."""
    people = list(people)
    done, out, led = tables.completion.c, tables.outside_training.c, tables.trainer_led
    entered = func.coalesce(led.c.made_at, done.at)
    made = select(done.person, done.completed_on, entered, done.withdrawn_at)
    made = made.select_from(tables.completion.outerjoin(led, led.c.completion == done.id))
    told = select(out.person, out.completed_on, out.entered_at)
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for query, column in ((made, done.person), (told, out.person)):
        for who, day, *moments in store.execute(query.where(column.in_(people))):
            found[who] += ((day, london_day(moment)) for moment in moments if moment is not None)
    return found


def take_out(store: Connection, which: ColumnElement[bool]) -> None:
    """The memberships of these rows of `standing` are going to be taken away."""
    mine = select(standing.c.membership).where(which)
    sums = status_sums.Changes()
    for row in store.execute(select(kept).where(kept.c.membership.in_(mine))):
        sums.add((row.organisation, row.team), row.steps, -1)
    sums.write(store)
    store.execute(delete(kept).where(kept.c.membership.in_(mine)))


def clear(store: Connection) -> None:
    """Forget all steps and their sums."""
    status_sums.clear(store)
    store.execute(delete(kept))


def take_up(store: Connection, default: Requirement) -> bool:
    """From now on steps are worked out with these values of course.yaml; whether some were with others."""
    others = bool(store.execute(select(is_other(default))).scalar_one())
    if others:
        store.execute(update(default_kept).values(asked=default.in_short))
    elif store.execute(select(default_kept.c.asked)).first() is None:
        store.execute(insert(default_kept).values(asked=default.in_short))
    return others


def by_default() -> Select[tuple[int]]:
    """The memberships whose steps follow from the values of course.yaml, on any of their days."""
    return select(kept.c.membership).where(kept.c.by_default)


def is_other(default: Requirement) -> ColumnElement[bool]:
    """Whether steps were worked out with other values of course.yaml than these."""
    return exists(select(default_kept.c.asked).where(default_kept.c.asked != default.in_short))

"""Status in SQL is the status of the rules, for any dates on any day, on both stores."""

import datetime as dt
import random

import pytest
from sqlalchemy import Connection, delete, insert, select

from course.records import standing_sql, tables
from course.rules.reporting import URGENCY
from course.rules.standing import FOR_EVER, STATUSES, Dates, status
from course.rules.status_days import is_soon
from tests.records.made import TODAY
from tests.records.reporting import DAY, found_partnership, member

standing = tables.standing


def any_dates(dice: random.Random) -> Dates:
    """Dates near today, of which any may be lacking; those about a completion lack together."""

    def day(often: float) -> dt.date | None:
        return TODAY + dice.randrange(-40, 41) * DAY if dice.random() < often else None

    expires = day(0.6)
    return Dates(
        left_on=day(0.3),
        exempt_until=dice.choice((None, None, day(0.5), FOR_EVER)),
        begun=dice.random() < 0.5,
        due_on=TODAY + dice.randrange(-40, 41) * DAY,
        completed_on=expires and expires - 700 * DAY,
        opens_on=expires and expires - dice.choice((0, 1, 30)) * DAY,
        expires_on=expires,
        grace_until=expires and expires + dice.choice((0, 1, 14)) * DAY,
    )


def keep(store: Connection, rows: list[Dates]) -> dict[int, Dates]:
    """Rows of the table with these dates, by membership."""
    here, found = found_partnership(store), {}
    store.execute(delete(standing))
    for each in rows:
        person = member(store, here.nursery, None, TODAY - 50 * DAY)
        of = tables.membership.c
        number = int(store.execute(select(of.id).where(of.person == person)).scalar_one())
        found[number] = each
    store.execute(delete(standing))
    for number, each in found.items():
        values = {name: getattr(each, name) for name in Dates.__dataclass_fields__}
        more = {"person": 1, "organisation": here.nursery, "name_key": "", "started_on": TODAY, "moved": False}
        person = store.scalar(select(tables.membership.c.person).where(tables.membership.c.id == number))
        store.execute(insert(standing).values(values | more | {"membership": number, "person": person}))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_status_and_soon_in_sql_are_those_of_the_rules(seed: int, store: Connection) -> None:
    dice = random.Random(seed)
    rows = keep(store, [any_dates(dice) for _ in range(80)])
    seen = set()
    for day in (TODAY, TODAY + DAY, TODAY - 14 * DAY, TODAY + 30 * DAY):
        found = standing_sql.status(day)
        asked = select(standing.c.membership, found, standing_sql.soon(found, day), standing_sql.urgency(found))
        for number, said, soon, place in store.execute(asked):
            expected = status(rows[number], day)
            assert (said, bool(soon), place) == (
                expected,
                is_soon(rows[number], expected, day),
                URGENCY.index(expected),
            )
            seen.add(said)
    assert seen == set(STATUSES)


@pytest.mark.parametrize(
    ("started", "left", "moved", "counts"),
    [
        (-1, None, False, True),
        (0, None, False, True),
        (1, None, False, False),  # begins tomorrow
        (-5, -1, False, True),  # left: one of the eight statuses
        (-5, -1, True, False),  # moved: the next membership counts
        (-5, 0, True, False),
        (-5, 1, True, True),  # moves tomorrow
    ],
)
def test_who_is_registered(started: int, left: int | None, moved: bool, counts: bool, store: Connection) -> None:
    keep(store, [Dates(None, None, False, TODAY, None, None, None, None)])
    values = {"started_on": TODAY + started * DAY, "left_on": left and TODAY + left * DAY, "moved": moved}
    values["left_on"] = TODAY if left == 0 else values["left_on"]
    store.execute(standing.update().values(values))
    asked = select(standing.c.membership).where(standing_sql.registered(TODAY))
    assert bool(store.execute(asked).all()) == counts

"""Looks at somebody's record: one a day for each who looked, shown to the person, noted in the audit."""

import datetime as dt

from sqlalchemy import Connection, func, select

from course.records import record_looks, tables
from tests.records.made import DAY, HOUR, NOON, TODAY, person


def test_a_look_is_kept_once_a_day_for_each_who_looks(store: Connection) -> None:
    ada, lead, other = person(store), person(store, "Lea Field"), person(store, "Oz Bell")
    assert not record_looks.is_kept(store, ada, lead, NOON)
    record_looks.add(store, ada, lead, "Safeguarding lead, Heronsea Nursery", NOON)
    record_looks.add(store, ada, lead, "Safeguarding lead, Heronsea Nursery", NOON + HOUR)
    record_looks.add(store, ada, other, "Team lead, Toddlers", NOON + 2 * HOUR)
    record_looks.add(store, ada, lead, "Safeguarding lead, Heronsea Nursery", NOON + DAY)
    assert record_looks.is_kept(store, ada, lead, NOON + HOUR)
    found = [(each.name, each.role, each.day) for each in record_looks.looks_at(store, ada)]
    assert found == [
        ("Lea Field", "Safeguarding lead, Heronsea Nursery", TODAY + DAY),
        ("Oz Bell", "Team lead, Toddlers", TODAY),
        ("Lea Field", "Safeguarding lead, Heronsea Nursery", TODAY),
    ]
    assert record_looks.looks_at(store, lead) == ()
    lines = select(func.count()).where(tables.audit.c.action == "record looked at")
    assert store.execute(lines).scalar_one() == 3


def test_the_day_of_a_look_is_londons(store: Connection) -> None:
    ada, lead = person(store), person(store, "Lea Field")
    before = dt.datetime(2026, 7, 1, 22, 59, tzinfo=dt.UTC)  # 23:59 in London
    record_looks.add(store, ada, lead, "Team lead, Toddlers", before)
    assert not record_looks.is_kept(store, ada, lead, before + dt.timedelta(minutes=1))
    record_looks.add(store, ada, lead, "Team lead, Toddlers", before + dt.timedelta(minutes=1))
    assert [each.day.day for each in record_looks.looks_at(store, ada)] == [2, 1]

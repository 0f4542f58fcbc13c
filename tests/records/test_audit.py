"""The audit."""

from sqlalchemy import Connection, select

from course.records import audit, tables
from tests.records.made import NOON, person


def test_lines_are_kept_in_the_order_in_which_they_were_written(store: Connection) -> None:
    boss = person(store)
    audit.note(store, boss, "role granted", "person 7", "auditor", NOON)
    audit.note(store, None, "set-up link made", "", "", NOON)
    line = tables.audit.c
    rows = store.execute(select(line.actor, line.action, line.thing, line.detail, line.at).order_by(line.id)).all()
    assert [tuple(row) for row in rows] == [
        (boss, "role granted", "person 7", "auditor", NOON),
        (None, "set-up link made", "", "", NOON),
    ]

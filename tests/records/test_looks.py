"""Looks at answers, as a list for the person's own eyes."""

import datetime as dt

from sqlalchemy import Connection

from course.records import attempts, looks, people
from course.records.looks import Look

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def test_a_persons_looks_are_listed_oldest_first_and_nobody_elses(store: Connection) -> None:
    ada, bo = (people.add_person(store, name, NOON) for name in ("Ada Quill", "Bo Marsh"))
    later = NOON + dt.timedelta(hours=1)
    attempts.note_look(store, ada, "golden-rules-quiz", "second", later)
    attempts.note_look(store, ada, "deciding-quiz", "first", NOON)
    attempts.note_look(store, bo, "support-quiz", "other", NOON)
    assert looks.looks_of(store, ada) == (
        Look("deciding-quiz", "first", NOON),
        Look("golden-rules-quiz", "second", later),
    )
    assert looks.looks_of(store, bo + 1) == ()

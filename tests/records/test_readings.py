"""Pages marked read."""

from sqlalchemy import Connection

from course.records import readings, visits
from course.rules.facts import Reading
from tests.records.made import HOUR, NOBODY, NOON, person


def read_by(store: Connection, who: int) -> set[Reading]:
    return set(visits.progress_facts(store, who)[0])


def test_a_page_read_twice_is_read_once_and_the_first_moment_stays(store: Connection) -> None:
    ada = person(store)
    readings.mark_read(store, ada, "be-open", "2026.1", NOON)
    readings.mark_read(store, ada, "be-open", "2026.1", NOON + HOUR)
    assert read_by(store, ada) == {Reading("be-open", "2026.1", NOON)}


def test_a_page_read_in_two_editions_is_read_in_both(store: Connection) -> None:
    ada = person(store)
    readings.mark_read(store, ada, "be-open", "2026.1", NOON)
    readings.mark_read(store, ada, "be-open", "2026.2", NOON + HOUR)
    assert read_by(store, ada) == {Reading("be-open", "2026.1", NOON), Reading("be-open", "2026.2", NOON + HOUR)}


def test_everybody_reads_for_themselves(store: Connection) -> None:
    ada, bo = person(store), person(store)
    readings.mark_read(store, ada, "be-open", "2026.1", NOON)
    assert read_by(store, bo) == set()


def test_nobody_reads_nothing(store: Connection) -> None:
    readings.mark_read(store, NOBODY, "be-open", "2026.1", NOON)
    assert read_by(store, NOBODY) == set()


def test_a_page_read_in_two_editions_is_one_page(store: Connection) -> None:
    ada, bo = person(store), person(store)
    for page, edition in (("be-open", "2026.1"), ("be-open", "2026.2"), ("record", "2026.2")):
        readings.mark_read(store, ada, page, edition, NOON)
    assert (readings.pages_read(store, ada), readings.pages_read(store, bo)) == (2, 0)

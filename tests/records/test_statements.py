"""Statements past SQLAlchemy: the same on both databases, and counted by the tests."""

from flask import Flask

from course.records import people
from course.records.database import writing
from course.records.statements import for_postgres, insert_rows, run
from tests.records.made import person
from tests.statements_seen import statements_seen


def test_values_are_named_in_psycopgs_way_and_casts_are_left_alone() -> None:
    assert for_postgres("SELECT :a::text, x FROM y WHERE b = :b_c") == "SELECT %(a)s::text, x FROM y WHERE b = %(b_c)s"


def test_the_comment_becomes_the_lock() -> None:
    locked = for_postgres("SELECT 1 FROM person WHERE id = :person /* lock the person */ ON CONFLICT DO NOTHING")
    assert locked == "SELECT 1 FROM person WHERE id = %(person)s FOR NO KEY UPDATE OF person ON CONFLICT DO NOTHING"


def test_a_statement_of_both_databases_gives_the_same_rows(store_app: Flask) -> None:
    with writing() as store:
        ada = person(store, "Ada :name %(name)s %")
        assert run(store, "SELECT id, name FROM person WHERE id = :id", {"id": ada}) == [(ada, "Ada :name %(name)s %")]
        assert run(store, "UPDATE person SET name = :name", {"name": "Bo"}) == []
        assert people.person_name(store, ada) == "Bo"


def test_a_few_rows_are_one_statement_and_none_is_none(store_app: Flask) -> None:
    into = "INSERT INTO note (person, page, text, changed_at)"
    made_at = "2026-11-22T12:00:00.000000+00:00"
    with writing() as store:
        ada = person(store)
    with statements_seen(store_app) as seen, writing() as store:
        insert_rows(store, into, [(ada, "one", "%s ?", made_at), (ada, "two", "'); --", made_at)])
        insert_rows(store, into, [])
    assert len(seen) == 1
    with writing() as store:
        kept = run(store, "SELECT page, text FROM note WHERE person = :id ORDER BY page", {"id": ada})
    assert kept == [("one", "%s ?"), ("two", "'); --")]


def test_statements_of_either_kind_are_counted(store_app: Flask) -> None:
    with statements_seen(store_app) as seen, writing() as store:
        ada = person(store)
        run(store, "SELECT id FROM person WHERE id = :id", {"id": ada})
        people.person_name(store, ada)
    assert len(seen) == 4  # a name is kept with its words
    with writing() as store:
        person(store)
    assert len(seen) == 4

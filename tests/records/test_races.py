"""Several processes, or two clicks of one person, at the same moment."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from course.records import (
    attempts,
    completions,
    join_codes,
    links,
    organisations,
    readings,
    record_looks,
    tables,
    visits,
)
from course.records.database import reading, writing
from tests.conftest import STORES
from tests.postgres_server import PostgresServer
from tests.records import racing
from tests.records.made import DAY, NOON, learner, person
from tests.records.rooms import arrive, session

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", STORES)
def test_eight_processes_may_make_the_tables_at_once(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if kind == "sqlite":
        assert racing.race(racing.make_tables, f"sqlite:///{tmp_path}/sharewell.db", range(8)) == ["done"] * 8
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create("race")
    assert racing.race(racing.make_tables, url, range(8)) == ["done"] * 8
    server.drop("race")


def test_the_same_form_sent_from_four_processes_at_once_is_one_attempt(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        ada = person(store)
    numbers = racing.race(racing.hand_in_same_form, store_url, [ada] * 4)
    with reading() as store:
        (only,) = attempts.attempts_of(store, ada)
    assert numbers == [only.id] * 4
    assert len(only.answers) == 3


def test_looks_at_a_record_from_four_processes_at_once_are_one(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        ada, lead = person(store), person(store, "Lea Field")
    assert racing.race(racing.look_at_record, store_url, [(ada, lead)] * 4) == ["done"] * 4
    with reading() as store:
        assert len(record_looks.looks_at(store, ada)) == 1
        noted = select(func.count()).where(tables.audit.c.action == "record looked at")
        assert store.scalar(noted) == 1


def test_a_link_used_by_four_processes_at_once_works_for_one(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        token = links.make_link(store, "reset", learner(store), valid=DAY, now=NOON)
    assert Counter(racing.race(racing.use_link, store_url, [token] * 4)) == {True: 1, False: 3}


def test_a_join_code_for_two_lets_two_of_four_processes_join(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        heron = organisations.add_organisation(store, "Heronsea", NOON)
        code = join_codes.make_join_code(store, heron, None, expires_on=None, uses_limit=2, now=NOON)
    assert Counter(racing.race(racing.join_with, store_url, [code.id] * 4)) == {True: 2, False: 2}


def test_a_session_closed_from_four_processes_at_once_is_closed_once(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        tess = learner(store)
        held = session(store, tess)
        people = [person(store, name) for name in "ABCDEF"]
        for each in people:
            arrive(store, held, each)
    found = racing.race(racing.close_session, store_url, [(held, tess)] * 4)
    assert Counter(found) == {None: 3, 6: 1}
    with reading() as store:
        assert [len(completions.completions_of(store, each)) for each in people] == [1] * 6


def test_nothing_is_lost_and_nobody_is_told_busy_when_four_processes_write(store_app: Flask, store_url: str) -> None:
    assert racing.race(racing.write_many, store_url, list("abcd")) == ["done"] * 4
    with reading() as store:
        assert store.scalar(select(func.count(tables.person.c.name.distinct()))) == 200


def test_two_clicks_of_one_person_see_one_another_so_that_the_last_fact_is_noticed(store_app: Flask) -> None:
    with writing() as store:
        ada = person(store)
    begun, seen = threading.Event(), []

    def click() -> None:
        with store_app.app_context():
            begun.set()
            with writing() as store:
                readings.mark_read(store, ada, "second", "2026.1", NOON)
                seen.extend(each.page for each in visits.progress_facts(store, ada)[0])

    other = threading.Thread(target=click)
    with writing() as store:
        readings.mark_read(store, ada, "first", "2026.1", NOON)
        other.start()
        begun.wait(5)
        other.join(0.5)
        assert seen == []
    other.join(5)
    assert sorted(seen) == ["first", "second"]


def test_a_hand_in_waits_for_another_click_of_the_same_person_too(store_app: Flask) -> None:
    with writing() as store:
        ada = person(store)
    counted: list[int] = []

    def click() -> None:
        with store_app.app_context(), writing() as store:
            racing.keep_wording(store)
            attempts.add_attempt(store, racing.attempt(ada), "key")
            counted.append(len(visits.progress_facts(store, ada)[0]))

    other = threading.Thread(target=click)
    with writing() as store:
        readings.mark_read(store, ada, "first", "2026.1", NOON)
        other.start()
        other.join(0.5)
        assert counted == []
    other.join(5)
    assert counted == [1]

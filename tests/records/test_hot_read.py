"""The one read behind every page, and the facts for progress."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import text

from course.records import accounts, answer_places, attempts, completions, notes, organisations, readings, roles, visits
from course.records.database import reading, writing
from course.records.visits import hot_learner
from course.rules.facts import Learner, QuizMark, Reading, Role
from tests.records.made import DAY, HOUR, NOON, TODAY, completion, hand_in, keep_wording, visitor
from tests.records.made import attempt as an_attempt
from tests.statements_seen import statements_seen

NASTY = 'O\'Brien "<b>" \\ %s :person {} 李 \u2028'


def signed_in(**other: str) -> tuple[int, str]:
    with writing() as store:
        return visitor(store, **other)


def test_it_tells_who_it_is_and_what_they_have_done(store_app: Flask) -> None:
    ada, token = signed_in(name=NASTY)
    with writing() as store:
        heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
        night = organisations.add_team(store, wells, "Night", NOON)
        organisations.join(store, ada, wells, night, TODAY, NOON)
        organisations.join(store, ada, heron, None, TODAY - DAY, NOON)
        held = {("auditor", "partnership", None), ("auditor", "organisation", heron), ("team-lead", "team", night)}
        for role in held:
            roles.grant(store, ada, *role, NOON)
        readings.mark_read(store, ada, "be-open", "2026.1", NOON)
        number = hand_in(store, ada, "key", at=NOON + HOUR)
        kept = completions.add_completion(store, completion(ada))
        notes.switch(store, ada, on=True)
        here = visits.visits_of(store, ada)[0].id
    assert hot_learner(token, NOON) == Learner(
        person=ada,
        name=NASTY,
        sign_in="ada@heronsea.example",
        visit=here,
        shared=False,
        seen_at=NOON,
        roles=frozenset(Role(*role) for role in held),
        organisations=(wells, heron),
        readings=(Reading("be-open", "2026.1", NOON),),
        marks=(QuizMark(number, "early", "d1", "2026.1", 2, 3, NOON + HOUR),),
        completion=kept.id,
        notes_on=True,
    )


def test_of_somebody_new_it_tells_that_they_have_done_nothing(store_app: Flask) -> None:
    _, token = signed_in()
    found = hot_learner(token, NOON)
    assert found is not None
    assert (found.roles, found.organisations, found.readings, found.marks) == (frozenset(), (), (), ())
    assert found.completion is None


def test_everybody_has_their_own(store_app: Flask) -> None:
    ada, _ = signed_in()
    _, token = signed_in(name="Bo", email="bo@heronsea.example")
    with writing() as store:
        readings.mark_read(store, ada, "be-open", "2026.1", NOON)
        hand_in(store, ada, "key")
        roles.grant(store, ada, "auditor", "partnership", None, NOON)
        completions.add_completion(store, completion(ada))
        notes.switch(store, ada, on=True)
    found = hot_learner(token, NOON)
    assert found is not None
    assert not found.notes_on
    assert (found.name, found.roles, found.readings, found.marks) == ("Bo", frozenset(), (), ())
    assert found.completion is None


def test_somebody_without_email_is_told_their_sign_in_name(store_app: Flask) -> None:
    with writing() as store:
        ada, token = visitor(store, email="gone@heronsea.example")
        accounts.close_account(store, ada, NOON)
        accounts.open_account(store, ada, email=None, sign_in_name="river-lamp-482", password_hash="hash", now=NOON)
        token = visits.start_visit(store, ada, shared=True, now=NOON)
    found = hot_learner(token, NOON)
    assert found is not None
    assert (found.sign_in, found.shared) == ("river-lamp-482", True)


def fill(person: int, start: int) -> None:
    """Thirty readings, ten attempts, two organisations and two roles more."""
    with writing() as store:
        for number in range(start, start + 30):
            readings.mark_read(store, person, f"page-{number}", "2026.1", NOON)
        for number in range(start, start + 10):
            hand_in(store, person, f"key-{number}", quiz=f"quiz-{number}")
        for number in range(start, start + 2):
            organisation = organisations.add_organisation(store, f"Organisation {number}", NOON)
            organisations.join(store, person, organisation, None, TODAY, NOON)
            roles.grant(store, person, "auditor", "organisation", organisation, NOON)


def test_it_is_one_statement_and_stays_one_when_the_data_doubles(store_app: Flask) -> None:
    ada, token = signed_in()
    for start in (0, 100):
        fill(ada, start)
        with statements_seen(store_app) as seen:
            found = hot_learner(token, NOON)
        assert found is not None
        assert len(seen) == 1
    assert (len(found.readings), len(found.marks), len(found.roles), len(found.organisations)) == (60, 20, 4, 4)


def test_its_way_goes_by_indexes_alone(sqlite_app: Flask) -> None:
    with reading() as store:
        plan = store.execute(
            text(f"EXPLAIN QUERY PLAN {visits._hot_sql('sqlite')}"), {"token": "x", "today": TODAY.isoformat()}
        ).all()
    steps = [step.detail for step in plan]
    assert [step for step in steps if step.startswith("SCAN")] == ["SCAN best"]  # the few rows it has just grouped
    assert sum("SEARCH" in step for step in steps) == 12


def test_a_role_tells_what_its_place_is_called(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        heron = organisations.add_organisation(store, NASTY, NOON)
        night = organisations.add_team(store, heron, "Night", NOON)
        for role in (
            ("auditor", "partnership", None),
            ("auditor", "organisation", heron),
            ("team-lead", "team", night),
        ):
            roles.grant(store, ada, *role, NOON)
    found = hot_learner(token, NOON)
    assert found is not None
    assert {(role.scope, role.place) for role in found.roles} == {
        ("partnership", ""), ("organisation", NASTY.strip()), ("team", "Night"),
    }  # fmt: skip


def test_a_page_view_that_brings_nothing_new_makes_no_new_values(store_app: Flask) -> None:
    ada, token = signed_in()
    fill(ada, 0)
    first, second = hot_learner(token, NOON), hot_learner(token, NOON)
    assert first is not None
    assert second is not None
    assert first.readings is second.readings
    with writing() as store:
        readings.mark_read(store, ada, "one-more", "2026.1", NOON)
    third = hot_learner(token, NOON)
    assert third is not None
    assert len(third.readings) == 31


@pytest.mark.parametrize(
    ("started", "left", "belongs"),
    [(0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True), (-5, -1, False)],
)
def test_only_todays_memberships_are_told(store_app: Flask, started: int, left: int | None, belongs: bool) -> None:
    ada, token = signed_in()
    with writing() as store:
        heron = organisations.add_organisation(store, "Heronsea", NOON)
        organisations.join(store, ada, heron, None, TODAY + started * DAY, NOON)
        if left is not None:
            organisations.leave(store, ada, heron, TODAY + left * DAY)
    found = hot_learner(token, NOON)
    assert found is not None
    assert found.organisations == ((heron,) if belongs else ())


def test_the_organisation_joined_last_stands_first(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        heron, marsh, wells, fen = (organisations.add_organisation(store, name, NOON) for name in "hmwf")
        for organisation, started in ((wells, -9), (marsh, -1), (heron, -5), (fen, -1)):
            organisations.join(store, ada, organisation, None, TODAY + started * DAY, NOON)
    found = hot_learner(token, NOON)
    assert found is not None
    assert found.organisations == (fen, marsh, heron, wells)


def test_today_is_the_day_in_london(store_app: Flask) -> None:
    summer_night = dt.datetime(2026, 6, 10, 23, 30, tzinfo=dt.UTC)
    with writing() as store:
        ada, _ = visitor(store)
        token = visits.start_visit(store, ada, shared=False, now=summer_night)
        heron = organisations.add_organisation(store, "Heronsea", NOON)
        organisations.join(store, ada, heron, None, dt.date(2026, 6, 11), NOON)
    found = hot_learner(token, summer_night)
    assert found is not None
    assert found.organisations == (heron,)


def test_a_completion_that_a_register_made_by_mistake_is_not_told(store_app: Flask) -> None:
    with writing() as store:
        ada, token = visitor(store)
        led = completions.add_completion(store, completion(ada, kind="trainer-led"))
    found = visits.hot_learner(token, NOON)
    assert found is not None and found.completion == led.id
    with writing() as store:
        completions.withdraw(store, led.id, "Put right", ada, NOON)
    found = visits.hot_learner(token, NOON)
    assert found is not None and found.completion is None


def test_the_newest_completion_is_told_withdrawn_or_not(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        completions.add_completion(store, completion(ada))
        second = completions.add_completion(store, completion(ada), cycle=2)
        completions.withdraw(store, second.id, "By mistake", ada, NOON)
    found = hot_learner(token, NOON)
    assert found is not None
    assert found.completion == second.id


def test_many_attempts_at_one_wording_are_one_mark_with_the_best_marks_and_the_newest_moment(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        for hours, (key, marks) in enumerate([("a", 1), ("b", 3), ("c", 2)]):
            newest = hand_in(store, ada, key, marks=marks, at=NOON + hours * HOUR)
        other = hand_in(store, ada, "d", marks=2, digest="d2")
        later = hand_in(store, ada, "e", marks=0, edition="2026.2")
        marks_now = set(visits.progress_facts(store, ada)[1])
    assert marks_now == {
        QuizMark(newest, "early", "d1", "2026.1", 3, 3, NOON + 2 * HOUR),
        QuizMark(other, "early", "d2", "2026.1", 2, 3, NOON),
        QuizMark(later, "early", "d1", "2026.2", 0, 3, NOON),
    }
    found = hot_learner(token, NOON)
    assert found is not None
    assert set(found.marks) == marks_now


def test_facts_for_progress_include_what_this_transaction_has_just_written(store_app: Flask) -> None:
    ada, _ = signed_in()
    with writing() as store:
        readings.mark_read(store, ada, "be-open", "2026.1", NOON)
        number = hand_in(store, ada, "key")
        read, marks = visits.progress_facts(store, ada)
    assert read == (Reading("be-open", "2026.1", NOON),)
    assert marks == (QuizMark(number, "early", "d1", "2026.1", 2, 3, NOON),)


def test_a_whole_hand_in_that_completes_the_course_is_nine_statements(store_app: Flask) -> None:
    ada, token = signed_in()
    with statements_seen(store_app) as seen:
        hot_learner(token, NOON)
        with writing() as store, answer_places.together(store):
            keep_wording(store)
            attempts.add_attempt(store, an_attempt(ada), "key")
            readings.mark_read(store, ada, "early", "2026.1", NOON)
            visits.progress_facts(store, ada)
            completions.add_completion(store, completion(ada))
    assert len(seen) == 9, seen

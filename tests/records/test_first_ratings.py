"""Reports count a rating as it was first given, whatever its learner changes; and merging two records moves nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, insert, select

from course.records import erasing, impact, items, merging, person_file, reflections, tables
from course.records.batches import Asked
from course.rules.facts import Reflected
from course.rules.impact import Response
from course.rules.suppression import LEAST_RATINGS
from tests.records.answered import EDITIONS, SAME, START, History, Row, noon
from tests.records.made import DAY, HOUR, NOON, learner
from tests.records.test_batches import ASKED, END, EVERYTHING, recounted, same_when_recounted

OTHER = dict(zip(range(1, 6), (5, 4, 1, 2, 3), strict=True))  # another step for each
FILTERS = [ASKED[0], ASKED[2], ASKED[4]]  # everything, a team, a day in the past
Reports = list[tuple[dict[tuple[str, str, int], int], dict[str, Response], dict[tuple[str, str], int]]]


def reports(store: Connection) -> Reports:
    """Everything that impact counts, for three filters."""
    return [
        (impact.ratings(store, each), impact.responses(store, each, 8), impact.answers(store, each)) for each in FILTERS
    ]


def open_accounts(store: Connection, *people: int) -> None:
    opened = {"email_confirmed": False, "password_hash": "h", "opened_at": noon(START)}
    store.execute(insert(tables.account), [{"person": each, "sign_in_name": f"n{each}", **opened} for each in people])


def test_whoever_changes_a_rating_changes_no_report(store: Connection) -> None:
    """Not the one of today, and not the one as at a day between the first answer and the change."""
    history = History(6, people=120)
    history.put_into(store)
    before, people = reports(store), range(30, 60)
    open_accounts(store, *people)
    given = [(person, said) for person in people for said in reflections.reflections_of(store, person)]
    assert len([1 for _, said in given if not said.skipped]) > 50
    for person, said in given:
        if not said.skipped:
            others = tuple((item, OTHER[value]) for item, value in said.answers)
            useful = None if said.usefulness is None else OTHER[said.usefulness]
            later = {"edition": EDITIONS[1], "at": noon(END)}
            assert reflections.keep_reflection(store, person, replace(said, answers=others, usefulness=useful, **later))
    assert any(found for found, *_ in before) and reports(store) == before
    same_when_recounted(store, history, FILTERS[:1])


def test_every_question_has_a_first_answer_of_its_own(store: Connection) -> None:
    """Ten who rate one thing on the first day, and another some days after."""
    store.execute(insert(tables.organisation).values(id=1, name="O", name_key="o", added_at=noon(START)))
    one, both, next_day = (("sure", 2),), (("sure", 5), ("find", 3)), START + 3 * DAY
    people: list[int] = []
    for number in range(LEAST_RATINGS):
        people.append(learner(store, f"P{number}", f"p{number}@x.example"))
        stays = {
            "organisation": 1,
            "counts_from": START,
            "started_on": START,
            "moved": False,
            "entered_at": noon(START),
        }
        store.execute(insert(tables.membership).values(person=people[-1], **stays))
    for person in people:
        for edition, answers, day in ((EDITIONS[0], one, START), (EDITIONS[1], both, next_day)):
            said = Reflected(1, "before", edition, False, None, None, noon(day), answers)
            reflections.keep_reflection(store, person, said)
    asked = [Asked(scope=EVERYTHING, day=START), Asked(scope=EVERYTHING, day=next_day)]
    asked += [replace(asked[1], edition=edition) for edition in EDITIONS]
    first, second = {("sure", "before", 2): LEAST_RATINGS}, {("find", "before", 3): LEAST_RATINGS}
    assert [impact.ratings(store, each) for each in asked] == [first, first | second, first, second]


def test_a_changed_rating_that_is_deleted_leaves_the_place_of_the_first(store: Connection) -> None:
    history = History(0, people=30)
    history.put_into(store)
    open_accounts(store, 7)
    said = next(each for each in reflections.reflections_of(store, 7) if not each.skipped)
    reflections.keep_reflection(store, 7, replace(said, at=noon(END), answers=(("sure", 1),)))
    reflections.delete_moment(store, 7, said.cycle, said.moment)
    place = tables.answer_place.c
    assert set(store.execute(select(place.at).where(place.answer.is_(None))).scalars()) == {said.at}
    erasing.erase(store, 7, noon(END))
    number = tables.first_rating.join(tables.reflection, tables.reflection.c.id == tables.first_rating.c.reflection)
    assert store.scalar(select(func.count()).select_from(number).where(tables.reflection.c.person == 7)) == 0


def half_done(history: History, people: range) -> None:
    """They never finished, so that they rated the same time through the course as the other record of them."""
    for name in ("completion", "follow_up", "manager_question"):
        history.rows[name] = [row for row in history.rows[name] if row["person"] not in people]


def silence_later_firsts(history: History, gone: range) -> int:
    """Of the first attempts at a quiz of two that became one, the later says nothing any more; how many there are."""
    silent = 0
    for number in gone:
        for quiz in ("quiz", "other"):
            both = [
                row for row in history.rows["attempt"] if row["person"] in (number - 1, number) and row["quiz"] == quiz
            ]
            firsts: dict[int, Row] = {}
            for row in sorted(both, key=lambda row: (row["at"], row["id"])):
                firsts.setdefault(row["person"], row)
            for row in list(firsts.values())[1:]:
                row["silent"], silent = True, silent + 1
    return silent


@pytest.mark.parametrize("together", [True, False], ids=["in one team", "in any two places"])
def test_two_records_that_become_one_move_nothing_into_another_batch(store: Connection, together: bool) -> None:
    history, gone = History(8, people=160), range(41, 80, 8)
    half_done(history, gone)
    history.one_by_one()
    if together:
        for row in history.rows["membership"]:
            if 40 <= row["person"] < 80:
                row.update(organisation=1, team=1, started_on=START, left_on=None, moved=False)
        history.rows["membership"] = list({row["person"]: row for row in history.rows["membership"]}.values())
    history.put_into(store)
    before = reports(store)
    for number in gone:
        assert merging.merge(store, number - 1, number)
    after, lost = reports(store), Counter[int]()
    for (rated, _, told), (rated_now, _, told_now) in zip(before, after, strict=True):
        missing = Counter(rated) - Counter(rated_now)
        assert missing.total() % LEAST_RATINGS == 0 and not Counter(rated_now) - Counter(rated)
        for item, moment in {(item, moment) for item, moment, _ in missing}:
            count = sum(times for (which, when, _), times in missing.items() if (which, when) == (item, moment))
            assert count % LEAST_RATINGS == 0
        assert told_now == told or not together
        lost[missing.total()] += 1
    if together:
        assert silence_later_firsts(history, gone) > 3
        for asked in FILTERS:
            counted = items.counted(store, asked, SAME)
            assert {key: (each.n, each.right) for key, each in counted.items()} == recounted(history, asked)
    assert max(lost) > 0
    assert after[0][0]


def test_the_own_file_says_what_is_counted_where_it_was_changed(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@x.example")
    said = Reflected(1, "after", "2026.1", False, 4, None, NOON, (("sure", 2), ("find", 3)))
    for person in (ada, bo):
        reflections.keep_reflection(store, person, said)
    assert person_file.gather(store, ada, NOON).ratings_changed_later == ()
    reflections.keep_reflection(store, ada, replace(said, usefulness=1, answers=(("sure", 5),), at=NOON + HOUR))
    file = person_file.gather(store, ada, NOON)
    told = [(each["item"], each["counted_in_reports"], each["now"]) for each in file.ratings_changed_later]
    assert told == [("find", 3, None), ("sure", 2, 5), ("usefulness", 4, 1)]
    kept = json.loads(person_file.as_json(file))["ratings_changed_later"]
    assert {dt.datetime.fromisoformat(each["first_given_at"]) for each in kept} == {NOON}
    assert person_file.gather(store, bo, NOON).ratings_changed_later == ()

"""Reports: every figure equals a plain recount, whatever the day; lists are whole, stable and narrowed to the scope."""

import datetime as dt
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from course.records import completions, exemptions, headcounts, organisations, outside, past, reports, standings, tables
from course.records.database import reading, writing
from course.records.requirements import set_requirement
from course.rules.dates import month_ends
from course.rules.outside import OutsideTraining
from course.rules.reporting import EARLIER, ORDERS, Asked, Member
from course.rules.requirements import DATE_RULES, DatedRequirement, Requirement
from course.rules.scoping import NOBODY, Scope
from course.rules.standing import STATUSES
from course.rules.status_days import is_soon
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY, DEFAULT, asked, found_partnership, member, random_history, recount
from tests.statements_seen import statements_seen

SEEDS = (1, 2)
DAYS = (0, 1, 30, 200, 700, 1400)  # before today


def counted(store: Connection, question: Asked) -> Counter[tuple[int, int | None, str]]:
    found: Counter[tuple[int, int | None, str]] = Counter()
    for line in reports.overview(store, question).lines:
        if line.level == "team" or line.organisation_name == "Clinic":
            for status, people in line.figures.statuses.items():
                found[line.organisation or 0, line.team, status] += people
    return +found


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_equals_a_recount_on_every_day(seed: int, store: Connection) -> None:
    random_history(store, seed)
    for before in DAYS:
        day = TODAY - before * DAY
        expected = recount(store, day)
        assert counted(store, asked(day=day)) == expected
        total = reports.overview(store, asked(day=day)).total
        assert total.registered == sum(expected.values()) == sum(total.statuses[each] for each in STATUSES)


@pytest.mark.parametrize("seed", SEEDS)
def test_today_read_from_the_table_is_today_worked_out_from_facts(seed: int, store: Connection) -> None:
    random_history(store, seed)
    today = asked(current=frozenset({"2026.1"}))
    from_facts = past.groups(store, today)
    sums = {(each.organisation, each.team, each.status, each.edition): each for each in from_facts}
    for group in reports._groups(store, today):
        other = sums.pop((group.organisation, group.team, group.status, group.edition))
        assert (group.people, group.outside, group.soon) == (other.people, other.outside, other.soon)
    assert sums == {}
    listed = {each.membership: each for each in past.members(store, today)}
    for each in reports.all_members(store, today):
        other_one = listed.pop(each.membership)
        assert shown(each) == shown(other_one)
    assert listed == {}


def shown(each: Member) -> tuple[object, ...]:
    names = (each.name, each.organisation_name, each.team_name, each.job_role_name)
    return *names, each.status, each.day, each.edition, each.kind, each.outside_on, each.requirement


@pytest.mark.parametrize("before", [0, 40])
def test_a_list_is_narrowed_by_every_filter(before: int, store: Connection) -> None:
    here = random_history(store, 7)
    day = TODAY - before * DAY
    everybody = list(reports.all_members(store, asked(day=day)))
    current = frozenset({"2026.1"})
    for filters, fits in (
        ({"organisation": here.clinic}, lambda one: one.organisation == here.clinic),
        ({"team": here.babies}, lambda one: one.team == here.babies),
        ({"job_role": here.nurse}, lambda one: one.job_role == here.nurse),
        ({"statuses": frozenset({"overdue", "left"})}, lambda one: one.status in ("overdue", "left")),
        ({"soon": True}, lambda one: is_soon(one.dates, one.status, day)),
        ({"edition": "2024.1"}, lambda one: one.edition == "2024.1"),
        ({"name": " CY  reed "}, lambda one: one.name == "Cy Reed"),
        ({"name": "100%_"}, lambda one: one.name == "Fay 100%_ Hill"),
        (
            {"edition": EARLIER, "current": current},
            lambda one: one.edition == "2024.1" and one.status in ("in-date", "due-soon"),
        ),
        ({"edition": EARLIER, "current": None}, lambda one: False),
    ):
        found = [each.membership for each in reports.all_members(store, asked(day=day, **filters))]
        assert found == [each.membership for each in everybody if fits(each)], filters


@pytest.mark.parametrize("before", [0, 40])
def test_a_file_shows_of_everybody_what_the_list_does(before: int, store: Connection) -> None:
    random_history(store, 7)
    for order in ORDERS:
        question = asked(day=TODAY - before * DAY, order=order)
        whole = [each.listed for each in reports.all_members(store, question)]
        assert list(reports.all_listed(store, question)) == whole
        assert len({each.day_words for each in whole}) > 3


@pytest.mark.parametrize("before", [0, 40])
def test_nobody_outside_the_scope_is_counted_or_listed(before: int, store: Connection) -> None:
    here = random_history(store, 3)
    for scope, places, teams in (
        (NOBODY, set(), set()),
        (Scope(organisations=frozenset({here.clinic})), {here.clinic}, {None}),
        (Scope(teams=frozenset({here.babies})), {here.nursery}, {here.babies}),
        (Scope(teams=frozenset({here.babies}), organisations=frozenset({here.clinic})), {1, 2}, {here.babies, None}),
    ):
        question = asked(scope=scope, day=TODAY - before * DAY)
        listed = list(reports.all_members(store, question))
        assert {each.team for each in listed} == teams
        assert {each.organisation for each in listed} <= places | {here.nursery, here.clinic}
        report = reports.overview(store, question)
        assert report.total.registered == len(listed) == sum(line.figures.registered for line in report.lines)
        assert {each.id for each in report.places} == {each.organisation for each in listed}


def test_somebody_in_two_organisations_is_there_once_for_each(store: Connection) -> None:
    here = found_partnership(store)
    person = member(store, here.nursery, here.babies, TODAY - 9 * DAY)
    organisations.join(store, person, here.clinic, None, TODAY - 2 * DAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    assert [each.organisation for each in reports.all_members(store, asked(order="team"))] == [
        here.clinic,
        here.nursery,
    ]


@pytest.mark.parametrize("before", [-1, 0, 1])
def test_on_the_day_of_a_move_the_new_team_counts_and_not_the_old(before: int, store: Connection) -> None:
    here, moved = found_partnership(store), TODAY - 20 * DAY
    person = member(store, here.nursery, here.babies, TODAY - 90 * DAY)
    organisations.join(store, person, here.nursery, here.toddlers, moved, NOON)
    listed = [each.team for each in reports.all_members(store, asked(day=moved - before * DAY))]
    assert listed == [here.babies if before == 1 else here.toddlers]
    (point,) = past.trend(store, asked(), [moved - before * DAY]).values()
    assert sum(point.values()) == 1


def test_what_was_entered_later_is_said_and_counts(store: Connection) -> None:
    here, day = found_partnership(store), TODAY - 20 * DAY
    member(store, here.nursery, None, day - 9 * DAY, told=NOON)
    member(store, here.nursery, None, day - 9 * DAY)
    late = dt.datetime.combine(day, dt.time(23, 30), dt.UTC)  # 23:30 in London, where it is winter time
    member(store, here.nursery, None, day - 9 * DAY, told=late)
    after = dt.datetime.combine(day + DAY, dt.time(), dt.UTC)
    member(store, here.nursery, None, day, told=after)
    total = reports.overview(store, asked(day=day)).total
    assert (total.registered, total.later) == (4, 2)


def test_the_end_of_a_summer_day_is_midnight_in_london(store: Connection) -> None:
    here, day = found_partnership(store), dt.date(2026, 6, 30)
    for hour in (22, 23):  # 23:00 and 24:00 in London
        member(store, here.nursery, None, day, told=dt.datetime(2026, 6, 30, hour, tzinfo=dt.UTC))
    assert reports.overview(store, asked(day=day)).total.later == 1


def test_declared_headcounts_stand_beside_the_people(store: Connection) -> None:
    here = found_partnership(store)
    member(store, here.nursery, here.babies, TODAY - 9 * DAY, TODAY - 3 * DAY)
    standings.settle(store, DEFAULT, TODAY)
    headcounts.enter(store, here.nursery, here.babies, 4, TODAY - 9 * DAY, None, NOON)
    headcounts.enter(store, here.nursery, here.babies, 6, TODAY, None, NOON)
    headcounts.enter(store, here.nursery, here.toddlers, 5, TODAY - 9 * DAY, None, NOON)
    nursery = asked(organisation=here.nursery)
    lines = {line.team: line.figures.declared for line in reports.overview(store, nursery).lines}
    assert lines == {here.babies: 6, here.toddlers: 5}
    assert reports.overview(store, nursery).total.declared == 11  # both teams have said
    assert reports.overview(store, asked()).total.declared is None  # the clinic has not
    headcounts.enter(store, here.nursery, None, 20, TODAY, None, NOON)
    total = reports.overview(store, nursery).total
    assert (total.declared, total.trained, total.gap) == (20, 1, 19)
    yesterday = reports.overview(store, asked(organisation=here.nursery, day=TODAY - DAY))
    assert yesterday.total.declared == 9


def test_the_trend_is_the_report_at_each_month_end(store: Connection) -> None:
    random_history(store, 4)
    days = month_ends(TODAY, 24)
    assert len(days) == 24
    for day, statuses in past.trend(store, asked(), days).items():
        total = reports.overview(store, asked(day=day)).total
        assert +statuses == +Counter(total.statuses)


@pytest.mark.parametrize("date_rule", DATE_RULES)
def test_who_moved_counts_in_the_months_before_also_as_at_a_month_end(store: Connection, date_rule: str) -> None:
    here, days = found_partnership(store), month_ends(TODAY, 3)
    asks = Requirement(30, 24, 60, 14, date_rule, (8, 31) if date_rule == "fixed-date" else None)
    set_requirement(store, DatedRequirement(0, None, None, None, days[0] - 99 * DAY, asks), None, NOON)
    person = member(store, here.nursery, here.babies, days[0] - 9 * DAY)
    organisations.join(store, person, here.nursery, here.toddlers, days[1], NOON)
    for day in (TODAY, days[-1]):
        found = past.trend(store, asked(day=day), days)
        assert [sum(each.values()) for each in found.values()] == [1, 1, 1], day


@pytest.mark.parametrize("before", [0, 40])
def test_more_people_need_no_more_statements(before: int, store_app: Flask) -> None:
    def statements() -> list[int]:
        question, seen = asked(day=TODAY - before * DAY), []
        for work in (
            lambda store: reports.overview(store, question),
            lambda store: list(reports.all_members(store, question)),
            lambda store: reports.member_page(store, question, size=10),
            lambda store: past.trend(store, question, month_ends(TODAY, 24)),
        ):
            with statements_seen(store_app) as found, reading() as store:
                work(store)
            seen.append(len([each for each in found if "FETCH" not in each and "CLOSE" not in each]))
        return seen

    with writing() as store:
        random_history(store, 1, people=12)
    few = statements()
    with writing() as store:
        random_history(store, 2, people=30)
    assert statements() == few
    assert max(few) <= 9


def test_an_exemption_and_a_withdrawal_told_later_are_said_as_well(store: Connection) -> None:
    here, day = found_partnership(store), TODAY - 20 * DAY
    exempt, soon, withdrawn = (member(store, here.nursery, None, day - 9 * DAY, *[day] * done) for done in (0, 0, 1))
    for who, begins in ((exempt, day), (soon, day + DAY)):
        number = store.execute(select(tables.membership.c.id).where(tables.membership.c.person == who)).scalar_one()
        exemptions.add(store, number, "Leave", begins, None, None, NOON)
    made = store.execute(select(tables.completion.c.id)).scalar_one()
    completions.withdraw(store, made, "By mistake", withdrawn, NOON)
    assert {each.person for each in past.members(store, asked(day=day)) if each.later} == {exempt, withdrawn}


def test_whoever_left_and_came_back_counts_once_from_the_day_of_coming_back(store: Connection) -> None:
    here, left, back = found_partnership(store), TODAY - 40 * DAY, TODAY - 20 * DAY
    who = member(store, here.nursery, here.toddlers, TODAY - 90 * DAY, name="Ada")
    organisations.leave(store, who, here.nursery, left)
    standings.settle(store, DEFAULT, TODAY)
    organisations.join(store, who, here.nursery, here.babies, back, NOON)
    standings.settle(store, DEFAULT, TODAY)
    for day, status in ((TODAY, "overdue"), (back, "not-started"), (back - DAY, "left"), (left - DAY, "overdue")):
        total = reports.overview(store, asked(day=day)).total
        assert total.registered == 1, day
        if status in ("left", "not-started"):
            assert total.statuses[status] == 1, day
    (point,) = past.trend(store, asked(), [back]).values()
    assert sum(point.values()) == 1
    team = Scope(teams=frozenset({here.toddlers}))
    assert reports.overview(store, asked(scope=team)).total.registered == 0
    assert past.groups(store, asked(scope=team)) == []


def test_after_a_leaving_nothing_counts_in_edition_and_training_elsewhere(store: Connection) -> None:
    here, left = found_partnership(store), TODAY - 40 * DAY
    who = member(store, here.nursery, None, TODAY - 90 * DAY, left, name="Ada")
    outside.add_outside_training(store, who, OutsideTraining(left, "Elsewhere", "", "", ""), by=None, now=NOON)
    for day, edition in ((left + DAY, "2026.1"), (left, None)):
        store.execute(tables.membership.update().values(left_on=day))
        standings.touch(store, who)
        standings.settle(store, DEFAULT, TODAY)
        for found in (reports.all_members(store, asked()), past.members(store, asked()),
                      past.members(store, asked(day=TODAY - DAY))):  # fmt: skip
            (each,) = found
            assert (each.status, each.edition, each.outside_on) == ("left", edition, left if edition else None)

"""The daily round and `course remind`: once a day however many do it, twice run is once written, and what each step leaves."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, select

from course import ROOT, cli, clock, daily, post
from course.catalogue.model import Course
from course.catalogue.shelf import Shelf
from course.config import Settings
from course.records import accounts, completions, contacts, follow_ups, organisations, people, roles, tables
from course.records.database import reading, writing
from course.rules.dates import london_day
from course.rules.requirements import default_requirement
from tests.conftest import close, records_app
from tests.records.made import completion
from tests.setup.serving import Site, done_at
from tests.shipped import shipped
from tests.web.post_office import PostOffice

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TUESDAY, WEDNESDAY = (MONDAY + dt.timedelta(days=each) for each in (1, 2))
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def course() -> Course:
    return shipped().course


@pytest.fixture(autouse=True)
def wednesday() -> Iterator[None]:
    clock.set_now(WEDNESDAY)
    yield
    clock.set_now(dt.datetime.now(dt.UTC))


@pytest.fixture
def mailing(settings: Settings) -> Settings:
    """A site with mail, which nobody sends in these tests."""
    return dataclasses.replace(settings, smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example")


def member(name: str, *, days: int = 30, email: str = "") -> int:
    """Somebody who joined so many days ago."""
    with writing() as store:
        number = people.add_person(store, name, clock.now())
        where = organisations.add_organisation(store, "Heronsea Nursery", clock.now())
        organisations.join(store, number, where, None, london_day(clock.now()) - days * DAY, clock.now())
        contacts.set_contact(store, number, email, clock.now())
    return number


def letters() -> list[Row[Any]]:
    with reading() as store:
        return list(store.execute(select(tables.outbox).order_by(tables.outbox.c.id)).all())


def test_a_round_writes_what_is_due_and_a_second_one_nothing(
    store_app: Flask, mailing: Settings, course: Course
) -> None:
    ada, bo = member("Ada Quill", email="ada@heronsea.example"), member("Bo Marsh")
    assert daily.do_round(mailing, course) == daily.Written(reminders=2, on_paper=1)
    assert [(each.person, each.address) for each in letters()] == [(ada, "ada@heronsea.example"), (bo, "")]
    assert daily.do_round(mailing, course) == daily.Written() and len(letters()) == 2


def test_a_dry_run_says_the_same_and_writes_nothing(sqlite_app: Flask, mailing: Settings, course: Course) -> None:
    member("Ada Quill")
    day = london_day(clock.now())
    daily.settle(course, day)
    drafts = daily.due_today(mailing, course, day)
    assert letters() == []
    daily.write_letters(mailing, course, day)
    assert [each.key for each in drafts] == [each.key for each in letters()]
    assert daily.due_today(mailing, course, day) == ()


def test_a_reminder_that_still_waits_goes_when_the_course_is_complete(
    sqlite_app: Flask, settings: Settings, course: Course
) -> None:
    ada = member("Ada Quill")
    daily.do_round(settings, course)
    with writing() as store:
        completions.add_completion(store, completion(ada, at=clock.now(), completed_on=london_day(clock.now())))
    daily.do_round(settings, course)
    assert letters() == []


def test_who_completed_since_the_round_gets_no_reminder_and_the_postman_says_so(
    store_app: Flask, settings: Settings, course: Course, caplog: pytest.LogCaptureFixture
) -> None:
    office = PostOffice()
    office.open()
    mailing = dataclasses.replace(settings, **office.settings)
    ada, bo = member("Ada Quill", email="ada@heronsea.example"), member("Bo Marsh", email="bo@heronsea.example")
    daily.do_round(mailing, course)
    with writing() as store:
        completions.add_completion(store, completion(ada, at=clock.now(), completed_on=london_day(clock.now())))
    with caplog.at_level(logging.INFO, "sharewell.mail"):
        carried = [post.send_due(mailing, default_requirement(course)) for _ in range(2)]
    office.close()
    assert carried == [post.Carried(sent=1, dropped=1), post.Carried()]
    assert [str(each["To"]) for each in office.letters] == ["bo@heronsea.example"] and bo
    assert [each.getMessage() for each in caplog.records if each.name == "sharewell.mail"] == [
        "letters were taken back, because they are no longer due: 1"
    ]


def test_a_newer_reminder_takes_the_place_of_one_that_still_waits(
    sqlite_app: Flask, settings: Settings, course: Course
) -> None:
    member("Ada Quill", days=23)
    daily.do_round(settings, course)
    clock.set_now(WEDNESDAY + 7 * DAY)
    daily.do_round(settings, course)
    assert [each.key.rpartition(":")[2] for each in letters()] == ["0"]


@pytest.mark.parametrize(("now", "digests"), [(MONDAY, 1), (TUESDAY, 1), (WEDNESDAY, 0)])
def test_leads_get_their_figures_once_a_week(
    now: dt.datetime, digests: int, sqlite_app: Flask, mailing: Settings, course: Course
) -> None:
    clock.set_now(now)
    lead, email = member("Lee Fern", days=0), "lee@heronsea.example"
    member("Ada Quill", days=60)
    with writing() as store:
        accounts.open_account(store, lead, email=email, sign_in_name=None, password_hash="hash", now=now)
        accounts.confirm_email(store, lead)
        where = organisations.add_organisation(store, "Heronsea Nursery", now)
        roles.grant(store, lead, "organisation-lead", "organisation", where, now)
    daily.do_round(mailing, course)
    daily.do_round(mailing, course)
    clock.set_now(now + dt.timedelta(hours=10))
    daily.do_round(mailing, course)
    (*found,) = (each for each in letters() if each.kind == "digest")
    assert len(found) == digests
    for each in found:
        assert "Overdue: 1\n" in each.text and "Registered: 2\n" in each.text and "Ada" not in each.text


def test_who_wished_it_is_asked_once_when_the_day_has_come(store_app: Flask, mailing: Settings, course: Course) -> None:
    ada = member("Ada Quill", days=0)
    with writing() as store:
        accounts.open_account(
            store, ada, email="a@heronsea.example", sign_in_name=None, password_hash="x", now=clock.now()
        )
        accounts.confirm_email(store, ada)
        follow_ups.set_wish(store, ada, 1, london_day(clock.now()) + DAY, clock.now())
    assert daily.do_round(mailing, course).follow_ups == 0
    clock.set_now(WEDNESDAY + DAY)
    assert [daily.do_round(mailing, course).follow_ups for _ in range(2)] == [1, 0]
    clock.set_now(WEDNESDAY + 9 * DAY)
    assert daily.do_round(mailing, course).follow_ups == 0


def test_the_round_is_done_once_a_day_after_seven(store_app: Flask, settings: Settings, course: Course) -> None:
    def does(now: dt.datetime) -> bool:
        clock.set_now(now)
        return daily.round_if_due(settings, course) is not None

    six = WEDNESDAY.replace(hour=6, minute=30)
    assert does(six) and not does(six + dt.timedelta(minutes=10))  # yesterday's, which nobody had done
    assert does(six + dt.timedelta(minutes=31)) and not does(WEDNESDAY) and not does(WEDNESDAY.replace(hour=23))
    assert does(WEDNESDAY + DAY)


def test_a_round_that_broke_off_is_done_by_another_when_the_lease_is_over(
    sqlite_app: Flask, settings: Settings, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(daily, "do_round", broken)
        with pytest.raises(OSError):
            daily.round_if_due(settings, course)
    assert daily.round_if_due(settings, course) is None
    clock.set_now(WEDNESDAY + daily.LEASE_FOR + dt.timedelta(minutes=5))
    assert daily.round_if_due(settings, course) is not None


def test_a_fault_in_a_round_is_noted_and_ends_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """There are no tables yet."""
    with caplog.at_level(logging.WARNING, "course.daily"):
        daily._look(settings, Shelf(ROOT), lambda: True)
    assert "has to wait" in caplog.text


def remind(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(["remind", *words]) == 0
    return capsys.readouterr().out


@pytest.fixture
def shell(sqlite_url: str, instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command line on a site with two members, one without an address."""
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(instance))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("course.log.start", lambda: None)
    app = records_app(sqlite_url)
    with app.app_context():
        member("Ada Quill", email="ada@heronsea.example")
        member("Bo Marsh")
        yield
    close(app)


def test_remind_writes_and_sends_and_twice_is_once(
    shell: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = PostOffice()
    office.open()
    monkeypatch.setenv("SHAREWELL_SMTP_URL", office.settings["smtp_url"])
    monkeypatch.setenv("SHAREWELL_MAIL_FROM", office.settings["mail_from"])
    dry = remind("--dry-run", capsys=capsys)
    assert "Reminders: 2" in dry and "on paper" in dry and "Ada" not in dry and letters() == []
    assert (
        "reminders 2" in (first := remind(capsys=capsys)) and "Sent: 1." in first and "Without an address: 1" in first
    )
    assert "reminders 0" in (second := remind(capsys=capsys)) and "Sent: 0." in second
    office.close()
    assert [str(each["To"]) for each in office.letters] == ["ada@heronsea.example"]


def test_without_mail_remind_says_where_to_print(shell: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert "/manage/letters" in remind(capsys=capsys)
    assert len(letters()) == 2 and not any(each.sent_at for each in letters())
    with writing() as store:
        nursery = organisations.add_organisation(store, "Heronsea Nursery", clock.now())
        organisations.leave(store, letters()[0].person, nursery, london_day(clock.now()))
    assert "Taken back" not in remind("--dry-run", capsys=capsys) and len(letters()) == 2
    assert "Taken back, because no longer due: 1." in remind(capsys=capsys) and len(letters()) == 1


def eventually(true: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.1)
    return true()


@pytest.mark.slow
@pytest.mark.parametrize("ends", [signal.SIGTERM, signal.SIGKILL])
def test_serving_does_the_round_and_leaves_no_process_behind(ends: int, tmp_path: Path) -> None:
    site = Site(tmp_path / "instance").wait_until_ready()
    assert eventually(lambda: done_at(site.instance))
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    os.kill(site.process.pid, ends)
    site.process.wait(60)
    assert children and eventually(lambda: not any(Path(f"/proc/{each}/cmdline").exists() for each in children))
    assert "Traceback" not in site.logged

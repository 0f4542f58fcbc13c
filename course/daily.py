"""The daily round: where everybody stands, reminders, digests, follow-up letters, what is too old; and the postman's rounds.

`serve` starts `keep_going` in a process of its own. Any number of servers may do so: the round is done under a lease in the
database, once a day after seven o'clock in London, and every step may be repeated without doing anything twice.
"""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from course import clock, first_run, log, post
from course.catalogue.model import Course
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.documents import letters
from course.records import (
    contacts,
    follow_ups,
    hands,
    import_jobs,
    import_removal,
    leases,
    made_files,
    outbox,
    reminders,
    reports,
    retention,
    roles_ended,
    standings,
)
from course.records.database import reading, writing
from course.records.outbox import Draft
from course.records.reminders import Due
from course.rules import reminding
from course.rules.dates import london_day
from course.rules.reporting import Asked, current_editions
from course.rules.requirements import default_requirement
from course.rules.scoping import scope_of

LEASE = "daily round"
LEASE_FOR = dt.timedelta(minutes=30)
LOOK_SECONDS = 20.0
PARENT_SECONDS = 1.0
STOP_SECONDS = 30.0  # a letter that is just being sent is sent to its end
PART = 200  # letters written at a time, so that nobody waits long for a turn to write
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """How many letters a round has written. `on_paper`: reminders that have to be printed, because no address is known.

    `dropped`: reminders of earlier days that had not gone and are not due any more.
    """

    reminders: int = 0
    on_paper: int = 0
    digests: int = 0
    follow_ups: int = 0
    dropped: int = 0


def do_round(site: Settings, course: Course) -> Written:
    """Everything of a day, each step whole in itself. Needs an application context."""
    day = london_day(clock.now())
    settle(course, day)
    written = write_letters(site, course, day)
    tidy_up(site)
    return written


def settle(course: Course, day: dt.date) -> None:
    """Work out where everybody stands, some hundreds at a time."""
    while True:
        with writing() as store:
            if not standings.settle_part(store, default_requirement(course), day):
                return


def tidy_up(site: Settings) -> dict[str, int]:
    """Let go what has been kept long enough; how many of each kind went. What is kept how long: `rules.retention`.

    Roles of those end whose day of leaving was still to come when it was entered.
    """
    import_jobs.sweep(site.instance)
    made_files.sweep(site.instance)
    import_removal.remove_dead()
    with writing() as store:
        roles_ended.end_roles(store, clock.now())
        hands.forget_old(store, clock.now())
    return retention.take_all(clock.now())


def write_letters(site: Settings, course: Course, day: dt.date) -> Written:
    """Put into the outbox what is due; what is there already is not written again. Rows must be settled before."""
    with reading() as store:
        found = reminders.find(store, day)
        digests = tuple(_digests(store, site, course, day))
        asked = tuple(_follow_ups(store, site, day))
    with writing() as store:
        dropped = outbox.drop_unsent(store, "reminder", but=found.holding)
    fresh = [(each, _reminder(site, each, day)) for each in found.new]
    done = _write([draft for _, draft in fresh])
    paper = sum(not each.address for each, draft in fresh if draft.key in done)
    return Written(len(done), paper, len(_write(digests)), len(_write(asked)), dropped)


def due_today(site: Settings, course: Course, day: dt.date) -> tuple[Draft, ...]:
    """What `write_letters` would write, and nothing is written."""
    with reading() as store:
        said = [_reminder(site, each, day) for each in reminders.find(store, day).new]
        drafts = (*said, *_digests(store, site, course, day), *_follow_ups(store, site, day))
        known = outbox.known_keys(store, [each.key for each in drafts if each.kind == "digest"])
    return tuple(each for each in drafts if each.key not in known)


def _write(drafts: list[Draft] | tuple[Draft, ...]) -> set[str]:
    """Write letters part by part; the keys of those that were new."""
    done = set()
    for start in range(0, len(drafts), PART):
        with writing() as store:
            done |= {each.key for each in drafts[start : start + PART] if outbox.write(store, each, clock.now())}
    return done


def _reminder(site: Settings, due: Due, day: dt.date) -> Draft:
    said = letters.reminder(due.reminder, day, site.public_url, due.place)
    key, end = due.key, due.reminder.end
    return Draft("reminder", due.person, due.address, said.subject, said.text, key, due.membership, end)


def _digests(store: Connection, site: Settings, course: Course, day: dt.date) -> Iterator[Draft]:
    """On Mondays one for each lead, with the figures of the report; none on a site without mail."""
    monday = reminding.digest_week(day)
    if monday is None or site.smtp_url is None:
        return
    editions, default = current_editions(course, day), default_requirement(course)
    for lead in reminders.leads(store):
        scope = scope_of(lead.roles, ("organisation-lead",))
        asked = Asked(scope=scope, day=day, today=day, default=default, current=editions)
        counts = reports.overview(store, asked).total.statuses
        said = letters.digest(counts, day, site.public_url)
        key = f"digest:{lead.person}:{monday.isoformat()}"
        yield Draft("digest", lead.person, lead.address, said.subject, said.text, key)


def _follow_ups(store: Connection, site: Settings, day: dt.date) -> Iterator[Draft]:
    """To those who wished it; who has no address we may use, or no mail at all, finds the questions on the site."""
    if site.smtp_url is None:
        return
    said = letters.follow_up(site.public_url)
    for person, cycle in follow_ups.due_wishes(store, day):
        address = contacts.address_of(store, person)
        if address:
            key = follow_ups.letter_key(person, cycle)
            yield Draft("follow-up", person, address, said.subject, said.text, key)


def round_if_due(site: Settings, course: Course) -> Written | None:
    """Do the round unless it was done today, or somebody else is just doing it: then None."""
    now, holder = clock.now(), f"{os.uname().nodename if hasattr(os, 'uname') else ''} {os.getpid()}"
    since = reminding.round_begins(now)
    with reading() as store:
        if not leases.is_free(store, LEASE, now, not_since=since):
            return None
    with writing() as store:
        if not leases.take(store, LEASE, holder, now, until=now + LEASE_FOR, not_since=since):
            return None
    written = do_round(site, course)
    with writing() as store:
        leases.done(store, LEASE, holder, clock.now())
    return written


def keep_going(site: Settings, shelf: Shelf | None, parent: int) -> None:
    """The process beside the server: sends what waits in the outbox, and does the round when it is due, until told to end.

    shelf: None makes the process read the course itself. parent: the process without which this one has nothing to do.
    """
    ended = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the server ends this one
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    log.start()
    if site.now:
        clock.set_now(site.now)
    held = shelf or Shelf(ROOT)

    def goes_on() -> bool:
        return os.getppid() == parent and not ended.is_set()

    while goes_on():
        _look(site, held, goes_on)
        until = clock.ticks() + LOOK_SECONDS
        while goes_on() and clock.ticks() < until:
            ended.wait(PARENT_SECONDS)


def _look(site: Settings, shelf: Shelf, goes_on: Callable[[], bool]) -> None:
    """One look; a fault is noted without what it says, and tried again at the next."""
    try:
        shelf.refresh_if_changed()
        with first_run.store_open(site):
            written = round_if_due(site, shelf.catalogue.course) if site.daily else None
            if written is not None:
                logger.info(
                    "the daily round is done",
                    extra={"values": {"reminders": written.reminders, "dropped": written.dropped}},
                )
            post.send_due(site, default_requirement(shelf.catalogue.course), goes_on)
    except Exception as fault:
        logger.warning("the daily round has to wait: %s", type(fault).__name__)


@contextmanager
def beside(site: Settings, shelf: Shelf | None) -> Iterator[None]:
    """Let the process run as long as the block does. Without mail and with the round switched off there is none."""
    if not site.daily and site.smtp_url is None:
        yield
        return
    process = multiprocessing.Process(
        target=keep_going, args=(site, shelf, os.getpid()), name="daily round", daemon=True
    )
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(STOP_SECONDS)
        process.kill()

"""`course remind`: write the letters that are due today, and send what waits."""

from __future__ import annotations

import argparse
from collections import Counter

from course import clock, daily, first_run, post
from course.config import Settings
from course.records.outbox import Draft
from course.rules.dates import london_day
from course.rules.requirements import default_requirement
from course.words.serve import read_shelf
from course.words.word import Word, flag, say

NAMES = {"reminder": "Reminders", "digest": "Weekly figures for leads", "follow-up": "Follow-up questions"}


def remind(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write and send; safe to run twice, and beside the daily round. `--dry-run` says what would be written."""
    settings, course = first_run.prepare(settings), read_shelf().catalogue.course
    day = london_day(clock.now())
    with first_run.store_open(settings):
        daily.settle(course, day)
        if arguments.dry_run:
            _say_drafts(daily.due_today(settings, course, day))
            return 0
        written = daily.write_letters(settings, course, day)
        say(
            f"Written: reminders {written.reminders}, weekly figures {written.digests}, follow-up {written.follow_ups}."
        )
        carried = post.send_due(settings, default_requirement(course))
        if dropped := written.dropped + carried.dropped:
            say(f"Taken back, because no longer due: {dropped}.")
    if settings.smtp_url is None:
        say(f"This site has no mail server: print the letters at {settings.public_url}/manage/letters")
        return 0
    say(f"Sent: {carried.sent}. Not sent, to be tried again: {carried.failed}.")
    if written.on_paper:
        say(f"Without an address: {written.on_paper}. Print them at {settings.public_url}/manage/letters")
    return 0


def _say_drafts(drafts: tuple[Draft, ...]) -> None:
    """How many of each kind, and whom they are for by number: a terminal is no place for names."""
    for kind, number in sorted(Counter(each.kind for each in drafts).items()):
        say(f"{NAMES[kind]}: {number}")
    for each in drafts:
        say(f"  {each.kind} for person {each.person}, {'by mail' if each.address else 'on paper: no address'}")
    say("Nothing was written and nothing was sent.")


WORD = Word(
    remind,
    "write today's reminders and send all letters that wait",
    (flag("--dry-run", "say what would be written, and change nothing"),),
)

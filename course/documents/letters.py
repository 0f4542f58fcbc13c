"""What the letters of the daily round say: nothing on a shared screen tells what the training is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.reminding import Reminder

END = "\n\nThis is an automatic message; nobody reads replies.\n"
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # en-GB, whatever the locale


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a letter."""

    subject: str
    text: str


def reminder(asked: Reminder, day: dt.date, site: str, place: str) -> Words:
    """The training that ends, has to be done today, or is late, on the day on which the letter is written.

    place: the organisation that asks for it; its name says who, and not what the training is about.
    """
    again = "Please take it again" if asked.renews else "Please finish it"
    when = _day(asked.end)
    if asked.end > day:
        said = f"Your training {'runs out' if asked.renews else 'is due'} on {when}. {again} by then."
    elif asked.end == day:
        said = f"Your training {'runs out' if asked.renews else 'is due'} today, {when}. {again} today if you can."
    else:
        said = f"Your training {'ran out' if asked.renews else 'was due'} on {when}. {again} soon."
    text = (
        f"{said}\n\nYou can begin, or go on where you stopped, here:\n\n{site}/\n\n"
        f"{place} asks for this training, so we write before the day and, for the last time, two weeks after it. If you "
        "think that it is not for you, or you have done it elsewhere, ask your manager or whoever looks after training there."
    )
    return Words("Training reminder", text + END)


def digest(counts: Mapping[str, int], day: dt.date, site: str) -> Words:
    """How many people have which status, without a name."""
    lines = "\n".join(f"{STATUS_WORDS[each]}: {number}" for each, number in counts.items())
    text = (
        f"Where your people stand on {_day(day)}:\n\n{lines}\n\nRegistered: {sum(counts.values())}\n\n"
        f"The report begins with what to look at first:\n\n{site}/reports\n\n"
        "You get this on Mondays because you lead on training where you work. An administrator of the site can change that."
    )
    return Words("Weekly training figures", text + END)


def follow_up(site: str) -> Words:
    """The questions that the learner wished to be asked."""
    text = (
        "When you finished the course you said that we may write to you some weeks later. It is that time: a few "
        f"questions about how it goes. They take 3 minutes, and you can leave out what you like.\n\n{site}/my/follow-up\n\n"
        "We write about this only once."
    )
    return Words("A few questions about your training", text + END)


def manager(first_name: str, address: str) -> Words:
    """One question to somebody whose address the learner has typed."""
    text = (
        f"{first_name} finished a training course some weeks ago, and asks you one question about it. It takes half a "
        f"minute, without an account:\n\n{address}\n\nThe link works once, for 6 weeks. We delete your address after "
        "that, or as soon as you have answered, and use it for nothing else."
    )
    return Words("One question about training", text + END)


def _day(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

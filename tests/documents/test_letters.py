"""Letters of the daily round: they say what to do by when, and give nothing away on a shared screen."""

import datetime as dt
import itertools

import pytest

from course.documents import letters
from course.documents.letters import Words
from course.rules.reminding import STEPS, Reminder
from course.rules.standing import STATUSES

PLACE = "Heronsea Nursery"
SITE = "https://course.heronsea.example"
TODAY = dt.date(2027, 3, 24)
TELLING = (
    "child safeguard abuse neglect harm protect famil parent risk welfare social police prevent information sharing"
    " exploitation"
).split()


def every() -> list[Words]:
    steps = itertools.product(STEPS, (False, True))
    reminders = [
        letters.reminder(Reminder(TODAY + dt.timedelta(days=step), step, renews), TODAY, SITE, PLACE)
        for step, renews in steps
    ]
    counts = dict.fromkeys(STATUSES, 3)
    return [
        *reminders, letters.digest(counts, TODAY, SITE), letters.follow_up(SITE), letters.manager("Ada", f"{SITE}/manager/x")
    ]  # fmt: skip


@pytest.mark.parametrize("letter", every(), ids=lambda each: each.subject)
def test_a_letter_does_not_tell_what_the_training_is_about(letter: Words) -> None:
    said = f"{letter.subject} {letter.text}".lower().replace(SITE, "")
    assert [word for word in TELLING if word in said] == []
    assert len(letter.subject) <= 50 and "!" not in said


@pytest.mark.parametrize(
    ("end", "renews", "words"),
    [
        (TODAY + dt.timedelta(days=7), False, "Your training is due on 31 March 2027. Please finish it by then."),
        (TODAY + dt.timedelta(days=7), True, "Your training runs out on 31 March 2027. Please take it again by then."),
        (TODAY, False, "Your training is due today, 24 March 2027."),
        (TODAY - dt.timedelta(days=14), False, "Your training was due on 10 March 2027. Please finish it soon."),
        (TODAY - dt.timedelta(days=14), True, "Your training ran out on 10 March 2027. Please take it again soon."),
    ],
)
def test_a_reminder_says_until_when_and_what_to_do(end: dt.date, renews: bool, words: str) -> None:
    letter = letters.reminder(Reminder(end, 0, renews), TODAY, SITE, PLACE)
    assert words in letter.text and f"\n{SITE}/\n" in letter.text
    assert "Heronsea Nursery asks for this training" in letter.text and "ask your manager" in letter.text
    assert "for the last time, two weeks after it." in letter.text and STEPS[-1] == -14


def test_a_digest_holds_every_status_and_the_sum() -> None:
    counts = {each: number for number, each in enumerate(STATUSES, start=1)}
    said = letters.digest(counts, TODAY, SITE).text
    assert "In date: 1\n" in said and "Left: 8\n" in said and "Registered: 36\n" in said
    assert f"{SITE}/reports\n" in said

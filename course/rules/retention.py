"""What is kept about people: who sees it, for how long, from which start, and why. One table.

The privacy page shows it, `course retain` and the daily round go by it (`records.retention`), so neither can say or do
something else. Periods follow the usual practice for training records; a partnership's own schedule comes first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from course.rules import notes
from course.rules.dates import add_months, london_day, midnight
from course.rules.facts import Role
from course.rules.follow_up import MANAGER_FOR
from course.rules.permission import LONGEST_LEARNER, ROLES
from course.rules.scoping import sight
from course.rules.suppression import LEAST_ANSWERS, LEAST_RATINGS

ROLE_WORDS = {
    "trainer": "trainers",
    "team-lead": "team leads",
    "organisation-lead": "Safeguarding leads",
    "administrator": "administrators",
    "auditor": "auditors",
}
LEVELS = ("figures", "names", "scores")  # as in rules.scoping.Sight
NAME_GONE = "Until your name goes. After that it stays without your name"
WITH_THE_NAME = "Until your name goes"


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing. `seen_by`: "you", "administrators", or a level of sight; nobody else but as `also` says.

    `months` or `days` after its start, where time alone ends it; else what the learner does ends it. `how_long` says it
    in words, with the period in place of {period}; `why` is for whoever runs the site.
    """

    key: str
    what: str
    seen_by: tuple[str, ...]
    how_long: str
    why: str
    also: str = ""
    months: int | None = None
    days: int | None = None

    @property
    def period(self) -> str:
        """In words: "6 years", "24 months", "6 weeks", "90 days"; "" where time alone ends nothing."""
        if self.months is not None:
            return (
                f"{self.months // 12} years" if self.months > 36 and self.months % 12 == 0 else f"{self.months} months"
            )
        if self.days is None:
            return ""
        if self.days % 7 == 0:
            return f"{self.days // 7} weeks"
        return f"{self.days} days" if self.days > 1 else "1 day"

    @property
    def said(self) -> str:
        """How long, for the person it is about."""
        return self.how_long.replace("{period}", self.period)

    @property
    def seen(self) -> str:
        """Who may see it, for the person it is about."""
        names = [word for each in self.seen_by for word in _words(each)]
        return ". ".join(filter(None, (_joined(names), self.also)))


def since(kept: Kept, day: dt.date) -> dt.date:
    """The earliest start with which such a thing is still kept on a day. Raises ValueError where time ends nothing."""
    if kept.days is not None:
        return day - dt.timedelta(days=kept.days - 1)
    if kept.months is None:
        raise ValueError(f"{kept.key} has no end")
    start = add_months(day, -kept.months)
    while add_months(start, kept.months) <= day:  # 29 February goes with the 28th
        start += dt.timedelta(days=1)
    return start


def since_moment(kept: Kept, now: dt.datetime) -> dt.datetime:
    """The same as a moment: the beginning of that day in London."""
    return midnight(since(kept, london_day(now)))


def roles_with(level: str) -> tuple[str, ...]:
    """The roles that see this much of the people they are held for; asked of `rules.scoping`."""
    return tuple(role for role in ROLES if not getattr(sight([Role(role, "partnership", None)]), level).nothing)


def _words(seen_by: str) -> list[str]:
    if seen_by in LEVELS:
        return [ROLE_WORDS[role] for role in roles_with(seen_by)]
    return [seen_by]


def _joined(names: list[str]) -> str:
    """Each name once: "You, administrators and team leads"."""
    unique = list(dict.fromkeys(names))
    text = unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}" if unique else "nobody"
    return text[0].upper() + text[1:]


YOU, STAFF = ("you",), ("you", "administrators")
KEPT = (
    Kept("name", "Your name, and your email or sign-in name", (*STAFF, "names"),
         "Until you close your account. If you leave your last organisation, until {period} after that",
         "evidence of training and limitation of claims", months=72),
    Kept("address", "The email address that your organisation gave us for you", (*STAFF, "names"), WITH_THE_NAME,
         "invitations and reminders go to it"),
    Kept("membership", "Your organisation, team and job role, and when", (*STAFF, "names"), NAME_GONE,
         "figures of the past have to add up"),
    Kept("attempt", "Pages you marked read, quizzes you handed in, your marks, and that you looked at answers", YOU,
         NAME_GONE, "the learner's own record; completion rests on it",
         also=f"{_joined([ROLE_WORDS[role] for role in roles_with('scores')])} see the marks of a whole module"),
    Kept("answer", "Each single answer in a quiz", YOU,
         "Until {period} after you left your last organisation. A group of answers then leaves the counts together",
         "the learner's own record; afterwards it serves nobody", months=24,
         also=f"Nobody else sees it. Reports count answers in groups of {LEAST_ANSWERS} or more. They count for "
         "the organisation and team you were in that day"),
    Kept("case", "Cases you worked through, and your way through one if you ask us to keep it", YOU,
         f"{WITH_THE_NAME}. Your way goes as soon as you say “Forget my way”", "the learner's own record",
         also="Nobody else sees it"),
    Kept("completion", "That you completed the course, when, how, and which edition; in a room also with whom, and the minutes",
         (*STAFF, "names"),
         "The check page stays. It says “issued, name removed” once your name is gone",
         "evidence of training; certificates can be checked for ever",
         also="So does anyone to whom you give the code on your certificate"),
    Kept("register", "That you were at a session in a room, from when to when, and what was put right",
         (*STAFF, "names"), "{period} after the session. Then only how many came and how many completed",
         "evidence of training; afterwards the completion is evidence enough", months=24,
         also="So does the trainer of the session, who sees your name and nothing else of you. Trainers also see the names of "
         "the people of their organisation, to put them on a register"),
    Kept("co-trainer", "If you help to run a session in a room as a co-trainer: your name, as it was typed in",
         ("administrators",), "As long as the register of the session",
         "whoever comes should know who is there",
         also="So do the trainer of the session and those who come to it"),
    Kept("paper", "That your answers on a quiz sheet were typed in, and by whom", YOU, NAME_GONE,
         "to tell them from what you handed in yourself",
         also="The trainer types them in, and is not shown what came of them. The answers are kept like those you hand in"),
    Kept("room-totals", "The evaluation forms of a session on paper, added up", (), "It stays. It names nobody",
         "whether the course helps", also="The trainer and administrators of the session see the sums"),
    Kept("hand", "In a show of hands: true or false, from a phone without a name", (),
         "Until the trainer closes the statement, at the latest {period}", "to show the room how many think what", days=1,
         also="The room sees how many, and nobody sees who"),
    Kept("outside", "Earlier training elsewhere", (*STAFF, "names"),
         f"{NAME_GONE} and without the note on it", "shown beside the course, never counted as it"),
    Kept("exemption", "That you need not be trained for a time, and why", (*STAFF, "names"),
         "The reason goes {period} after the last day, or with your name. The days stay", "past reports rest on the days",
         months=24),
    Kept("record-look", "Who looked at your record, in which role, and when", YOU, "{period} after the look",
         "so that looking is never secret", months=24,
         also="The audit log keeps it by numbers"),
    Kept("reflection", "What you answered before and after the course, and that you skipped it", YOU,
         "Until you delete it, or until your name goes. Then the counts keep an empty place, without you",
         "whether the course helps; an empty place lets no other answer be worked out",
         also=f"Reports count your first answers, in groups of {LEAST_RATINGS} or more. They count for the organisation and "
         "team you were in that day. A change you make later is yours alone"),
    Kept("texts", "What you mean to do, and what helped or hindered you", YOU,
         "{period} after you wrote it, or until you delete it", "free text may name somebody", months=36,
         also="Your manager sees what you mean to do if you tick that"),
    Kept("wish", "That you want to be asked again some weeks after the course", YOU,
         "{period} after the day on which it was due", "the purpose has ended", months=6),
    Kept("manager", "Your manager's email address, if you typed it", (),
         "Until the letter has gone or was answered, at the latest {period}", "for this one letter", days=MANAGER_FOR.days,
         also="Administrators see a letter that did not go, without its address"),
    Kept("manager-answer", "That your manager was asked, and the answer", YOU,
         f"{WITH_THE_NAME}. Then the counts keep an empty place, without you", "whether the course helps",
         also="You see that it was answered, not what was said"),
    Kept("note", "Private notes, and that you switched them on", YOU,
         "A note goes {period} after you last changed it. You can delete it at any time",
         "notes may hold what belongs in a case system", months=notes.MONTHS_KEPT,
         also="Nobody else sees them on this site"),
    Kept("letter", "That a reminder, or the questions some weeks after, was sent to you", STAFF,
         "Its text and address go when it has gone. That it went stays {period}",
         "so that nothing is sent twice", months=24,
         also="Safeguarding leads print the reminders that cannot go by mail"),
    Kept("notice", "Other letters to you, such as a link for a new password", (),
         "Text and address go when it has gone. That it went stays {period}", "to find faults of the mail", days=30,
         also="Administrators see that one did not go"),
    Kept("password", "Your password", (), "Until you change it or close your account", "to sign in",
         also="We keep a scrambled form that cannot be read back"),
    Kept("visit", "That you are signed in, on how many devices, and since when", YOU,
         "Until you sign out, at the latest {period}", "to stay signed in", days=LONGEST_LEARNER.days),
    Kept("link", "One-time links made for you", (), "{period} after they have run out", "to find faults", days=30,
         also="We keep a scrambled form that cannot be read back"),
    Kept("import", "What a file of people changed, if you were in one", ("administrators",),
         "By numbers for {period}, so that it can be undone. The file itself goes after a day",
         "to take a mistake back", days=90),
    Kept("audit", "What was done to your record and by you to others', and looks and exports", ("administrators", "auditors"),
         "It stays", "trust in the records; nothing in it can be changed",
         also="It holds numbers instead of names, so it stays true when a name goes"),
    Kept("office", "If you are an administrator: that you entered or changed something", ("administrators",),
         "It stays by the number of your account, without your name once that is gone", "who is to be asked"),
)  # fmt: skip
BY_KEY = {each.key: each for each in KEPT}

"""How letters travel: when to try again, when to give up, and what may never be sent twice.

A letter is claimed before it is sent, so a sender that is killed in between leaves one of which nobody knows whether it
went. Of ONCE kinds such a letter is not sent again by itself: it is given up and shown to administrators, who can send
it again. Of the others (a link that somebody waits for, a warning) it is: twice is better than never.
"""

from __future__ import annotations

import datetime as dt

ONCE = frozenset({"reminder", "digest", "follow-up", "manager"})
TOKEN = "its-token-is-made-when-the-letter-goes"  # noqa: S105 - stands for one, in the text of a letter that waits
ON_PAPER = frozenset({"reminder"})  # what is printed and handed over where it cannot be mailed
ON_ITS_WAY = "on its way"  # what is noted of a letter from its claim until its outcome is known
UNKNOWN = "nobody knows whether it arrived"
TOO_OLD = "too old to be sent"
HOLD = dt.timedelta(minutes=10)  # for so long a claimed letter is nobody else's: longer than sending one can take
BACK_OFF = tuple(dt.timedelta(minutes=each) for each in (1, 5, 30, 120))
DAILY = dt.timedelta(days=1)
USUALLY = dt.timedelta(days=7)
LASTS = {"reset": dt.timedelta(hours=1)}  # as long as the link in it


def wait(tries: int) -> dt.timedelta:
    """How long to wait after so many tries that failed, 1 or more."""
    return BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else DAILY


def is_too_old(kind: str, made_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a letter of that kind is given up."""
    return now - made_at >= LASTS.get(kind, USUALLY)


def may_go_again(kind: str, last_fault: str) -> bool:
    """Whether a letter with that note may be sent at all."""
    return kind not in ONCE or last_fault != ON_ITS_WAY

"""What came of keeping something of the learner's own, as it stood when the turn to write had come."""

from enum import Enum, auto


class Outcome(Enum):
    """Only after KEPT is anything as it was sent; after each of the others all stays as it was, or is skipped."""

    KEPT = auto()
    SKIPPED = auto()  # a reflection without any answer where there was none
    CHANGED = auto()  # somebody changed it since the form was opened: another tab, another device
    OFF = auto()  # private notes are switched off
    CLOSED = auto()  # the account was closed meanwhile

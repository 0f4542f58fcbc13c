"""Texts that one person types and others read: the form in which they are kept, and what must not be in them."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = "Leave out characters that cannot be seen"
FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")  # signs at the beginning; the wide ones count in East Asian settings
JOINERS = "\u200c\u200d"  # stand inside words of some languages, and inside some signs
NEVER = ("Cc", "Cf", "Cs")  # control signs, what turns the direction of writing, halves of surrogate pairs
FILLERS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800\u034f"  # count as letters, signs or marks and show nothing
# NUL, half of a surrogate pair (also as percent signs: so an undecodable one is handed on), and the sign that browsers
# and decoders put in the place of what was lost.
LOST = re.compile(r"[\x00\ud800-\udfff\ufffd]|%ED%[AB][0-9A-F]%[89AB][0-9A-F]")


def trimmed(text: str | None) -> str:
    """Without blanks at the ends, with single blanks inside, accents in one form (NFC); None is nothing typed."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def can_be_seen(text: str) -> bool:
    """Whether every sign of a text is one that readers see: no name may change the line in which it stands.

    An empty text hides nothing; one that consists of joiners alone does.
    """
    if any(unicodedata.category(sign) in NEVER or sign in FILLERS for sign in text if sign not in JOINERS):
        return False
    return not text or bool(text.strip(JOINERS + " "))


def lines_can_be_seen(text: str) -> bool:
    """The same for every line of a text, whose lines end with "\n"; blanks, tabs and empty lines may stand anywhere."""
    return all(can_be_seen(line.replace("\t", " ").strip(" ")) for line in text.split("\n"))


def says_something(text: str) -> bool:
    """Whether there is a letter or a figure in it that shows, of whatever script."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text if sign not in FILLERS)


def arrived_whole(text: str) -> bool:
    """Whether nothing of what somebody typed was lost on the way, so that they could type it again."""
    return LOST.search(text) is None


def email_key(email: str) -> str:
    """An email address as it is compared: `Ada@Example.org ` is `ada@example.org`."""
    return unicodedata.normalize("NFC", email).strip().lower()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: it gets an apostrophe in front where one might."""
    return f"'{text}" if text[:1] in FORMULAS else text

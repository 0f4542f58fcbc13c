"""What is nearly a phone number: a reader would try to ring it, and could not as it was typed.

Asked about only where a number is expected, because elsewhere a row of figures is as often the number of a policy. Words
without figures, such as "ask reception", are never asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.rules import contacts

FEWEST_TYPED = 6  # figures that are figures; with fewer it was hardly meant as a number
FEWEST, MOST = 9, 13  # figures of a whole number, without its first 0 or with its country
FOR_FIGURES = str.maketrans("OoIl", "0011")
GROUP = "(?=[OoIl]*[0-9])[0-9OoIl]+"  # letters count as figures only beside one
RUN = re.compile(rf"(?<![\w.+/-])[+(]{{0,2}}{GROUP}(?:[ ()._/‐‑–—-]{{1,3}}{GROUP})*(?!\w)")
ODD = re.compile("[OoIl._/‐‑–—]")
BEGINNING = re.compile(r"(?<![0-9])(?=[0-9])")
A_DAY_OR_HOURS = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}|[0-2]?[0-9]\.[0-5][0-9] ?[-–] ?[0-2]?[0-9]\.[0-5][0-9])(?![0-9])"
)


def questions(line: str) -> Iterator[str]:
    """What to ask about the numbers in a line, in words that say how to write them."""
    for typed, meant in found(line):
        mend = (
            f"If it is one, write it like this: {meant}"
            if meant
            else "Write all its figures, with blanks between groups"
        )
        yield f"This looks like a phone number but cannot be rung as typed: “{typed}”. {mend}"


def without(line: str) -> str:
    """A line without what is nearly a number, so that no part of that is judged as a number of its own."""
    for typed, _ in found(line):
        line = line.replace(typed, " ")
    return line


def found(line: str) -> tuple[tuple[str, str], ...]:
    """What is nearly a number in a line: as typed, and as it was probably meant; empty where nobody can tell."""
    runs = (run[0] for run in RUN.finditer(contacts.without_addresses(line)))
    return tuple((typed, meant) for typed in runs if (meant := _meant(typed)) is not None)


def _meant(typed: str) -> str | None:
    """The number that was probably meant; None where what was typed is a right number, or none at all."""
    read = contacts.spaced(ODD.sub(lambda sign: sign[0].translate(FOR_FIGURES) if sign[0].isalpha() else " ", typed))
    if sum(sign.isdigit() for sign in typed) < FEWEST_TYPED or A_DAY_OR_HOURS.search(typed):
        return None
    if not read.lstrip("(").startswith(("0", "+")):
        return _with_its_beginning(read)
    if contacts.is_number(typed) or not ODD.search(typed):
        return None  # right, or told to be wrong by `contacts`
    if contacts.is_number(read):
        return read
    return "" if FEWEST <= sum(sign.isdigit() for sign in read) <= MOST else None


def _with_its_beginning(read: str) -> str | None:
    """The number with the first 0, or the + of this country, in front, from whichever group on that makes it one."""
    for group in BEGINNING.finditer(read):
        rest = read[group.start() :]
        for whole in ("0" + rest, "+" + rest if rest.startswith("44") else ""):
            if contacts.is_number(whole):
                return whole
    return None

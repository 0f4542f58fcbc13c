"""Local information: which value holds for whom, which slots are empty, which values have to be looked at again.

A learner sees the values of the organisation joined last, and where that has none the partnership's; never those of
another organisation, not even of one that the same learner joined before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.catalogue.model import Slot
from course.rules import contacts, nearly_numbers, texts
from course.rules.dates import add_months

NAME = "partnership-name"  # filled by the partnership's name, which stands in the records on its own
URGENT = ("front-door", "emergency-line", "out-of-hours")
CHECK_MONTHS = 12
LONGEST_VALUE = 600
MOST_LINES = 8
LONGEST_DETAIL = 200
FIRST_DAY = dt.date(2000, 1, 1)
YEARS_AHEAD = 10
LABELS = {
    "value": "What learners see",
    "source": "Source",
    "owner_role": "Who looks after it",
    "checked_on": "Checked on",
    "review_by": "Review by",
}
A_NAME = re.compile(r"(?:[A-Z][^\W\d_]*[a-z’'-][^\W\d_]*[ ]?){2,4}")
# Words of which titles are made; whoever has one of them behind a capital letter is no name of a person.
ROLE_WORDS = frozenset(
    """administrator adult adviser advisor advice assistant board business caldicott care chair chief child children
    childrens clerk clinical coordinator council data department deputy designated director doctor door duty early
    education executive family front governance governor guardian head health human information inspector lead leader
    legal line local manager matron midwife named nurse nursery office officer operations partnership pastoral
    personal police practice practitioner principal protection public records resources responder safeguarding school
    secretary senior service services social specialist staff supervisor support teacher team training trust visitor
    welfare worker""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalValue:
    """What was filled into a slot. `organisation` None: by the partnership, for all who have none of their own."""

    slot: str
    organisation: int | None
    value: str
    source: str = ""
    owner_role: str = ""
    checked_on: dt.date | None = None  # None: nobody has said so
    review_by: dt.date | None = None  # None: only after `CHECK_MONTHS`

    @property
    def version(self) -> str:
        """Tells two states of a slot apart; a form carries it, so that nobody writes over what they have not seen."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Warned:
    """A value that has to be looked at, and why, in words behind the slot's label."""

    value: LocalValue
    why: str


def version(value: LocalValue | None) -> str:
    """The version of what stands in a slot; of an empty one too."""
    return value.version if value else "empty"


def tidy(text: str) -> str:
    """A value as it is kept: lines trimmed, empty ones left out, numbers with blanks where dots were typed."""
    lines = (
        contacts.with_blanks(texts.trimmed(line)) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return "\n".join(line for line in lines if line)


def may_be_filled(slot: Slot, organisation: int | None) -> bool:
    """Whether a slot is filled here: by the partnership (None), or by an organisation."""
    if slot.id == NAME:
        return False
    return slot.level in ("both", "partnership" if organisation is None else "organisation")


def holding(values: Iterable[LocalValue], organisation: int | None) -> dict[str, LocalValue]:
    """By slot, the values that hold for somebody of this organisation; None: for guests and people without one."""
    kept = [each for each in values if each.organisation is None or each.organisation == organisation]
    return {each.slot: each for each in sorted(kept, key=lambda each: each.organisation is not None)}


def seen_by(organisations: Sequence[int]) -> int | None:
    """Whose values a learner sees; `organisations` are the present ones, the one joined last standing first."""
    return organisations[0] if organisations else None


def why_look(value: LocalValue, today: dt.date) -> str | None:
    """Why a value has to be looked at again, or None: twelve months after the check, or after its day of review."""
    if value.review_by is not None and today > value.review_by:
        return "is overdue for review"
    if value.checked_on is None:
        return "was never checked"
    if today >= add_months(value.checked_on, CHECK_MONTHS):
        return f"was not checked for {CHECK_MONTHS} months"
    return None


def last_day_too_old(today: dt.date) -> dt.date:
    """The last day on which a check is too long ago: what was checked on it or before has to be looked at."""
    day = add_months(today, -CHECK_MONTHS)
    following = day + dt.timedelta(days=1)  # 29 February counts until the 28th
    return following if add_months(following, CHECK_MONTHS) <= today else day


def difference(old: LocalValue | None, new: LocalValue) -> str:
    """What was changed, old and new, in words; nothing where both say the same."""
    nothing = LocalValue(slot=new.slot, organisation=new.organisation, value="")
    before, after = old or nothing, new if new.value else nothing  # without a value the details go as well
    pairs = ((label, getattr(before, name), getattr(after, name)) for name, label in LABELS.items())
    return " ".join(f"{label}: {_said(was)} before, now {_said(now)}." for label, was, now in pairs if was != now)


def _said(what: str | dt.date | None) -> str:
    if isinstance(what, dt.date):
        return what.isoformat()
    return f"“{what}”" if what else "empty"


def looks_like_a_name(role: str) -> bool:
    """Whether a role is perhaps the name of a person: two to four words with capitals, none of them one of a title."""
    words = {word.casefold() for word in role.replace("’", "").replace("'", "").split()}
    return bool(A_NAME.fullmatch(role)) and not words & ROLE_WORDS


def to_look_at(values: Iterable[LocalValue], slots: Mapping[str, Slot], today: dt.date) -> tuple[Warned, ...]:
    """The values that have to be looked at, in the order in which they come; slots that are gone need nothing."""
    asked = ((each, why_look(each, today)) for each in values if each.slot in slots)
    return tuple(Warned(each, why) for each, why in asked if why)


def empty(values: Iterable[LocalValue], slots: Mapping[str, Slot]) -> tuple[Slot, ...]:
    """The slots that the partnership could fill and has not."""
    filled = {each.slot for each in values if each.organisation is None}
    return tuple(each for each in slots.values() if may_be_filled(each, None) and each.id not in filled)


def urgently_empty(values: Iterable[LocalValue], slots: Mapping[str, Slot]) -> tuple[Slot, ...]:
    """Of those the ones without which nobody knows whom to ring."""
    return tuple(each for each in empty(values, slots) if each.id in URGENT)


def nothing_to_ring(values: Iterable[LocalValue]) -> tuple[LocalValue, ...]:
    """The values of urgent slots, of whatever owner, in which there is no number that can be rung."""
    return tuple(each for each in values if each.slot in URGENT and not contacts.can_be_rung(each.value))


def faults(value: LocalValue, slot: Slot, today: dt.date) -> Iterator[tuple[str, str]]:
    """What is wrong with a value that somebody wants to fill into a slot: the name of the field, and what to do."""
    yield from (("value", fault) for fault in _faults_of_value(value.value, slot))
    for field in ("source", "owner_role"):
        text: str = getattr(value, field)
        if len(text) > LONGEST_DETAIL:
            yield field, f"Use {LONGEST_DETAIL} characters or fewer"
        elif not _can_be_kept(text):
            yield field, texts.UNSEEN
    yield from _faults_of_days(value.checked_on, value.review_by, today)


def _faults_of_value(text: str, slot: Slot) -> Iterator[str]:
    lines = text.split("\n")
    if not text:
        yield "Enter what learners should see"
    elif len(text) > LONGEST_VALUE:
        yield f"Use {LONGEST_VALUE} characters or fewer. This has {len(text)}"
    elif len(lines) > MOST_LINES:
        yield f"Use {MOST_LINES} lines or fewer. This has {len(lines)}"
    elif not all(_can_be_kept(line) for line in lines):
        yield texts.UNSEEN
    elif not texts.says_something(text):
        yield "Use at least one letter or figure"
    elif slot.number:
        yield from dict.fromkeys(question for line in lines for question in nearly_numbers.questions(line))
        yield from contacts.faults("\n".join(nearly_numbers.without(line) for line in lines))
    else:
        yield from contacts.faults(text)


def _can_be_kept(line: str) -> bool:
    """Whether readers see every sign of it, and a file can hold it."""
    return texts.can_be_seen(line) and texts.arrived_whole(line) and not ("\ufffe" in line or "\uffff" in line)


def _faults_of_days(checked: dt.date | None, review: dt.date | None, today: dt.date) -> Iterator[tuple[str, str]]:
    if checked and checked > today:
        yield "checked_on", "Enter a day that is not in the future"
    elif checked and checked < FIRST_DAY:
        yield "checked_on", f"Enter a day from {FIRST_DAY.year} on"
    if review and checked and review <= checked:
        yield "review_by", "Enter a day after the one on which it was checked"
    elif review and not FIRST_DAY <= review <= add_months(today, 12 * YEARS_AHEAD):
        yield "review_by", f"Enter a day within the next {YEARS_AHEAD} years"

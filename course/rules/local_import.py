"""Local information from a YAML file: every fault with its line, and what taking it over would change.

The file says what is to stand in the slots that it names; slots that it does not name stay as they are, and a slot whose
value is empty there is emptied. Nothing is taken over while there is a single fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process

from course.catalogue.model import Slot
from course.catalogue.yaml_lines import Loc, Value, Yaml, read_yaml
from course.rules import local_information, texts
from course.rules.local_information import LocalValue

LONGEST_FILE = 150_000  # characters: some 500 values, read in about a second
MOST_BRACKETS = 500  # nested ones cost the reader of YAML more time with each level
PARTNERSHIP, ORGANISATIONS, NAME, VALUES = "partnership", "organisations", "name", "values"
FIELDS = ("value", "source", "owner_role", "checked_on", "review_by")
Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong on a line of the file, and what to do."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A slot in which something else will stand. One of the two is None, but never both."""

    old: LocalValue | None
    new: LocalValue | None

    @property
    def slot(self) -> str:
        """The slot, whichever way it changes."""
        return self._one.slot

    @property
    def organisation(self) -> int | None:
        """Whose slot; None is the partnership's."""
        return self._one.organisation

    @property
    def _one(self) -> LocalValue:
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. With faults it does nothing, and then there are no changes."""

    changes: tuple[Change, ...] = ()
    same: int = 0
    faults: tuple[LineFault, ...] = ()

    def of_kind(self, kind: str) -> tuple[Change, ...]:
        """The changes that are "new", "changed" or "emptied"."""
        kinds = {(False, True): "new", (True, True): "changed", (True, False): "emptied"}
        return tuple(each for each in self.changes if kinds[each.old is not None, each.new is not None] == kind)


@dataclass(slots=True)
class _Reading:
    """One reading of a file: what is known, and what was found so far."""

    yaml: Yaml
    slots: Mapping[str, Slot]
    organisations: Mapping[str, int]
    standing: Mapping[Key, LocalValue]
    today: dt.date
    values: dict[Key, LocalValue] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)

    def fault(self, loc: Loc, message: str) -> None:
        self.faults.append(LineFault(self.yaml.lines.of(*loc), message))

    def mapping(self, found: Value, loc: Loc, allowed: Iterable[str] | None = None) -> dict[str, Value]:
        """The keys of a group; a fault where it is none, and for every key that does not belong there."""
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.fault(loc, "here a group of keys is needed, each on a line of its own")
            return {}
        known = found.keys() if allowed is None else set(allowed)
        for key in found.keys() - known:
            self.fault(
                (*loc, key), f"“{_short(key)}” is not a key that stands here. Known are: {', '.join(sorted(known))}"
            )
        return {key: value for key, value in found.items() if key in known}

    def read(self) -> None:
        top = self.mapping(self.yaml.data, (), (PARTNERSHIP, ORGANISATIONS))
        self.slots_of(top.get(PARTNERSHIP), (PARTNERSHIP,), None)
        listed = top.get(ORGANISATIONS) or []
        if not isinstance(listed, list):
            self.fault((ORGANISATIONS,), "here a list is needed: each organisation begins with a dash and its name")
            return
        for number, each in enumerate(listed):
            self.organisation(each, (ORGANISATIONS, number))

    def organisation(self, found: Value, loc: Loc) -> None:
        held = self.mapping(found, loc, (NAME, VALUES))
        name = held.get(NAME)
        if not isinstance(name, str):
            self.fault((*loc, NAME), "the name of the organisation is missing, or needs quotation marks")
        elif name_key(name) not in self.organisations:
            self.fault((*loc, NAME), f"there is no organisation “{_short(name)}”. Add it first, or correct the name")
        else:
            self.slots_of(held.get(VALUES), (*loc, VALUES), self.organisations[name_key(name)])

    def slots_of(self, found: Value, loc: Loc, organisation: int | None) -> None:
        for slot, details in self.mapping(found, loc).items():
            if self.known(slot, (*loc, slot), organisation):
                self.slot(slot, details, (*loc, slot), organisation)

    def known(self, slot: str, loc: Loc, organisation: int | None) -> bool:
        """Whether this slot can be filled there; a fault if not."""
        if slot not in self.slots:
            near = process.extractOne(slot, self.slots.keys(), score_cutoff=70)
            self.fault(loc, f"unknown slot “{_short(slot)}”" + (f". Did you mean {near[0]}?" if near else ""))
        elif slot == local_information.NAME:
            self.fault(loc, "the name of the partnership is not filled in here")
        elif (slot, organisation) in self.values:
            self.fault(loc, f"{slot} stands here a second time for the same organisation")
        elif (slot, organisation) in self.standing or local_information.may_be_filled(self.slots[slot], organisation):
            return True
        else:
            who = "each organisation" if organisation is None else "the partnership"
            self.fault(loc, f"{slot} is filled in by {who}")
        return False

    def slot(self, slot: str, found: Value, loc: Loc, organisation: int | None) -> None:
        details = self.mapping(found, loc, FIELDS)
        text = local_information.tidy(self.text(details, "value", loc))
        read = LocalValue(
            slot=slot,
            organisation=organisation,
            value=text,
            source=texts.trimmed(self.text(details, "source", loc)),
            owner_role=texts.trimmed(self.text(details, "owner_role", loc)),
            checked_on=self.day(details, "checked_on", loc),
            review_by=self.day(details, "review_by", loc),
        )
        self.values[slot, organisation] = read
        for name, message in local_information.faults(read, self.slots[slot], self.today) if text else ():
            self.fault((*loc, name), f"{slot}: {message}")

    def text(self, details: Mapping[str, Value], name: str, loc: Loc) -> str:
        found = details.get(name)
        if found is not None and not isinstance(found, str):
            self.fault((*loc, name), f"put the {name} in quotation marks, so that no figure of it is lost")
        return found if isinstance(found, str) else ""

    def day(self, details: Mapping[str, Value], name: str, loc: Loc) -> dt.date | None:
        found = details.get(name)
        if found is None or isinstance(found, dt.date):
            return found
        try:
            return dt.date.fromisoformat(str(found)) if found != "" else None
        except ValueError:
            self.fault((*loc, name), f"write {name} as year-month-day, like 2027-03-27")
            return None


def plan(
    text: str,
    slots: Mapping[str, Slot],
    organisations: Mapping[str, int],
    standing: Iterable[LocalValue],
    today: dt.date,
) -> Plan:
    """What a file would change. `organisations`: number by `name_key`. Never raises, whatever the text."""
    if len(text) > LONGEST_FILE:
        return Plan(
            faults=(LineFault(1, f"the file is too long: {LONGEST_FILE:,} characters are the most. Divide it"),)
        )
    if not _says_something(text):
        return Plan(faults=(LineFault(1, "the file is empty. Export the local information, fill it in and send that"),))
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        return Plan(faults=(LineFault(1, "too many brackets: write one slot a line, as the exported file does"),))
    # Without its memory, which is for the files of the course and not for what is sent once.
    yaml = read_yaml.__wrapped__(text)
    held = {(each.slot, each.organisation): each for each in standing}
    reading = _Reading(yaml, slots, organisations, held, today)
    reading.faults += [LineFault(each.line, f"{each.message}: {each.mend}") for each in yaml.faults]
    if not reading.faults:
        reading.read()
    if reading.faults:
        return Plan(faults=tuple(sorted(reading.faults, key=lambda each: each.line)))
    changes = tuple(_changes(reading.values, held))
    return Plan(changes, same=len(reading.values) - len(changes))


def _says_something(text: str) -> bool:
    """Whether there is more than remarks and an empty document."""
    said = (line.partition("#")[0].strip() for line in text.splitlines())
    return any(line not in ("", "---", "...", "null", "~", "{}", "[]") for line in said)


def _changes(read: Mapping[Key, LocalValue], held: Mapping[Key, LocalValue]) -> Iterator[Change]:
    for key, new in read.items():
        old = held.get(key)
        if new.value and new != old:
            yield Change(old, new)
        elif not new.value and old is not None:
            yield Change(old, None)


def name_key(name: str) -> str:
    """Two names with the same key are one organisation's."""
    return texts.trimmed(name).casefold()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"

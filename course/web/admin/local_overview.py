"""What administrators see of the local information: all slots of one owner in groups, and what is to be done about them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from flask import request, url_for
from markupsafe import Markup

from course.catalogue.model import Slot
from course.clock import now
from course.records import local_values, organisations
from course.records.database import reading
from course.records.local_values import Count
from course.records.organisations import Organisation
from course.records.paging import Leaf
from course.rules import contacts, local_information
from course.rules.dates import london_day
from course.rules.local_information import LocalValue
from course.web import local
from course.web.admin import blueprint
from course.web.paging import Pager, pager, turn_asked
from course.web.site import catalogue

MOST_SHOWN = 20  # values to be looked at again, on one page
MOST_WARNED = 5  # urgent contacts that cannot be rung, on every page
NONE_FILLED = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One slot: the value filled in here, the one that holds where none is, and why it has to be looked at.

    `silent`: it is urgent, and nothing in the value that is filled in here can be rung.
    """

    slot: Slot
    own: LocalValue | None
    inherited: LocalValue | None
    why: str | None
    silent: bool
    href: str

    @property
    def asks_name(self) -> bool:
        """Whether the role looks like somebody's name."""
        return self.own is not None and local_information.looks_like_a_name(self.own.owner_role)

    @property
    def html(self) -> Markup:
        """What learners see."""
        shown = self.own or self.inherited
        return contacts.linked(shown.value) if shown else Markup()


@dataclass(frozen=True, slots=True)
class Overview:
    """The slots of the partnership or of one organisation in groups, and what is to be done about them."""

    organisation: Organisation | None
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    look: tuple[tuple[str, str], ...]  # the first ones: where, and what has to be looked at
    more_look: int  # how many more have to be looked at
    others: tuple[tuple[Organisation, Count], ...]  # a page of the organisations, and what each has filled in itself
    pager: Pager
    empty: int
    done: str | None  # what was done just now, in words

    @property
    def rows(self) -> tuple[Row, ...]:
        """All slots in one row."""
        return tuple(row for _, rows in self.groups for row in rows)


class Warnings:
    """What every page of the administration says. Asked for when it is shown: pages of refusals show nothing of it."""

    @cached_property
    def urgent(self) -> tuple[Slot, ...]:
        """Slots of the partnership that nobody should find empty, out of memory."""
        return local_information.urgently_empty(local.information().of(None).values.values(), catalogue().slots)

    @cached_property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """The first urgent contacts in which nothing can be rung: where, and whose."""
        found = self._silent[:MOST_WARNED]
        owners = [each.organisation for each in found if each.organisation is not None]
        names: dict[int, str] = {}
        if owners:
            with reading() as store:
                names = organisations.names(store, owners)
        return tuple((place(each.slot, each.organisation), _whose(each, names)) for each in found)

    @property
    def more_silent(self) -> int:
        """How many more there are."""
        return len(self._silent) - len(self.silent)

    @cached_property
    def _silent(self) -> tuple[LocalValue, ...]:
        return tuple(each for each in local.information().nothing_to_ring() if each.slot in catalogue().slots)

    @cached_property
    def look(self) -> int:
        """How many values have to be looked at again."""
        with reading() as store:
            return local_values.number_to_look_at(store, catalogue().slots.keys(), london_day(now()))


def place(slot: str, organisation: int | None) -> str:
    """The address of the form of a slot."""
    return url_for("admin.local_slot", slot=slot, organisation=organisation)


@blueprint.context_processor
def _warnings() -> dict[str, object]:
    """For the menu of every page for administrators."""
    return {"local_warnings": Warnings()}


def rows_of(values: tuple[LocalValue, ...], organisation: int | None) -> tuple[Row, ...]:
    today = london_day(now())
    own = {each.slot: each for each in values if each.organisation == organisation}
    inherited = {each.slot: each for each in values if each.organisation is None} if organisation else {}
    silent = {each.slot for each in local_information.nothing_to_ring(own.values())}
    return tuple(
        Row(
            slot,
            own.get(slot.id),
            inherited.get(slot.id),
            local_information.why_look(own[slot.id], today) if slot.id in own else None,
            slot.id in silent,
            place(slot.id, organisation),
        )
        for slot in catalogue().slots.values()
        if slot.id in own or local_information.may_be_filled(slot, organisation)
    )


def overview(found: Organisation | None) -> Overview:
    owner, slots, today = found.id if found else None, catalogue().slots.keys(), london_day(now())
    with reading() as store:
        rows = rows_of(local_values.values_of(store, owner), owner)
        leaf: Leaf[Organisation] = Leaf() if found else organisations.page_of_organisations(store, turn_asked())
        counts = local_values.counts(store, slots, today, [each.id for each in (found, *leaf.things) if each])
        look = local_values.to_look_at(store, slots, today, MOST_SHOWN, owner)
        number = (
            counts.get(found.id, NONE_FILLED).look if found else local_values.number_to_look_at(store, slots, today)
        )
        names = organisations.names(store, {each.organisation for each in look if each.organisation} - {owner})
    titles = dict.fromkeys(row.slot.group for row in rows)
    return Overview(
        organisation=found,
        groups=tuple((title, tuple(row for row in rows if row.slot.group == title)) for title in titles),
        look=tuple((place(each.slot, each.organisation), _told(each, names, today)) for each in look),
        more_look=number - len(look),
        others=tuple((each, counts.get(each.id, NONE_FILLED)) for each in leaf.things),
        pager=pager(leaf, "organisations"),
        empty=sum(row.own is None for row in rows),
        done=_done(),
    )


def _done() -> str | None:
    """What the address says was done; only words of ours are shown."""
    saved, imported = catalogue().slots.get(request.args.get("saved", "")), request.args.get("imported", "")
    if saved:
        return f"Saved: {saved.label}"
    if not re.fullmatch("[0-9]{1,6}", imported):
        return None
    return "Imported: 1 change" if imported == "1" else f"Imported: {imported} changes"


def _told(value: LocalValue, names: dict[int, str], today: dt.date) -> str:
    return f"{_whose(value, names)} {local_information.why_look(value, today)}"


def _whose(value: LocalValue, names: dict[int, str]) -> str:
    """The label of the slot, behind the name of the organisation where that is known and needed."""
    name, label = names.get(value.organisation or 0), catalogue().slots[value.slot].label
    return f"{name}: {label}" if name else label

"""For whom a pack is asked for, in its address: the organisation and the size of the group."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import abort, request
from sqlalchemy import Connection

from course.documents.packs import USUAL_GROUP, Wish
from course.records import organisations
from course.records.database import reading
from course.rules.local_information import seen_by
from course.rules.scoping import Scope, scope_of
from course.web import wishing
from course.web.gate import must_be_learner
from course.web.site import partnership_name

PARTNERSHIP = "partnership"  # in an address: not one organisation, but all of them together
WHOLE = "the whole partnership"
NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
MOST_PEOPLE = 500  # in a room
MOST_OFFERED = 60  # organisations in a list to choose from; where there are more, one types a name
WRONG_GROUP = f"Enter how many people take part, from 1 to {MOST_PEOPLE}"
WRONG_NAME = "Enter the name of an organisation as it stands in the site"


@dataclass(frozen=True, slots=True)
class Place:
    """What a pack is made for: an organisation, or (None) the whole partnership."""

    organisation: int | None
    name: str

    @property
    def key(self) -> str:
        """How it stands in an address."""
        return str(self.organisation or PARTNERSHIP)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked. `places`: those that may be chosen; `typed`: what is not as usual, for further addresses; `sent`: the
    fields as they came.
    """

    place: Place
    places: tuple[Place, ...]
    group: int
    typed: Mapping[str, str]
    sent: Mapping[str, str]
    errors: tuple[tuple[str, str], ...]

    @property
    def offered(self) -> tuple[Place, ...]:
        """The places to choose from; none where there is one, or more than a list should hold."""
        return self.places if 1 < len(self.places) <= MOST_OFFERED else ()

    @property
    def by_name(self) -> bool:
        """Whether there are so many places that one types the name."""
        return len(self.places) > MOST_OFFERED

    def link(self, path: str, **more: object) -> str:
        """An address for the same wishes."""
        fields = {**self.typed, **more}
        return f"{path}?{urlencode(fields)}" if fields else path

    def error_at(self, name: str) -> str | None:
        """What is wrong with one field."""
        return next((text for href, text in self.errors if href == f"#{name}"), None)

    def in_file_name(self) -> str:
        """A word that tells the files of one organisation from those of another; "" for the partnership."""
        return f"-{self.place.organisation}" if self.place.organisation else ""


def asked() -> Wishes:
    """Read the address. A place that the trainer's role does not cover is not found (404)."""
    with reading() as store:
        places = _places(store)
    errors: list[tuple[str, str]] = []
    place = _place(places, errors) or _own(places)
    group = _group(errors)
    typed = {"organisation": place.key} if place != _own(places) else {}
    typed |= {"group": str(group)} if group != USUAL_GROUP else {}
    return Wishes(place, places, group, typed, request.args.to_dict(), tuple(errors))


def wish_for(wishes: Wishes) -> Wish:
    """Everything that a pack of today needs to know."""
    number = wishes.place.organisation
    name = wishes.place.name if number else ""
    return wishing.wish_for(number, sender=number, called=name, group=wishes.group)


def on_any_day(wish: Wish) -> Wish:
    """The same wish for what is alike on every day and for every group, such as the number of pages."""
    return replace(wish, made_on=dt.date(2000, 1, 1), group=USUAL_GROUP)


def _places(store: Connection) -> tuple[Place, ...]:
    """Those that the role of trainer covers, the whole partnership first; with a team its organisation."""
    held = scope_of(must_be_learner().roles, ("trainer",))
    of_teams = {each.organisation for each in organisations.teams(store) if each.id in held.teams} if held.teams else ()
    scope = Scope(held.everything, held.organisations.union(of_teams))
    named = (Place(each.id, each.name) for each in organisations.organisations(store) if scope.covers(each.id, None))
    return (*([Place(None, partnership_name() or WHOLE)] if held.everything else ()), *named)


def _own(places: tuple[Place, ...]) -> Place:
    """The trainer's own organisation where the role covers it, else the first place."""
    own = seen_by(must_be_learner().organisations)
    return next((each for each in places if own is not None and each.organisation == own), places[0])


def _place(places: tuple[Place, ...], errors: list[tuple[str, str]]) -> Place | None:
    """The place that the address names; None where it names none, or one that cannot be."""
    key, name = request.args.get("organisation", "").strip(), request.args.get("name", "").strip()
    if key:
        return next((each for each in places if each.key == key), None) or abort(404)
    found = next(_called(places, name), None) if name else None
    if name and found is None:
        errors.append(("#name", WRONG_NAME))
    return found


def _called(places: tuple[Place, ...], name: str) -> Iterator[Place]:
    yield from (each for each in places if each.name.casefold() == name.casefold())


def _group(errors: list[tuple[str, str]]) -> int:
    typed = request.args.get("group", "").strip()
    if not typed:
        return USUAL_GROUP
    if NUMBER.fullmatch(typed) and int(typed) <= MOST_PEOPLE:
        return int(typed)
    errors.append(("#group", WRONG_GROUP))
    return USUAL_GROUP

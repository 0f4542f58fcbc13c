"""What every page shows besides its own matter: who runs the site, which edition, who is signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Flask, current_app, g, request
from markupsafe import Markup, escape

from course.assets import Manifest
from course.catalogue.markdown import LIVE_MARKS, NOT_FILLED, fill
from course.catalogue.model import Catalogue, Module
from course.catalogue.shelf import Shelf
from course.clock import ticks
from course.errors import StoreError
from course.records import organisations
from course.records.database import reading
from course.rules.facts import Learner
from course.rules.local_information import NAME
from course.rules.scoping import ANALYSIS_ROLES, NAME_ROLES, REPORT_ROLES
from course.web import form_token, local
from course.web.ready import ReadyPages, mark

LOCAL = "local-"  # what the mark of a local detail in a ready page begins with
PARTNERSHIP_SECONDS = 10.0
MONTHS = (
    (
        "January February March April May June July August September October November December"  # en-GB, whatever the locale
    ).split()
)


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page. `partnership` is None until the set-up has been done."""

    name: str
    course_title: str
    partnership: str | None
    quick_exit_url: str
    law_as_at: dt.date
    edition: str
    modules: tuple[Module, ...]


class PartnershipName:
    """The partnership's name, asked for again every few seconds: it stands on every page and changes almost never."""

    def __init__(self) -> None:
        self._name: str | None = None
        self._asked = -PARTNERSHIP_SECONDS

    def get(self) -> str | None:
        """The name, some seconds old, or None before the set-up; the last one known while the records cannot be read."""
        if ticks() - self._asked >= PARTNERSHIP_SECONDS:
            self._asked = ticks()
            with suppress(StoreError), reading() as store:
                found = organisations.partnership(store)
                self._name = found.name if found else None
        return self._name

    def forget(self) -> None:
        """Ask again at the next use."""
        self._asked = -PARTNERSHIP_SECONDS


def shelf() -> Shelf:
    """What holds the course in force."""
    found: Shelf = current_app.extensions["shelf"]
    return found


def catalogue() -> Catalogue:
    """The course as this request sees it: a change of content never shows in the middle of a page."""
    held: Catalogue | None = g.get("catalogue")
    if held is None:
        found = shelf()
        found.refresh_if_changed()
        g.catalogue = held = found.catalogue
    return held


def partnership_name() -> str | None:
    """The partnership's name, or None before the set-up."""
    cache: PartnershipName = current_app.extensions["partnership"]
    return cache.get()


def site() -> Site:
    """The frame for the present request."""
    course = catalogue().course
    return Site(
        name="Sharewell",
        course_title=course.title,
        partnership=partnership_name(),
        quick_exit_url=course.quick_exit_url,
        law_as_at=course.law_as_at,
        edition=course.edition,
        modules=catalogue().modules,
    )


def csrf_field() -> Markup:
    """The hidden token for a form of someone who is signed in; nothing for guests, whose pages stay the same for all."""
    if g.get("learner") is None:
        return Markup("")
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(
        g.get("token_for_ready_page") or form_token.token()
    )


def live(html: str) -> Markup:
    """Put the local details into prepared HTML (which was made safe when the content was read).

    They are those that hold for this reader. Into a page that is made ready for everybody only their marks are put.
    """
    if g.get("local_as_marks"):
        return Markup(LIVE_MARKS.sub(lambda found: mark(LOCAL + found[1]), html))  # noqa: S704 - sanitised at load
    return Markup(fill(html, local_html()))  # noqa: S704 - sanitised at load


def local_html() -> Mapping[str, Markup]:
    """By slot, the values that hold for this reader, as HTML; a slot without one is left out."""
    if "local_html" not in g:
        name = partnership_name()
        g.local_html = {**local.here().html, **({NAME: escape(name)} if name else {})}
    found: Mapping[str, Markup] = g.local_html
    return found


class ReadyLocal(dict[str, bytes]):
    """What stands in a ready page where a local detail goes, by the name of the mark; empty ones say so."""

    def __missing__(self, name: str) -> bytes:
        if not name.startswith(LOCAL):
            raise KeyError(name)
        return NOT_FILLED.encode()


def ready_local() -> ReadyLocal:
    """The local details of this reader for a page that was made ready for everybody."""
    return ReadyLocal({LOCAL + slot: each.encode() for slot, each in local_html().items()})


def day(value: dt.date) -> str:
    """A date as people in England write it: 12 March 2028."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def minutes(value: int) -> str:
    """A number of minutes in words."""
    return f"{value} minute" if value == 1 else f"{value} minutes"


def _context() -> dict[str, object]:
    return {
        "site": site(),
        "learner": _shown_learner(),
        "current_path": request.path,
        "csrf_field": csrf_field,
        "content_faults": _faults(),
        **_reports_seen(),
    }


def _reports_seen() -> dict[str, bool]:
    """Which ways into the reports stand on the page."""
    here: Learner | None = g.get("learner")
    held = [role.name for role in here.roles] if here else []
    return {
        "sees_reports": any(name in REPORT_ROLES for name in held),
        "sees_analysis": any(n in ANALYSIS_ROLES for n in held),
        "sees_names": any(n in NAME_ROLES for n in held),
        "trains": "trainer" in held,
        "reads_audit": "auditor" in held,
        "looks_after": "administrator" in held,
        "reads_letters": "organisation-lead" in held,
    }


def _shown_learner() -> Learner | None:
    """Who is signed in; while a page is made ready, with a mark in place of the name."""
    here: Learner | None = g.get("learner")
    return replace(here, name=g.shown_name) if here and "shown_name" in g else here


def _faults() -> tuple[str, ...]:
    """What is wrong with content that was changed while the site ran; for administrators' eyes only."""
    learner = g.get("learner")
    if learner is None or not any(role.name == "administrator" for role in learner.roles):
        return ()
    return tuple(str(problem) for problem in shelf().problems if problem.severity == "error")


def install(app: Flask, *, shelf: Shelf, manifest: Manifest) -> None:
    """Give every template the frame, the filters and the addresses of static files."""
    app.extensions["shelf"] = shelf
    app.extensions["partnership"] = PartnershipName()
    local.install(app)
    app.extensions["ready_pages"] = ReadyPages()
    form_token.install(app)
    app.context_processor(_context)
    app.jinja_env.globals["asset"] = manifest.url
    app.jinja_env.filters.update(live=live, day=day, minutes=minutes)

"""Where the links of a text lead: from `page:early-help` to an address of the site."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from course.catalogue.names import Names

KINDS = ("page", "question", "reference", "case", "form")
# fmt: off
SITE = frozenset([
    "/", "/accessibility", "/account", "/account/data", "/account/sessions", "/cases/", "/certificates", "/changes",
    "/decide",
    "/flowchart", "/forms/",
    "/forgot-password", "/glossary", "/help", "/join", "/my/certificate", "/my/progress", "/my/notes", "/my/reflection",
    "/my/follow-up", "/my/looks", "/my/refresher",
    "/my/reflection/after", "/my/reflection/before", "/my/supervision-sheet", "/print", "/privacy",
    "/reference/", "/search", "/sign-in", "/sign-up", "/worried",
])
# fmt: on
ADDRESS = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")
FORMS = "link to `page:id`, `question:id`, `reference:id`, `case:id`, `form:id`, an address of the site, or https://…"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads. `place` is the kind and id of a page of ours when `anchor` has to be looked for there."""

    address: str
    place: tuple[str, str] | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """Why a link leads nowhere."""

    message: str
    mend: str


def resolve(href: str, names: Names, here: tuple[str, str]) -> Target | DeadLink:
    """Where `href` leads from the page `here` (kind and id)."""
    path, _, anchor = href.partition("#")
    kind, colon, name = path.partition(":")
    if href.startswith("#"):
        return Target(href, here, anchor)
    if colon and kind in KINDS:
        return _own(kind, name, anchor, names)
    if href.startswith("/"):
        return _site(path, anchor, names)
    if ADDRESS.fullmatch(href):
        return Target(href)
    if href.startswith("http://"):
        return DeadLink(f"`{href}` is not a safe address", "begin it with https://")
    return DeadLink(f"the link `{href}` is of no known form", FORMS)


def _own(kind: str, name: str, anchor: str, names: Names) -> Target | DeadLink:
    if not names.holds(kind, name):
        near = difflib.get_close_matches(name, names.all_of(kind), n=1)
        mend = f"did you mean `{kind}:{near[0]}`?" if near else f"give the id of a {kind} that exists"
        return DeadLink(f"the link `{kind}:{name}` leads nowhere", mend)
    known = "page" if kind == "case" else kind
    address = names.address(known, name) + (f"#{anchor}" if anchor else "")
    return Target(address, (known, name) if anchor else None, anchor)


def _site(path: str, anchor: str, names: Names) -> Target | DeadLink:
    """An address of the site that is written out; its parts that are ours must exist."""
    address = path + (f"#{anchor}" if anchor else "")
    parts = path.strip("/").split("/")
    room, names_given = parts[0], parts[1:]
    if path in SITE:
        return Target(address)
    if room == "modules" and len(names_given) == 1 and path.endswith("/") and names.holds("module", names_given[0]):
        return Target(address)
    if room == "modules" and len(names_given) == 2 and names.modules.get(names_given[1]) == names_given[0]:
        return Target(address, ("page", names_given[1]) if anchor else None, anchor)
    kind = {"flowchart": "question", "reference": "reference", "forms": "form", "cases": "case"}.get(room, "")
    if kind and len(names_given) == 1 and names.holds(kind, names_given[0]):
        return Target(address, (kind, names_given[0]) if anchor else None, anchor)
    return DeadLink(f"the site has no address `{path}`", FORMS)

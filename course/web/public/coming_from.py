"""From which page of ours somebody opened a key question, so that Back leads there again.

The browser names the page before (the Referer, which our policy lets it send within the site), and links from question to
question carry it along as `?from=`. Neither is ever used as an address: it only chooses one of the pages known here, whose
address is then made anew. Anything else leads to the flowchart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from course.catalogue.model import Catalogue
from course.web.site import catalogue

FROM = "from"
AT = "at"
BOX = "box"  # the value of AT in the links of the drawing, whose boxes have ids of their own
LONGEST = 1_000
THE_FLOWCHART = "the flowchart"
FLOWCHART, QUESTION = "public.flowchart", "public.question"
KEPT = {"public.search": "q", "practice.form": "route"}  # what behind the "?" belongs to the page
Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A page that one may return to. `label` says what kind of page it is, as in "Back to the case"."""

    endpoint: str
    address: str
    title: str
    label: str
    has_boxes: bool = False


def _course_page(held: Catalogue, parts: Parts) -> tuple[str, str] | None:
    found = held.page(parts["page"])
    return (found.title, "the page") if found and found.module == parts["module"] else None


def _module(held: Catalogue, parts: Parts) -> tuple[str, str] | None:
    found = held.module(parts["module"])
    return (found.title, "the module") if found else None


def _case(held: Catalogue, parts: Parts) -> tuple[str, str] | None:
    found = held.cases.get(parts["case"])
    return (found.title, "the case") if found else None


def _reference(held: Catalogue, parts: Parts) -> tuple[str, str] | None:
    found = held.references.get(parts["reference"])
    return (found.title, "the page") if found else None


def _form(held: Catalogue, parts: Parts) -> tuple[str, str] | None:
    found = held.forms.get(parts["form"])
    return (found.title, "the form") if found else None


def _flowchart(held: Catalogue, parts: Parts) -> tuple[str, str] | None:
    return held.flowchart.title, THE_FLOWCHART


def _always(title: str, label: str) -> Callable[[Catalogue, Parts], tuple[str, str] | None]:
    return lambda held, parts: (title, label)


KNOWN: Mapping[str, Callable[[Catalogue, Parts], tuple[str, str] | None]] = {
    FLOWCHART: _flowchart,
    "learn.page": _course_page,
    "learn.module": _module,
    "practice.case": _case,
    "practice.case_whole": _case,
    "practice.case_step": _case,
    "practice.case_end": _case,
    "practice.form": _form,
    "practice.decide": _always("Practise a decision", "your decision"),
    "practice.decide_on": _always("Practise a decision", "your decision"),
    "public.reference": _reference,
    "public.references": _always("Reference library", "the library"),
    "public.glossary": _always("Glossary", "the glossary"),
    "public.changes": _always("Changes", "the changes"),
    "public.search": _always("Search", "the search"),
    "public.worried": _always("Worried about a child now?", "the page"),
    "public.help": _always("Help", "the page"),
}


def coming_from() -> Place:
    """The page from which the reader came to the key questions; the flowchart where nobody says so."""
    return _known(request.args.get(FROM, "")) or _before(_referer()) or _flowchart_itself()


def question_before() -> str | None:
    """The key question whose page was the one before, or None."""
    endpoint, parts = _match(_referer())
    return parts["question"] if endpoint == QUESTION else None


def _before(referer: SplitResult | None) -> Place | None:
    """The page before, or, where that is a key question, what it was opened from."""
    endpoint, _ = _match(referer)
    if referer is None or endpoint != QUESTION:
        return _place(referer)
    return _known(parse_qs(referer.query).get(FROM, [""])[0])


def _known(address: str) -> Place | None:
    """The page behind `?from=`, a path of ours."""
    return _place(_split(address)) if address.startswith("/") else None


def _referer() -> SplitResult | None:
    """The page before, if it is of this very site."""
    found = _split(request.referrer or "")
    return found if found and found.netloc == request.host else None


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address) if 0 < len(address) <= LONGEST else None
    except ValueError:
        return None


def _match(found: SplitResult | None) -> tuple[str, Parts]:
    """Which of our pages has that path, and the parts of it; an empty name for none."""
    if found is None or not found.path.startswith("/"):
        return "", {}
    try:
        endpoint, parts = current_app.url_map.bind(request.host).match(found.path, method="GET")
    except (HTTPException, RequestRedirect):
        return "", {}
    return endpoint, parts


def _place(found: SplitResult | None) -> Place | None:
    endpoint, parts = _match(found)
    told = KNOWN[endpoint](catalogue(), parts) if endpoint in KNOWN else None
    if found is None or told is None:
        return None
    kept = {name: values[0] for name, values in parse_qs(found.query).items() if name == KEPT.get(endpoint)}
    page = catalogue().page(parts.get("page", ""))
    has_boxes = endpoint == FLOWCHART or (page is not None and page.kind == "flowchart")
    values: dict[str, Any] = {**parts, **kept}
    return Place(endpoint, url_for(endpoint, **values), told[0], told[1], has_boxes)


def _flowchart_itself() -> Place:
    return Place(FLOWCHART, url_for(FLOWCHART), catalogue().flowchart.title, THE_FLOWCHART, has_boxes=True)

"""Sanitises HTML with a list of what may stay: authors are trusted, and their texts are cleaned all the same."""

from __future__ import annotations

import re

import nh3

# fmt: off
TAGS = {
    "a", "aside", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6",
    "hr", "img", "li", "ol", "p", "pre", "section", "span", "strong", "summary", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
}
ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href"},
    "aside": {"aria-label"},
    "div": {"aria-label", "role", "tabindex"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "section": {"aria-label"},
    "span": {"data-slot"},
    "table": {"role"},
    "tbody": {"role"},
    "td": {"data-label", "role"},
    "th": {"role", "scope"},
    "thead": {"role"},
    "tr": {"role"},
}
CLASSES = frozenset([
    "align-center", "align-right", "being-checked", "block-title", "content-note", "details", "earlier-rule",
    "key-points", "law", "law-date", "local", "rule", "sector", "source", "table", "term",
])
# fmt: on
RULE_CLASS = re.compile(r"rule-[a-z][a-z0-9-]*")


def sanitise(text: str) -> str:
    """HTML with nothing in it but what our own Markdown makes; links lead to this site or to https addresses."""
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_own_classes,
        url_schemes={"https"},
        link_rel=None,
    )


def _own_classes(tag: str, attribute: str, value: str) -> str | None:
    if attribute != "class":
        return value
    return " ".join(name for name in value.split() if name in CLASSES or RULE_CLASS.fullmatch(name)) or None

"""The routes of the site taken to pieces once for all sites of a run: half of what making a site cost.

Werkzeug reads the text of every route anew for every application. What comes of it follows from the text, from the kinds
of parts that the application knows and from three settings of its map; a route with defaults is read as ever.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

AS_EVER = Rule.compile


@dataclass(frozen=True)
class Pieces:
    """What comes of a route's text."""

    parts: tuple[RulePart, ...]
    trace: tuple[tuple[bool, str], ...]
    converters: dict[str, BaseConverter]
    builders: tuple[Callable[..., Any], Callable[..., Any]]

    @classmethod
    def of(cls, rule: Rule) -> Pieces:
        """Those of a rule that has been read."""
        builders = (rule._build.__func__, rule._build_unknown.__func__)  # type: ignore[attr-defined]
        return cls(tuple(rule._parts), tuple(rule._trace), {**rule._converters}, builders)

    def put_into(self, rule: Rule) -> None:
        """As if this rule had been read itself: lists of its own, and parts that know its own map."""
        rule._parts, rule._trace = [*self.parts], [*self.trace]
        rule._converters = {name: of_map(rule, converter) for name, converter in self.converters.items()}
        rule.arguments.update(self.converters)
        rule._build, rule._build_unknown = (each.__get__(rule, None) for each in self.builders)


def of_map(rule: Rule, converter: BaseConverter) -> BaseConverter:
    """The same, of another map."""
    own = copy.copy(converter)
    own.map = rule.map
    return own


def reader(read: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """Reads a rule, or takes what came of the same one."""
    met: dict[tuple[object, ...], Pieces] = {}

    def once(rule: Rule) -> None:
        assert rule.map is not None
        known = tuple(rule.map.converters.items())
        key = (rule.rule, rule.subdomain, rule.host, rule.map.host_matching, rule.merge_slashes, known)
        if key in met and not rule.defaults:
            met[key].put_into(rule)
            return
        read(rule)
        if not rule.defaults:
            met[key] = Pieces.of(rule)

    return once


@pytest.fixture(autouse=True, scope="session")
def routes_once(made_once: None) -> Iterator[None]:
    """Every site of this run takes its routes from the first one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", reader(Rule.compile))
        yield

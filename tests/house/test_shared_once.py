"""What all sites of a run take from the first one is what each would have made by itself."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map, RequestRedirect, Rule

from course.catalogue.problems import Problem
from tests import course_once, made_once, routes_once

DAY = dt.date(2026, 3, 2)
PATHS = ("/a/b/x", "/a//b/x", "/a/b/4", "/a/b/-4", "/a/b/x/", "/a/b/x/1", "/a/b/y/2", "/a/b/")


class Figure(BaseConverter):
    """Not what `default` is elsewhere, and tells of its map."""

    regex = "[0-9]"

    def to_python(self, value: str) -> Any:
        return int(value)

    def to_url(self, value: Any) -> str:
        return f"{value}-{self.map.sort_parameters}"


# What a map knows, what a route asks beside its text. Texts come up again in maps and routes that read them otherwise.
MAPS: Mapping[str, tuple[Mapping[str, Any], tuple[tuple[str, Mapping[str, Any]], ...]]] = {
    "plain": ({}, (("/a//b/<x>", {}), ("/a/b/<x>/<int:n>", {}))),
    "again": ({}, (("/a//b/<x>", {}), ("/a/b/<x>/<int:n>", {}))),
    "slashes kept": ({"merge_slashes": False}, (("/a//b/<x>", {}), ("/a/b/<x>/<int:n>", {}))),
    "figures": ({"converters": {"default": Figure}}, (("/a//b/<x>", {}), ("/a/b/<x>/<int:n>", {}))),
    "figures of another": (
        {"converters": {"default": Figure}, "sort_parameters": True},
        (("/a//b/<x>", {}), ("/a/b/<x>/<int:n>", {})),
    ),
    "a default": ({}, (("/a/b/<x>/<int:n>", {"defaults": {"n": 1}}), ("/a//b/<x>", {"defaults": {"x": "y"}}))),
    "another default": ({}, (("/a/b/<x>/<int:n>", {"defaults": {"n": 2}}), ("/a//b/<x>", {}))),
    "without": ({}, (("/a/b/<x>/<int:n>", {}), ("/a//b/<x>", {}))),
    "a place": ({}, (("/a//b/<x>", {"subdomain": "heron"}), ("/a//b/<x>", {}))),
    "a host": ({"host_matching": True}, (("/a//b/<x>", {"subdomain": "heron"}),)),
    "hosts": (
        {"host_matching": True},
        (("/a//b/<x>", {"host": "<h>.example"}), ("/a//b/<x>", {"host": "wells.example"})),
    ),
}


def bound(name: str) -> Map:
    """The map of that name."""
    known, routes = MAPS[name]
    return Map([Rule(text, endpoint=str(number), **asked) for number, (text, asked) in enumerate(routes)], **known)


def told(here: Map) -> list[object]:
    """What a map answers to every path, and which addresses it writes."""
    rules = sorted(here.iter_rules(), key=lambda rule: str(rule.endpoint))
    answers: list[object] = [(rule.arguments, rule._trace, rule._parts) for rule in rules]
    for host in ("heron.example", "wells.example"):
        adapter = here.bind("example" if not here.host_matching else host, subdomain=None)
        places = [adapter]
        if not here.host_matching:
            places.append(here.bind("example", subdomain=host.partition(".")[0]))
        for place in places:
            answers += [answer(lambda path=path, place=place: place.match(path)) for path in PATHS]
            for number in range(len(rules)):
                for values in ({"x": "p q"}, {"x": "y", "n": 2, "h": "heron"}, {"x": "z", "n": 1, "more": "m"}):
                    answers.append(answer(lambda n=number, v=values, place=place: place.build(str(n), v)))
    return answers


def answer(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except RequestRedirect as sent:
        return sent.new_url
    except (HTTPException, LookupError) as refused:
        return type(refused)


@pytest.fixture(scope="module")
def as_ever() -> Mapping[str, list[object]]:
    """What each map says by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", routes_once.AS_EVER)
        patch.setattr(Rule, "_compile_builder", made_once.BUILDER_AS_EVER)
        return {name: told(bound(name)) for name in MAPS}


@pytest.mark.parametrize("names", [tuple(MAPS), tuple(reversed(MAPS))])
def test_every_map_says_what_it_would_say_by_itself(
    names: tuple[str, ...], as_ever: Mapping[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rule, "_compile_builder", made_once.builders(made_once.BUILDER_AS_EVER))
    monkeypatch.setattr(Rule, "compile", routes_once.reader(routes_once.AS_EVER))
    maps = {name: bound(name) for name in names}
    assert {name: told(here) for name, here in maps.items()} == as_ever


def test_what_is_done_to_a_route_stays_with_its_site(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Rule] = []
    monkeypatch.setattr(
        Rule, "compile", routes_once.reader(lambda rule: (read.append(rule), routes_once.AS_EVER(rule))[1])
    )
    for _ in range(3):
        rule = Rule("/a/<x>", endpoint="a")
        place = Map([rule]).bind("example")
        assert (place.match("/a/1"), place.build("a", {"x": "q"})) == (("a", {"x": "1"}), "/a/q")
        rule._parts.clear()
        rule._trace.clear()
        rule._converters.clear()
    assert len(read) == 1


@pytest.fixture
def course_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one file, which is the one of this program."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "course.yaml").write_text("one")
    monkeypatch.setattr(course_once, "ROOT", tmp_path)
    return tmp_path


def test_the_course_is_read_again_where_anything_is_another(
    course_there: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked: list[tuple[Path, dt.date]] = []

    def read(root: Path, today: dt.date) -> course_once.Read:
        asked.append((root, today))
        return None, [Problem("content/course.yaml", 1, "warning", f"reading {len(asked)}", "mend it")]

    once, file = course_once.reader(read), course_there / "content" / "course.yaml"
    first = once(course_there, DAY)
    first[1].append(first[1][0])  # a list of the asker's own
    assert (len(once(course_there, DAY)[1]), len(asked)) == (1, 1)
    once(course_there, DAY + dt.timedelta(days=1))
    assert len(asked) == 2
    before = file.stat().st_mtime_ns
    file.write_text("two!")
    os.utime(file, ns=(before, before))
    assert once(course_there, DAY)[1][0].message == "reading 3"
    os.utime(file, ns=(before + 1, before + 1))
    assert once(course_there, DAY)[1][0].message == "reading 4"
    other = tmp_path_factory.mktemp("other")
    assert [once(other, DAY)[1][0].message for _ in range(2)] == ["reading 5", "reading 6"]

"""YAML to plain values, with the line of every key; block style only.

The parser is ruamel.yaml (YAML 1.2), stopped at its node tree: that tree knows the line and the style of everything, so
a duplicate key, a flow-style group or an alias is a fault with a line, and all of them are found in one go. Flow style
is refused because `{end: Call now, then tell}` loses all that follows the comma without a word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

Loc = tuple[str | int, ...]
Value = object

DIRECTIVE = re.compile(r"(?:[ \t\r\ufeff]*(?:#.*)?\n)*%")
WHOLE = re.compile(r"[-+]?\d+")
BLOCK_STYLE = "block style only: every key on a line of its own, every item of a list on its own line after a dash"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one text that does not know the name of its file."""

    line: int
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Where things stand in a file: `keys` the line of a key or item, `texts` the line on which its text begins."""

    first: int
    keys: Mapping[Loc, int]
    texts: Mapping[Loc, int]

    def of(self, *loc: str | int) -> int:
        """The line of a key or item; of what holds it, when it is not in the file."""
        while loc:
            if loc in self.keys:
                return self.keys[loc]
            loc = loc[:-1]
        return self.first

    def text(self, *loc: str | int) -> int:
        """The line on which the text of a key begins: for `|` the line below the key."""
        return self.texts.get(loc, self.of(*loc))


@dataclass(frozen=True, slots=True)
class Yaml:
    """What a text says. `readable` is False when it could not be parsed at all; `data` is then None."""

    data: Value
    lines: Lines
    faults: tuple[Fault, ...]
    readable: bool


@dataclass(slots=True)
class _Reader:
    """Walks a node tree once and notes lines and faults on the way."""

    first: int
    keys: dict[Loc, int] = field(default_factory=dict)
    texts: dict[Loc, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def line(self, node: Node) -> int:
        return self.first + int(node.start_mark.line)

    def value(self, node: Node, loc: Loc) -> Value:
        if id(node) in self.seen:
            line = self.keys.get(loc, self.first)
            self.faults.append(Fault(line, "an alias (`*`) stands for another part", "write it out in full"))
            return None
        self.seen.add(id(node))
        if node.anchor:
            self.faults.append(
                Fault(self.line(node), "an anchor (`&`) is used", "take it out; every part is written out")
            )
        if isinstance(node, ScalarNode):
            return self.scalar(node, loc)
        if isinstance(node, CollectionNode) and node.flow_style and node.value:
            self.faults.append(Fault(self.line(node), "flow style (`{…}` or `[…]`) can lose text", BLOCK_STYLE))
        return self.mapping(node, loc) if isinstance(node, MappingNode) else self.sequence(node, loc)

    def mapping(self, node: MappingNode, loc: Loc) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = self.line(key_node)
            if not isinstance(key_node, ScalarNode):
                self.faults.append(Fault(line, "a key is not a word", "write `key: value`"))
                continue
            key = str(key_node.value)
            if key in result:
                self.faults.append(Fault(line, f"the key `{key}` stands here twice", "keep one of the two"))
                continue
            self.keys[(*loc, key)] = line
            result[key] = self.value(value_node, (*loc, key))
        return result

    def sequence(self, node: Node, loc: Loc) -> list[Value]:
        result = []
        for number, item in enumerate(node.value):
            self.keys[(*loc, number)] = self.line(item)
            result.append(self.value(item, (*loc, number)))
        return result

    def scalar(self, node: ScalarNode, loc: Loc) -> Value:
        self.texts[loc] = self.line(node) + (1 if node.style in ("|", ">") else 0)
        text = str(node.value)
        kind = str(node.tag).rpartition(":")[2]
        if node.style or kind == "str":
            return text
        plain = _plain(kind, text)
        if plain is _UNKNOWN:
            self.faults.append(Fault(self.line(node), f"`{text}` is not understood", "put it in quotation marks"))
            return None
        return plain


_UNKNOWN = object()


def _plain(kind: str, text: str) -> Value:
    """The value of a scalar without quotation marks. Numbers in other bases and moments stay the text that they are."""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text) if WHOLE.fullmatch(text) and len(text) < 20 else text
    if kind in ("float", "timestamp"):
        try:
            return float(text) if kind == "float" else dt.date.fromisoformat(text)
        except ValueError:
            return text
    return text if kind in ("merge", "value") else _UNKNOWN


@lru_cache(maxsize=256)
def read_yaml(text: str, first_line: int = 1) -> Yaml:
    """Read one YAML document; `first_line` is the line of the file on which the text begins. Never raises.

    The answer is kept by text, so that a change of one file does not parse the others again: do not change its values.
    """
    directive = DIRECTIVE.match(text)
    if directive:
        return _unreadable(first_line, _directive_fault(first_line + directive[0].count("\n")))
    reader = _Reader(first_line)
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = (
        False  # Every anchor is a fault here, and a warning on the terminal helps nobody.
    )
    try:
        node = yaml.compose(text)
        data = None if node is None else reader.value(node, ())
    except (YAMLError, RecursionError, ValueError) as error:
        return _unreadable(first_line, _syntax_fault(error, first_line))
    return Yaml(data, Lines(first_line, reader.keys, reader.texts), tuple(reader.faults), readable=True)


def _unreadable(first_line: int, fault: Fault) -> Yaml:
    return Yaml(None, Lines(first_line, {}, {}), (fault,), readable=False)


def _directive_fault(line: int) -> Fault:
    """A first line such as %YAML 1.1, by whose rules `yes` would be no text."""
    return Fault(
        line, "a line that begins with `%` is not read here", "take out that line; the `---` below it may stay"
    )


def _syntax_fault(error: Exception, first_line: int) -> Fault:
    if isinstance(error, RecursionError):
        return Fault(first_line, "groups within groups go too deep to be read", "write fewer levels")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = first_line + (int(mark.line) if mark is not None else 0)
    if not isinstance(error, MarkedYAMLError):
        return Fault(line, "a character here cannot stand in a text", "take out control characters")
    what = str(error.problem or error.context or "it cannot be read")
    return Fault(line, f"this is not YAML ({what})", _syntax_mend(what))


def _syntax_mend(what: str) -> str:
    if "mapping values" in what:
        return "put a text that contains `: ` in quotation marks, or under `|`"
    if "\\t" in what or "tab" in what:
        return "indent with blanks, not with tabs"
    if "single document" in what or "document" in what:
        return "one file is one document: take out the line `---`"
    return "look at indents, dashes and quotation marks on this line and the one above"

"""Local information as a YAML file, to be kept, filled in elsewhere and imported again: see `rules/local_import`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.catalogue.model import Slot
from course.rules import local_import, local_information
from course.rules.local_information import LocalValue

HEAD = """\
# Local information. Slots that are not named here stay as they are when this file is imported.
# Texts stand in quotation marks, or under |- where they have several lines. Days: year-month-day."""


def local_file(
    values: Sequence[LocalValue], organisations: Sequence[tuple[int, str]], slots: Mapping[str, Slot]
) -> str:
    """The file of all values in the order of the slots; `organisations`: number and name, in the order wanted."""
    parts = [HEAD, *_empty(values, slots), f"{local_import.PARTNERSHIP}:", *_group(values, None, slots, 2)]
    filled = [each for each in organisations if any(value.organisation == each[0] for value in values)]
    parts += [f"{local_import.ORGANISATIONS}:"] if filled else []
    for number, name in filled:
        parts += [f"  - {local_import.NAME}: {_quoted(name)}", f"    {local_import.VALUES}:"]
        parts += _group(values, number, slots, 6)
    return "\n".join(parts) + "\n"


def _empty(values: Iterable[LocalValue], slots: Mapping[str, Slot]) -> Iterator[str]:
    """For whoever fills it in: the names of what is still empty, as remarks."""
    empty = local_information.empty(values, slots)
    if empty:
        yield "# Not yet filled for the partnership:"
        yield from (f"#   {each.id}: {each.note}" for each in empty)
        yield ""


def _group(
    values: Sequence[LocalValue], organisation: int | None, slots: Mapping[str, Slot], indent: int
) -> Iterator[str]:
    held = {each.slot: each for each in values if each.organisation == organisation}
    for slot in slots:
        if slot in held:
            yield " " * indent + f"{slot}:"
            yield from (" " * (indent + 2) + line for line in _value(held[slot]))


def _value(value: LocalValue) -> Iterator[str]:
    lines = value.value.split("\n")
    if len(lines) > 1:
        yield "value: |-"
        yield from (f"  {line}" for line in lines)
    else:
        yield f"value: {_quoted(value.value)}"
    for name, text in (("source", value.source), ("owner_role", value.owner_role)):
        if text:
            yield f"{name}: {_quoted(text)}"
    for name, day in (("checked_on", value.checked_on), ("review_by", value.review_by)):
        if day:
            yield f"{name}: {day.isoformat()}"


def _quoted(text: str) -> str:
    """What JSON writes YAML reads."""
    return json.dumps(text, ensure_ascii=False)

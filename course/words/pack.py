"""`course pack`: a trainer's pack without the web: a folder with its files, and the same as one ZIP to pass on."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection

from course import clock, first_run
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.documents import packs
from course.documents.pack_zip import pack_files, zipped
from course.documents.packs import USUAL_GROUP, Pack, Wish
from course.errors import StartError
from course.records import database, local_values, logos, organisations
from course.rules.dates import london_day
from course.rules.local_information import NAME, holding
from course.words.organisation import organisation_called
from course.words.word import Word, given, option, say

MOST = 500  # people in a room


def pack(settings: Settings, arguments: argparse.Namespace) -> int:
    """Make a pack and write it; nothing is written when any part of it cannot be made."""
    held = Shelf(ROOT).catalogue
    group = _group(arguments.group)
    settings = first_run.prepare(settings)
    with first_run.store_open(settings), database.reading() as store:
        wish = _wish(store, arguments.organisation, group)
    made = _pack(held, arguments.name, wish)
    files = pack_files(held, made, wish)
    folder = Path(arguments.out)
    _write(folder, {f"{made.name}/{name}": content for name, content in files.items()})
    _write(folder, {f"{made.name}.zip": zipped(files)})
    say(f"{made.title}: {len(files)} files in {folder / made.name}, and all of them in {folder / made.name}.zip.")
    say(f"Open {next(iter(files))} first.")
    return 0


def _pack(held: Catalogue, name: str, wish: Wish) -> Pack:
    found = packs.pack(held, name, wish)
    if found is None:
        raise StartError(f"No pack is called “{name}”. There are: {', '.join(packs.pack_names(held))}.")
    return found


def _group(typed: str | None) -> int:
    if typed is None:
        return USUAL_GROUP
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= MOST:
        raise StartError(f"“{typed}” is no size of a group. Give a number from 1 to {MOST}.")
    return int(typed)


def _wish(store: Connection, typed: str | None, group: int) -> Wish:
    """What holds for the organisation, or for the partnership as a whole."""
    chosen = organisation_called(store, typed) if typed else None
    number = chosen.id if chosen else None
    held = holding(local_values.local_values(store), number)
    partnership = organisations.partnership(store)
    name = partnership.name if partnership else ""
    logo = logos.logo(store, number)
    return Wish(
        made_on=london_day(clock.now()),
        local={slot: each.value for slot, each in held.items()} | ({NAME: name} if name else {}),
        organisation=chosen.name if chosen else name,
        logo=logo.png if logo else b"",
        group=group,
        checked={slot: each.checked_on for slot, each in held.items() if each.checked_on},
    )


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file gets its name last; one of that name is replaced."""
    for name, content in files.items():
        path = folder / name
        beside = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            beside.replace(path)
        except OSError as fault:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise StartError(f"{path} cannot be written: {fault.strerror}.") from fault


WORD = Word(
    pack,
    "make a trainer's pack, with everything to run the course in a room",
    (
        given("name", "three-hours, sixty-minutes, twenty-minutes, module-…, case-…"),
        option("--out", "the folder into which it is written", "DIR", required=True),
        option("--organisation", "with the local details and the logo of an organisation: its name", "NAME"),
        option("--group", f"for so many people; {USUAL_GROUP} where nothing is said", "NUMBER"),
    ),
)

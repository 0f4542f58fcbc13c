"""Which organisation somebody means on the command line."""

from __future__ import annotations

from sqlalchemy import Connection

from course.errors import StartError
from course.records import organisations
from course.records.organisations import Organisation


def organisation_called(store: Connection, typed: str) -> Organisation:
    """The organisation of a name, whatever its case, or number. Raises StartError, naming all of them, where there is none."""
    known = organisations.organisations(store)
    for each in known:
        if typed.strip().casefold() in (each.name.casefold(), str(each.id)):
            return each
    names = ", ".join(f"“{each.name}”" for each in known) or "none yet"
    raise StartError(f"No organisation is called “{typed}”. There are: {names}.")

"""The brake on guessing and flooding: so many tries in a window of time, then a pause until the window is over.

The window begins with the first try, so going on guessing does not make the pause longer. Of what people type into a form,
sometimes their password by mistake, the records keep a digest alone.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass

from flask import request
from sqlalchemy import Connection

from course.clock import now
from course.records import brakes
from course.records.database import reading, writing

WINDOW = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Brake:
    """A kind of try, and how many are let through in a window."""

    kind: str
    tries: int
    window: dt.timedelta = WINDOW

    def key(self, who: str) -> str:
        """Under which key the tries of an account or an address are counted."""
        return f"{self.kind}: {who}"


def may_try(brake: Brake, who: str) -> bool:
    """Whether there is a try left; counts nothing."""
    with reading() as store:
        return brakes.strikes(store, brake.key(who), now(), window=brake.window) < brake.tries


def count(brake: Brake, who: str) -> bool:
    """Count one try. False when none was left: then nothing may be looked at or done for this request."""
    if not may_try(brake, who):
        return False
    with writing() as store:
        return count_in(store, brake, who)


def count_in(store: Connection, brake: Brake, who: str) -> bool:
    """The same as part of a transaction, so that it is counted if and only if the rest is done."""
    return brakes.strike(store, brake.key(who), now(), window=brake.window) <= brake.tries


def here() -> str:
    """Where the request comes from, as the brakes count it; an IPv6 household or office is its /64 network."""
    address = request.remote_addr or ""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))

"""The brake against guessing: strikes counted under a key, for a while. Only a digest of the key is stored.

The count starts anew when the window since its first strike is over.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete

from course.records.statements import run
from course.records.tables import brake
from course.records.tokens import digest

FORGOTTEN = dt.timedelta(days=2)  # longer than any window
STRIKE = """
INSERT INTO brake (key_digest, since, strikes) VALUES (:key, :now, 1)
ON CONFLICT (key_digest) DO UPDATE SET
    strikes = CASE WHEN brake.since <= :before THEN 1 ELSE brake.strikes + 1 END,
    since = CASE WHEN brake.since <= :before THEN excluded.since ELSE brake.since END
RETURNING strikes"""
TAKE_BACK = "UPDATE brake SET strikes = strikes - 1 WHERE key_digest = :key AND strikes > 0"
STRIKES = "SELECT strikes FROM brake WHERE key_digest = :key AND since > :before"


def strike(store: Connection, key: str, now: dt.datetime, *, window: dt.timedelta) -> int:
    """Count one more under a key; returns how many there are in the window, this one included."""
    ((count,),) = run(store, STRIKE, {"key": digest(key), "now": now, "before": now - window})
    if count == 1:
        store.execute(delete(brake).where(brake.c.since < now - FORGOTTEN))
    return int(count)


def strikes(store: Connection, key: str, now: dt.datetime, *, window: dt.timedelta) -> int:
    """How many strikes a key has in the window."""
    found = run(store, STRIKES, {"key": digest(key), "before": now - window})
    return int(found[0][0]) if found else 0


def take_back(store: Connection, key: str) -> None:
    """Count one less under a key: that one was no guess."""
    run(store, TAKE_BACK, {"key": digest(key)})


def clear(store: Connection, key: str) -> None:
    """Forget a key, after somebody has shown who they are."""
    store.execute(delete(brake).where(brake.c.key_digest == digest(key)))

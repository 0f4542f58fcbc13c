"""The only reader of the system clock.

`SHAREWELL_NOW` (tests and demonstrations, loopback only) sets the moment at which the process starts; time then runs on.
"""

import datetime as dt
import time

_shift = dt.timedelta(0)


def now() -> dt.datetime:
    """The present moment in UTC, aware, to the microsecond."""
    return dt.datetime.now(dt.UTC) + _shift


def set_now(moment: dt.datetime) -> None:
    """Let the clock of this process start at the given aware moment."""
    global _shift
    _shift = moment - dt.datetime.now(dt.UTC)


def ticks() -> float:
    """Seconds on a clock that never goes back, for measuring how long something took."""
    return time.monotonic()

"""What a certificate is worth on a day. A fact (withdrawn) beats a date (expired).

This is narrower than a person's standing: a certificate knows no window for refreshing and no days of grace.
"""

from __future__ import annotations

import datetime as dt

from course.rules.facts import Completion

IN_DATE = "in-date"
EXPIRED = "expired"
WITHDRAWN = "withdrawn"


def certificate_state(completion: Completion, today: dt.date) -> str:
    """IN_DATE to the day of expiry inclusive, EXPIRED from the day after; WITHDRAWN whatever the day."""
    if completion.withdrawn_at is not None:
        return WITHDRAWN
    return IN_DATE if today <= completion.expires_on else EXPIRED

"""Outside training: what somebody learned elsewhere before. It stands beside the course and is never counted as it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutsideTraining:
    """Training elsewhere. `edition` and `evidence_note` are "" where nobody knows or nobody has seen any."""

    completed_on: dt.date
    course: str
    edition: str
    provider: str
    evidence_note: str

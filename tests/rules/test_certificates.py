"""What a certificate is worth on a day, for one that was valid until 12 March 2028."""

import datetime as dt

import pytest

from course.rules.certificates import EXPIRED, IN_DATE, WITHDRAWN, certificate_state
from course.rules.facts import Completion
from tests.records.made import completion

WITHDRAWN_AT = dt.datetime(2027, 5, 3, 9, tzinfo=dt.UTC)


def made(withdrawn_at: dt.datetime | None) -> Completion:
    facts = completion(1, completed_on=dt.date(2026, 3, 12), expires_on=dt.date(2028, 3, 12))
    kept = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    reason = "By mistake." if withdrawn_at else None
    return Completion(**kept, id=1, code="4F7K", withdrawn_at=withdrawn_at, withdrawn_reason=reason)


@pytest.mark.parametrize(
    ("today", "withdrawn_at", "state"),
    [
        (dt.date(2026, 3, 12), None, IN_DATE),
        (dt.date(2028, 3, 11), None, IN_DATE),
        (dt.date(2028, 3, 12), None, IN_DATE),
        (dt.date(2028, 3, 13), None, EXPIRED),
        (dt.date(2031, 1, 1), None, EXPIRED),
        (dt.date(2027, 5, 3), WITHDRAWN_AT, WITHDRAWN),
        (dt.date(2031, 1, 1), WITHDRAWN_AT, WITHDRAWN),
    ],
)
def test_a_certificate_holds_to_its_last_day_unless_it_is_withdrawn(
    today: dt.date, withdrawn_at: dt.datetime | None, state: str
) -> None:
    assert certificate_state(made(withdrawn_at), today) == state

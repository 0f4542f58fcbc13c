"""What paper is made with: the day, the local details that hold for an organisation, its name and its logo."""

from __future__ import annotations

from course.clock import now
from course.documents.packs import USUAL_GROUP, Wish
from course.records import logos
from course.records.database import reading
from course.rules.dates import london_day
from course.rules.local_information import NAME
from course.web import local
from course.web.site import partnership_name


def wish_for(
    organisation: int | None, *, sender: int | None = None, called: str = "", group: int = USUAL_GROUP
) -> Wish:
    """Of today, with the local details of an organisation (None: the partnership's).

    `sender` and `called`: the organisation whose logo and name stand on it; None and "" for the partnership.
    """
    values, partnership = local.information().of(organisation).values, partnership_name() or ""
    with reading() as store:
        logo = logos.logo(store, sender)
    return Wish(
        made_on=london_day(now()),
        local={slot: each.value for slot, each in values.items()} | ({NAME: partnership} if partnership else {}),
        organisation=called or partnership,
        logo=logo.png if logo else b"",
        group=group,
        checked={slot: each.checked_on for slot, each in values.items() if each.checked_on},
    )

"""The logo of an organisation, or of the partnership: a picture that we made from what was sent (`documents.logo_picture`)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from course.records import audit, tables

table = tables.organisation_logo


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as PNG; width and height in pixels. `organisation` None: the partnership's."""

    organisation: int | None
    png: bytes
    digest: str
    width: int
    height: int


def logo(store: Connection, organisation: int | None) -> Logo | None:
    """The organisation's own logo; None where it has none. None asks for the partnership's."""
    c = table.c
    found = select(c.organisation, c.png, c.digest, c.width, c.height).where(_of(organisation))
    row = store.execute(found).one_or_none()
    return Logo(row.organisation, base64.b64decode(row.png), row.digest, row.width, row.height) if row else None


def set_logo(
    store: Connection, organisation: int | None, png: bytes, size: tuple[int, int], by: int, now: dt.datetime
) -> None:
    """Put a logo in the place of whatever was there. Of two that are set at the same moment the later one stays."""
    digest = hashlib.sha256(png).hexdigest()
    values = {
        "organisation": organisation, "png": base64.b64encode(png).decode(), "digest": digest, "width": size[0],
        "height": size[1], "for_partnership": organisation is None, "changed_at": now, "changed_by": by,
    }  # fmt: skip
    make: Any = sqlite.insert if store.dialect.name == "sqlite" else postgresql.insert
    one_of = table.c.for_partnership if organisation is None else table.c.organisation
    where = table.c.organisation.is_(None) if organisation is None else table.c.organisation.is_not(None)
    new = make(table).values(values)
    store.execute(new.on_conflict_do_update(index_elements=[one_of], index_where=where, set_=values))
    audit.note(store, by, "logo changed", _place(organisation), digest, now)


def take_away(store: Connection, organisation: int | None, by: int, now: dt.datetime) -> bool:
    """Take it away; False where there was none."""
    gone = store.execute(delete(table).where(_of(organisation)).returning(table.c.id)).one_or_none()
    if gone is not None:
        audit.note(store, by, "logo taken away", _place(organisation), "", now)
    return gone is not None


def _of(organisation: int | None) -> ColumnElement[bool]:
    return table.c.organisation.is_(None) if organisation is None else table.c.organisation == organisation


def _place(organisation: int | None) -> str:
    return "partnership" if organisation is None else f"organisation {organisation}"

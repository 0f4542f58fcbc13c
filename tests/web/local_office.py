"""The office in which local information is filled in: what stands on its list, and how a form of it is sent."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from course.clock import set_now
from course.records import tables
from course.records.database import reading
from tests.web.local_values import HERON, organisation
from tests.web.reader import Page, Reader

LIST = "/manage/local-information"
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def november() -> None:
    """It is that day; to be asked for before anybody signs in."""
    set_now(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC))


@pytest.fixture
def heron(app: Flask) -> int:
    """A nursery without any value of its own."""
    return organisation(app, HERON)


def save(office: Reader, path: str, page: Page | None = None, **typed: str) -> Page:
    """Open the form of a slot, unless it is open already, type, and send; days as "3 11 2026"."""
    form = page or office.open(path)
    data: dict[str, list[str]] = {}
    for name, text in form.form("local-value").form_values():
        data.setdefault(name, []).append(text)
    days = {name: typed.pop(name).split(" ") for name in ("checked_on", "review_by") if name in typed}
    sent = office.client.post(path, data={**data, **typed, **days})
    return office._read(sent, path)


def shown(page: Page, slot: str) -> str:
    assert page.tree is not None
    return " ".join(page.tree.xpath(f"string(//*[@id='slot-{slot}'])").split())


def audited(app: Flask) -> list[tuple[str, str, str]]:
    """The lines of the audit about slots: action, thing and detail."""
    with app.app_context(), reading() as store:
        table = tables.audit.c
        found = store.execute(select(table.action, table.thing, table.detail).order_by(table.id))
        return [tuple(row) for row in found if "slot" in row.thing]

"""What can be planned: packs that are no longer than a session may be."""

from __future__ import annotations

import dataclasses

import pytest

from course.catalogue.model import Catalogue
from course.web.train import sessions as session_list


def test_a_pack_that_takes_longer_than_a_session_may_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, course: Catalogue
) -> None:
    hour = course.plans["sixty-minutes"]
    found = {
        name: dataclasses.replace(hour, id=name, minutes=minutes) for name, minutes in (("day", 600), ("long", 601))
    }
    monkeypatch.setattr(
        session_list, "catalogue", lambda: dataclasses.replace(course, plans=found, modules=(), cases={})
    )
    assert session_list.packs() == (("day", f"{hour.title} (600 minutes)"),)

"""What is noted of a change of local information: what stood there and what stands there; and names among the roles."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.local_office import DAY, LIST, TODAY, audited, save, shown
from tests.web.local_values import DOOR, HERON, HERONS_DOOR, fill_in, organisation, values_now
from tests.web.reader import Reader

pytestmark = pytest.mark.usefixtures("november")


def test_a_value_that_is_filled_in_is_noted_with_all_its_details(app: Flask, office: Reader) -> None:
    details = {
        "source": "Website",
        "owner_role": "Business manager",
        "checked_on": "3 11 2026",
        "review_by": "3 5 2027",
    }
    assert save(office, f"{LIST}/front-door", value=DOOR, **details).status == 303
    ((action, thing, detail),) = audited(app)
    assert (action, thing) == ("local information filled in", "slot front-door of the partnership")
    assert detail == (
        f"What learners see: empty before, now “{DOOR}”. Source: empty before, now “Website”. "
        "Who looks after it: empty before, now “Business manager”. "
        "Checked on: empty before, now 2026-11-03. Review by: empty before, now 2027-05-03."
    )


def test_a_value_that_is_emptied_is_noted_with_all_that_goes(app: Flask, office: Reader) -> None:
    heron = organisation(app, HERON)
    fill_in(app, "front-door", HERONS_DOOR, heron, source="Letter", checked_on=TODAY)
    assert save(office, f"{LIST}/{heron}/front-door", value=" ").status == 303
    assert audited(app) == [
        (
            "local information emptied",
            f"slot front-door of organisation {heron}",
            f"What learners see: “{HERONS_DOOR}” before, now empty. Source: “Letter” before, now empty. "
            "Checked on: 2026-11-22 before, now empty.",
        )
    ]


def test_a_change_of_the_details_alone_is_audited_with_what_was_and_is(app: Flask, office: Reader) -> None:
    fill_in(app, "front-door", DOOR, source="Letter", checked_on=TODAY - DAY)
    assert save(office, f"{LIST}/front-door", source="Website", checked_on="22 11 2026").status == 303
    ((action, _, detail),) = audited(app)
    assert action == "local information changed"
    assert detail == "Source: “Letter” before, now “Website”. Checked on: 2026-11-21 before, now 2026-11-22."


@pytest.mark.parametrize(("role", "asked"), [("Ivy Reed", True), ("Business Manager", False)])
def test_a_role_that_looks_like_a_name_is_kept_and_asked_about(
    role: str, asked: bool, app: Flask, office: Reader
) -> None:
    assert save(office, f"{LIST}/front-door", value="Ring us", owner_role=role).status == 303
    assert values_now(app)["front-door", None].owner_role == role
    for page in (shown(office.open(LIST), "front-door"), office.open(f"{LIST}/front-door").words):
        assert ("looks like a person's name" in page) is asked

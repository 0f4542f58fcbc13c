"""The administrator fills in local information: what is shown, kept, refused, and what two of them at once do."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from course.clock import now
from course.records import local_values
from course.records.database import reading, writing
from course.rules.local_information import LocalValue
from tests.web.administering import at, links_of_summary, office_of, organisations_now, rows
from tests.web.learning import signed_in
from tests.web.local_office import DAY, LIST, TODAY, audited, save, shown
from tests.web.local_values import DOOR, HERON, HERONS_DOOR, ask_again, fill_in, member, values_now
from tests.web.reader import Reader

pytestmark = pytest.mark.usefixtures("november")


def test_a_value_is_filled_in_with_all_that_is_known_of_it_and_learners_see_it_at_once(
    app: Flask, office: Reader
) -> None:
    page = save(
        office,
        f"{LIST}/front-door",
        value=" Front   Door\r\n\r\n01632 960123\r\n",
        source="Website",
        owner_role=" Business manager ",
        checked_on="3 11 2026",
        review_by="3 5 2027",
    )
    assert (page.status, page.place) == (303, f"{LIST}?saved=front-door#slot-front-door")
    kept = LocalValue(
        slot="front-door",
        organisation=None,
        value=DOOR,
        source="Website",
        owner_role="Business manager",
        checked_on=dt.date(2026, 11, 3),
        review_by=dt.date(2027, 5, 3),
    )
    assert values_now(app) == {("front-door", None): kept}
    listed = office.open(f"{LIST}?saved=front-door")
    assert "Saved: Front door" in listed.words
    for words in ("01632 960123", "Checked on 3 November 2026", "3 May 2027", "Business manager", "Website", "Change"):
        assert words in shown(listed, "front-door")
    assert "01632 960123" in Reader(app.test_client()).open("/worried").words


def test_the_form_shows_what_stands_there_and_sending_it_unchanged_changes_nothing(app: Flask, office: Reader) -> None:
    made = fill_in(app, "front-door", DOOR, checked_on=TODAY, review_by=TODAY + DAY, source="A", owner_role="B")
    before = rows(app)
    assert save(office, f"{LIST}/front-door").status == 303
    assert (values_now(app), rows(app)) == ({("front-door", None): made}, before)


def test_an_organisation_fills_in_what_differs_and_sees_the_partnerships_beside_it(
    app: Flask, office: Reader, heron: int
) -> None:
    fill_in(app, "front-door", DOOR)
    page = office.open(f"{LIST}/{heron}")
    assert "01632 960123" in shown(page, "front-door") and "From the partnership" in shown(page, "front-door")
    assert "01632 960123" in office.open(f"{LIST}/{heron}/front-door").words
    assert save(office, f"{LIST}/{heron}/front-door", value=HERONS_DOOR).place == (
        f"{LIST}/{heron}?saved=front-door#slot-front-door"
    )
    assert {key: each.value for key, each in values_now(app).items()} == {
        ("front-door", None): DOOR,
        ("front-door", heron): HERONS_DOOR,
    }
    assert "seaside.example" in shown(office.open(f"{LIST}/{heron}"), "front-door")
    assert f"{HERON} 1 filled in" in office.open(LIST).words
    assert audited(app)[-1][1] == f"slot front-door of organisation {heron}"


def test_emptying_the_value_takes_it_away_and_the_partnerships_holds_again(
    app: Flask, office: Reader, heron: int
) -> None:
    fill_in(app, "front-door", DOOR)
    fill_in(app, "front-door", HERONS_DOOR, heron, source="Letter", checked_on=TODAY)
    member(app, "Ada Quill", "ada@heronsea.example", heron)
    assert save(office, f"{LIST}/{heron}/front-door", value=" \n ").status == 303
    assert list(values_now(app)) == [("front-door", None)]
    assert "01632 960123" in signed_in(app).open("/worried").words


@pytest.mark.parametrize(
    ("path", "there"),
    [
        (f"{LIST}/front-door", 200),
        (f"{LIST}/partnership-name", 404),
        (f"{LIST}/no-such-slot", 404),
        (f"{LIST}/HERON/safeguarding-lead", 200),
        (f"{LIST}/HERON/front-door", 200),
        (f"{LIST}/HERON/mappa", 404),
        (f"{LIST}/HERON/partnership-name", 404),
        (f"{LIST}/999/front-door", 404),
        (f"{LIST}/999", 404),
    ],
)
def test_a_slot_is_filled_in_where_its_level_says(
    path: str, there: int, office: Reader, heron: int, app: Flask
) -> None:
    place, before = path.replace("HERON", str(heron)), rows(app)
    assert office.open(place).status == there
    if there == 404 and place.count("/") > 3:
        assert office.post(place, value="Ring us", version="empty").status == 404
    assert rows(app) == before


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"value": ""}, "value", "Enter what learners should see"),
        ({"value": "", "source": "Letter"}, "value", "Enter what learners should see"),
        ({"value": "x" * 601}, "value", "Use 600 characters or fewer. This has 601"),
        ({"value": "O115 496 0123"}, "value", "looks like a phone number but cannot be rung as typed: “O115 496 0123”"),
        ({"value": "Ring 115 496 0123"}, "value", "write it like this: 0115 496 0123"),
        ({"value": "Ring 01632 96012"}, "value", "“01632 96012” cannot be rung: a figure is missing or wrong"),
        ({"value": "a@b and www.x.example"}, "value", "“a@b” is not a mail address"),
        ({"value": "javascript:alert(1)"}, "value", "“javascript:alert(1)” cannot become a link"),
        ({"value": "https://a:b@heronsea.example/"}, "value", "Take the name and password out"),
        ({"value": "Front\u202edoor"}, "value", "Leave out characters that cannot be seen"),
        ({"value": "Front\x00door"}, "value", "Leave out characters that cannot be seen"),
        ({"source": "x" * 201}, "source", "Use 200 characters or fewer"),
        ({"owner_role": "x\u200b"}, "owner_role", "Leave out characters that cannot be seen"),
        ({"checked_on": "23 11 2026"}, "checked_on", "Enter a day that is not in the future"),
        ({"checked_on": "30 2 2026"}, "checked_on", "Enter a day that exists"),
        ({"checked_on": "x  "}, "checked_on", "Enter a day that exists"),
        ({"checked_on": "22 11 2026", "review_by": "22 11 2026"}, "review_by", "Enter a day after the one"),
        ({"review_by": "1 1 2999"}, "review_by", "Enter a day within the next 10 years"),
    ],
)
def test_what_will_not_do_is_told_at_its_field_what_was_typed_stays_and_nothing_is_kept(
    typed: dict[str, str], field: str, said: str, app: Flask, office: Reader
) -> None:
    before, sent = rows(app), {"value": "Ring us", "source": "Website", **typed}
    page = save(office, f"{LIST}/front-door", **sent)
    assert page.status == 422
    assert [said in each for each in page.errors()] == [True], page.errors()
    assert [at(page, link) for link in links_of_summary(page)] == [field]
    kept = dict(page.form("local-value").form_values())
    assert kept["source"] == sent["source"]
    assert "\x00" in sent["value"] or kept["value"].strip() == sent["value"]
    assert rows(app) == before


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("front-door", "0115.496.0123", "0115 496 0123"),
        ("front-door", "Ask reception", "Ask reception"),
        ("data-sharing-agreement", "Number 115 496 0123", "Number 115 496 0123"),
    ],
)
def test_dots_in_numbers_words_alone_and_figures_where_no_number_is_expected_are_kept(
    path: str, typed: str, kept: str, app: Flask, office: Reader
) -> None:
    assert save(office, f"{LIST}/{path}", value=typed).status == 303
    assert values_now(app)[path, None].value == kept


def test_every_fault_of_a_value_is_told(office: Reader) -> None:
    (said,) = save(office, f"{LIST}/front-door", value="a@b and www.x.example, 01632 96012").errors()
    assert "a@b" in said and "www.x.example" in said and "01632 96012" in said


def test_two_administrators_in_two_slots_lose_nothing(app: Flask, office: Reader) -> None:
    other = office_of(app)
    mine, theirs = office.open(f"{LIST}/front-door"), other.open(f"{LIST}/out-of-hours")
    assert save(office, f"{LIST}/front-door", mine, value=DOOR).status == 303
    assert save(other, f"{LIST}/out-of-hours", theirs, value="Ring 999").status == 303
    assert {slot: each.value for (slot, _), each in values_now(app).items()} == {
        "front-door": DOOR,
        "out-of-hours": "Ring 999",
    }


@pytest.mark.parametrize(
    ("before", "theirs", "stands"),
    [(None, "Ring them", "Ring them"), (DOOR, "Ring them", "Ring them"), (DOOR, "", "The slot was emptied")],
)
def test_a_slot_that_somebody_changed_meanwhile_shows_both_and_is_saved_when_sent_again(
    before: str | None, theirs: str, stands: str, app: Flask, office: Reader
) -> None:
    if before:
        fill_in(app, "front-door", before)
    other, path = office_of(app), f"{LIST}/front-door"
    mine = office.open(path)
    assert save(other, path, value=theirs, source="By phone").status == 303
    page = save(office, path, mine, value="Ring us\n999", source="Letter")
    assert page.status == 409
    assert "Somebody changed this while you had it open" in page.words and stands in page.words
    assert page.form("local-value").xpath("string(.//textarea)").strip() == "Ring us\n999"
    assert page.value("local-value", "source") == "Letter"
    assert values_now(app).get(("front-door", None)) == (
        LocalValue(slot="front-door", organisation=None, value=theirs, source="By phone") if theirs else None
    )
    assert save(office, path, page).status == 303
    assert values_now(app)["front-door", None].value == "Ring us\n999"


def test_two_who_type_the_same_are_both_content(app: Flask, office: Reader) -> None:
    other, path = office_of(app), f"{LIST}/front-door"
    mine = office.open(path)
    assert save(other, path, value=DOOR).status == save(office, path, mine, value=DOOR).status == 303
    assert len(audited(app)) == 1


def test_a_form_without_its_version_writes_over_nothing(app: Flask, office: Reader) -> None:
    fill_in(app, "front-door", DOOR)
    assert office.post(f"{LIST}/front-door", value="Ring us").status == 409
    assert values_now(app)["front-door", None].value == DOOR


def test_one_can_go_from_empty_slot_to_empty_slot(app: Flask, office: Reader, heron: int) -> None:
    fill_in(app, "emergency-line", "999")
    page = save(office, f"{LIST}/front-door", value=DOOR, then="next")
    assert page.place == f"{LIST}/out-of-hours"
    page = save(office, f"{LIST}/{heron}/safeguarding-lead", value="Head of care", then="next")
    assert page.place == f"{LIST}/{heron}/deputy-safeguarding-lead"


def test_when_nothing_is_empty_the_way_leads_back_to_the_list(app: Flask, office: Reader) -> None:
    with app.app_context():
        slots = app.extensions["shelf"].catalogue.slots.values()
    for slot in slots:
        if slot.level != "organisation" and slot.id not in ("partnership-name", "front-door"):
            fill_in(app, slot.id, "Ring 999")
    page = save(office, f"{LIST}/front-door", value=DOOR, then="next")
    assert page.place == f"{LIST}?saved=front-door#slot-front-door"
    listed = office.open(LIST)
    assert "empty" not in shown(listed, "front-door").lower() and "An urgent contact is missing" not in listed.text


def test_a_value_whose_level_was_changed_in_the_content_can_still_be_taken_away(app: Flask, office: Reader) -> None:
    fill_in(app, "safeguarding-lead", "Ask your manager")
    assert "Ask your manager" in office.open(LIST).words
    assert save(office, f"{LIST}/safeguarding-lead", value="").status == 303
    assert values_now(app) == {}


def test_a_value_stays_when_its_slot_is_gone(app: Flask, office: Reader) -> None:
    fill_in(app, "gone", "Ring us")
    ask_again(app)
    assert office.open(LIST).status == 200 and "Ring us" not in office.open(LIST).text
    with app.app_context(), reading() as store:
        assert local_values.local_value(store, "gone", None) is not None


def test_a_learner_or_guest_does_not_get_in(app: Flask, admin: int, ada: int, reader: Reader) -> None:
    for path in (LIST, f"{LIST}/front-door", f"{LIST}.yaml", f"{LIST}/import"):
        assert signed_in(app).open(path).status == 403
        assert reader.open(path).status == 303


def test_the_records_refuse_two_values_in_one_slot(app: Flask, admin: int) -> None:
    made = fill_in(app, "front-door", DOOR)
    with app.app_context(), writing() as store:
        assert not local_values.replace(store, None, made, admin, now())
    assert organisations_now(app) == ()

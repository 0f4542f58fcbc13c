"""A trainer runs a session in a room, from planning it to the last sheet of paper: with scripts and without.

People come by phone, by a name that is known, by one that is new, and by one that was typed wrongly; one leaves early, and one
line was wrong. What came of it stands on their records, in the lead's report and on their certificates.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.leads.asking import signed_in
from tests.journeys.trainers.running import BEGAN, Session, come_by_phone, record, wall_asks_every_five_minutes
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REASON = "Sat at the back from the beginning"
PHONES = {"with scripts": ("learner", "Lee Larchwick"), "without scripts": ("teamlead", "Tamsin Dunfold")}
KNOWN = {"with scripts": ("Kez", "Xav"), "without scripts": ("Yus", "Wan")}  # how first names of people there begin
NEW = {"with scripts": "Nina Marrow", "without scripts": "Noah Sedge"}
Visit = Callable[..., Visitor]


@pytest.fixture(params=["with scripts", "without scripts"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def session(how: str, visit: Visit) -> Session:
    """Nothing is planned yet."""
    return Session(signed_in(visit(scripts=how == "with scripts"), "trainer"))


@pytest.fixture(scope="module")
def lead(lasting: Visit) -> Visitor:
    """The safeguarding lead of those who come."""
    return signed_in(lasting(), "lead")


def mistyped(name: str) -> str:
    """With one letter too many, so that nobody of that name is found."""
    first, _, last = name.partition(" ")
    return f"{first} {last[:2]}{last[1:]}"


def test_a_session_of_the_whole_course_and_what_comes_of_it(
    session: Session, how: str, visit: Visit, lead: Visitor
) -> None:
    who, phones_name = PHONES[how]
    phone = signed_in(visit(scripts=how == "with scripts"), who)
    session.plan("three-hours", BEGAN)
    come_by_phone(phone, session.code)
    if how == "with scripts":
        wall_asks_every_five_minutes(session.trainer)
    early, wrong = (session.look_for(part)[0] for part in KNOWN[how])
    before = record(lead, early).locator(".standing").all_inner_texts()
    fill_in_the_register(session, early, wrong, NEW[how])
    expect(session.line(phones_name)).to_contain_text("by phone")
    session.set_times(phones_name, arrived="10:45")
    foretold = session.close()
    assert foretold == session.outcomes()
    assert foretold == {phones_name: "attended", early: "attended", wrong: "course", NEW[how]: "course"}
    certificates = session.certificates()
    assert [name in page for name, page in zip(sorted((wrong, NEW[how])), certificates, strict=True)] == [True, True]
    assert all("In a room, led by Toni Thornmere" in each for each in certificates)
    put_the_phones_line_right(session, phone, phones_name)
    read_by_their_lead(lead, wrong, early, before)
    type_in_what_is_on_paper(session, wrong)


def fill_in_the_register(session: Session, early: str, wrong: str, new: str) -> None:
    """Somebody new, somebody who is known already under a name typed wrongly, somebody who leaves early."""
    session.write_down(new)
    session.write_down(mistyped(wrong))
    double = session.line(mistyped(wrong)).locator(".register-double > div", has_text=f"Is this {wrong}, who")
    session.trainer.press(double.get_by_role("button", name="Yes, the same person"))
    expect(session.line(wrong)).to_contain_text("Here since")
    expect(session.main).not_to_contain_text(mistyped(wrong))
    session.write_down(early)
    session.press_at(early)
    expect(session.line(early)).to_contain_text("Here from")
    session.set_times(early, arrived=BEGAN, left="11:00")
    for name in (wrong, new):
        session.set_times(name, arrived=BEGAN)


def put_the_phones_line_right(session: Session, phone: Visitor, name: str) -> None:
    """The person is told the reason, and holds a certificate that says how the course was completed."""
    session.correct(name, "", arrived=BEGAN)
    expect(session.main.locator(".govuk-error-summary")).to_contain_text("Say why this is put right")
    session.correct(name, REASON, arrived=BEGAN)
    expect(session.main).to_contain_text("The course is completed with it")
    phone.open("/my/progress")
    expect(phone.page.locator("main")).to_contain_text(re.compile("In a room.*Completed on 22 November 2026"))
    expect(phone.page.locator(".attended").first).to_contain_text(f"The reason: {REASON}")
    phone.press(phone.link("Your certificate"))
    expect(phone.page.locator("main")).to_contain_text("In a room, led by Toni Thornmere")


def read_by_their_lead(lead: Visitor, completed: str, early: str, before: list[str]) -> None:
    """A completion of its own kind; and where somebody left early, no other status than before."""
    made = record(lead, completed)
    expect(made.locator("tbody tr").first).to_contain_text("In a room")
    expect(made.locator("[data-outcome='course']")).to_contain_text("led by Toni Thornmere")
    expect(made).to_contain_text("In a session in a room quizzes are optional")
    left = record(lead, early)
    expect(left.locator("[data-outcome='attended']").first).to_contain_text("session attended, 75 of")
    assert left.locator(".standing").all_inner_texts() == before


def type_in_what_is_on_paper(session: Session, name: str) -> None:
    """A quiz sheet, row by row, and the evaluation as sums."""
    session.type_in_a_sheet(name, "tfb")
    session.trainer.press(session.trainer.link("All sheets of this session"))
    expect(session.main.locator("tr", has_text=name)).to_contain_text("1 of 6")
    session.keep_sums("4", "5")
    expect(session.main.locator(".govuk-error-summary")).to_contain_text("more than the forms that came back")
    session.keep_sums("4", "3")
    expect(session.main).to_contain_text("The sums are kept.")


def test_a_short_session_stands_on_the_record_and_changes_no_status(session: Session, lead: Visitor) -> None:
    session.plan("twenty-minutes", "11:35")
    name = session.look_for("Zof")[0]
    record_before = record(lead, name)
    before, completions = (
        record_before.locator(".standing").all_inner_texts(),
        record_before.locator("tbody tr").count(),
    )
    session.write_down(name)
    session.set_times(name, arrived="11:35")
    assert session.close() == {name: "attended"}
    expect(session.main).to_contain_text("a session attended; it is not the whole course")
    expect(session.trainer.button("All certificates as one PDF")).to_have_count(0)
    after = record(lead, name)
    expect(after.locator("[data-outcome='attended']").first).to_contain_text("Twenty minutes in a team meeting")
    assert after.locator(".standing").all_inner_texts() == before
    assert after.locator("tbody tr").count() == completions

"""An administrator fills in slots, by form and by file, whichever way they work; learners see what is theirs alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue
from tests.journeys.inspection import findings
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, href, new_address

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
LIST = "/manage/local-information"


def new_organisation(office: Visitor) -> tuple[str, str]:
    """A new organisation; gives its name and the link with which people join it."""
    name = f"Marsh School {new_address()}"
    office.open("/manage/organisations")
    office.fill(office.field("organisation", "name"), name)
    office.press(office.button("Add organisation"))
    place = office.page.locator("section.organisation").filter(has_text=name)
    place.get_by_role("link", name="Make a join code").click()
    office.press(office.button("Make a join code"))
    office.heading(f"Join {name}")
    return name, office.page.locator("dd", has_text="/join/").inner_text()


def fill_in(office: Visitor, label: str, value: str, *, scripts: bool = True) -> None:
    """From a list of slots: open the form of one, fill it in, save. Only with scripts can a page be inspected."""
    slot = office.page.locator(".local-slot").filter(has=office.page.get_by_role("heading", name=label, exact=True))
    office.press(slot.get_by_role("link").last)
    office.heading(label)
    assert not scripts or findings(office.page) == []
    office.fill(office.field("local-value", "value"), value)
    for number, name in zip(("3", "11", "2025"), ("Day", "Month", "Year"), strict=True):
        office.fill(office.page.get_by_role("group", name="Checked on").get_by_label(name), number)
    office.press(office.button("Save"))
    office.heading("Local information")
    assert not scripts or findings(office.page) == []
    expect(office.page.get_by_role("status").filter(has_text=f"Saved: {label}")).to_be_visible()


def joined(visit: Visit, link: str) -> Visitor:
    """Somebody new who belongs to the organisation of the join link."""
    visitor = visit()
    visitor.open(link)
    visitor.press(visitor.link("Make an account"))
    visitor.sign_up("Ivy Reed", new_address())
    visitor.at("/")
    return visitor


def a_page(course: Catalogue) -> str:
    """A page that names the front door."""
    pages = (page for module in course.modules for page in module.pages)
    return href(next(page for page in pages if "⟦local:front-door⟧" in page.before))


def test_learners_see_the_front_door_of_their_organisation_and_others_the_partnerships(
    office: Visitor, administrator: Somebody, guest: Visitor, visit: Visit, course: Catalogue
) -> None:
    name, link = new_organisation(office)
    _, other_link = new_organisation(office)
    office.open(LIST)
    assert findings(office.page) == []
    fill_in(office, "Front door", "Heronsea Front Door\n01632 960123")
    office.link(name).click()
    office.heading(f"Local information of {name}")
    fill_in(office, "Front door", "Seaside Front Door\nhttps://seaside.example/refer")
    ours, theirs = joined(visit, link), joined(visit, other_link)
    for path in ("/worried", a_page(course)):
        for visitor, seen in (
            (ours, "https://seaside.example/refer"),
            (theirs, "01632 960123"),
            (guest, "01632 960123"),
        ):
            # The other process of the site learns of it within ten seconds.
            wait_for(visitor, path, seen)
    expect(guest.page.locator("[data-slot='front-door'] a").first).to_have_attribute("href", "tel:+44-1632-960123")
    ours.open("/worried")
    expect(ours.page.locator("main")).to_contain_text("checked on 3 November 2025")


def wait_for(visitor: Visitor, path: str, seen: str) -> None:
    """Open a page until the link stands in the slot; no other one may stand there in the end."""
    for _ in range(30):
        visitor.open(path)
        links = visitor.page.locator("[data-slot='front-door'] a").all_inner_texts()
        if links and set(links) == {seen}:
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"{path}: {links}, not {seen}")


WAYS = [
    pytest.param({"scripts": False}, id="without scripts"),
    pytest.param({"keyboard": True}, id="by keyboard alone"),
    pytest.param({"scripts": False, "keyboard": True}, id="by keyboard alone, without scripts"),
]


@pytest.mark.parametrize("how", WAYS)
def test_a_slot_is_filled_in_without_scripts_and_by_keyboard_alone(
    how: dict[str, bool], administrator: Somebody, office: Visitor, visit: Visit
) -> None:
    name, _ = new_organisation(office)
    here = visit(storage_state=administrator.state, **how)
    here.open("/manage/organisations")
    here.press(here.link("Local information"))
    here.heading("Local information")
    here.press(here.link(name))
    here.heading(f"Local information of {name}")
    fill_in(here, "Safeguarding lead", "Head of care 01632 960321", scripts=how.get("scripts", True))
    slot = here.page.locator("#slot-safeguarding-lead")
    expect(slot).to_contain_text("Checked on 3 November 2025")
    expect(slot.get_by_role("link", name="01632 960321")).to_have_attribute("href", "tel:+44-1632-960321")


def file_for(name: str) -> str:
    return f"organisations:\n  - name: {name}\n    values:\n      complaints:\n        value: Write to the office\n"


@pytest.mark.parametrize("how", [pytest.param({}, id="by pointer"), *WAYS])
@pytest.mark.parametrize("file", [True, False], ids=["uploaded", "pasted"])
def test_a_file_is_looked_at_and_then_imported(
    file: bool, how: dict[str, bool], administrator: Somebody, office: Visitor, visit: Visit
) -> None:
    name, _ = new_organisation(office)
    here = visit(storage_state=administrator.state, **how)
    here.open(LIST)
    here.press(here.link("Import a file"))
    here.heading("Import local information")
    if file:
        sent = {"name": "mine.yaml", "mimeType": "application/yaml", "buffer": file_for(name).encode()}
        here.field("local-import", "file").set_input_files(sent)
    else:
        here.fill(here.field("local-import", "text"), file_for(name))
    here.press(here.button("See what would change"))
    here.heading("What the file would change")
    assert not how.get("scripts", True) or findings(here.page) == []
    expect(here.page.locator("main")).to_contain_text("1 new, 0 changed, 0 emptied")
    expect(here.page.locator("main")).to_contain_text(name)
    here.press(here.button("Make this change"))
    here.heading("Local information")
    expect(here.page.get_by_role("status").filter(has_text="Imported: 1 change")).to_be_visible()
    here.press(here.link(name))
    expect(here.page.locator("#slot-complaints")).to_contain_text("Write to the office")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_while_the_visit_ended_goes_along_through_sign_in(
    scripts: bool, administrator: Somebody, visit: Visit
) -> None:
    here = visit(scripts=scripts, storage_state=administrator.state)
    here.open(f"{LIST}/advice-line")
    here.fill(here.field("local-value", "value"), "Ring us\non Mondays")
    here.context.clear_cookies()
    here.press(here.button("Save"))
    expect(here.page.get_by_text("What you typed is still here.")).to_be_visible()
    here.sign_in(administrator.email)
    expect(here.page.get_by_role("heading", level=1)).to_contain_text("Send this as")
    expect(here.page.locator("main")).to_contain_text("Ring us\non Mondays")
    assert not scripts or findings(here.page) == []
    here.press(here.button("Send it"))
    here.heading("Local information")
    expect(here.page.locator("#slot-advice-line")).to_contain_text("Ring us")

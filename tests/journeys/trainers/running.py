"""What a trainer does about a session in a room, page by page: plan it, keep its register, close it, put it right."""

from __future__ import annotations

import io
from dataclasses import dataclass

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.journeys.demonstration import TODAY
from tests.journeys.leads.asking import taken
from tests.journeys.visitor import Visitor

BEGAN, PLACE = "09:45", "Room 2, Town Hall"  # by noon three quarters of three hours are over


@dataclass
class Session:
    """A session in a room, as its trainer sees it; `path` is its page."""

    trainer: Visitor
    path: str = ""

    def plan(self, pack: str, begins: str) -> None:
        """Plan it for today and for the organisation that is offered."""
        self.trainer.open("/sessions")
        self.trainer.press(self.trainer.link("Plan a session"))
        self.trainer.field("plan-session", "pack").select_option(pack)
        self.trainer.fill(self.trainer.field("plan-session", "time"), begins)
        self.trainer.fill(self.trainer.field("plan-session", "place"), PLACE)
        self.trainer.press(self.trainer.button("Plan this session"))
        expect(self.main).to_contain_text("The session is planned.")
        self.path = self.trainer.page.url.removeprefix(self.trainer.base).partition("?")[0]

    @property
    def main(self) -> Locator:
        return self.trainer.page.locator("main")

    @property
    def code(self) -> str:
        """What its page shows for phones."""
        self.trainer.open(self.path)
        expect(self.main.get_by_alt_text("Square code that opens the register of this session")).to_be_visible()
        return self.main.locator(".session-code__code").inner_text()

    def line(self, name: str) -> Locator:
        """A line of the register."""
        return self.main.locator(".register-line", has=self.trainer.page.get_by_text(name, exact=True))

    def look_for(self, name: str) -> list[str]:
        """Type a name on the register; who is known of that name."""
        self.trainer.open(f"{self.path}/register")
        self.trainer.fill(self.trainer.field("register-add", "q"), name)
        self.trainer.press(self.trainer.button("Find this name"))
        self.trainer.heading("Write somebody down")
        return self.main.locator(".register-who strong").all_inner_texts()

    def write_down(self, name: str) -> None:
        """Put somebody on the register who is here now: somebody known, or else somebody new."""
        if name in self.look_for(name):
            self.press_at(name)
        else:
            self.trainer.press(self.trainer.button("Add as new: here now"))
        self.trainer.heading("Register")
        expect(self.line(name)).to_contain_text("Here since")

    def press_at(self, name: str) -> None:
        """The button of a line, or of somebody who was found."""
        self.trainer.press(self.line(name).get_by_role("button").first)

    def set_times(self, name: str, **times: str) -> None:
        """Say when somebody came and left."""
        self.trainer.press(self.trainer.link(f"Times {name}"))
        for field, typed in times.items():
            self.trainer.fill(self.trainer.field("times", field), typed)
        self.trainer.press(self.trainer.button("Save"))
        self.trainer.heading("Register")

    def outcomes(self) -> dict[str, str]:
        """What comes of everybody, or has come."""
        rows = self.main.locator("tr[data-outcome]").all()
        return {each.locator("th").inner_text(): str(each.get_attribute("data-outcome")) for each in rows}

    def close(self) -> dict[str, str]:
        """Close it as it stands; what was said beforehand that would come of it."""
        self.trainer.press(self.trainer.link("Close the session"))
        self.trainer.heading("Close the session")
        foretold = self.outcomes()
        self.trainer.press(self.trainer.button("Close this session"))
        expect(self.main).to_contain_text("The session is closed.")
        return foretold

    def certificates(self) -> list[str]:
        """The words of each page of the file with all certificates."""
        self.trainer.open(self.path)
        button = self.trainer.button("All certificates as one PDF")
        pages = PdfReader(io.BytesIO(taken(self.trainer, button).read_bytes())).pages
        return [" ".join(each.extract_text().split()) for each in pages]

    def correct(self, name: str, reason: str, **times: str) -> None:
        """Put a line of the closed register right."""
        self.trainer.open(self.path)
        self.trainer.press(self.trainer.link("Put the register right"))
        self.trainer.press(self.trainer.link(name))
        for field, typed in {**times, "why": reason}.items():
            self.trainer.fill(self.trainer.field("correction", field), typed)
        self.trainer.press(self.trainer.button("Put it right"))

    def type_in_a_sheet(self, name: str, keys: str) -> None:
        """The first quiz of somebody's sheet: a letter for each statement, T, F or B; by keyboard where scripts run."""
        self.trainer.open(f"{self.path}/paper")
        self.trainer.press(self.main.locator("tr", has_text=name).get_by_role("link"))
        rows = self.main.locator("tr[data-statement]")
        expect(self.main).to_contain_text(f"From the paper of {name}")
        letters = [keys[number % len(keys)] for number in range(rows.count())]
        if self.trainer.page.locator("body.js-enabled").count():
            for letter in (*letters, "Enter"):
                self.trainer.page.keyboard.press(letter)
        else:
            for row, letter in zip(rows.all(), letters, strict=True):
                row.locator(f"td:has(input[data-key='{letter}']) label").click()
            self.trainer.press(self.trainer.button("Keep this sheet"))
        expect(self.main).to_contain_text("Quiz 2 of")

    def keep_sums(self, forms: str, ticks: str) -> None:
        """So many evaluation forms, and of each scale so many ticks in its last box."""
        self.trainer.open(f"{self.path}/evaluation?moment=after")
        self.trainer.fill(self.trainer.field("evaluation", "forms-0"), forms)
        for each in self.main.locator(".evaluation-item").all():
            each.locator("input").last.fill(ticks)
        self.trainer.press(self.trainer.button("Keep these sums"))


def come_by_phone(phone: Visitor, code: str) -> None:
    """Type the code of a session and say that one is here."""
    phone.open("/attend")
    phone.fill(phone.field("attend-code", "code"), code.lower().replace("-", " "))
    press_without_a_network(phone, "Find the session")
    expect(phone.field("attend-code", "code")).to_have_value(code.lower().replace("-", " "))
    phone.press(phone.button("Find the session"))
    expect(phone.button("I am here")).to_be_visible()
    press_without_a_network(phone, "I am here")
    phone.press(phone.button("I am here"))
    phone.heading("You are on the register")


def press_without_a_network(phone: Visitor, name: str) -> None:
    """The page stays and says what to do; without scripts the browser would say so itself, and nothing is pressed."""
    if phone.page.locator("body.js-enabled").count():
        phone.page.context.set_offline(True)
        phone.button(name).click()
        expect(phone.page.locator(".no-network")).to_have_text("No network just now. Press again.")
        phone.page.context.set_offline(False)


def wall_asks_every_five_minutes(trainer: Visitor) -> None:
    """While a session goes on the wall asks for its slide, so that nobody is signed out; once it is over, no more."""
    page, asked = trainer.page, list[str]()
    page.clock.install(time=TODAY)
    trainer.open("/present/golden-rules/5")
    page.on("request", lambda request: asked.append(request.url) if request.method == "HEAD" else None)
    page.clock.fast_forward("04:30")
    assert asked == []
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.clock.fast_forward("00:30")
    page.clock.fast_forward("04:00:00")
    page.evaluate("0")
    assert asked == [f"{trainer.base}/present/golden-rules/5"]


def record(lead: Visitor, name: str) -> Locator:
    """The training record of somebody, as their lead reads it."""
    lead.open(f"/reports/people?q={name.replace(' ', '+')}")
    lead.press(lead.link(name))
    lead.heading(name)
    return lead.page.locator("main")

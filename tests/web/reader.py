"""Somebody at a keyboard, without scripts: opens pages, fills in forms as they stand there, sends them.

Every page is looked over as it is opened: one h1, no id twice, every field with a label, everything that is named as a
description really there, every error linked from the summary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

UNSEEN = ("hidden", "submit", "button")
# Routes of walks and cases grow word by word into thousands of addresses of one kind; crawls follow them as far as two words.
LONG_ROUTE = re.compile(r"(?:/decide/|/cases/[^/]+/[^/]+/|[?&]route=)[a-z0-9]+\.[a-z0-9]+\.")


@dataclass
class Page:
    """An answer of the site, read."""

    status: int
    place: str | None  # where a redirect leads
    text: str
    tree: html.HtmlElement | None
    answer: TestResponse
    path: str

    def form(self, name: str) -> html.HtmlElement:
        """The form with that `data-form`."""
        assert self.tree is not None
        (found,) = self.tree.xpath(f"//form[@data-form='{name}']")
        return found

    def has_form(self, name: str) -> bool:
        return self.tree is not None and bool(self.tree.xpath(f"//form[@data-form='{name}']"))

    def value(self, form: str, name: str) -> str | None:
        """What stands in a field."""
        found = self.form(form).xpath(f".//*[@name='{name}']")[0]
        return found.get("value")

    def errors(self) -> list[str]:
        """The lines of the error summary."""
        assert self.tree is not None
        links = self.tree.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a")
        return [each.text_content().strip() for each in links]

    @property
    def h1(self) -> str:
        assert self.tree is not None
        return str(self.tree.xpath("string(//h1)")).strip()

    @property
    def words(self) -> str:
        """The text of the main part, with single blanks."""
        assert self.tree is not None
        return " ".join(str(self.tree.xpath("string(//main)")).split())


def look_over(tree: html.HtmlElement) -> None:
    """What every page owes to everybody."""
    assert len(tree.xpath("//h1")) == 1
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    for control in tree.xpath("//input | //select | //textarea"):
        if control.get("type") not in UNSEEN:
            assert tree.xpath(f"//label[@for='{control.get('id')}']"), f"{control.get('name')} has no label"
            described = (control.get("aria-describedby") or "").split()
            assert set(described) <= set(ids)
    for box in tree.xpath("//*[contains(@class, 'govuk-error-message')]"):
        assert tree.xpath(f"//*[contains(concat(' ', @aria-describedby, ' '), ' {box.get('id')} ')]"), (
            "an error nobody hears"
        )
    for link in tree.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a/@href"):
        assert link.removeprefix("#") in ids
        assert tree.xpath("starts-with(string(//title), 'Error: ')")


class Reader:
    """One browser. `at` is the page that was opened last."""

    def __init__(self, client: FlaskClient, address: str = "192.0.2.7") -> None:
        self.client = client
        self.address = address
        self.at: Page | None = None

    def open(self, path: str) -> Page:
        """Follow a link or type an address; a redirect is not followed."""
        return self._read(self.client.get(path, environ_base=self._base()), path)

    def press(
        self, form: str, page: Page | None = None, button: tuple[str, str] | None = None, **typed: str | None
    ) -> Page:
        """Fill in a form of the page opened last (or of the given one) and send it. None leaves a tick or field out."""
        here = page or self.at
        assert here is not None
        found = here.form(form)
        stands: dict[str, list[str]] = {}  # a day is three fields of one name
        for name, value in found.form_values():
            stands.setdefault(name, []).append(value)
        fields = stands | dict([button] if button else []) | typed
        data = {name: value for name, value in fields.items() if value is not None}
        path = found.get("action") or here.path
        return self._read(self.client.post(path, data=data, environ_base=self._base()), path)

    def send(self, path: str, **fields: str) -> Page:
        """Send fields as they are: no page offered them, and no token goes along."""
        return self._read(self.client.post(path, data=fields, environ_base=self._base()), path)

    def post(self, path: str, **fields: str) -> Page:
        """Send fields that no page offered, with the token of this visit."""
        page = self.open("/account")
        page = page if page.status == 200 else self.open("/sign-in")
        assert page.tree is not None
        token = page.tree.xpath("string(//input[@name='csrf_token']/@value)")
        return self.send(path, csrf_token=str(token), **fields)

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads."""
        assert page.place is not None
        return self.open(page.place)

    def _base(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}

    def _read(self, answer: TestResponse, path: str) -> Page:
        text = answer.get_data().decode(errors="replace")
        tree = html.fromstring(text) if answer.mimetype == "text/html" and text else None
        if tree is not None and not 300 <= answer.status_code < 400:
            look_over(tree)
        self.at = Page(answer.status_code, answer.headers.get("Location"), text, tree, answer, path)
        return self.at

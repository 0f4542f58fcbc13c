"""What goes wrong beside what a test looks at is noticed; else every journey would pass whatever the console says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("console.error('planted')", "console: planted"),
        ("setTimeout(() => { throw new Error('planted') })", "script: planted"),
        (
            "document.body.style.cssText; document.body.setAttribute('style', 'color: red')",
            "console: Applying inline style",
        ),
        ("document.body.append(Object.assign(new Image(), {src: '/no-such-picture'}))", "404: GET "),
        (
            "document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/a.png'}))",
            "console: Loading",
        ),
    ],
)
def test_a_planted_fault_is_noticed(guest: Visitor, planted: str, fault: str) -> None:
    guest.open("/help")
    guest.page.evaluate(planted)
    guest.page.wait_for_timeout(500)
    assert [line for line in guest.watch.faults if line.startswith(fault)], guest.watch.faults
    guest.watch.faults.clear()


def test_going_to_another_host_is_noticed_and_does_not_succeed(guest: Visitor) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        guest.open("https://elsewhere.example/")
    assert guest.watch.faults == ["other host: https://elsewhere.example/"]
    guest.watch.faults.clear()


def test_a_refusal_that_was_asked_for_is_no_fault(guest: Visitor) -> None:
    assert guest.open("/no-such-page") == 404
    assert guest.watch.faults == []

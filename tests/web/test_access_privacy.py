"""What the page "Privacy" says, held against what the program does; and who the pages of this room say can help."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from course.records.brakes import FORGOTTEN
from course.records.visits import LONGEST_LEARNER
from course.rules.retention import BY_KEY, KEPT
from course.web.access.known_device import SECONDS
from tests.web.people import PASSWORD
from tests.web.reader import Reader

MOST_WORDS = 20
NUMBERS = {2: "two"}


def sentences(reader: Reader) -> list[str]:
    """Every sentence of the main part; a cell of the table ends one as well."""
    page = reader.open("/privacy")
    assert page.tree is not None
    texts = page.tree.xpath(
        "//main//h1 | //main//h2 | //main//p | //main//li | //main//th | //main//td | //main//caption"
    )
    parts = [part for each in texts for part in re.split(r"(?<=[.?!:])\s", " ".join(each.text_content().split()))]
    return [part for part in parts if part]


def test_no_sentence_is_longer_than_twenty_words(reader: Reader) -> None:
    found = sentences(reader)
    assert len(found) > 30
    assert [each for each in found if len(each.split()) > MOST_WORDS] == []


def test_the_cookies_named_are_the_cookies_set(ada: int, reader: Reader) -> None:
    words = reader.open("/privacy").words
    assert reader.client.get_cookie("sharewell") is None
    reader.open("/sign-in")
    answer = reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD).answer
    cookies = {each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie")}
    assert cookies == {"sharewell", "known-device"}
    assert f"{NUMBERS[len(cookies)]} cookies" in words
    assert "known device" in words and "never" in words.partition("known device")[2] and "shared computer" in words


def test_the_times_named_are_the_times_kept(reader: Reader) -> None:
    words = reader.open("/privacy").words
    assert f"{SECONDS // 86_400} days" in words
    assert f"{LONGEST_LEARNER.days} days" in words
    assert f"{FORGOTTEN.days} days" in words
    assert "Minutes" not in words


@pytest.mark.parametrize("mail", [True, False])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/forgot-password", "/join", "/reset/no-such-token"])
def test_a_safeguarding_lead_is_named_for_one_time_links_and_for_nothing_else(
    site: Callable[..., Flask], mail: bool, path: str
) -> None:
    """Codes and accounts come from administrators; whoever can have a link by mail is sent to nobody at sign-in."""
    settings = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "course@heronsea.example"} if mail else {}
    words = Reader(site(open_sign_up=False, **settings).test_client()).open(path).words
    named = path == "/forgot-password" or (path == "/sign-in" and not mail)
    assert ("our safeguarding lead or an administrator" in words) is ("lead" in words.lower().split()) is named


def test_somebody_with_a_sign_in_name_is_sent_to_them_too(reader: Reader) -> None:
    reader.open("/sign-up")
    page = reader.press("sign-up", name="Di Fern", email="", no_email="y", password=PASSWORD)
    assert "your safeguarding lead or an administrator of this site can print" in page.words


def test_the_table_is_the_one_that_retention_goes_by(reader: Reader) -> None:
    page = reader.open("/privacy")
    assert page.tree is not None
    rows = page.tree.xpath("//main//table[1]//tbody/tr")
    shown = [tuple(" ".join(cell.text_content().split()) for cell in row) for row in rows]
    assert shown == [(each.what, each.seen, each.said) for each in KEPT]
    assert f"have left for {BY_KEY['name'].period}" in page.words

"""A slash too many leads to the page that was meant, and never to another site."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest

from tests.web.reader import Reader


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/decide/", "/decide"),
        ("/decide/1.unsure/", "/decide/1.unsure"),
        ("/flowchart/", "/flowchart"),
        ("/flowchart/purpose/", "/flowchart/purpose"),
        ("/flowchart/poster-a4.pdf/", "/flowchart/poster-a4.pdf"),
        ("/cases/packed-lunch/", "/cases/packed-lunch"),
        ("/cases/packed-lunch/whole/", "/cases/packed-lunch/whole"),
        ("/forms/agreement/", "/forms/agreement"),
        ("/account/", "/account"),
        ("/manage/", "/manage"),
        ("/manage/people/", "/manage/people"),
        ("/reports/", "/reports"),
        ("/reports/people/", "/reports/people"),
        ("/sessions/", "/sessions"),
        ("/packs/", "/packs"),
        ("/search/?q=two+words&x=%22%C3%A9", "/search?q=two+words&x=%22%C3%A9"),
        ("/forms/decision-record/?route=//evil.example", "/forms/decision-record?route=//evil.example"),
    ],
)
def test_a_slash_too_many_leads_on(reader: Reader, asked: str, meant: str) -> None:
    page = reader.open(asked)
    assert (page.status, page.place) == (308, meant)
    assert reader.client.head(asked).status_code == 308


@pytest.mark.parametrize(
    "asked",
    ["/nothing/", "/decide//", "/decide/A/", "/modules/x/y/z/", "/set-up/x/", "//evil.example/", "//evil.example",
     "///evil.example/", "/\\evil.example/", "/%2Fevil.example/", "/%5Cevil.example/", "/https://evil.example/",
     "//decide/", "/decide/%0d%0aX-Sent:%201/"],
)  # fmt: skip
def test_nothing_leads_to_another_site_and_what_is_no_page_is_not_found(reader: Reader, asked: str) -> None:
    answer = reader.client.get(environ_overrides={"PATH_INFO": unquote(asked), "REQUEST_URI": asked})
    place = urlsplit(answer.headers.get("Location", "/"))
    assert answer.status_code in (404, 308)
    assert place.netloc in ("", "localhost") and place.path.startswith("/") and not place.path.startswith("//")
    assert "X-Sent" not in answer.headers


def test_an_address_whose_page_ends_in_a_slash_is_as_before(reader: Reader) -> None:
    assert reader.open("/forms/").status == 200
    assert reader.open("/cases/").status == 200


def test_a_form_that_is_sent_is_never_led_on(reader: Reader) -> None:
    assert reader.client.post("/decide/").status_code == 404

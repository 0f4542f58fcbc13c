"""A quiz that changes while its form is open, or after it was handed in: everything is judged and shown by its own wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.learning import (
    ADA,
    answers,
    attempts_of,
    completions_of,
    end_visits,
    links,
    outcomes,
    read_pages,
    signed_in,
)
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader
from tests.web.small_site import NEXT_EDITION, SMALL_QUIZ, TURNED, SmallSite, small_site

OLD, NEW = "You write it down.", "You never write it down."
CONTENTS = "/modules/golden-rules/"


@pytest.fixture
def small(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallSite]:
    with small_site(tmp_path, empty_store, monkeypatch) as made:
        yield made


@pytest.fixture
def ada(small: SmallSite) -> int:
    return add_person(small.app, "Ada Quill", email=ADA)


def right(small: SmallSite) -> dict[str, str]:
    """What is right in the present wording."""
    return answers(small.catalogue.quizzes["record-quiz"])


def statements(page: Page) -> list[str]:
    """The statements as a result shows them."""
    assert page.tree is not None
    return [" ".join(each.text_content().split()) for each in page.tree.xpath("//*[@class='result-text']")]


def test_a_form_that_was_open_during_a_change_is_judged_by_the_words_on_the_screen(small: SmallSite, ada: int) -> None:
    reader, chosen = signed_in(small.app), right(small)
    form = reader.open(SMALL_QUIZ)
    small.change(*TURNED)
    result = reader.follow(reader.press("answers", form, **chosen))
    assert outcomes(result) == ["right", "right"]
    assert statements(result)[0].endswith(OLD)
    assert reader.open(SMALL_QUIZ).words.count(NEW) == 1


def test_so_is_a_guest_s(small: SmallSite) -> None:
    reader, chosen = Reader(small.app.test_client()), right(small)
    form = reader.open(SMALL_QUIZ)
    small.change(*TURNED)
    result = reader.press("answers", form, **chosen)
    assert (outcomes(result), statements(result)[0].endswith(OLD)) == (["right", "right"], True)


@pytest.mark.parametrize("handed_in_before", [False, True])
def test_an_answer_to_the_words_before_a_change_of_law_does_not_count_after_it(
    handed_in_before: bool, small: SmallSite, ada: int
) -> None:
    reader, chosen = signed_in(small.app), right(small)
    if handed_in_before:
        reader.open(SMALL_QUIZ)
        reader.press("answers", **chosen)
    form = reader.open(SMALL_QUIZ)
    small.change(*NEXT_EDITION, *TURNED)
    read_pages(small.app, ada, "record", "question", "lunch", edition="2026.2")
    reader.press("answers", form, **chosen)
    assert attempts_of(small.app, ada)[-1].edition == "2026.1"
    assert completions_of(small.app, ada) == ()
    assert links(reader.open(CONTENTS), "missing") == {"Hand in: Quiz": SMALL_QUIZ}
    reader.open(SMALL_QUIZ)
    reader.press("answers", **right(small))
    assert attempts_of(small.app, ada)[-1].edition == "2026.2"
    assert len(completions_of(small.app, ada)) == 1


def test_after_a_restart_words_that_somebody_has_answered_are_still_known(small: SmallSite, ada: int) -> None:
    reader, chosen = signed_in(small.app), right(small)
    reader.open(SMALL_QUIZ)
    reader.press("answers", **chosen)
    form = reader.open(SMALL_QUIZ)
    small.change(*NEXT_EDITION, *TURNED)
    small.start()
    again = signed_in(small.app)
    result = again.follow(
        again.press("answers", form, **chosen, csrf_token=again.open(SMALL_QUIZ).value("answers", "csrf_token"))
    )
    assert outcomes(result) == ["right", "right"] and statements(result)[0].endswith(OLD)
    assert [each.edition for each in attempts_of(small.app, ada)] == ["2026.1", "2026.1"]


def test_words_that_nobody_knows_any_more_are_asked_again_with_the_choices_kept(small: SmallSite, ada: int) -> None:
    form, chosen = signed_in(small.app).open(SMALL_QUIZ), right(small)
    small.change(*TURNED)
    small.start()
    reader = signed_in(small.app)
    token = reader.open(SMALL_QUIZ).value("answers", "csrf_token")
    page = reader.press("answers", form, **chosen, csrf_token=token)
    assert page.status == 409 and "This quiz has changed since you opened it" in page.words
    assert page.tree is not None and attempts_of(small.app, ada) == ()
    ticked = page.tree.xpath("//input[@type='radio'][@checked]")
    assert {each.get("name"): each.get("value") for each in ticked} == chosen
    assert outcomes(reader.follow(reader.press("answers", page))) == ["wrong", "wrong"]


@pytest.mark.parametrize("digest", ["unknown", "0" * 64, "\x00", "x" * 5000])
def test_a_made_up_digest_is_asked_again_of_guests_too(digest: str, small: SmallSite) -> None:
    reader = Reader(small.app.test_client())
    reader.open(SMALL_QUIZ)
    page = reader.press("answers", digest=digest, **right(small))
    assert page.status == 409 and len(page.form("answers").xpath(".//input[@checked]")) == 2


def test_the_digest_of_another_quiz_is_no_wording_of_this_one(small: SmallSite, ada: int) -> None:
    reader = signed_in(small.app)
    reader.open(SMALL_QUIZ)
    reader.press("answers", **right(small))
    digest = attempts_of(small.app, ada)[0].digest
    small.rename_quiz()
    reader.open("/modules/golden-rules/new-quiz")
    assert reader.press("answers", digest=digest, **answers(small.catalogue.quizzes["new-quiz"])).status == 409


def test_a_visit_that_ends_during_a_change_keeps_the_words_on_the_screen(small: SmallSite, ada: int) -> None:
    reader, chosen = signed_in(small.app), right(small)
    form = reader.open(SMALL_QUIZ)
    small.change(*TURNED)
    end_visits(small.app, ada)
    asked = reader.press("sign-in", reader.press("answers", form, **chosen), email=ADA, password=PASSWORD)
    result = reader.follow(reader.press("answers", asked))
    assert (outcomes(result), statements(result)[0].endswith(OLD)) == (["right", "right"], True)


def test_an_attempt_reads_for_ever_as_on_its_day(small: SmallSite, ada: int) -> None:
    reader = signed_in(small.app)
    reader.open(SMALL_QUIZ)
    reader.press("answers", **right(small))
    before = reader.open("/attempts/1")
    small.change(*NEXT_EDITION, *TURNED)
    small.start()
    after = signed_in(small.app).open("/attempts/1")
    assert (statements(after), outcomes(after)) == (statements(before), ["right", "right"])
    assert "edition 2026.1" in after.words and NEW not in after.text


def test_an_attempt_at_a_quiz_that_is_gone_can_still_be_read(small: SmallSite, ada: int) -> None:
    reader = signed_in(small.app)
    reader.open(SMALL_QUIZ)
    reader.press("answers", **right(small))
    small.rename_quiz()
    small.start()
    again = signed_in(small.app)
    assert links(again.open("/my/progress"), "main")["record-quiz"] == "/attempts/1"
    page = again.open("/attempts/1")
    assert (page.status, page.h1, outcomes(page)) == (200, "2 of 2 right", ["right", "right"])
    assert statements(page)[0].endswith(OLD) and "no longer has this quiz" in page.words

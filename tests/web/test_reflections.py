"""Before and after the course: offered and never in the way, everything may be left out, and the learner sees the change."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Reflection
from course.catalogue.shelf import Shelf
from course.records import reflections
from course.records.database import writing
from tests.statements_seen import statements_seen
from tests.web.certified import complete
from tests.web.learning import read_pages, signed_in
from tests.web.reader import Page, Reader
from tests.web.reflecting import AFTER, BEFORE, CHANGE, OWN, kept, knowing, steps


def offered(page: Page) -> str | None:
    """Where the card on the front page leads."""
    assert page.tree is not None
    return next(iter(page.tree.xpath("//section[contains(@class, 'offer')]//a/@href")), None)


def test_a_guest_is_offered_nothing_and_sent_to_sign_in(reader: Reader) -> None:
    assert offered(reader.open("/")) is None
    for path in (BEFORE, AFTER, OWN):
        assert "/sign-in" in str(reader.open(path).place)


def test_a_beginner_is_offered_before_until_something_was_read(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    assert offered(reader.open("/")) == BEFORE
    read_pages(app, ada, "be-open")
    assert offered(reader.open("/")) is None


def test_after_is_offered_once_the_course_is_complete(graduate: Reader) -> None:
    assert offered(graduate.open("/")) == AFTER


@pytest.mark.parametrize("moment", ["before", "after"])
def test_skip_is_remembered_and_can_be_thought_better_of(
    moment: str, app: Flask, shelf: Shelf, ada: int, asked: Reflection
) -> None:
    if moment == "after":
        complete(app, shelf, ada)
    reader, path = signed_in(app), f"{OWN}/{moment}"
    reader.open("/")
    assert reader.press("skip").place == "/"
    assert offered(signed_in(app).open("/")) is None
    assert [(each.moment, each.skipped) for each in kept(app, ada)] == [(moment, True)]
    assert path in reader.open(OWN).text
    reader.open(path)
    assert reader.press("reflection", **steps(asked, 3)).place == f"{OWN}?done=kept"
    assert [(each.moment, each.skipped) for each in kept(app, ada)] == [(moment, False)]
    assert offered(reader.open("/")) is None


def test_the_front_page_is_one_statement_with_and_without_the_card(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    reader.open("/")
    for offered_now in (BEFORE, None):
        with statements_seen(app) as seen:
            assert offered(reader.open("/")) == offered_now
        assert len(seen) == 1
        if offered_now:
            reader.press("skip")


def test_an_empty_form_is_answered_kindly_and_counts_as_skipped(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    reader.open(BEFORE)
    page = reader.follow(reader.press("reflection"))
    assert "That is fine" in page.words
    assert [(each.skipped, each.answers) for each in kept(app, ada)] == [(True, ())]


def test_answers_are_kept_with_cycle_and_edition(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    reader.open(BEFORE)
    reader.press("reflection", **{asked.confidence[0].id: "4", asked.knowledge[0].id: "true"})
    (found,) = kept(app, ada)
    assert (found.cycle, found.moment, found.edition) == (1, "before", "2026.1")
    assert dict(found.answers) == {asked.confidence[0].id: 4, asked.knowledge[0].id: 1}
    assert (found.usefulness, found.intended_change) == (None, None)


@pytest.mark.parametrize("wrong", ["0", "6", "-1", "two", "1.5", " 1", "٣", "true", "1" * 40])
def test_a_value_off_the_scale_is_refused_and_the_rest_stays(
    wrong: str, app: Flask, ada: int, asked: Reflection
) -> None:
    reader, (one, two, *_) = signed_in(app), asked.confidence
    reader.open(BEFORE)
    page = reader.press("reflection", **{one.id: wrong, two.id: "4", asked.knowledge[0].id: "false"})
    assert page.status == 422
    assert page.errors() == ["Choose one of the 5 answers, or leave it out"]
    assert page.tree is not None
    assert page.tree.xpath("//input[@checked]/@id") == [f"{two.id}-4", f"answer-{asked.knowledge[0].id}-2"]
    assert kept(app, ada) == ()


def test_a_knowledge_item_is_true_or_false(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    reader.open(BEFORE)
    page = reader.press("reflection", **{asked.knowledge[1].id: "1"})
    assert (page.status, page.errors()) == (422, ["Choose true or false, or leave it out"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 301, "Use 300 characters or fewer; these are 301"),
        ("ask\u202eme", "Leave out characters"),
        ("\ufffd", "Leave"),
    ],
)
def test_an_intended_change_that_cannot_be_kept_is_given_back(
    typed: str, said: str, app: Flask, graduate: Reader
) -> None:
    graduate.open(AFTER)
    page = graduate.press("reflection", intended_change=typed, how_useful="4")
    assert page.status == 422 and said in page.errors()[0]
    assert page.tree is not None
    assert page.tree.xpath("string(//textarea)").strip() == typed
    assert page.tree.xpath("//input[@checked]/@id") == ["how_useful-4"]


@pytest.mark.parametrize("typed", ["x" * 300, "\U0001f642" * 300, "李" * 300])
def test_the_longest_intended_change_is_counted_in_signs(typed: str, app: Flask, ada: int, graduate: Reader) -> None:
    graduate.open(AFTER)
    assert graduate.press("reflection", intended_change=typed).status == 303
    assert kept(app, ada)[0].intended_change == typed


def test_a_change_is_promised_to_whoever_has_something_to_be_compared_with(
    app: Flask, shelf: Shelf, ada: int, asked: Reflection
) -> None:
    promised = "You will see what has changed since the start."
    reader = signed_in(app)
    reader.open(BEFORE)
    reader.press("reflection", **steps(asked, 2))
    complete(app, shelf, ada)
    reader = signed_in(app)
    assert promised in reader.open(AFTER).words
    assert promised in reader.press("reflection", intended_change="x" * 301).words
    with app.app_context(), writing() as store:
        reflections.delete_moment(store, ada, 1, "before")
    assert promised not in reader.open(AFTER).words


def test_before_the_end_after_leads_to_what_there_is(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    assert reader.open(AFTER).place == OWN
    assert reader.post(AFTER, **steps(asked, 5)).place == OWN
    assert kept(app, ada) == ()


def test_a_form_for_before_counts_even_when_the_course_was_completed_meanwhile(
    app: Flask, shelf: Shelf, ada: int, asked: Reflection
) -> None:
    reader = signed_in(app)
    page = reader.open(BEFORE)
    complete(app, shelf, ada)
    reader.press("reflection", page, **steps(asked, 2))
    assert [(each.cycle, each.moment) for each in kept(app, ada)] == [(1, "before")]
    assert reader.open(BEFORE).place == OWN


def both(app: Flask, shelf: Shelf, person: int, *, grows: bool) -> Page:
    """Ada answers before, completes the course, answers after, and looks; knowledge grows or stays."""
    asked = shelf.catalogue.reflection
    reader = signed_in(app)
    reader.open(BEFORE)
    reader.press("reflection", **steps(asked, 2), **knowing(asked, right=False))
    complete(app, shelf, person)
    reader.open(AFTER)
    more = {"how_useful": "5", "intended_change": CHANGE}
    reader.press("reflection", **steps(asked, 4), **knowing(asked, right=grows), **more)
    return reader.open(OWN)


def test_the_learner_sees_the_change_in_words_and_as_a_drawing(
    app: Flask, shelf: Shelf, ada: int, asked: Reflection
) -> None:
    page = both(app, shelf, ada, grows=True)
    assert page.words.count(f"Before: {asked.scale[1]} →. After: {asked.scale[3]}") == 6
    assert page.tree is not None
    assert page.tree.xpath("//svg[@class='steps']/@aria-label") == ["From 2 to 4 of 5"] * 6
    assert f"I will… {CHANGE}" in page.words and "very useful" in page.words
    assert "Worth another look" not in page.words


def test_answers_reasons_and_pages_are_given_afterwards_only(
    app: Flask, shelf: Shelf, ada: int, asked: Reflection
) -> None:
    reader = signed_in(app)
    form = reader.open(BEFORE)
    reader.press("reflection", **knowing(asked, right=True))
    own = reader.open(OWN)
    for item in asked.knowledge:
        assert item.before in form.words and item.after not in form.words
        assert item.because not in form.text and item.because in own.text
        assert f'href="/modules/{shelf.catalogue.page(item.page).module}/{item.page}"' in own.text  # type: ignore[union-attr]
    assert own.words.count("Right") == 3


def test_being_surer_without_knowing_more_is_said_kindly(app: Flask, shelf: Shelf, ada: int) -> None:
    page = both(app, shelf, ada, grows=False)
    assert "Worth another look" in page.words
    assert not {"wrong", "fail", "over-confident"} & set(page.words.lower().split())


def test_the_first_answer_to_a_knowledge_item_stays(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    first = reader.open(BEFORE)
    reader.press("reflection", first, **steps(asked, 2), **knowing(asked, right=False))
    again = reader.open(BEFORE)
    assert again.tree is not None
    assert not again.tree.xpath(f"//input[@name='{asked.knowledge[0].id}']")
    page = reader.press("reflection", first, **steps(asked, 5), **knowing(asked, right=True))
    assert page.status == 409
    reader.press("reflection", page, **knowing(asked, right=True))
    values = dict(kept(app, ada)[0].answers)
    assert {values[each.id] for each in asked.confidence} == {5}
    assert {values[each.id] == int(each.answer) for each in asked.knowledge} == {False}


def test_a_change_is_the_learners_own_and_their_data_says_so(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    for step in (2, 5):
        told = "Reports count your first answers, in groups of 10 or more; a change you make later is yours alone. "
        assert told + "To take an answer out of reports, delete your answers." in reader.open(BEFORE).words
        reader.press("reflection", **steps(asked, step))
        told = f"You changed {len(asked.confidence)} of these answers later. Reports count the first ones."
        assert (told in reader.open("/account/data").words) is (step == 5)
    assert "Reports count your first answers" in reader.open("/privacy").words


def test_answers_can_be_changed_and_emptied(app: Flask, ada: int, graduate: Reader) -> None:
    graduate.open(AFTER)
    graduate.press("reflection", intended_change=CHANGE, how_useful="2")
    page = graduate.open(AFTER)
    assert CHANGE in page.text and not page.has_form("skip")
    assert graduate.press("reflection", intended_change="").place == f"{OWN}?done=kept"
    (found,) = kept(app, ada)
    assert (found.intended_change, found.usefulness) == (None, 2)


def test_delete_deletes_everything(app: Flask, shelf: Shelf, ada: int) -> None:
    both(app, shelf, ada, grows=True)
    reader = signed_in(app)
    reader.open(OWN)
    page = reader.follow(reader.press("delete-reflection"))
    assert kept(app, ada) == () and "Deleted" in page.words and "Nothing answered yet" in page.words
    assert not page.has_form("delete-reflection")


def test_the_empty_page_says_what_will_stand_there(app: Flask, ada: int) -> None:
    page = signed_in(app).open(OWN)
    assert "Nothing answered yet" in page.words and BEFORE in page.text


def test_it_can_be_reached_from_my_progress(app: Flask, ada: int) -> None:
    text = signed_in(app).open("/my/progress").text
    assert all(f'href="{path}"' in text for path in (OWN, "/my/notes", "/my/supervision-sheet"))


@pytest.mark.parametrize("path", [BEFORE, OWN, "/my/notes", "/my/supervision-sheet"])
def test_nothing_of_it_is_stored_on_the_way(path: str, app: Flask, ada: int) -> None:
    assert signed_in(app).open(path).answer.headers["Cache-Control"] == "no-store"

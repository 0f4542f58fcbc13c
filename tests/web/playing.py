"""Somebody who works through a case in a browser without scripts: reads what stands there, chooses, goes on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask
from lxml import html

from course.catalogue.model import Case, Catalogue, Decision, Option
from course.records import cases_done
from course.records.database import reading
from course.rules.casework import BEST
from course.rules.facts import CaseDone
from tests.web.reader import Page, Reader

GRADES = {"best": "Best", "partly": "Partly right", "unsafe": "Unsafe"}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> str:
    """The words of a text of the course."""
    return squeezed(html.fromstring(f"<div>{text}</div>").text_content())


def options_on(page: Page) -> dict[str, str]:
    """What can be chosen on the page: the letters by the words of the options."""
    assert page.tree is not None
    single = page.tree.xpath("//p[contains(@class, 'choice--open')]")
    if single:
        return {squeezed(single[0].text_content()): page.value("choose", "choice") or ""}
    labels = page.tree.xpath("//form[@data-form='choose']//label")
    fields = {each.get("for"): squeezed(each.text_content()) for each in labels}
    return {words: str(page.tree.xpath(f"string(//*[@id='{field}']/@value)")) for field, words in fields.items()}


def press_choose(reader: Reader, **choice: str) -> Page:
    """Send the form of the choices with what it holds, and what is chosen."""
    assert reader.at is not None
    form = reader.at.form("choose")
    assert form.method == "GET"
    return reader.open(f"{form.get('action')}?{urlencode({**dict(form.form_values()), **choice})}")


def choose(reader: Reader, option: Option) -> Page:
    """Choose an option by its words, and see what follows."""
    assert reader.at is not None
    answer = press_choose(reader, choice=options_on(reader.at)[squeezed(option.text)])
    assert answer.status == 303, answer.words
    return reader.follow(answer)


def go_on(reader: Reader) -> Page:
    """The link "Go on"."""
    assert reader.at is not None and reader.at.tree is not None
    (link,) = [each for each in reader.at.tree.xpath("//main//a") if squeezed(each.text_content()) == "Go on"]
    return reader.open(link.get("href"))


def newest(page: Page) -> str:
    """The words beneath the choice that was made last."""
    assert page.tree is not None
    return squeezed(page.tree.get_element_by_id("consequence").text_content())


def best(decision: Decision) -> Option:
    return next(option for option in decision.options if option.grade == BEST)


def worst(decision: Decision) -> Option:
    """An unsafe option, or whatever there is besides the best."""
    return max(decision.options, key=lambda option: list(GRADES).index(option.grade))


def play_through(reader: Reader, case: Case, pick: object = best, length: str = "whole") -> Page:
    """From the first decision to the last, one choice each; the page with the last consequence."""
    page = reader.open(f"/cases/{case.id}/{length}/start")
    decisions = [each for each in case.decisions if length == "whole" or each.id in case.foundation]
    for number, decision in enumerate(decisions, start=1):
        assert page.h1 == squeezed(decision.ask)
        page = choose(reader, pick(decision))  # type: ignore[operator]
        page = go_on(reader) if number < len(decisions) else page
    return page


def finish(reader: Reader) -> Page:
    """Finish the case on the page of its last decision; the end."""
    answer = reader.press("done")
    assert answer.status == 303, answer.words
    return reader.follow(answer)


def press_route(browser: Reader, what: str) -> Page:
    """Keep the way taken, or forget it, at the end; the end anew."""
    answer = browser.press("route", button=("do", what))
    assert answer.status == 303
    return browser.follow(answer)


def done_by(app: Flask, person: int) -> tuple[CaseDone, ...]:
    """Which cases the records hold as worked through."""
    with app.app_context(), reading() as store:
        return cases_done.cases_done(store, person)


def kept_ids(
    course: Catalogue, case: str, pick: Callable[[Decision], Option] = best
) -> list[tuple[str, tuple[str, ...]]]:
    """The way of one choice each, as it is kept."""
    return [(each.id, (pick(each).id,)) for each in course.cases[case].decisions]

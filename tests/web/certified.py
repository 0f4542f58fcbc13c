"""Completions and certificates, made and read, for the tests of their pages."""

from flask import Flask

from course import clock
from course.catalogue.shelf import Shelf
from course.records import completions
from course.records.database import reading, writing
from course.rules.facts import Completion, CompletionFacts
from tests.house.inhabitants import finish_everything
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

REASON = "Given to the wrong person."


def sign_in(reader: Reader) -> Reader:
    """Ada signs in."""
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    return reader


def complete(app: Flask, shelf: Shelf, person: int) -> Completion:
    with app.app_context():
        with writing() as store:
            finish_everything(store, person, shelf.catalogue)
        with reading() as store:
            return completions.completions_of(store, person)[0]


def complete_again(app: Flask, person: int, first: Completion, **other: object) -> Completion:
    """A later cycle, as a refresher will make one; `other` is what was judged otherwise."""
    names = CompletionFacts.__dataclass_fields__
    facts = CompletionFacts(**{name: getattr(first, name) for name in names} | {"edition": "2027.1"} | other)
    with app.app_context(), writing() as store:
        return completions.add_completion(store, facts, cycle=2)


def withdraw(app: Flask, made: Completion) -> None:
    with app.app_context(), writing() as store:
        completions.withdraw(store, made.id, REASON, made.person, clock.now())


def state(page: Page) -> str:
    assert page.tree is not None
    (found,) = page.tree.xpath("//@data-standing")
    return str(found)


def sheet(page: Page) -> str:
    """The words of the certificate itself."""
    assert page.tree is not None
    (found,) = page.tree.xpath("//article[@class='certificate']")
    return " ".join(" ".join(found.itertext()).split())

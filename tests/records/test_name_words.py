"""Words under which people are found: kept wherever a name or an address is written, the same as made anew; and the search."""

import random
import threading

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from course.errors import StoreError
from course.records import (
    accounts,
    contacts,
    erasing,
    list_ways,
    members,
    merging,
    name_words,
    organisations,
    people,
    reports,
    standings,
    tables,
)
from course.records.database import writing
from course.rules.name_words import beginnings
from course.rules.scoping import Scope
from course.web.lead import member_list
from tests.records.beside import LONG, SOON, beside
from tests.records.made import NOON, TODAY, learner, person
from tests.records.reporting import DAY, DEFAULT, asked, found_partnership, member
from tests.statements_seen import statements_seen

EMAILS = ("ada@x.example", "Bo.Marsh@x.example", "cy@y.example")


def words(store: Connection) -> set[tuple[int, str]]:
    kept = tables.person_word.c
    return {tuple(row) for row in store.execute(select(kept.person, kept.word))}


def rows(store: Connection) -> set[tuple[int, str, int]]:
    kept = tables.person_word.c
    return {tuple(row) for row in store.execute(select(kept.person, kept.word, kept.beginnings))}


class Story:
    """Names and addresses come, change and go by chance."""

    def __init__(self, store: Connection, seed: int) -> None:
        self.store, self.dice = store, random.Random(seed)
        self.people = [person(store, name) for name in ("Ada Quill", "Bo Marsh", "Éva Moor")]

    def happen(self) -> None:
        one, other, email = self.dice.choice(self.people), self.dice.choice(self.people), self.dice.choice(EMAILS)
        names = ("Dee  O'Lark", "", "Bo", "Ada Smith-Quill")
        opened = {"email": self.dice.choice((email, None)), "sign_in_name": None, "password_hash": "-", "now": NOON}
        come = lambda: self.people.append(person(self.store, self.dice.choice(("Cy Reed", "Ann Anna"))))  # noqa: E731
        self.dice.choice(
            (
                come,
                come,
                lambda: people.rename(self.store, one, self.dice.choice(names)),
                lambda: contacts.set_contact(self.store, one, self.dice.choice((email, "")), NOON),
                lambda: accounts.open_account(self.store, one, **opened),  # type: ignore[arg-type]
                lambda: accounts.set_email(self.store, one, email) if accounts.account_of(self.store, one) else None,
                lambda: accounts.confirm_email(self.store, one),
                lambda: accounts.free_address(self.store, email),
                lambda: self._merge(one, other),
                lambda: erasing.erase(self.store, one, NOON),
            )
        )()

    def _merge(self, one: int, other: int) -> None:
        held = [accounts.account_of(self.store, each) for each in (one, other)]
        stays = one if held[0] and held[0].email_confirmed or not (held[1] and held[1].email_confirmed) else other
        merging.merge(self.store, one, other, stays)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_the_words_kept_are_those_made_anew(seed: int, store: Connection) -> None:
    story, seen = Story(store, seed), set[int]()
    for _ in range(40):
        story.happen()
        kept = rows(store)
        seen.add(len(kept))
        name_words.rebuild(store)
        assert rows(store) == kept
    assert len(seen) > 4


def test_whoever_is_erased_or_merged_leaves_no_word_behind(store: Connection) -> None:
    ada, bo = person(store, "Ada Quill"), person(store, "Bo Marsh")
    contacts.set_contact(store, ada, "ada@x.example", NOON)
    contacts.set_contact(store, bo, "bo@x.example", NOON)
    assert words(store) == {(ada, "adaxexample"), (ada, "quill"), (bo, "boxexample"), (bo, "marsh")}
    merging.merge(store, bo, ada)
    assert {who for who, _ in words(store)} == {bo}
    erasing.erase(store, bo, NOON)
    assert words(store) == set()


SEARCHES = {
    "quill": {"Ada Quill", "Éva O'Quill"},
    "QUI a": {"Ada Quill"},
    "eva": {"Éva O'Quill"},
    "bo@x": {"Bo Marsh"},
    "bo.m": {"Bo Marsh"},
    "marsh quill": set(),
    "uill": set(),
    "%": set(),
}


@pytest.mark.parametrize("few", [1_000, 0])
@pytest.mark.parametrize("typed", SEARCHES)
def test_every_list_finds_the_same_people(
    typed: str, few: int, store: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether few are found and put in order, or everybody is gone through."""
    monkeypatch.setattr(name_words, "FEW", few)
    monkeypatch.setattr(list_ways, "MOST", few)
    here = found_partnership(store)
    for name in ("Ada Quill", "Éva O'Quill", "Bo Marsh", "Cy Reed"):
        who = member(store, here.nursery, None, TODAY - 9 * DAY, name=name)
        if name == "Bo Marsh":
            contacts.set_contact(store, who, "Bo.Marsh@x.example", NOON)
    contacts.set_contact(store, who, "cy@x.example", NOON)
    standings.settle(store, DEFAULT, TODAY)
    found = SEARCHES[typed] if typed != "bo@x" else set()
    assert {each.name for each in reports.all_members(store, asked(name=typed))} == found
    page = reports.member_page(store, asked(name=typed))
    assert ({each.name for each in page.members}, page.count) == (found, len(found))
    assert {each.name for each in reports.all_members(store, asked(name=typed, day=TODAY - DAY))} == found
    for scope, place in (
        (Scope(everything=True), None),
        (Scope(organisations=frozenset({here.nursery})), here.nursery),
    ):
        assert {each.name for each in members.listed(store, scope, organisation=place, words=typed)} == found
    assert members.listed(store, Scope(organisations=frozenset({here.clinic})), words=typed) == ()


@pytest.mark.parametrize(
    ("most", "sample", "count", "words"),
    [(9, 9, 3, "3 people"), (2, 2, 2, "At least 2 people"), (1, 1, 1, "At least 1 person")],
)
def test_of_many_it_is_said_that_there_are_at_least_so_many(
    most: int, sample: int, count: int, words: str, store: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_ways, "MOST", most)
    monkeypatch.setattr(list_ways, "SAMPLE", sample)
    here = found_partnership(store)
    for _ in range(3):
        member(store, here.nursery, None, TODAY - 9 * DAY, name="Ada Quill")
    standings.settle(store, DEFAULT, TODAY)
    page = reports.member_page(store, asked(name="quill"), size=1)
    assert (page.count, page.counted, member_list.counted(page.count, whole=page.counted)) == (count, most > 2, words)
    assert len(list(reports.all_members(store, asked(name="quill")))) == 3


def test_of_few_who_belong_to_several_places_every_membership_is_counted(
    store: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_ways, "SAMPLE", 3)
    monkeypatch.setattr(list_ways, "PAGE", 0)  # so that the order of names is walked
    here = found_partnership(store)
    for _ in range(3):
        who = member(store, here.nursery, None, TODAY - 9 * DAY)
        organisations.join(store, who, here.clinic, None, TODAY - 8 * DAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    page = reports.member_page(store, asked(name="quill"), size=1)
    assert (page.count, page.counted) == (6, True)


@pytest.mark.parametrize("second", ["ada@x.example", "", "cy@x.example"])
def test_of_two_addresses_told_at_the_same_moment_the_words_are_those_of_the_one_that_stays(
    second: str, store_app: Flask
) -> None:
    with writing() as store:
        ada = person(store, "Ada Quill")
        contacts.set_contact(store, ada, "ada@x.example", NOON)
    told = (
        lambda store, email=email: contacts.set_contact(store, ada, email, NOON) for email in ("bo@x.example", second)
    )
    assert beside(store_app, *told) is None
    with writing() as store:
        kept = words(store)
        name_words.rebuild(store)
        assert words(store) == kept


ADDRESSES = {
    "account": lambda store, who: accounts.set_email(store, who, "new@x.example"),
    "contact": lambda store, who: contacts.set_contact(store, who, "new@x.example", NOON),
}
ENDS = {
    "erased": lambda store, who, other: erasing.erase(store, who, NOON),
    "merged": lambda store, who, other: merging.merge(store, other, who, other),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_gets_another_address_while_the_record_ends_hinders_nobody(
    address: str, end: str, store_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing() as store:
        ada, bo = learner(store, "Ada Quill", "ada@x.example"), learner(store, "Bo Marsh", "bo@x.example")
        contacts.set_contact(store, ada, "ada@y.example", NOON)
    real, came_to = name_words.keep, list[object]()

    def ending() -> None:
        try:
            with store_app.app_context(), writing() as store:
                came_to.append(ENDS[end](store, ada, bo))
        except StoreError as error:
            came_to.append(error)

    def keep(store: Connection, *people: int) -> None:
        if not thread.ident:
            thread.start()
            thread.join(SOON)
        real(store, *people)

    thread = threading.Thread(target=ending)
    monkeypatch.setattr(name_words, "keep", keep)
    with writing() as store:
        ADDRESSES[address](store, ada)
    thread.join(LONG)
    assert came_to == [True]


def test_a_fact_about_a_person_writes_no_word(store_app: Flask) -> None:
    with writing() as store:
        here = found_partnership(store)
        who = member(store, here.nursery, None, TODAY - 9 * DAY)
    with statements_seen(store_app) as seen, writing() as store:
        standings.touch(store, who)
        organisations.join(store, who, here.clinic, None, TODAY, NOON)
        standings.settle(store, DEFAULT, TODAY)
    assert seen and not [each for each in seen if "person_word" in each and not each.startswith("SELECT")]


def test_a_row_of_lists_says_with_what_the_words_begin_whoever_writes_them(store: Connection) -> None:
    here = found_partnership(store)
    who = member(store, here.nursery, None, TODAY - 9 * DAY, name="Ada Quill")
    standings.settle(store, DEFAULT, TODAY)
    organisations.join(store, who, here.clinic, None, TODAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    said = select(tables.standing.c.beginnings)
    for change in (
        lambda: None,
        lambda: people.rename(store, who, "Zoë Marsh"),
        lambda: accounts.set_email(store, who, "yan@x.example"),
        lambda: erasing.erase(store, who, NOON),
    ):
        change()
        bits = beginnings(word for _, word in words(store))
        assert store.execute(said).scalars().all() == [bits, bits]
        assert {found for *_, found in rows(store)} <= {bits}
    assert bits == 0

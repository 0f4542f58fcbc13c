"""The words under which people are found (`rules.name_words`), kept beside their names so that a search follows an index.

Whoever writes a name or an address of a person says `keep` in the same transaction. Nothing else writes these rows, and
`rebuild` makes the same ones again, which a test compares. Reading asks them in two ways, of which the reader chooses:
`holders` begins with the word, `has` looks at one person after the other. Each row, and each of `standing`, has the
beginnings of all words of the person as well, so that few words are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    delete,
    func,
    insert,
    literal_column,
    select,
)

from course.records import tables
from course.records.statements import run_for_each
from course.rules.name_words import beginnings, is_told, kept_words

person, account, contact, kept = tables.person, tables.account, tables.contact, tables.person_word
standing = tables.standing
SAY = "UPDATE standing SET beginnings = :beginnings WHERE person = :person"
PART = 2_000  # people at a time
FEW = 1_000  # so many people are read and put in order sooner than everybody is gone through
LAST = "\U0010ffff"  # behind every letter, so that what begins with a word lies between the word and this after it


def keep(store: Connection, *people: int) -> None:
    """Keep the words of these people as their names and addresses are now."""
    for start in range(0, len(people), PART):
        _keep(store, people[start : start + PART])


def hold(store: Connection, *people: int) -> None:
    """Who writes another name or address of theirs waits until the commit. To be said before an address is written: who
    erases or merges somebody holds the person first, too, and two would wait for each other."""
    held = select(person.c.id).where(person.c.id.in_(people)).order_by(person.c.id)
    store.execute(held.with_for_update(key_share=True))


def add(store: Connection, names: Mapping[int, Sequence[str | None]]) -> None:
    """Keep the words of people who are new: by person, the name and any addresses."""
    found = {who: kept_words(told[0] or "", *told[1:]) for who, told in names.items()}
    rows = [
        {"person": who, "word": word, "beginnings": bits}
        for who, words in found.items()
        for bits in [beginnings(words)]
        for word in words
    ]
    if rows:
        store.execute(insert(kept), rows)


def remove(store: Connection, people: Iterable[int]) -> None:
    """These people are going to be taken away."""
    store.execute(delete(kept).where(kept.c.person.in_(list(people))))


def rebuild(store: Connection) -> None:
    """Throw all words away and make them from names and addresses."""
    store.execute(delete(kept))
    after = 0
    while people := store.scalars(
        select(person.c.id).where(person.c.id > after).order_by(person.c.id).limit(PART)
    ).all():
        add(store, _told(store, people))
        after = people[-1]


def bits_of(store: Connection, people: Sequence[int]) -> dict[int, int]:
    """The beginnings of the words of each of these people, as rows of `standing` say them."""
    found: dict[int, list[str]] = {who: [] for who in people}
    for who, word in store.execute(select(kept.c.person, kept.c.word).where(kept.c.person.in_(people))):
        found[who].append(word)
    return {who: beginnings(words) for who, words in found.items()}


def holders(word: str, *others: str) -> Select[tuple[int]]:
    """Everybody of whom a word begins with this one, perhaps more than once; and with each of the others."""
    return select(kept.c.person).where(_begins(word), *have_listed(kept.c, others))


def has(who: ColumnElement[int], word: str) -> ColumnElement[bool]:
    """Whether a word of one person begins with this one."""
    also = kept.alias("also")
    return select(also.c.person).where(also.c.person == who, _begins(word, also)).exists()


def have_listed(of: Any, typed: Iterable[str]) -> list[ColumnElement[bool]]:
    """As `has` with each word, of a row with the columns `person` and `beginnings` in `of`: the bits tell of most who lack a
    word, and of some words alone."""
    words = list(typed)
    bits = beginnings(words)
    told = [of.beginnings.bitwise_and(bits) == bits] if words else []
    return [*told, *(has(of.person, word) for word in words if not is_told(word))]


def how_many(word: str, most: int) -> ScalarSelect[int]:
    """How many `holders` gives, as far as `most`."""
    return _as_far_as(select(literal_column("1")).select_from(kept).where(_begins(word)), most)


def how_many_begin(word: str, most: int) -> ScalarSelect[int]:
    """How many rows of lists have a name that begins with it, as far as `most`: in the order of names they stand together."""
    key = standing.c.name_key
    begun: Select[Any] = select(literal_column("1")).select_from(standing)
    return _as_far_as(begun.where(standing.c.urgency.is_not(None), key >= word, key < word + LAST), most)


def rare(store: Connection, typed: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Of the words typed the one that few people have, if there is one, and the others."""
    if not typed:
        return None, ()
    counts = store.execute(select(*(how_many(word, FEW + 1) for word in typed))).one()
    least, word = min(zip(counts, typed, strict=True))
    return (word, tuple(each for each in typed if each != word)) if least <= FEW else (None, tuple(typed))


def _as_far_as(rows: Select[Any], most: int) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.limit(most).subquery()).scalar_subquery()


def _begins(word: str, table: FromClause = kept) -> ColumnElement[bool]:
    return and_(table.c.word >= word, table.c.word < word + LAST)


def _keep(store: Connection, people: Sequence[int]) -> None:
    hold(store, *people)
    remove(store, people)
    add(store, _told(store, people))
    said = sorted(bits_of(store, people).items())
    run_for_each(store, SAY, [{"person": who, "beginnings": bits} for who, bits in said])


def _told(store: Connection, people: Sequence[int]) -> dict[int, tuple[str, str | None, str | None]]:
    joined = person.outerjoin(account, account.c.person == person.c.id).outerjoin(
        contact, contact.c.person == person.c.id
    )
    found = select(person.c.id, person.c.name, account.c.email, contact.c.email).select_from(joined)
    return {who: (name, *emails) for who, name, *emails in store.execute(found.where(person.c.id.in_(people)))}

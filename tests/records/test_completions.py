"""Completions and their certificates' codes."""

import dataclasses

import pytest
from sqlalchemy import Connection

from course.records import completions
from course.rules.facts import CompletionFacts
from tests.records.made import HOUR, NOBODY, NOON, completion, person


def test_a_completion_keeps_everything_it_was_judged_by(store: Connection) -> None:
    facts = completion(person(store))
    kept = completions.add_completion(store, facts)
    assert {name: getattr(kept, name) for name in CompletionFacts.__dataclass_fields__} == {
        name: getattr(facts, name) for name in CompletionFacts.__dataclass_fields__
    }
    assert (kept.withdrawn_at, kept.withdrawn_reason) == (None, None)
    assert completions.completion_by_code(store, kept.code) == kept


def test_a_code_is_four_groups_of_four_and_found_as_people_type_it(store: Connection) -> None:
    kept = completions.add_completion(store, completion(person(store)))
    assert [len(group) for group in kept.code.split("-")] == [4, 4, 4, 4]
    for typed in (kept.code.lower(), kept.code.replace("-", ""), f" {kept.code} "):
        assert completions.completion_by_code(store, typed) == kept


@pytest.mark.parametrize("typed", ["", "2222-2222-2222-2222", "1", "OOOO-OOOO-OOOO-OOOO", "'"])
def test_any_other_code_finds_nothing(store: Connection, typed: str) -> None:
    completions.add_completion(store, completion(person(store)))
    assert completions.completion_by_code(store, typed) is None


def test_a_second_completion_of_the_same_cycle_is_the_first(store: Connection) -> None:
    ada = person(store)
    first = completions.add_completion(store, completion(ada))
    assert completions.add_completion(store, completion(ada, edition="2027.1", at=NOON + HOUR)) == first
    assert completions.completions_of(store, ada) == (first,)


def test_another_cycle_is_another_completion_and_comes_first(store: Connection) -> None:
    ada = person(store)
    first = completions.add_completion(store, completion(ada))
    second = completions.add_completion(store, completion(ada, edition="2028.1"), cycle=2)
    assert completions.completions_of(store, ada) == (second, first)
    assert first.code != second.code


def test_a_code_that_another_certificate_has_is_drawn_again(store: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = "AAAA-AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB-BBBB"
    drawn = iter([a, a, b])
    monkeypatch.setattr(completions, "new_code", lambda groups: next(drawn))
    kept = [completions.add_completion(store, completion(person(store))) for _ in range(2)]
    assert [each.code for each in kept] == [a, b]


def test_a_certificate_is_withdrawn_once_with_its_reason(store: Connection) -> None:
    ada, boss = person(store), person(store)
    kept = completions.add_completion(store, completion(ada))
    assert completions.withdraw(store, kept.id, "Somebody else's account", boss, NOON)
    assert not completions.withdraw(store, kept.id, "Another reason", boss, NOON + HOUR)
    withdrawn = dataclasses.replace(kept, withdrawn_at=NOON, withdrawn_reason="Somebody else's account")
    assert completions.completions_of(store, ada) == (withdrawn,)


def test_the_holders_name_is_todays(store: Connection) -> None:
    assert completions.holder_name(store, person(store, "Ada Quill")) == "Ada Quill"
    assert completions.holder_name(store, NOBODY) == ""

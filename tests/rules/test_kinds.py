"""What the kinds of completions and the outcomes of sessions are called: each of them, and nothing else."""

import pytest

from course.rules.kinds import KINDS, OUTCOMES, kind_name
from course.rules.room import KIND
from course.rules.room import OUTCOMES as MADE


def test_every_outcome_that_the_rules_make_has_its_words() -> None:
    assert OUTCOMES.keys() == set(MADE)


@pytest.mark.parametrize(
    ("kind", "name"), [("online", "Online"), ("refresher", "Refresher"), (KIND, "In a room"), (None, "")]
)
def test_a_kind_is_called_the_same_everywhere(kind: str | None, name: str) -> None:
    assert kind_name(kind) == name


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        kind_name("by post")
    assert len(KINDS) == 3

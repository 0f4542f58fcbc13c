"""Passwords at a thousandth of their cost: what the tests look at is who gets in, not how dear guessing is.

The cost that people get is looked at by the tests that ask for `dear_passwords`.
"""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from course import hashing

CHEAP = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """Every password of this run is hashed cheaply."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_hasher", CHEAP)
        patch.setattr(hashing, "NOBODYS", CHEAP.hash("thrown away"))
        yield


DEAR = (hashing._hasher, hashing.NOBODYS)


@pytest.fixture
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords at the cost that people get."""
    monkeypatch.setattr(hashing, "_hasher", DEAR[0])
    monkeypatch.setattr(hashing, "NOBODYS", DEAR[1])

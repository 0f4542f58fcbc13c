"""Passwords at a thousandth of their cost: what the tests look at is who gets in, not how dear guessing is.

The cost that people get is looked at by the tests that ask for `dear_passwords`.
"""

import pytest
from argon2 import PasswordHasher

from course import hashing

CHEAP = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)
DEAR = (hashing._hasher, hashing.NOBODYS)


def pytest_configure() -> None:
    """Every password of this run is hashed cheaply, those too that a module of tests hashes while it is imported."""
    hashing._hasher, hashing.NOBODYS = CHEAP, CHEAP.hash("thrown away")


@pytest.fixture
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords at the cost that people get."""
    monkeypatch.setattr(hashing, "_hasher", DEAR[0])
    monkeypatch.setattr(hashing, "NOBODYS", DEAR[1])

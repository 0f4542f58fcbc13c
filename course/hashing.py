"""Passwords as they are kept: Argon2id at the lowest cost that OWASP advises, because small servers must sign in many.

About 25 ms a check; the library's own defaults would cost eight times as much.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from course.rules.passwords import canonical

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
_hasher = PasswordHasher(memory_cost=MEMORY_KIB, time_cost=PASSES, parallelism=LANES)
# The hash of a thrown-away password: checked where there is no account, so that both answers take the same time.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$sn2OqY0e6KZp2BaONnAPKw$RKD4UzF5nl6KPO+nOD9bQOzmgY4wEaRxafzZePLA2Oo"


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(canonical(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes as long where nothing is kept (None: no account), or what is is no hash."""
    try:
        return _hasher.verify(kept or NOBODYS, canonical(password)) and kept is not None
    except InvalidHashError:
        return matches(None, password)
    except VerificationError:
        return False


def is_dated(kept: str) -> bool:
    """Whether it was made at another cost than is used now, and should be made again."""
    return _hasher.check_needs_rehash(kept)

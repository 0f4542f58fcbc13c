"""Is this the right password? The one way to ask, behind the brake, for sign-in and for every page that asks again.

Unknown accounts take the same steps and the same time as known ones, and as addresses that several accounts carry.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.hashing import hash_password, is_dated, matches
from course.records import accounts, brakes
from course.records.accounts import Account
from course.records.database import reading, writing
from course.web.access import guessing, known_device
from course.web.access.guessing import Brake

WRONG = "The email address or sign-in name, or the password, is not right. Check both and try again"
TOO_MANY = "There were too many tries. Wait 5 minutes, then try again, or ask for a new password"


@dataclass(frozen=True, slots=True)
class Proof:
    """The answer. `account` is None unless the password is right; `reason` says why not, with the status for it."""

    account: Account | None
    reason: str = ""
    status: int = 200


def prove(login: str, password: str) -> Proof:
    """Check a password for whoever the login names (an email address in any case, or a sign-in name)."""
    with reading() as store:
        candidates = accounts.accounts_for(store, login)
    known = next((each for each in candidates if known_device.is_known(each.person)), None)
    key = _device_key(known) if known else _key(candidates[0] if candidates else None, login)
    if not known and not guessing.may_try(guessing.ADDRESS, guessing.here()):
        return Proof(None, TOO_MANY, 429)
    if not guessing.count(*key):
        return Proof(None, TOO_MANY, 429)
    account = _matching(candidates, password)
    if account is None:
        if not known:
            guessing.count(guessing.ADDRESS, guessing.here())
        return Proof(None, WRONG, 422)
    _welcome(account, password, *key)
    return Proof(account)


def prove_again(account: Account, password: str) -> Proof:
    """The same for somebody who is signed in, before a change that only the owner may make."""
    proof = prove(account.sign_in_name, password)
    return proof if proof.status != 422 else Proof(None, "That is not your present password", 422)


def forgive(account: Account) -> None:
    """Let the owner try again at once, after a new password was set through a one-time link."""
    with writing() as store:
        for brake, who in (_key(account, ""), _device_key(account)):
            brakes.clear(store, brake.key(who))


def _key(account: Account | None, login: str) -> tuple[Brake, str]:
    """Tries are counted for the address, if there is one: the same however many accounts carry it, or none."""
    return guessing.ACCOUNT, accounts.email_key((account.email or account.sign_in_name) if account else login)


def _device_key(account: Account) -> tuple[Brake, str]:
    return guessing.KNOWN_DEVICE, f"person {account.person}"


def _matching(candidates: tuple[Account, ...], password: str) -> Account | None:
    """The first whose password it is. Takes the same time for none, one and all that a login can name."""
    kept = [each.password_hash for each in candidates]
    right = [matches(each, password) for each in (*kept, *[None] * (accounts.CARRIERS - len(kept)))]
    return next((each for each, is_right in zip(candidates, right, strict=False) if is_right), None)


def _welcome(account: Account, password: str, brake: Brake, who: str) -> None:
    """The tries are forgotten; a password kept at an older cost is kept anew.

    Where the address is not confirmed only this try is: or whoever made an account with the address of somebody else could
    guess at theirs without end, by signing in to the own one in between.
    """
    renewed = hash_password(password) if is_dated(account.password_hash) else None
    forget = brakes.take_back if account.email and not account.email_confirmed else brakes.clear
    with writing() as store:
        forget(store, brake.key(who))
        if renewed:
            accounts.set_password(store, account.person, renewed)

"""Is this the right password? The one way to ask, behind the brake, for sign-in and for every page that asks again.

Unknown accounts take the same steps and the same time as known ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.hashing import hash_password, is_dated, matches
from course.records import accounts, brakes
from course.records.accounts import Account
from course.records.database import reading, writing
from course.web.access import guessing, known_device

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
        account = accounts.account_for(store, login)
    known = account is not None and known_device.is_known(account.person)
    brake = guessing.KNOWN_DEVICE if known else guessing.ACCOUNT
    who = f"person {account.person}" if account else f"nobody {accounts.email_key(login)}"
    if not known and not guessing.may_try(guessing.ADDRESS, guessing.here()):
        return Proof(None, TOO_MANY, 429)
    if not guessing.count(brake, who):
        return Proof(None, TOO_MANY, 429)
    if not matches(account.password_hash if account else None, password) or account is None:
        if not known:
            guessing.count(guessing.ADDRESS, guessing.here())
        return Proof(None, WRONG, 422)
    _welcome(account, password, brake.key(who))
    return Proof(account)


def prove_again(account: Account, password: str) -> Proof:
    """The same for somebody who is signed in, before a change that only the owner may make."""
    proof = prove(account.email or account.sign_in_name or "", password)
    return proof if proof.status != 422 else Proof(None, "That is not your present password", 422)


def forgive(person: int) -> None:
    """Let the owner try again at once, after a new password was set through a one-time link."""
    with writing() as store:
        for brake in (guessing.ACCOUNT, guessing.KNOWN_DEVICE):
            brakes.clear(store, brake.key(f"person {person}"))


def _welcome(account: Account, password: str, key: str) -> None:
    """The tries are forgotten; a password kept at an older cost is kept anew."""
    renewed = hash_password(password) if is_dated(account.password_hash) else None
    with writing() as store:
        brakes.clear(store, key)
        if renewed:
            accounts.set_password(store, account.person, renewed)

"""Whom a word of the command line is about: WHO is an email address, a sign-in name, or the number of a person."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from course.errors import StartError
from course.records import accounts, contacts, people

NUMBER = re.compile(r"person ([1-9][0-9]{0,14})", re.ASCII)


def who_is(store: Connection, typed: str) -> int:
    """The number of a person who has a name still. People without an account are found by the address that was given.

    Raises StartError where there is none, or more than one; SeveralAccounts where an address names two accounts.
    """
    named = NUMBER.fullmatch(typed.strip())
    if named:
        found = [int(named[1])] if people.person_name(store, int(named[1])) else []
    else:
        account = accounts.account_for(store, typed)
        found = sorted({*([account.person] if account else ()), *contacts.people_with(store, typed)})
    if len(found) > 1:
        numbers = ", ".join(f"“person {number}”" for number in found)
        raise StartError(f"More than one person is known under “{typed}”. Give one of: {numbers}.")
    if not found:
        raise StartError(f"Nobody is known under “{typed}”.")
    return found[0]

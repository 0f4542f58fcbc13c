"""People for the tests of the site; all of them have the same password."""

from flask import Flask

from course.clock import now
from course.hashing import hash_password
from course.records import accounts, people
from course.records.database import writing

PASSWORD = "kettle moss violin"


def add_person(app: Flask, name: str, *, email: str | None = None, sign_in_name: str | None = None) -> int:
    """Somebody with an account; returns the number of the person."""
    with app.app_context(), writing() as store:
        person = people.add_person(store, name, now())
        accounts.open_account(
            store, person, email=email, sign_in_name=sign_in_name, password_hash=hash_password(PASSWORD), now=now()
        )
    return person

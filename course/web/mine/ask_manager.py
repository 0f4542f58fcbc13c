"""The one question to the manager: the learner types an address, which is used for this mail alone."""

from __future__ import annotations

import datetime as dt

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.documents import letters
from course.records import accounts, brakes, follow_ups, letter_tokens
from course.records.database import reading, writing
from course.records.outbox import Draft
from course.rules.dates import london_day
from course.rules.follow_up import first_name, manager_until
from course.rules.letters import TOKEN
from course.rules.texts import email_key, trimmed
from course.web import posting
from course.web.gate import must_be_learner, signed_in
from course.web.mine import blueprint, follow_up_form
from course.web.mine.follow_up import Present, present, show

FIELD, TELLS = "manager", "tells_change"
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 5  # such letters to one address, so that nobody is flooded
TOO_MANY = "This address has had several of these letters today. Try again tomorrow"


@blueprint.post("/follow-up/manager")
@signed_in
def ask_manager() -> ResponseReturnValue:
    """Send the letter, once each time through the course."""
    held = present()
    if not held.open or not posting.is_set():
        abort(404)
    fault = follow_up_form.address_fault(request.form.get(FIELD, ""), _own_address())
    if fault:
        return _back(fault, 422)
    with writing() as store:
        if not _ask(store, held):
            return _back(TOO_MANY, 429)
    posting.kick()
    return redirect(url_for("mine.follow_up", done="asked"), 303)


def _back(fault: str, status: int) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in (FIELD, TELLS)}
    return show(status, typed=typed, faults={FIELD: fault})


def _own_address() -> str | None:
    with reading() as store:
        found = accounts.account_of(store, must_be_learner().person)
    return found.email if found else None


def _ask(store: Connection, held: Present) -> bool:
    """Write question and letter; a second click finds them there. False where the address has had its letters today."""
    here, address = must_be_learner(), trimmed(request.form.get(FIELD))
    if follow_ups.asked_manager(store, here.person, held.cycle) is not None:
        return True
    if brakes.strike(store, f"manager: {email_key(address)}", now(), window=A_DAY) > MOST_A_DAY:
        return False
    until = manager_until(london_day(now()))
    tells = held.change is not None and request.form.get(TELLS) == "yes"
    made = follow_ups.ask_manager(store, here.person, held.cycle, tells_change=tells, expires_on=until, now=now())
    if made is not None:
        link = posting.settings().public_url + url_for("public.manager", token=TOKEN)
        said = letters.manager(first_name(here.name), link)
        key = letter_tokens.manager_key(here.person, held.cycle)
        posting.write(store, Draft("manager", here.person, address, said.subject, said.text, key))
    return True

"""The brakes on guessing and flooding at the doors of the site: what is counted, and how many tries are let through."""

from __future__ import annotations

import datetime as dt

from course.web.braking import Brake, count, count_in, here, may_try

DAY = dt.timedelta(days=1)
__all__ = ["Brake", "count", "count_in", "here", "may_try"]

ACCOUNT = Brake("account", 10)  # passwords tried for one account, from wherever
KNOWN_DEVICE = Brake("known-device", 10)  # the same from a device that has been signed in before, counted apart
ADDRESS = Brake("address", 300)  # failures from one address: an office of 50 people has room for six each
FORGOTTEN = Brake("forgotten", 5)  # mails asked for one account
FORGOTTEN_ADDRESS = Brake("forgotten-address", 100)
CODES = Brake("codes", 60)  # forms with a join code that does not exist, from one address
LINKS = Brake("links", 60)  # forms sent to a one-time link that does not exist, from one address
NEW_ADDRESS = Brake("new-address", 5, dt.timedelta(hours=1))  # changes of email by one person
SIGN_UPS = Brake("sign-ups", 100, dt.timedelta(hours=1))  # from one address: a training room signs up at once
LETTERS = Brake("letters", 5, DAY)  # with a link, to one recipient: anybody can ask for them
WARNINGS = Brake("warnings", 5, DAY)  # that something was changed; apart, so that asking for links silences none

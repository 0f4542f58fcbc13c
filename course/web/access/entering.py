"""What happens once somebody has proved who they are: a new visit, then on to where they wanted to go."""

from __future__ import annotations

from flask import g, redirect, session, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import visits
from course.web import carried_form, carry, returning, visiting
from course.web.access import known_device
from course.web.gate import learner, must_be_learner


def enter(person: int, *, shared: bool) -> None:
    """Start a visit under a new id; a visit that was under way in this browser ends."""
    visiting.end(learner())
    # The form has made a token in this request; without this the new session would be left without one.
    g.pop("csrf_token", None)
    visiting.begin(person, shared=shared)
    g.learner = visits.hot_learner(session["visit"], now())
    if shared:
        known_device.forget()
    else:
        known_device.mark(person)


def go_on(carried: str | None, place: str | None) -> ResponseReturnValue:
    """To the answers or the form that came along, else to the page that was asked for, else to the front page.

    A form is the business of whoever filled it in: somebody else is told nothing of it.
    """
    form, here = carried_form.unseal(carried), must_be_learner()
    if form is not None and form.person == here.person:
        return carried_form.ask_to_send(form, here.name)
    answers = carry.unseal(carried)
    if answers is not None:
        return carry.ask_to_confirm(answers, here.name)
    return redirect(returning.address(place) or url_for("learn.front"), 303)

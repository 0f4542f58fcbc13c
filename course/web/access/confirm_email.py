"""Confirming an email address. Mail programs open links on their own, so only the button confirms.

Anybody may have given the address for an account. So where organisations know it, who reads the mail has to be signed in to
that account, and sees what it joins: a button pressed unawares would hand over what is known about them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import accounts, arriving, links
from course.records.database import reading, writing
from course.records.links import Link
from course.web import returning
from course.web.access import blueprint
from course.web.access.forms import AccessForm
from course.web.access.reset import dead_link, refuse_guessing
from course.web.gate import anyone, learner

PAGE = "pages/access/confirm_email.html"


@dataclass(frozen=True, slots=True)
class ConfirmEmailPage:
    """`done` is True after the button was pressed; `sign_in` leads back here.

    `awaiting` are the organisations that know the address, each by name: `mine` tells whether the account that joins them
    is signed in. `here` is the name of who is signed in, else None.
    """

    form: AccessForm
    done: bool
    awaiting: tuple[str, ...] = ()
    mine: bool = False
    here: str | None = None
    sign_in: str = ""

    @property
    def may_confirm(self) -> bool:
        """Whether the button is there."""
        return self.mine or not self.awaiting


@blueprint.route("/confirm-email/<token:token>", methods=["GET", "POST"])
@anyone
def confirm_email(token: str) -> ResponseReturnValue:
    """Show the button; pressing it confirms the address, once."""
    refuse_guessing()
    pressed = request.method == "POST"
    with writing() if pressed else reading() as store:
        found = links.link(store, token, "confirm-email", now())
        view = _page(store, token, found)
        allowed = pressed and view is not None and view.may_confirm
        confirmed = allowed and found is not None and _confirm(store, found)
    if view is None or confirmed != allowed:
        return dead_link(None)
    if not confirmed:
        return render_template(PAGE, view=view), 403 if pressed else 200
    if learner():
        return redirect(url_for("access.account", done="confirmed"), 303)
    return render_template(PAGE, view=ConfirmEmailPage(AccessForm(formdata=None), done=True))


def _page(store: Connection, token: str, link: Link | None) -> ConfirmEmailPage | None:
    """None where the link does not work."""
    if link is None or link.person is None:
        return None
    here = learner()
    return ConfirmEmailPage(
        AccessForm(formdata=None),
        done=False,
        awaiting=arriving.awaiting(store, link.person),
        mine=here is not None and here.person == link.person,
        here=here.name if here else None,
        sign_in=url_for("access.sign_in", next=returning.seal("access.confirm_email", {"token": token})),
    )


def _confirm(store: Connection, link: Link) -> bool:
    """Use the link; records that organisations keep under the address, and the organisation of its domain, follow.

    They follow only where the account is signed in. Where it is not, none of them waited when the page was judged.
    """
    if link.person is None or not links.use_link(store, link, now()):
        return False
    here, confirmed = learner(), accounts.confirm_email(store, link.person)
    if confirmed and here is not None and here.person == link.person:
        arriving.address_confirmed(store, link.person, now())
    return confirmed

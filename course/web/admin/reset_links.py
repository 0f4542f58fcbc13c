"""A one-time link for somebody who cannot get a new password by mail, to be printed and handed over."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from course.errors import SeveralAccounts
from course.records import accounts
from course.records.database import writing
from course.web.admin import blueprint
from course.web.admin.forms import ResetLinkForm
from course.web.gate import holds
from course.web.handed_links import handed_link


@blueprint.get("/reset-links")
@holds("administrator")
def reset_links() -> ResponseReturnValue:
    """Ask for whom."""
    return render_template("pages/admin/reset_links.html", form=ResetLinkForm.sent(), errors=(), link=None, who=None)


@blueprint.post("/reset-links")
@holds("administrator")
def make_reset_link() -> ResponseReturnValue:
    """Show the link once; it works for seven days, and once."""
    form = ResetLinkForm.sent()
    link = _asked(form) if form.validate() else None
    page = render_template(
        "pages/admin/reset_links.html",
        form=form,
        errors=form.faults(),
        link=link,
        who=form.who.data if link else None,
    )
    return page, 200 if link else 422


def _asked(form: ResetLinkForm) -> str | None:
    """The link, or None and a fault beside the field."""
    try:
        link = _make(form.who.data)
    except SeveralAccounts as several:
        form.refuse(form.who, str(several))
        return None
    if link is None:
        form.refuse(form.who, "No account has that email address or sign-in name. Check the spelling")
    return link


def _make(who: str) -> str | None:
    with writing() as store:
        account = accounts.account_for(store, who)
        return None if account is None else handed_link(store, account.person, "")

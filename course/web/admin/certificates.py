"""Withdrawing a certificate: by its code, with a reason that the learner sees."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import audit, completions
from course.records.database import writing
from course.rules.facts import Completion
from course.web.admin import blueprint
from course.web.admin.forms import WithdrawForm
from course.web.gate import holds, must_be_learner


@blueprint.route("/certificates", methods=["GET", "POST"])
@holds("administrator")
def withdraw() -> ResponseReturnValue:
    """Ask for code and reason, then withdraw; the completion itself stays in the record."""
    form = WithdrawForm.sent()
    done = None
    if request.method == "POST" and form.validate():
        outcome = _withdraw(form.code.data, form.reason.data)
        if isinstance(outcome, Completion):
            done = url_for("learn.check_certificate", code=outcome.code)
        else:
            form.refuse(form.code, outcome)
    errors = form.faults()
    page = render_template("pages/admin/certificates.html", form=form, errors=errors, done=done)
    return page, 422 if errors else 200


def _withdraw(code: str, reason: str) -> Completion | str:
    """The completion whose certificate has been withdrawn, or what is wrong with the code."""
    with writing() as store:
        found = completions.completion_by_code(store, code)
        if found is None:
            return "No certificate has this code. Check it letter by letter"
        by = must_be_learner().person
        if not completions.withdraw(store, found.id, reason, by, now()):
            return "This certificate was withdrawn before"
        # Without the reason, which may name somebody: it stands with the certificate.
        audit.note(store, by, "certificate withdrawn", f"completion {found.id}", "", now())
    return found

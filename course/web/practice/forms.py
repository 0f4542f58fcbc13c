"""The forms: filled in and printed in the browser, where every word of them stays, or downloaded blank."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Form
from course.documents.form_sheet import form_pdf
from course.rules.deciding import Walk, walk
from course.web.gate import anyone
from course.web.practice import blueprint
from course.web.practice.decide import Stop, forms_in_order, stops
from course.web.site import catalogue

LONGEST_ROUTE = 128
WORDS = {"share": "Share", "share-part": "Share part", "do-not-share": "Do not share"}


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form, and above it the way taken through the questions, where the form shows it and the route fits. `decision` is in
    words, or empty.
    """

    form: Form
    stops: tuple[Stop, ...]
    decision: str
    misfit: bool


@blueprint.get("/forms/")
@anyone
def forms() -> ResponseReturnValue:
    """The list of forms."""
    return render_template("pages/practice/forms.html", forms=forms_in_order())


@blueprint.get("/forms/<slug:form>")
@anyone
def form(form: str) -> ResponseReturnValue:
    """A form to fill in and print. What is typed into it is never sent; `?route=` puts the way taken above it, unless it is
    a paper for others, who must not read the practitioner's reasons.
    """
    found = _form_or_404(form)
    taken = _walk_of(request.args.get("route", "") if found.shows_way else "")
    context = FormPage(
        form=found,
        stops=stops(taken.steps) if taken else (),
        decision=WORDS.get((taken and taken.decision) or "", ""),
        misfit=taken is None,
    )
    return render_template("pages/practice/form.html", view=context)


@blueprint.get("/forms/<slug:form>.pdf")
@anyone
def blank_form(form: str) -> ResponseReturnValue:
    """The same form, blank, as PDF; its page, which prints as well, where the PDF cannot be made."""
    found, course = _form_or_404(form), catalogue().course
    made = form_pdf(found, course.edition, course.law_as_at)
    if made is None:
        return redirect(url_for("practice.form", form=form), 303)
    return Response(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{found.id}.pdf"'},
    )


def _form_or_404(name: str) -> Form:
    return catalogue().forms.get(name) or abort(404)


def _walk_of(route: str) -> Walk | None:
    """The way behind a route; None where it does not fit."""
    taken = walk(catalogue().flowchart, route[:LONGEST_ROUTE])
    return None if taken.misfit is not None else taken

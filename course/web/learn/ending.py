"""When a visit has ended while a page was open: what was done on it is kept, and signing in is one step."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.rules.attempting import CHOICES
from course.web import returning
from course.web.learn.going import Place
from course.web.site import catalogue


def sign_in_with(carried: str) -> ResponseReturnValue:
    """The sign-in page with the sealed answers of a hand-in; it belongs to the access room, which offers it by name."""
    page: Callable[[str], ResponseReturnValue] = current_app.extensions["sign_in_page"]
    return page(carried)


def refresher_signed_out() -> ResponseReturnValue:
    """Nothing was handed in: says so, shows what was chosen, and leads through sign-in back to the refresher."""
    chosen = [
        (each.text, quiz.labels[0] if CHOICES[request.form[each.id]] else quiz.labels[1])
        for quiz in catalogue().quizzes.values()
        for each in quiz.statements
        if request.form.get(each.id) in CHOICES
    ]
    sign_in = url_for("access.sign_in", next=returning.seal("learn.my_refresher", {}))
    return render_template("pages/learn/refresher_signed_out.html", chosen=chosen, sign_in=sign_in), 403


def signed_out_page(place: Place) -> ResponseReturnValue:
    """Nothing was marked: says so, and leads through sign-in back to the same page."""
    back = returning.seal("learn.page", {"module": place.module.id, "page": place.page.id})
    return render_template(
        "pages/learn/signed_out.html", place=place, sign_in=url_for("access.sign_in", next=back)
    ), 403

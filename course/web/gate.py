"""Who may use a route. Every view carries exactly one declaration; one check before each request applies it.

    @anyone                     readers without an account as well
    @anyone(keeps_nothing=True) a form that leaves nothing behind when a guest sends it, so that it needs no token then
    @signed_in                  every learner
    @holds("administrator")     one of the roles named, held for the whole partnership
    @holds_any("administrator") one of the roles named, held for anything; the view narrows to what it is held for
    @sees_reports, @sees_analysis, @sees_names
                                a role that shows figures of others, their answers in groups, or their names

A visit that has ended, a missing role or a missing token are answered here, in one place. What was typed into a form whose
visit has ended goes along through sign-in (`carried_form`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from course.errors import StoreError
from course.rules.csv_reading import LARGEST_FILE
from course.rules.facts import Learner, Role
from course.rules.permission import may
from course.rules.scoping import ANALYSIS_ROLES, NAME_ROLES, REPORT_ROLES
from course.web import carried_form, form_token, returning, visiting

csrf = CSRFProtect()
FIELDS_BESIDE = 100_000  # bytes of a form besides its file
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NEED_NO_RECORDS = frozenset({"public", "practice"})  # rooms whose pages open even when the records do not
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route. kind: "anyone", "signed-in" or "role"; `for_anything`: whatever the role is held for."""

    kind: str
    roles: frozenset[str] = frozenset()
    keeps_nothing: bool = False
    for_anything: bool = False

    def opens_for(self, held: Collection[Role]) -> bool:
        """Whether one of the roles held is enough."""
        if self.for_anything:
            return any(role.name in self.roles for role in held)
        return any(may(held, role) for role in self.roles)


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        if hasattr(view, "access"):
            raise TypeError(f"{view.__name__} is declared twice")
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


@overload
def anyone(view: View) -> View: ...
@overload
def anyone(*, keeps_nothing: bool) -> Callable[[View], View]: ...
def anyone(view: View | None = None, *, keeps_nothing: bool = False) -> View | Callable[[View], View]:
    """Declare a route open to guests."""
    mark = _declare(Access("anyone", keeps_nothing=keeps_nothing))
    return mark(view) if view else mark


def signed_in(view: View) -> View:
    """Declare a route for everyone who is signed in."""
    return _declare(Access("signed-in"))(view)


def holds(*roles: str) -> Callable[[View], View]:
    """Declare a route for those who hold one of the roles for the whole partnership."""
    return _declare(Access("role", roles=frozenset(roles)))


def holds_any(*roles: str) -> Callable[[View], View]:
    """Declare a route for those who hold one of the roles for anything; what it is held for is for the view to ask."""
    return _declare(Access("role", roles=frozenset(roles), for_anything=True))


def sees_reports(view: View) -> View:
    """Declare a route for those who see figures of others; whose is for the view to ask (`web.scope`)."""
    return holds_any(*REPORT_ROLES)(view)


def sees_analysis(view: View) -> View:
    """Declare a route for those who see what people answer, counted in groups; whose is for the view to ask."""
    return holds_any(*ANALYSIS_ROLES)(view)


def sees_names(view: View) -> View:
    """Declare a route for those who see names in reports; whose is for the view to ask."""
    return holds_any(*NAME_ROLES)(view)


def takes_file(view: View) -> View:
    """Let the form of a route bring a file that is larger than any other form may be."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def access_of(app: Flask, endpoint: str) -> Access | None:
    """The declaration of an endpoint, or None where it was forgotten (a test looks for that)."""
    return getattr(app.view_functions[endpoint], "access", None)


def learner() -> Learner | None:
    """Who is signed in on this request, or None for a guest."""
    found: Learner | None = g.get("learner")
    return found


def must_be_learner() -> Learner:
    """The signed-in learner, in views whose declaration made sure that there is one."""
    found: Learner = g.learner
    return found


def visit_ended() -> bool:
    """Whether this form was made for somebody signed in who no longer is."""
    return g.learner is None and (g.visit_ended or request.form.get("signed_in") == "1")


def _check_token(access: Access, here: Learner | None) -> None:
    """Refuse a form without its token; a guest's form that leaves nothing behind needs none.

    A token that is known is only compared; any other is for Flask-WTF to judge.
    """
    if request.method in SAFE_METHODS or (access.keeps_nothing and here is None):
        return
    sent = request.form.get("csrf_token", "")
    if here is not None and form_token.is_known(sent):
        g.csrf_valid = True  # as Flask-WTF notes for its forms what it has judged
        return
    csrf.protect()
    if sent and here is not None:
        form_token.note_judged(sent)


def _check_origin() -> None:
    """Refuse a form that another site sent, as the browser tells; one that tells nothing still needs its token."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin and origin.partition("://")[2] != request.host:
        abort(400)


def _visitor() -> Learner | None:
    """Who is signed in. The public pages, "Worried about a child now?" above all, open even when the records do not."""
    try:
        user: Any = current_user._get_current_object()  # what stands behind the name, looked up once
        return user.learner if user.is_authenticated else None
    except StoreError:
        if request.blueprint in NEED_NO_RECORDS and request.method in SAFE_METHODS:
            return None
        raise


def _apply() -> ResponseReturnValue | None:
    g.learner, g.visit_ended = None, False
    endpoint = request.endpoint
    if endpoint is None:
        return None
    view = current_app.view_functions[endpoint]
    access: Access | None = getattr(view, "access", None)
    if access is None:
        abort(403)
    _check_origin()
    here = None
    if "visit" in session:
        here = g.learner = _visitor()
        g.visit_ended = here is None
    if access.kind != "anyone" and here is None:
        return to_sign_in()
    if access.kind == "role" and not (here and access.opens_for(here.roles)):
        abort(403)
    if hasattr(view, "takes_file"):
        request.max_content_length = LARGEST_FILE + FIELDS_BESIDE
    _check_token(access, here)
    return None


def to_sign_in() -> ResponseReturnValue:
    """Go to the sign-in page; what was asked for is opened afterwards, and what was typed goes along."""
    if request.method in SAFE_METHODS:
        place = returning.seal(request.endpoint, request.view_args)
        return redirect(url_for("access.sign_in", next=place), 303)
    carried = carried_form.of_request()
    sealed = carried_form.seal(carried) if carried else None
    if sealed:
        page: Callable[[str], ResponseReturnValue] = current_app.extensions[
            "sign_in_page"
        ]  # of a room, known by its name
        return page(sealed)
    place = returning.seal(*carried_form.page_of(request.path))
    return redirect(url_for("access.sign_in", next=place), 303)


def install(app: Flask) -> None:
    """Put the check in front of every request."""
    csrf.init_app(app)
    visiting.install(app)
    app.before_request(_apply)

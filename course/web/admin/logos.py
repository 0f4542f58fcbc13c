"""The logo of an organisation, and that of the partnership: sent, looked at, taken away. It stands on packs and sheets."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course import waiting
from course.clock import now
from course.config import ROOT
from course.documents.logo_picture import LARGEST_FILE, NOTHING, TOO_LARGE, Logo
from course.records import logos
from course.records.database import reading, writing
from course.web.admin import blueprint
from course.web.admin.own import own_organisation_or_404
from course.web.gate import holds, holds_any, must_be_learner
from course.web.site import partnership_name

SECONDS_AT_MOST = 30.0
TOO_HARD = "This picture takes too long to open. Make it simpler, or send it as PNG"
WHOLE = "the partnership"


@dataclass(frozen=True, slots=True)
class LogoPage:
    """The logo as it is, and the form for another. `organisation` None: the partnership's own."""

    organisation: int | None
    name: str
    logo: logos.Logo | None
    done: str
    error: str = ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """For the error summary."""
        return (("#file", self.error),) if self.error else ()

    @property
    def path(self) -> str:
        """Where this page is."""
        return f"/manage/organisations/{self.organisation}/logo" if self.organisation else "/manage/logo"

    @property
    def src(self) -> str:
        """The picture itself, to stand in the page."""
        return f"data:image/png;base64,{base64.b64encode(self.logo.png).decode()}" if self.logo else ""

    @property
    def kilobytes(self) -> int:
        """How large a file may be."""
        return LARGEST_FILE // 1000


@blueprint.get("/logo")
@holds("administrator")
def partnership_logo() -> ResponseReturnValue:
    """The partnership's logo."""
    return _show(None, partnership_name() or WHOLE)


@blueprint.post("/logo")
@holds("administrator")
def set_partnership_logo() -> ResponseReturnValue:
    """Keep another one, or say why it will not do."""
    return _take(None, partnership_name() or WHOLE, url_for("admin.partnership_logo", done="kept"))


@blueprint.post("/logo/take-away")
@holds("administrator")
def take_partnership_logo() -> ResponseReturnValue:
    """Take it away."""
    return _take_away(None, url_for("admin.partnership_logo", done="gone"))


@blueprint.get("/organisations/<number:organisation>/logo")
@holds_any("administrator")
def organisation_logo(organisation: int) -> ResponseReturnValue:
    """The logo of an organisation."""
    return _show(organisation, _name_or_404(organisation))


@blueprint.post("/organisations/<number:organisation>/logo")
@holds_any("administrator")
def set_organisation_logo(organisation: int) -> ResponseReturnValue:
    """Keep another one, or say why it will not do."""
    name = _name_or_404(organisation)
    return _take(organisation, name, url_for("admin.organisation_logo", organisation=organisation, done="kept"))


@blueprint.post("/organisations/<number:organisation>/logo/take-away")
@holds_any("administrator")
def take_organisation_logo(organisation: int) -> ResponseReturnValue:
    """Take it away."""
    _name_or_404(organisation)
    return _take_away(organisation, url_for("admin.organisation_logo", organisation=organisation, done="gone"))


def _name_or_404(organisation: int) -> str:
    with reading() as store:
        return own_organisation_or_404(store, organisation).name


def _show(organisation: int | None, name: str, error: str = "") -> ResponseReturnValue:
    with reading() as store:
        found = logos.logo(store, organisation)
    view = LogoPage(organisation, name, found, request.args.get("done", ""), error)
    return render_template("pages/admin/logo.html", view=view), 422 if error else 200


def _take(organisation: int | None, name: str, done: str) -> ResponseReturnValue:
    upload = request.files.get("file")
    sent = upload.read() if upload is not None else b""
    made = waiting.outside(request.environ, sha256(sent).hexdigest(), partial(opened, sent)) if sent else NOTHING
    if isinstance(made, str):
        return _show(organisation, name, made)
    with writing() as store:
        logos.set_logo(store, organisation, made.png, (made.width, made.height), must_be_learner().person, now())
    return redirect(done, 303)


def _take_away(organisation: int | None, done: str) -> ResponseReturnValue:
    with writing() as store:
        logos.take_away(store, organisation, must_be_learner().person, now())
    return redirect(done, 303)


def opened(sent: bytes) -> Logo | str:
    """What is kept of a file, or why it will not do. A stranger's picture is opened in a process of its own."""
    if len(sent) > LARGEST_FILE:
        return TOO_LARGE
    try:
        done = subprocess.run(
            [sys.executable, "-m", "course.words.logo_job"],
            cwd=ROOT,
            input=sent,
            capture_output=True,
            timeout=SECONDS_AT_MOST,
        )
    except subprocess.TimeoutExpired:
        return TOO_HARD
    if done.returncode != 0:
        return TOO_HARD
    said = json.loads(done.stdout)
    if "refused" in said:
        return str(said["refused"])
    return Logo(base64.b64decode(said["png"]), said["width"], said["height"])

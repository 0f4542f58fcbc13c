"""Worried about a child now, whom to ask, and the pages about the site itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from course.config import Settings
from course.rules.retention import BY_KEY, KEPT
from course.web import local
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.site import catalogue

NOW = ("front-door", "emergency-line", "out-of-hours", "safeguarding-lead", "deputy-safeguarding-lead")
ASK = ("safeguarding-lead", "front-door", "advice-line", "caldicott-guardian", "data-protection-officer",
       "information-governance", "legal-advice", "allegations", "escalation-policy", "support-line")  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocalLine:
    """A local detail: what it is, the mark that the template fills, and the day of the check, None if there was none."""

    id: str
    label: str
    mark: str
    checked_on: dt.date | None


def _mark(slot: str) -> str:
    """What the filter `live` fills with the local detail, as it stands in the texts of the course."""
    return f'<span class="local" data-slot="{slot}">⟦local:{slot}⟧</span>'


def _lines(ids: tuple[str, ...]) -> tuple[LocalLine, ...]:
    slots, here = catalogue().slots, local.here()
    return tuple(
        LocalLine(slot, slots[slot].label, _mark(slot), here.checked_on(slot)) for slot in ids if slot in slots
    )


@blueprint.get("/worried")
@anyone
def worried() -> ResponseReturnValue:
    """999, the local front door and lead. Nothing to type, nothing kept."""
    return render_template("pages/public/worried.html", lines=_lines(NOW))


@blueprint.get("/help")
@anyone
def help_page() -> ResponseReturnValue:
    """Whom to ask about what, and how the site works."""
    return render_template("pages/public/help.html", lines=_lines(ASK), pass_mark=catalogue().course.pass_mark)


@blueprint.get("/privacy")
@anyone
def privacy() -> ResponseReturnValue:
    """Who sees what, for how long."""
    return render_template(
        "pages/public/privacy.html", complaints=_mark("complaints"), kept=KEPT, period=BY_KEY["name"].period
    )


@blueprint.get("/accessibility")
@anyone
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/public/accessibility.html")


@blueprint.get("/.well-known/security.txt")
@anyone
def security() -> ResponseReturnValue:
    """Where to report a weakness (RFC 9116); good until the course is next reviewed."""
    settings: Settings = current_app.config["SHAREWELL"]
    expires = catalogue().course.review_due.isoformat()
    lines = (f"Contact: {settings.public_url}/help", f"Expires: {expires}T00:00:00Z", "Preferred-Languages: en")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

"""Evidence packs: the paragraph to copy, one button that makes a pack, and the packs that were made."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.config import Settings
from course.records import audit, evidence_packs, organisations
from course.records.database import reading, writing
from course.records.evidence_packs import PAGE, KeptPack
from course.rules.dates import LONDON
from course.rules.evidence import PackSight, day_words, pack_sight, summary
from course.rules.scoping import ANALYSIS_ROLES, Scope
from course.web import refusals
from course.web.gate import holds_any, learner, must_be_learner
from course.web.lead import asking, blueprint
from course.web.lead.asking import MOST_OFFERED, NUMBER, Question
from course.web.lead.evidence_making import NotMade, PackPlace, hidden_report, make
from course.web.lead.settling import settled
from course.web.site import partnership_name

ADDRESS = "/reports/evidence"
KEY_BYTES, LONGEST_KEY = 16, 64
WHOLE = "the whole partnership"
GONE = (
    "The records say that this pack was made, but its file is missing on the server or is not as it was made.",
    "Tell whoever runs the site: packs belong to the copy of the instance folder. Meanwhile you can make a new one.",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which pack is asked for: of `place`, as at the day of the question. None: there is no place to choose."""

    sees: PackSight
    places: tuple[PackPlace, ...]
    place: PackPlace | None
    question: Question


@dataclass(frozen=True, slots=True)
class ShownPack:
    """A pack in the list."""

    kept: KeptPack

    @property
    def place(self) -> str:
        """What it is about."""
        return self.kept.organisation_name or partnership_name() or WHOLE

    @property
    def made_at(self) -> str:
        """The moment in London."""
        at = self.kept.made_at.astimezone(LONDON)
        return f"{day_words(at.date())}, {at:%H:%M}"

    @property
    def size(self) -> str:
        """How large the file is."""
        return f"{-(-self.kept.size // 1024)} kB"

    @property
    def href(self) -> str:
        """Where it is."""
        return f"{ADDRESS}/{self.kept.id}.zip"


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Everything on the page. `made` is the pack that was made just now, `older` the address of older ones."""

    wish: Wish
    summary: str
    packs: tuple[ShownPack, ...]
    older: str | None
    made: ShownPack | None
    key: str
    errors: tuple[tuple[str, str], ...]

    @property
    def offered(self) -> tuple[PackPlace, ...]:
        """The places to choose from; none where there is one, or more than a list should hold."""
        return self.wish.places if 1 < len(self.wish.places) <= MOST_OFFERED else ()


def wished(sent: Mapping[str, str]) -> Wish:
    """What the address or the form asks. A place outside one's sight is not found (404). Today's rows are settled."""
    sees, typed = pack_sight(must_be_learner().roles), sent.get("organisation", "").strip()
    with reading() as store:
        places = _places(store, sees)
        fitting = [each for each in places if typed in ("", str(each.organisation))]
        place = fitting[0] if fitting else abort(404) if typed else None
        number = place.organisation if place else None
        everything = place is not None and number is None
        scope = Scope(everything=everything, organisations=frozenset({number} if number else ()))
        found = asking.question(store, scope, ("as_at",), sent=sent)
    return Wish(sees, places, place, settled(found))


def _places(store: Connection, sees: PackSight) -> tuple[PackPlace, ...]:
    """What packs can be made of, the whole partnership first."""
    named = [PackPlace(each.id, each.name) for each in organisations.organisations(store) if sees.covers(each.id)]
    return (*([PackPlace(None, partnership_name() or WHOLE)] if sees.whole else ()), *named)


@blueprint.app_context_processor
def _menu() -> dict[str, object]:
    """For the menu, which shows what one can open; it stands above the audit log too."""
    here = learner()
    return {"makes_packs": any(role.name in ANALYSIS_ROLES for role in (here.roles if here else ()))}


@blueprint.get("/reports/evidence")
@holds_any(*ANALYSIS_ROLES)
def evidence() -> ResponseReturnValue:
    """The page; a day that cannot be is said above the form."""
    wish = wished(request.args)
    return _page(wish, secrets.token_urlsafe(KEY_BYTES), wish.question.errors)


@blueprint.post("/reports/evidence")
@holds_any(*ANALYSIS_ROLES)
def make_evidence() -> ResponseReturnValue:
    """Make the pack, once for each form."""
    wish, who = wished(request.form), must_be_learner().person
    key = request.form.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(KEY_BYTES)
    place = wish.place or abort(404)
    if wish.question.errors:
        return _page(wish, key, wish.question.errors)
    try:
        made = make(place, wish.question, f"{who}-{key}")
    except NotMade as fault:
        return _page(wish, key, (("#make", str(fault)),), 503)
    as_at = wish.question.typed.get("as_at")
    return redirect(url_for("lead.evidence", made=made, organisation=place.organisation, as_at=as_at), 303)


@blueprint.get("/reports/evidence/<number:pack>.zip")
@holds_any(*ANALYSIS_ROLES)
def evidence_zip(pack: int) -> ResponseReturnValue:
    """A pack as it was made; 410 where its file is gone."""
    with reading() as store:
        kept = evidence_packs.pack(store, pack_sight(must_be_learner().roles), pack) or abort(404)
    settings: Settings = current_app.config["SHAREWELL"]
    content = evidence_packs.content(settings.instance, kept)
    if content is None:
        return refusals.page(410, title="The file of this pack is missing", paragraphs=GONE)
    with writing() as store:
        audit.note(store, must_be_learner().person, "report exported", f"evidence pack {pack}", "", now())
    name = f"evidence-{kept.as_at.isoformat()}-{kept.id}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/zip", headers=headers)


def _page(wish: Wish, key: str, errors: tuple[tuple[str, str], ...], refused: int = 422) -> ResponseReturnValue:
    """The page, with what was typed."""
    with reading() as store:
        said = ""
        if wish.place is not None and not wish.question.errors:
            said = summary(wish.place.name, wish.question.asked.day, hidden_report(store, wish.question).total)
        found = evidence_packs.packs(store, wish.sees, _numbered("before"), PAGE + 1)
        number = _numbered("made")
        made = evidence_packs.pack(store, wish.sees, number) if number else None
    view = EvidencePage(
        wish=wish,
        summary=said,
        packs=tuple(map(ShownPack, found[:PAGE])),
        older=f"{ADDRESS}?before={found[PAGE - 1].id}" if len(found) > PAGE else None,
        made=ShownPack(made) if made else None,
        key=key,
        errors=errors,
    )
    status = refused if errors else 200
    return render_template("pages/lead/evidence.html", view=view, question=wish.question), status


def _numbered(name: str) -> int | None:
    typed = request.args.get(name, "")
    return int(typed) if NUMBER.fullmatch(typed) else None

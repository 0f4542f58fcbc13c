"""Certificates: one's own as page and PDF, and the public page where anyone can check a code."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.config import Settings
from course.documents.certificate import CertificateSheet, certificate_pdf, sheet_of
from course.records import completions, room_closing
from course.records.database import reading
from course.rules.certificates import WITHDRAWN, certificate_state
from course.rules.completion import Progress
from course.rules.dates import london_day
from course.rules.facts import Completion, Led
from course.rules.room import KIND as TRAINER_LED
from course.web.gate import anyone, must_be_learner, signed_in
from course.web.learn import blueprint, words
from course.web.learn.going import present_progress
from course.web.learn.standings import Standing, beside_newest, checked_standing, own_standing
from course.web.statuses import record_of

LONGEST_CODE = 64
SHAPE = re.compile(r"[A-Za-z0-9_-]{4,64}")
EXAMPLE = "4F7K-M2XR-9TQB-H3CW"
HINT = f"It looks like {EXAMPLE}. Small letters and missing hyphens are fine."
NO_LETTERS = "letters"  # the PDF could not be made: no font here has every letter of the name


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate as its holder sees it. `older` are the holder's other ones, newest first.

    `pdf` is its address; None where there is none, for a certificate that was withdrawn. `beside`: why a status of the
    holder names another day than the newest certificate.
    """

    completion: Completion
    sheet: CertificateSheet
    standing: Standing
    older: tuple[Completion, ...]
    pdf: str | None
    unprintable: bool
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotYet:
    """What stands in place of a certificate before the course is complete."""

    progress: Progress
    finished_numbers: frozenset[int]
    missing: tuple[words.ModuleMissing, ...]


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """A certificate as anyone sees it; the reason of a withdrawal stays with the holder."""

    sheet: CertificateSheet
    standing: Standing


@dataclass(frozen=True, slots=True)
class CodeForm:
    """The form that takes a code, with what was typed and what is wrong with it (empty: nothing)."""

    typed: str = ""
    fault: str = ""
    hint: str = HINT


def _sheet(completion: Completion, holder: str) -> CertificateSheet:
    settings: Settings = current_app.config["SHAREWELL"]
    address = settings.public_url + url_for("learn.check_certificate", code=completion.code)
    return sheet_of(completion, holder, address, _led(completion))


def _led(completion: Completion) -> Led | None:
    """What a completion by a session in a room rests on; None for any other."""
    if completion.kind != TRAINER_LED:
        return None
    with reading() as store:
        return room_closing.led(store, [completion.id]).get(completion.id)


def _own() -> tuple[Completion, ...]:
    with reading() as store:
        return tuple(completions.completions_of(store, must_be_learner().person))


def _own_or_404(number: int) -> Completion:
    """The learner's own completion of that number; anybody else's is simply not found."""
    return next((each for each in _own() if each.id == number), None) or abort(404)


def _page(completion: Completion, pdf: str) -> str:
    today, made = london_day(now()), _own()
    standing = own_standing(completion, today)
    context = OwnCertificate(
        completion=completion,
        sheet=_sheet(completion, must_be_learner().name),
        standing=standing,
        older=tuple(each for each in made if each.id != completion.id),
        pdf=None if standing.withdrawn else pdf,
        unprintable=request.args.get("pdf") == NO_LETTERS,
        beside=_beside(made, today) if completion == made[0] else (),
    )
    return render_template("pages/learn/my_certificate.html", view=context)


def _beside(made: tuple[Completion, ...], today: dt.date) -> tuple[str, ...]:
    with reading() as store:
        return beside_newest(made, record_of(store, must_be_learner().person), today)


def _pdf(completion: Completion, page: str) -> ResponseReturnValue:
    """The PDF, or the way to the page where there is none: a withdrawn certificate, a name without letters."""
    if certificate_state(completion, london_day(now())) == WITHDRAWN:
        return redirect(page, 303)
    made = certificate_pdf(_sheet(completion, must_be_learner().name))
    if made is None:
        return redirect(f"{page}?pdf={NO_LETTERS}", 303)
    name = f"certificate-{completion.completed_on.isoformat()}.pdf"
    return Response(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.get("/my/certificate")
@signed_in
def my_certificate() -> ResponseReturnValue:
    """The newest certificate; before completion what is still missing, each a link."""
    newest = next(iter(_own()), None)
    if newest is None:
        state = present_progress()
        context = NotYet(state, words.finished_numbers(state), words.still_missing(state))
        return render_template("pages/learn/no_certificate.html", view=context)
    return _page(newest, url_for("learn.my_certificate_pdf"))


@blueprint.get("/my/certificate.pdf")
@signed_in
def my_certificate_pdf() -> ResponseReturnValue:
    """The newest certificate as PDF; before completion the page that says what is missing."""
    newest, page = next(iter(_own()), None), url_for("learn.my_certificate")
    return _pdf(newest, page) if newest else redirect(page, 303)


@blueprint.get("/my/certificates/<number:number>")
@signed_in
def my_older_certificate(number: int) -> ResponseReturnValue:
    """One of the learner's own certificates, whichever."""
    return _page(_own_or_404(number), url_for("learn.my_older_certificate_pdf", number=number))


@blueprint.get("/my/certificates/<number:number>.pdf")
@signed_in
def my_older_certificate_pdf(number: int) -> ResponseReturnValue:
    """One of the learner's own certificates as PDF."""
    return _pdf(_own_or_404(number), url_for("learn.my_older_certificate", number=number))


@blueprint.get("/certificates")
@anyone
def certificates() -> ResponseReturnValue:
    """A form to type a code from paper."""
    return render_template("pages/learn/certificates.html", view=CodeForm())


@blueprint.post("/certificates")
@anyone(keeps_nothing=True)
def find_certificate() -> ResponseReturnValue:
    """Go to the page of the code that was typed."""
    typed = request.form.get("code", "")[:LONGEST_CODE]
    code = "".join(typed.split())
    if not SHAPE.fullmatch(code):
        fault = "Enter the code that stands on the certificate" if not code else f"A code looks like {EXAMPLE}"
        return render_template("pages/learn/certificates.html", view=CodeForm(typed, fault)), 422
    return redirect(url_for("learn.check_certificate", code=code), 303)


@blueprint.get("/certificates/<token:code>")
@anyone
def check_certificate(code: str) -> ResponseReturnValue:
    """What anyone may see of a certificate: every printed field, and whether it holds today."""
    with reading() as store:
        found = completions.completion_by_code(store, code)
        holder = completions.holder_name(store, found.person) if found else ""
    if found is None:
        fault = f"No certificate has the code {code}"
        return render_template("pages/learn/certificates.html", view=CodeForm(code, fault)), 404
    context = CheckedCertificate(_sheet(found, holder), checked_standing(found, london_day(now())))
    return render_template("pages/learn/check_certificate.html", view=context)

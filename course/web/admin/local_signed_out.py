"""What somebody typed into local information while their visit ended is given back to them, to be copied.

The forms are open to everybody so that a guest can be answered; whoever is signed in still has to hold the role. The
answer to a guest holds what they themselves have just sent, and nothing of the records.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from course.rules.local_information import LABELS
from course.rules.permission import may
from course.web import returning
from course.web.gate import learner
from course.web.site import catalogue

ROWS = {"value": 5}  # of the fields that have several lines
FILE_ROWS = 12


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in a field. `rows` is how high its box is, in lines; None for a field of one line. `code`: a file's text."""

    name: str
    label: str
    text: str
    rows: int | None = None
    code: bool = False


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What was sent; `file`: a file came along, which has to be chosen again."""

    title: str
    fields: tuple[Typed, ...]
    sign_in: str | None
    file: bool = False


def administrator_here() -> bool:
    """Whether an administrator has sent this; False for guests. Whoever is signed in without the role is refused."""
    here = learner()
    if here is not None and not may(here.roles, "administrator"):
        abort(403)
    return here is not None


def slot_given_back(slot: str, organisation: int | None) -> ResponseReturnValue:
    """The page for a form of a slot; days as they were typed."""
    found = catalogue().slots.get(slot) or abort(404)
    typed = {name: " ".join(request.form.getlist(name)).strip() for name in LABELS}
    sent = (Typed(name, LABELS[name], text, ROWS.get(name)) for name, text in typed.items() if text)
    where = {"slot": slot} if organisation is None else {"slot": slot, "organisation": organisation}
    sign_in = returning.seal("admin.local_slot", where)
    return _page(GivenBack(found.label, tuple(sent), sign_in))


def import_given_back() -> ResponseReturnValue:
    """The page for a file that was sent or pasted."""
    upload, text = request.files.get("file"), request.form.get("text", "").replace("\r\n", "\n")
    fields = (Typed("text", "Text of the file", text, FILE_ROWS, code=True),) if text.strip() else ()
    sign_in = returning.seal("admin.local_information_import", {})
    return _page(GivenBack("Import local information", fields, sign_in, bool(upload and upload.filename)))


def _page(view: GivenBack) -> ResponseReturnValue:
    return render_template("pages/admin/local_signed_out.html", view=view), 403

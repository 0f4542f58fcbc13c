"""A form that arrives when its visit has ended: what was typed goes along, sealed, through sign-in, and is asked about there.

Only a form that we made for somebody signed in is carried (its token tells for whom), and it comes back to that person
alone. Nothing is stored. A password is never carried, and a file cannot be: that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app, render_template, request, url_for
from itsdangerous import BadData
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError, RequestRedirect

from course.web import field_words, form_token, returning
from course.web.seals import sealer

SALT = "carried-form"
LONGEST = 150_000  # characters of a sealed form: what the sign-in form may bring
TOKEN = "csrf_token"  # noqa: S105 - the name of a field
SECRET = ("password", "current")  # what the names of fields hold that are never carried


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """Whose form it is, where it was sent, and what stood in it. `file`: a file was chosen, which is lost."""

    person: int
    endpoint: str
    where: Mapping[str, Any]
    fields: tuple[tuple[str, str], ...]
    file: bool

    @property
    def address(self) -> str:
        """Where the form is to be sent; raises BuildError where that is gone."""
        return url_for(self.endpoint, **self.where)

    @property
    def page(self) -> str:
        """The page on which it stood."""
        return returning.address(returning.seal(*page_of(self.address))) or "/"

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """What the person typed or chose, in the words of the form."""
        return field_words.shown(self.fields)


def of_request() -> CarriedForm | None:
    """The form of this request; None where there is nothing to carry, or it may not be carried."""
    if (request.content_length or 0) > (current_app.config["MAX_CONTENT_LENGTH"] or 0) or request.endpoint is None:
        return None
    try:
        sent, file = list(request.form.items(multi=True)), any(each.filename for each in request.files.values())
    except HTTPException:
        return None
    person = form_token.made_for(request.form.get(TOKEN, ""))
    fields = tuple((name, text) for name, text in sent if name != TOKEN)
    if person is None or any(word in name for name, _ in fields for word in SECRET):
        return None
    carried = CarriedForm(person, request.endpoint, request.view_args or {}, fields, file)
    return carried if file or carried.shown else None


def seal(carried: CarriedForm) -> str | None:
    """A text for a hidden field; None where it would be too long for one."""
    sealed = str(sealer(SALT).dumps(asdict(carried)))
    return sealed if len(sealed) <= LONGEST else None


def unseal(text: str | None) -> CarriedForm | None:
    """The form in a hidden field, or None where there is none, the seal is broken or its address is gone."""
    if not text:
        return None
    try:
        told = sealer(SALT).loads(text)
        found = CarriedForm(**{**told, "fields": tuple((name, value) for name, value in told["fields"])})
        return found if found.address else None
    except (BadData, BuildError, TypeError):
        return None


def page_of(path: str) -> tuple[str, Mapping[str, Any]] | tuple[None, None]:
    """The page at an address, else the nearest above it: where the form stood that was sent there."""
    adapter = current_app.url_map.bind(request.host)
    for place in _upwards(path):
        try:
            return adapter.match(place, method="GET")
        except (HTTPException, RequestRedirect):
            continue
    return None, None


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def ask_to_send(carried: CarriedForm, name: str) -> str:
    """The page "Send this as …?": one button that sends the form, one link that opens it anew."""
    return render_template("pages/access/carried_form.html", carried=carried, name=name)

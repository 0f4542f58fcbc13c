"""Texts that no keyboard makes, in forms that would otherwise be taken; sent byte by byte, as no browser would."""

from collections.abc import Iterator
from urllib.parse import quote

from tests.web.people import PASSWORD
from tests.web.reader import Reader

EMAIL = "ada@heronsea.example"
SIGN_UP = {"name": "Di Fern", "email": "di@heronsea.example", "password": PASSWORD}
HIDDEN = {"shared": "", "next": "", "carry": ""}
PLACES = {"partnership": "Heronsea", "organisation": "Heronsea Nursery"}
FORMS = {  # each would be taken as it stands
    "/sign-in": {"email": EMAIL, "password": PASSWORD, **HIDDEN},
    "/sign-in/keep": {"carry": "", "to": ""},
    "/sign-up": {**SIGN_UP, "no_email": "", "code": "", **HIDDEN},
    "/sign-up/go-on": {"carry": "", "next": ""},
    "/forgot-password": {"email": EMAIL},
    "/join": {"code": "2222-2222-2222"},
    "/reset/{}": {"password": "tile harbour walnut", "shared": ""},
    "/set-up/{}": {**SIGN_UP, "no_email": "", "shared": "", **PLACES},
    "/account/name": {"name": "Ada Marsh"},
    "/account/email": {"email": "ada@elsewhere.example", "password": PASSWORD},
    "/account/password": {"current": PASSWORD, "password": "tile harbour walnut"},
    "/account/close": {"password": PASSWORD},
}
BORDER = "border-of-the-parts"
BROKEN = (  # NUL alone and inside, half of a surrogate pair, and what browsers send in the place of one
    b"\0",
    b"kettle\0moss violin 4F",
    b"kettle\xed\xa0\x80moss violin 4F",
    "kettle\ufffdmoss violin 4F".encode(),
)


def bodies(path: str) -> Iterator[tuple[str, str, bytes]]:
    """The form, each field broken in turn in every way and sent in both ways: the field, the content type, the body."""
    for field in FORMS[path]:
        for broken in BROKEN:
            fields = {name: text.encode() for name, text in FORMS[path].items() if text} | {field: broken}
            yield field, "application/x-www-form-urlencoded", _joined(fields)
            yield field, f"multipart/form-data; boundary={BORDER}", _in_parts(fields)


def _joined(fields: dict[str, bytes]) -> bytes:
    return "&".join(f"{name}={quote(text)}" for name, text in fields.items()).encode()


def _in_parts(fields: dict[str, bytes]) -> bytes:
    head = f'--{BORDER}\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\n'
    return (
        b"".join(head.format(name).encode() + text + b"\r\n" for name, text in fields.items())
        + f"--{BORDER}--".encode()
    )


def answers(reader: Reader, path: str, token: str, form: str) -> dict[tuple[str, str, bytes], int]:
    """The status of the answer to each; `path` is where it is sent, `form` its name in FORMS."""
    found = {}
    for field, kind, body in bodies(form):
        headers = {"X-CSRFToken": token}
        found[field, kind, body] = reader.client.post(path, data=body, content_type=kind, headers=headers).status_code
    return found

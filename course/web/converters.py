"""Parts of addresses, bounded: what does not fit is simply not found."""

from flask import Flask
from werkzeug.routing import BaseConverter


class Slug(BaseConverter):
    """An id of content: lower-case words and figures joined by hyphens, at most 64 characters."""

    regex = r"[a-z][a-z0-9-]{0,63}"


class Number(BaseConverter):
    """A row's number: at most 15 figures, so that no database can choke on it."""

    regex = r"[1-9][0-9]{0,14}"

    def to_python(self, value: str) -> int:
        """The number itself."""
        return int(value)


class Token(BaseConverter):
    """A one-time token, a join code or a certificate's code."""

    regex = r"[A-Za-z0-9_-]{4,64}"


class Route(BaseConverter):
    """The answers of a walk, or the choices in a case: lower-case words and figures joined by full stops."""

    regex = r"[a-z0-9][a-z0-9.]{0,127}"


def install(app: Flask) -> None:
    """Let routes use `<slug:…>`, `<number:…>`, `<token:…>` and `<route:…>`."""
    app.url_map.converters.update(slug=Slug, number=Number, token=Token, route=Route)

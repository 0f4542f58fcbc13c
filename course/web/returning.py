"""Where to go after signing in: a sealed endpoint name with its arguments, never an address.

A check of addresses ("begins with a stroke") can be fooled; an endpoint that we named ourselves cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from itsdangerous import BadData
from werkzeug.routing import BuildError

from course.web.seals import sealer

SALT = "returning"


def seal(endpoint: str | None, arguments: Mapping[str, Any] | None) -> str | None:
    """A text that stands for a page of ours; None where there is no page."""
    if endpoint is None:
        return None
    return str(sealer(SALT).dumps([endpoint, dict(arguments or {})]))


def address(sealed: str | None) -> str | None:
    """The address of a sealed page, or None when the text is missing, forged or of a page that is gone."""
    if not sealed:
        return None
    try:
        endpoint, arguments = sealer(SALT).loads(sealed)
        return url_for(endpoint, **arguments)
    except (BadData, BuildError, ValueError, TypeError):
        return None

"""A slash too many at the end of an address: where the address without it is a page, the reader is led there."""

from __future__ import annotations

from urllib.parse import quote

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from course.web.gate import SAFE_METHODS

AS_IT_STANDS = "!$&'()*+,;=:@/?%-._~"


def without_slash() -> str | None:
    """The address of the page that was meant, or None where there is none.

    It is made anew from the route that fits, never from what was asked for, so that it cannot lead to another site.
    """
    if request.url_rule is not None or request.method not in SAFE_METHODS or not request.path.endswith("/"):
        return None
    try:
        endpoint, parts = current_app.url_map.bind(request.host).match(request.path[:-1], method="GET")
    except (HTTPException, RequestRedirect):
        return None
    asked = quote(request.query_string, safe=AS_IT_STANDS)
    return url_for(endpoint, **parts) + (f"?{asked}" if asked else "")

"""A square code for the cameras of phones. The address that it opens always stands beside it in words."""

from __future__ import annotations

import base64
import io

import segno
from markupsafe import Markup


def square(text: str, opens: str) -> Markup:
    """The code as an image in the page itself; `opens`: what one gets to, such as "the join link"."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=6, border=4, dark="#14211d", light="#ffffff", xmldecl=False)
    data = base64.b64encode(out.getvalue()).decode("ascii")
    return Markup(
        '<img class="square" src="data:image/svg+xml;base64,{}" width="240" height="240" alt="Square code that opens {}">'
    ).format(data, opens)

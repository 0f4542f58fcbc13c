"""Pages made ready once and filled for each reader.

A page of the course is the same for everybody who is equally far, but for a few live values: the reader's name, the token
of the forms, the key of the quiz and the local information of the reader's organisation. So it is rendered once with
marks in their places, kept as pieces, and joined anew for each request; no page that is kept holds anybody's values. What
makes two readers' pages differ in anything else must be part of the key.

The blanks that only indent the source are left out; HTML reads one line end as it reads many blanks.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

MOST_KEPT = 600  # pages of about 12 kB: some 7 MB a process
MARK = "\x02{}\x03"
_MARKS = re.compile("\x02([a-z][a-z0-9-]*)\x03")
_INDENT = re.compile(r"\n\s+")
_AS_IT_STANDS = re.compile(r"<(?:pre|textarea)\b")


def mark(name: str) -> str:
    """What stands in a ready page where a live value goes."""
    return MARK.format(name)


def without_indent(page: str) -> str:
    """The same page with no blanks at the beginning of its lines, unless some of its text is shown with its blanks."""
    return page if _AS_IT_STANDS.search(page) else _INDENT.sub("\n", page)


class ReadyPages:
    """The pages made ready so far, the least used ones dropped first. Used by one request at a time."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[tuple[bytes, ...], tuple[str, ...]]] = OrderedDict()
        self.found = 0  # how often a page was there already
        self.made = 0  # how often it had to be rendered

    def fill(self, key: Hashable, render: Callable[[], str], values: Mapping[str, bytes]) -> bytes:
        """The page of that key with the values (HTML, already safe) in place; rendered only if it is not there yet."""
        found = self._kept.get(key)
        if found is None:
            parts = _MARKS.split(without_indent(render()))
            found = tuple(part.encode() for part in parts[::2]), tuple(parts[1::2])
            self._kept[key] = found
            self.made += 1
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
            self.found += 1
        pieces, names = found
        joined = list(pieces)
        for place, name in enumerate(names):
            joined[place] += values[name]
        return b"".join(joined)

"""Markdown to safe HTML, once, when the files are read. No request ever sees Markdown.

The order: our dialect makes a tree (`blocks`), the tree is checked (`tree_checks`) and shaped (`shaping`), terms are
marked (`glossary`), it is written as HTML and sanitised (`safe_html`), and last the signs of the rules are drawn in.
What changes from reader to reader stays in the HTML as a mark: see `LIVE_MARKS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from markupsafe import escape

from course.catalogue.blocks import MARK_TAG, make_markdown, to_tree
from course.catalogue.glossary import Marker
from course.catalogue.names import Names
from course.catalogue.page_texts import HERE
from course.catalogue.passage import AnchorUse, Passage, Sheet
from course.catalogue.safe_html import sanitise
from course.catalogue.shaping import (
    give_ids,
    joined,
    key_points,
    name_sources,
    number_parts,
    passages,
    single_labels,
    take_out,
    wrap_tables,
)
from course.catalogue.tree_checks import (
    check_headings,
    check_pictures,
    check_plain_text,
    resolve_links,
)

LIVE_MARKS = re.compile(r"⟦local:([a-z][a-z0-9-]*)⟧")
"""What `fill` replaces: a local detail, by the id of its slot."""

NOT_FILLED = "not yet filled: ask your safeguarding lead; in an emergency call 999"
SIGN = re.compile(r"⟦sign:([a-z][a-z0-9-]*)⟧")
ANY_MARK = re.compile(r"⟦[^⟧]*⟧ ?")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML. `before` and `after` are the parts around a quiz or flowchart; without one all is `before`."""

    before: str
    after: str
    facilitator: str
    key_points: tuple[str, ...]
    text: str


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the local details into HTML; where one is missing or empty, the words that say so.

    The values are HTML that is already safe, of the type `Markup`; a plain text is escaped.
    """
    return LIVE_MARKS.sub(lambda mark: escape(values.get(mark[1], "")).strip() or NOT_FILLED, text)


class Renderer:
    """Turns the texts of one reading of the files into HTML; every fault goes to the passage's problems.

    `anchor_uses` gathers the links to parts of pages, `anchors` the ids of every page, to be compared at the end.
    """

    def __init__(self, names: Names, rule_names: Mapping[str, str], marker: Marker) -> None:
        self._names = names
        self._rule_names = rule_names
        self._marker = marker
        self._markdown = make_markdown()
        self.anchor_uses: list[AnchorUse] = []
        self.anchors: dict[tuple[str, str], set[str]] = {}

    def render(self, passage: Passage, sheet: Sheet) -> Rendered:
        """The HTML of a passage that is shown on the page `sheet`."""
        try:
            root = to_tree(self._markdown, passage.shown or passage.text)
        except RecursionError:
            passage.error("", "lists or quotations go too deep to be read", "write fewer levels")
            return Rendered("", "", "", (), "")
        self._resolve_marks(root, passage)
        check_plain_text(root, passage)
        self.anchor_uses += resolve_links(root, passage, sheet, self._names)
        check_pictures(root, passage)
        name_sources(root)
        notes = joined(take_out(root, "facilitator"))
        check_headings(root, passage)
        check_headings(notes, passage, lowest=3)
        give_ids(root, passage, sheet)
        number_parts(root, sheet)
        self.anchors.setdefault(sheet.place, sheet.anchors)
        wrap_tables(root, sheet)
        wrap_tables(notes, sheet)
        single_labels(root, sheet)
        points = key_points(root)
        text = " ".join(_plain(part) for part in passages(root, prose=False))
        sheet.prose += [_plain(part) for part in passages(root, prose=True)]
        if sheet.explains_terms:
            self._marker.mark(root, sheet.terms)
        before, _, after = _to_html(root).partition(f"<p>{HERE}</p>")
        return Rendered(before.strip(), after.strip(), _to_html(notes), points, " ".join(text.split()))

    def _resolve_marks(self, root: Element, passage: Passage) -> None:
        for element in root.iter(MARK_TAG):
            kind, name = element.attrib.pop("kind"), element.attrib.pop("name")
            if kind == "local":
                self._local(element, name, passage)
            else:
                self._rule(element, name, passage)

    def _local(self, element: Element, name: str, passage: Passage) -> None:
        if not self._names.holds("slot", name):
            mend = "use a name of content/local-slots.yaml"
            passage.error(f"local {name}", f"there is no local detail `{name}`", mend)
        element.tag, element.text = "span", f"⟦local:{name}⟧"
        element.attrib.update({"class": "local", "data-slot": name})

    def _rule(self, element: Element, name: str, passage: Passage) -> None:
        if not self._names.holds("rule", name):
            passage.error(f"rule {name}", f"there is no golden rule `{name}`", "use an id of content/golden-rules.yaml")
        element.text = f"⟦sign:{name}⟧ {self._rule_names.get(name, name)}"
        element.set("class", f"rule rule-{name}")
        element.tag = "span"
        if self._names.holds("page", name):  # Where it does not, `check` tells of the rule without a page.
            element.tag = "a"
            element.set("href", f"page:{name}")


def _to_html(root: Element) -> str:
    """Safe HTML of what an element holds, the signs of the rules drawn in."""
    written = tostring(root, encoding="unicode", method="html")
    clean = sanitise(written.removeprefix("<div>").removesuffix("</div>")).strip()
    return SIGN.sub(r'<svg class="sign" aria-hidden="true"><use href="#sign-\1"></use></svg>', clean)


def _plain(text: str) -> str:
    return ANY_MARK.sub("", text)

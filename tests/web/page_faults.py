"""What can be wrong with a page as it is sent, and what no browser and no axe says: one line for each fault.

Axe gives a radio group without a name, or an error that no field refers to, a clean bill; so these are looked for here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import html5lib
from lxml import html

HIDDEN = ("hidden", "submit", "button", "image", "reset")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "list", "headers")
SITE = " – Sharewell"
SUMMARY = "contains(@class, 'govuk-error-summary__title')"
Tree = html.HtmlElement
Check = Callable[[Tree], Iterator[str]]


def faults(text: str) -> list[str]:
    """Everything that is wrong with a page."""
    tree = html.document_fromstring(text)
    return [*syntax(text), *(fault for check in CHECKS for fault in check(tree))]


def syntax(text: str) -> Iterator[str]:
    """What a strict reader of HTML stumbles over, with line and column."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    for (line, column), code, details in parser.errors:
        yield f"HTML {line}:{column}: {code} {details}"


def words(node: Tree) -> str:
    """The text of an element with single blanks."""
    return " ".join(str(node.text_content()).split())


def title_and_heading(tree: Tree) -> Iterator[str]:
    """One h1, with words; the title begins with the same words, after "Error: " exactly where there is a summary."""
    h1, title = tree.xpath("//h1"), words(tree.xpath("//title")[0])
    if len(h1) != 1 or not words(h1[0]):
        yield f"{len(h1)} h1 with words"
        return
    if not title.endswith(SITE):
        yield f"title without the site: {title}"
    if title.startswith("Error: ") != bool(tree.xpath(f"//*[{SUMMARY}]")):
        yield f"title and error summary do not fit: {title}"
    if not title.removeprefix("Error: ").startswith(words(h1[0])):
        yield f"title “{title}” does not begin with the heading “{words(h1[0])}”"


def ids(tree: Tree) -> Iterator[str]:
    """No id twice, and none named that is not there."""
    known = Counter(tree.xpath("//@id"))
    yield from (f"id twice: {each}" for each, count in known.items() if count > 1)
    for name in REFERENCES:
        for value in tree.xpath(f"//@{name}"):
            yield from (f"{name} names {each}, which is not there" for each in value.split() if each not in known)
    for link in tree.xpath("//a/@href[starts-with(., '#')] | //use/@href[starts-with(., '#')]"):
        if link[1:] not in known:
            yield f"{link} leads nowhere"


def headings(tree: Tree) -> Iterator[str]:
    """No level is left out on the way down. The summary of errors stands in front of the h1, as people expect it."""
    level = 0
    for node in tree.xpath(f"//*[{' or '.join(f'self::{each}' for each in HEADINGS)}][not({SUMMARY})]"):
        here = HEADINGS.index(node.tag) + 1
        if here > level + 1:
            yield f"{node.tag} after h{level}: {words(node)}"
        if not words(node):
            yield f"{node.tag} without words"
        level = here


def labels(tree: Tree) -> Iterator[str]:
    """Every field has exactly one label with words."""
    for field in tree.xpath("//input | //select | //textarea"):
        if field.get("type") not in HIDDEN:
            found = tree.xpath("//label[@for=$id]", id=field.get("id") or "-")
            if len(found) != 1 or not words(found[0]):
                yield f"field {field.get('name')} has {len(found)} labels"


def _in_one_row(members: list[Tree]) -> bool:
    """A grid for the keyboard: the row's own head, which describes each of its radios, says what is asked."""
    rows = {next(member.iterancestors("tr"), None) for member in members}
    told = {member.get("aria-describedby") for member in members}
    return len(rows) == 1 and None not in rows and [*rows][0].xpath("./th[@scope='row']/@id") == [*told]


def groups(tree: Tree) -> Iterator[str]:
    """Radios of one name, and the parts of a date, stand in one fieldset whose legend says what is asked."""
    grouped: dict[str, list[Tree]] = {}
    for radio in tree.xpath("//input[@type='radio']"):
        grouped.setdefault(f"radios {radio.get('name')}", []).append(radio)
    for part in tree.xpath("//*[contains(@class, 'govuk-date-input__input')]"):
        grouped.setdefault(f"date {part.get('name')}", []).append(part)
    for name, members in grouped.items():
        around = {next(member.iterancestors("fieldset"), None) for member in members}
        legends = [each for fieldset in around if fieldset is not None for each in fieldset.xpath("./legend")]
        if not _in_one_row(members) and (len(around) != 1 or len(legends) != 1 or not words(legends[0])):
            yield f"{name}: no fieldset of its own with a legend"
        if name.startswith("radios") and len(members) < 2:
            yield f"{name}: one radio alone"


def errors(tree: Tree) -> Iterator[str]:
    """Every message is said with its field, every field with a message stands in the summary, every line leads to one."""
    messages = tree.xpath("//*[contains(concat(' ', @class, ' '), ' govuk-error-message ')]")
    described = {each for value in tree.xpath("//@aria-describedby") for each in value.split()}
    lines = tree.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a")
    yield from (f"nobody hears “{words(each)}”" for each in messages if each.get("id") not in described)
    if len(messages) != len(lines):
        yield f"{len(messages)} messages, {len(lines)} lines in the summary"
    told = " ".join(map(words, messages))
    for line in lines:
        target = tree.xpath("//*[@id=$id]", id=line.get("href", "").removeprefix("#"))
        if not target or target[0].tag not in ("input", "select", "textarea"):
            yield f"“{words(line)}” leads to no field"
        if words(line) not in told:
            yield f"“{words(line)}” is said in the summary alone"


READING = (
    "search",
    "find-missing",
    "choose",
    "filters",
    "people-search",
    "pack",
)  # only ask for a page: the choice stands in its address


def forms(tree: Tree) -> Iterator[str]:
    """A form posts to an address of ours, or to its own, or only asks for a page; it has a name, and a button with words."""
    for form in tree.xpath("//form"):
        name, action = form.get("data-form"), form.get("action")
        if not name:
            yield f"form to {action} without data-form"
        if action is not None and not re.match(r"/[a-z]", action):
            yield f"form {name} goes to {action!r}"
        if form.get("method") != "post" and name not in READING:
            yield f"form {name} is not sent by post"
        if not [each for each in form.xpath(".//button[not(@type) or @type='submit']") if words(each)]:
            yield f"form {name} has no button"


def pictures_and_tables(tree: Tree) -> Iterator[str]:
    """A picture says what it shows or that it shows nothing; a table has heads, and those of ours a caption and scopes."""
    yield from (f"image {each.get('src', '')[:40]} without alt" for each in tree.xpath("//img[not(@alt)]"))
    for drawing in tree.xpath("//svg[not(@aria-hidden='true')]"):
        if drawing.get("role") not in ("img", "group") or not drawing.get("aria-label"):
            yield f"drawing {drawing.get('class')} is neither named nor hidden"
    for table in tree.xpath("//table"):
        ours = "govuk-table" in table.get("class", "")
        if not table.xpath(".//th") or ours and (not table.xpath("./caption") or table.xpath(".//th[not(@scope)]")):
            yield f"table without heads, caption or scopes: {words(table)[:40]}"


def own_style(tree: Tree) -> Iterator[str]:
    """Nothing that the security policy would stop: styles and scripts in the page, parts from elsewhere."""
    yield from (f"<{each.tag}> in the page" for each in tree.xpath("//style | //script[not(@src)] | //iframe"))
    yield from (f"style={each!r}" for each in tree.xpath("//@style"))
    yield from (f"{each.attrname}=" for each in tree.xpath("//@*[starts-with(name(), 'on')]"))
    for source in tree.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href"):
        if not source.startswith(("/static/", "/packs/", "data:image/svg+xml;", "data:image/png;")):
            yield f"part from elsewhere: {source}"


CHECKS: tuple[Check, ...] = (
    title_and_heading,
    ids,
    headings,
    labels,
    groups,
    errors,
    forms,
    pictures_and_tables,
    own_style,
)

"""Every id of the course, where it stands, and the address behind it.

Names are taken from the files as they are, right or wrong in form, so that one fault in a file does not make every
link to it look dead. Where a file could not be read at all, the kinds of names that it holds are `unsure`: then no name
of these kinds is called unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from course.catalogue.page_texts import PageText
from course.catalogue.problems import Problems
from course.catalogue.sources import Book, Source

HELD_BY = {  # the kinds of names that each kind of file holds
    "course": (),
    "golden-rules": ("rule",),
    "flowchart": ("question", "end"),
    "glossary": ("term",),
    "local-slots": ("slot",),
    "reflection": ("reflection item",),
    "module": ("module", "page"),
    "case": ("case", "page"),
    "reference": ("reference",),
    "quiz": ("quiz", "statement"),
    "form": ("form",),
    "plan": ("plan",),
    "sheet": ("sheet",),
}
LISTS = {  # key of the list in a file, and the kind of its items
    "golden-rules": (("rules", "rule"),),
    "flowchart": (("questions", "question"), ("ends", "end")),
    "glossary": (("terms", "term"),),
    "local-slots": (("slots", "slot"),),
    "reflection": (("confidence", "reflection item"), ("knowledge", "reflection item")),
    "quiz": (("statements", "statement"),),
}
ROOMS = {"question": "flowchart", "reference": "reference", "form": "forms"}  # first parts of addresses
WHOLE_FILE = ("module", "case", "reference", "quiz", "form", "plan", "sheet")
NOT_NEEDED = ("case", "reference", "quiz", "form", "plan", "sheet")  # a course may have none of these files
ONE_SPACE = {"end": "question", "case": "page"}  # kinds whose ids may not meet those of another kind


@dataclass(frozen=True, slots=True)
class Named:
    """An id and where it stands."""

    kind: str
    id: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Names:
    """All ids. `modules` gives the module of each page; `unsure` the kinds of which a file could not be read."""

    homes: Mapping[tuple[str, str], Named]
    modules: Mapping[str, str]
    unsure: frozenset[str]

    def holds(self, kind: str, name: str) -> bool:
        """Whether the id exists, or might exist in a file that could not be read."""
        return (kind, name) in self.homes or kind in self.unsure

    def all_of(self, kind: str) -> list[str]:
        """Every id of a kind, in the order of the files."""
        return [name for found, name in self.homes if found == kind]

    def address(self, kind: str, name: str) -> str:
        """The address of a page, question, reference page or form of the site."""
        if kind in ("page", "case"):
            return f"/modules/{self.modules.get(name, 'case-studies')}/{name}"
        return f"/{ROOMS[kind]}/{name}"


def gather(book: Book, pages: Mapping[str, list[PageText]], problems: Problems) -> Names:
    """Every id of the course; `pages` are those of each module file. Ids that stand twice go to `problems`."""
    homes: dict[tuple[str, str], Named] = {}
    spaces: dict[tuple[str, str], Named] = {}
    for named in _all_named(book, pages):
        space = (ONE_SPACE.get(named.kind, named.kind), named.id)
        first = spaces.setdefault(space, named)
        if first is not named:
            message = f"the {named.kind} id `{named.id}` stands already in {first.path}:{first.line}"
            problems.error(named.path, named.line, message, "give this one another id")
        homes.setdefault((named.kind, named.id), named)
        if named.kind == "case":
            homes.setdefault(("page", named.id), named)
    return Names(homes, _page_modules(book, pages), _unsure(book))


def _all_named(book: Book, pages: Mapping[str, list[PageText]]) -> Iterator[Named]:
    for source in book.sources:
        kind = source.file.kind
        if kind in WHOLE_FILE:
            yield Named(kind, own_id(source), source.path, source.line("id"))
        for key, item_kind in LISTS.get(kind, ()):
            yield from _items(source, key, item_kind)
        for page in pages.get(source.path, ()):
            if page.id:
                yield Named("page", page.id, source.path, page.line)


def own_id(source: Source) -> str:
    """The id of a file; taken from its name when the file does not say it."""
    data = source.yaml.data
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        return str(data["id"])
    stem = source.file.stem
    return stem.partition("-")[2] if source.file.kind in ("module", "case") else stem


def _items(source: Source, key: str, kind: str) -> Iterator[Named]:
    data = source.yaml.data
    items = data.get(key) if isinstance(data, dict) else None
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            yield Named(kind, item["id"], source.path, source.line(key, number, "id"))


def _page_modules(book: Book, pages: Mapping[str, list[PageText]]) -> dict[str, str]:
    """The module of every page; cases belong to the module that holds `{{ cases }}`."""
    modules: dict[str, str] = {}
    for source in book.of_kind("module"):
        for page in pages.get(source.path, ()):
            modules.setdefault(page.id, own_id(source))
            if page.cases_follow:
                modules.update({own_id(case): own_id(source) for case in book.of_kind("case")})
    return modules


def _unsure(book: Book) -> frozenset[str]:
    kinds: set[str] = set()
    present = {source.file.kind for source in book.sources}
    unread = [kind for kind in HELD_BY if kind not in present]
    for kind in _broken(book.sources, unread):
        kinds.update(HELD_BY[kind])
    return frozenset(kinds)


def _broken(sources: Iterable[Source], unread: list[str]) -> Iterator[str]:
    """Kinds of files that are missing, could not be parsed, or hold something else where their list should be."""
    yield from (kind for kind in unread if kind not in NOT_NEEDED)
    for source in sources:
        data = source.yaml.data
        keys = [key for key, _ in LISTS.get(source.file.kind, ())]
        if not isinstance(data, dict) or any(not isinstance(data.get(key), list) for key in keys):
            yield source.file.kind

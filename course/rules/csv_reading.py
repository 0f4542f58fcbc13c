"""A table from a file of any program: which encoding, which separator, which columns, then line after line.

Excel in England writes commas, in other countries semicolons; a paste into a text file has tabs; older programs write
Windows-1252. Line numbers are those that an editor shows, also behind a cell that has line ends in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LARGEST_FILE = 20_000_000  # bytes: some 100,000 lines with every column filled
MOST_LINES = 200_000
SEPARATORS = ",;\t"
NEARLY = 75  # from this likeness on, of 100, an unknown column is a misspelt one
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SOME = 400  # bytes by which UTF-16 without a mark is known
SAYS = re.compile(r"sep=.\n?")  # what Excel puts first; the header tells as much
BLANKS = re.compile(r"[\s_.\-]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a line, and what to do."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its cells by column, without blanks at their ends; a column that the file does not have is missing."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that can be read. `ignored`: columns that are not asked for; `lines`: about how many there are."""

    text: str
    separator: str
    columns: tuple[str | None, ...]
    ignored: tuple[str, ...]
    encoding: str
    lines: int
    first: int  # the line of the header

    def rows(self) -> Iterator[Row | Fault]:
        """Every line that is not blank. After a fault of the quotation marks nothing more comes: all else is guesswork."""
        reader = csv.reader(_lines(self.text), delimiter=self.separator, strict=True)
        begins = 1
        try:
            for cells in reader:
                if begins > self.first and any(cell.strip() for cell in cells):
                    yield self._row(begins, cells)
                begins = reader.line_num + 1
        except csv.Error as fault:
            yield Fault(begins, _of_quotes(fault))

    def _row(self, line: int, cells: Sequence[str]) -> Row | Fault:
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            return Fault(line, f"there are {len(cells)} cells, and {len(self.columns)} columns in the first line")
        pairs = zip(self.columns, cells, strict=False)
        return Row(line, {column: cell.strip() for column, cell in pairs if column})


def read(data: bytes, columns: Sequence[str], needed: Sequence[str], other_names: Mapping[str, str]) -> Sheet | Fault:
    """The file with these columns, or why it cannot be read. `other_names`: what else a column may be called."""
    if len(data) > LARGEST_FILE:
        return Fault(1, f"the file is larger than {LARGEST_FILE // 1_000_000} MB. Divide it into several")
    decoded = _decode(data)
    if isinstance(decoded, Fault):
        return decoded
    text, encoding = decoded
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.rstrip("\n").count("\n") + 1
    if not text.strip():
        return Fault(1, "the file is empty")
    if lines > MOST_LINES:
        return Fault(1, f"the file has more than {MOST_LINES:,} lines. Divide it into several")
    known = {name: name for name in columns} | dict(other_names)
    header = _header(text, known)
    if isinstance(header, Fault):
        return header
    first, separator, titles = header
    fault = _fault_of(titles, known, needed, first)
    if fault:
        return fault
    found = tuple(known.get(_key(title)) for title in titles)
    ignored = tuple(title for title, column in zip(titles, found, strict=True) if column is None and title)
    return Sheet(text, separator, found, ignored, encoding, lines - first, first)


def _decode(data: bytes) -> tuple[str, str] | Fault:
    """The text, and the encoding in the words of a settings page."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None) or _without_mark(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as fault:
        if encoding:
            line = data[: fault.start].count(b"\n") + 1
            return Fault(
                line, f"this is no whole {encoding[:6].upper().rstrip('-')}. Save the file as “CSV UTF-8” once more"
            )
        return _windows(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Fault(line, "there are NUL signs in it, so this is no text. Save the table as CSV")
    return text.removeprefix("\ufeff"), "UTF-16" if encoding and encoding.startswith("utf-16") else "UTF-8"


def _without_mark(data: bytes) -> str | None:
    """UTF-16 whose mark was lost: nearly every other byte of its beginning is zero."""
    some = data[: SOME - SOME % 2]
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = some[place::2]
        if zeros and zeros.count(0) * 4 > len(zeros) * 3 and some[1 - place :: 2].count(0) == 0:
            return name
    return None


def _windows(data: bytes) -> tuple[str, str] | Fault:
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        return Fault(line, "we cannot read the signs here. Save the file as “CSV UTF-8”")


def _lines(text: str) -> Iterator[str]:
    """Line after line, each with its end; nothing but line feeds ends one."""
    place = 0
    while place < len(text):
        end = text.find("\n", place) + 1 or len(text)
        yield text[place:end]
        place = end


def _header(text: str, known: Mapping[str, str]) -> tuple[int, str, list[str]] | Fault:
    """The line of the header, the separator with which most of it is known, and its titles."""
    numbered = enumerate(_lines(text), 1)
    found = ((number, line) for number, line in numbered if line.strip(" \n\t,;") and not SAYS.fullmatch(line))
    number, line = next(found, (1, ""))
    best: tuple[int, int, str, list[str]] | None = None
    for place, separator in enumerate(SEPARATORS):
        try:
            titles = [title.strip() for title in next(csv.reader([line], delimiter=separator, strict=True))]
        except (csv.Error, StopIteration) as fault:
            return Fault(number, _of_quotes(fault))
        rank = (sum(_key(title) in known for title in titles), -place, separator, titles)
        best = rank if best is None or rank[:2] > best[:2] else best
    assert best is not None
    while best[3] and not best[3][-1]:
        best[3].pop()
    return number, best[2], best[3]


def _fault_of(titles: Sequence[str], known: Mapping[str, str], needed: Sequence[str], line: int) -> Fault | None:
    keys = [_key(title) for title in titles]
    found = [known[key] for key in keys if key in known]
    for title, key in zip(titles, keys, strict=True):
        near = (
            None if key in known or not key else process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=NEARLY)
        )
        if near:
            return Fault(line, f"unknown column “{_short(title)}”. Did you mean “{known[near[2]]}”?")
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice:
        return Fault(line, f"the column “{twice}” is there twice. Take one of them out")
    missing = [name for name in needed if name not in found]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        return Fault(line, f"the first line has to name the columns, and {names} is missing")
    return None


def _key(title: str) -> str:
    """A title as it is compared: case, blanks, hyphens and full stops do not count."""
    return BLANKS.sub("_", title.strip().casefold()).strip("_")


def _of_quotes(fault: Exception) -> str:
    if "field larger" in str(fault):
        return "a cell here is far too long. A quotation mark may be missing"
    return "a quotation mark opens here and is not closed as it should be. Write a mark inside a cell twice"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

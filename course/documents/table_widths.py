"""How wide the columns of a table are on paper: as their words need, so that no column is cramped and no word is cut."""

from __future__ import annotations

from math import sqrt

from course.documents.tree import Table, plain

WHOLE = 100.0
LEAST = 7.0  # of the whole
PER_LETTER = 1.05  # of the whole, for the longest word of a column: 95 letters go into a line on A4
EDGES = 2.5  # of the whole, for the air beside the words


def widths(table: Table) -> list[float]:
    """The share of each column, of 100: those that the table names, or worked out from its words.

    A column gets room for its longest word, and the rest goes by the square root of its letters: a column with four times the
    words is twice as wide and twice as high.
    """
    if table.shares:
        return [each * WHOLE / sum(table.shares) for each in table.shares]
    columns = [[plain(row[place]) for row in (table.head, *table.rows)] for place in range(len(table.head))]
    needed = [max(LEAST, PER_LETTER * _longest_word(cells) + EDGES) for cells in columns]
    wanted = [sqrt(max(1, sum(map(len, cells)))) for cells in columns]
    room = max(0.0, WHOLE - sum(needed))
    shares = [WHOLE * want / sum(wanted) for want in wanted]
    more = [max(0.0, share - need) for share, need in zip(shares, needed, strict=True)]
    given = [need + (room * each / sum(more) if sum(more) else 0) for need, each in zip(needed, more, strict=True)]
    return [round(each * WHOLE / sum(given), 2) for each in given]


def _longest_word(cells: list[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)

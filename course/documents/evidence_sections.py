"""The sections of the document of an evidence pack, as the blocks that its template knows how to set.

A block is a mapping with a `kind`: text, quiet, list, facts, table, heading, bars, trend, picture. Numbers come from the tables
that are in the pack as files, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.documents import evidence_words as words
from course.documents.certificate import CertificateSheet
from course.documents.evidence_analysis import impact_blocks, question_blocks
from course.documents.evidence_contents import SAMPLE, Evidence
from course.documents.evidence_mapping import ANNEX_C, AUDIT_COLUMNS, AUDITS, TOPICS, covered
from course.documents.report_tables import TOTAL
from course.documents.tabular import Cell, Table
from course.rules.evidence import day_words, edition_then
from course.rules.report_hiding import HIDDEN, Number, ShownReport

Block = Mapping[str, object]
NOT_SAID = "–"


def figures(report: ShownReport) -> list[dict[str, str]]:
    """The large numbers at the beginning: what each is, and the number or that it is hidden."""
    total = report.total
    staff = f"{total['declared']} declared staff" if total["declared"] is not None else "people registered"
    if total["declared"] is None and total["present"] != HIDDEN:
        staff = f"{total['present']} people registered"
    named = (
        ("trained", f"trained of {staff}", f"how many of {staff} are trained"),
        ("overdue", "overdue", "how many are overdue"),
        ("expired", "expired", "how many have expired"),
        ("earlier", "trained only under earlier rules", "how many were trained only under earlier rules"),
    )
    return [
        {"number": said(total[key]), "words": unknown if total[key] == HIDDEN else known}
        for key, known, unknown in named
    ]


def sections(
    data: Evidence, tables: Mapping[str, Table], picture: str | None, sample: CertificateSheet
) -> list[dict[str, object]]:
    """Everything behind the first page, in order."""
    return [
        _section("Questions this pack helps to answer", [audits()]),
        _section("Coverage", coverage(data, tables["coverage"]), wide=True),
        _section("Coverage by job role", job_roles(data, tables.get("job-roles"))),
        _section("Rules in force", [text(words.RULES), rows(tables["rules"], (1.2, 0.9, 2.9))]),
        _section("Month by month", trend(data, tables.get("trend"))),
        _section("Editions taken", editions(tables["editions"])),
        _section("What people get wrong", [quiet(words.QUESTIONS), *question_blocks(data.items, data.misconceptions)]),
        _section("Impact", [quiet(words.IMPACT), *impact_blocks(data.impact, data.course)]),
        _section("The course", course(data, tables)),
        _section("Early years: what the course covers", annex_c(data)),
        _section("Notes on the figures, and their limits", limits(data)),
        _section("Sample certificate", certificate(picture, sample), fresh=True),
    ]


def _section(heading: str, blocks: Iterable[Block], *, wide: bool = False, fresh: bool = False) -> dict[str, object]:
    return {"heading": heading, "wide": wide, "fresh": fresh, "blocks": list(blocks)}


def audits() -> Block:
    """Whose questions the pack answers, and what it cannot show."""
    return table(AUDIT_COLUMNS, AUDITS, (1.1, 1.4, 1.3, 1.5))


def annex_c(data: Evidence) -> Iterable[Block]:
    """What safeguarding training may be about, and the modules that teach a part of it: to lay beside Annex C."""
    yield text(ANNEX_C)
    lines = [(topic, covered(numbers, part, data.course)) for topic, numbers, part in TOPICS]
    yield table(("What training may be about", "Where this course covers it"), lines, (1, 1.2))


def coverage(data: Evidence, found: Table) -> Iterable[Block]:
    """The table of the report; organisation and team are one column, for all lines are of one level."""
    yield text(words.COVERAGE)
    heads = ["Team or organisation", *(column.title for column in found.columns[2:])]
    lines = [[cell(row[1] or row[0]), *(cell(each) for each in row[2:])] for row in found.rows]
    whole = len(data.report.lines) != 1
    wide = {"registered": 1.2, "declared": 1.2, "earlier": 1.5}
    yield table(
        heads, lines, (3.2, *(wide.get(column.key, 1) for column in found.columns[2:])), right=True, total=whole
    )
    yield quiet(words.HIDING)
    later = data.report.total["later"]
    if later:
        yield quiet(f"Entered after that day: {said(later)} of these.")
    bars = list(trained_bars(data.report))
    if len(bars) > 1:
        yield heading("Trained, of declared staff or, where none are declared, of people registered")
        yield {"kind": "bars", "rows": bars}


def job_roles(data: Evidence, found: Table | None) -> Iterable[Block]:
    """The table by job role, or why there is none; and that there is one level."""
    level = data.course.course.level.capitalize()
    if found is None:
        yield text(words.ROLES_WITHHELD if data.roles.withheld else words.NO_ROLES)
    else:
        yield text(words.ROLES + (words.ROLES_WITH_LEAVERS if data.roles.leavers else words.ROLES_WITHOUT_LEAVERS))
        yield rows(found, (3, 1.2, 1, 1))
    yield quiet(words.ONE_LEVEL.format(level=level))


def trained_bars(report: ShownReport) -> Iterable[dict[str, object]]:
    """A bar for each line of which both numbers are shown and anybody is expected; no longer than the whole."""
    named = [(each.line.team_name or each.line.organisation_name, each.numbers) for each in report.lines]
    for name, told in (*named, (TOTAL, report.total)):
        trained, expected = told["trained"], told["expected"]
        if isinstance(trained, int) and isinstance(expected, int) and expected:
            share = 100 * trained // expected
            yield {"name": name, "share": min(share, 100), "words": f"{trained} of {expected}, {share} %"}


def trend(data: Evidence, found: Table | None) -> Iterable[Block]:
    """The line of the share trained, and the numbers."""
    if found is None:
        yield text(words.NO_TREND)
        return
    yield text(words.TREND)
    shares = [_share(month["trained"], month["present"]) for _, month in data.months]
    days = [day for day, _ in data.months]
    if sum(each is not None for each in shares) > 1:
        yield {"kind": "trend", "shares": shares, "from": day_words(days[0]), "to": day_words(days[-1])}
    heads = ["Month end", "People registered", "Trained", "Share trained", "Overdue", "Expired", "Left"]
    lines = [
        [
            day_words(day),
            *(said(month[key]) for key in ("registered", "trained")),
            HIDDEN if share is None else f"{int(share)} %",
            *(said(month[key]) for key in ("overdue", "expired", "left")),
        ]
        for (day, month), share in zip(data.months, shares, strict=True)
    ]
    yield table(heads, lines, (1.8, 1, 1, 1, 1, 1, 1), right=True)


def _share(trained: Number, present: Number) -> float | None:
    known = isinstance(trained, int) and isinstance(present, int) and present
    return 100 * trained / present if known else None  # type: ignore[operator]


def editions(found: Table) -> Iterable[Block]:
    """The editions, or that there are none."""
    yield text(words.EDITIONS)
    yield rows(found, (1, 2, 2)) if list(found.rows) else text(words.NO_EDITIONS)


def course(data: Evidence, tables: Mapping[str, Table]) -> Iterable[Block]:
    """What people were taught, and where it stands."""
    held = data.course.course
    yield text(f"{edition_then(held, data.day)} {words.COURSE}")
    yield facts(
        ("Title", held.title),
        ("Edition when made", held.edition),
        ("Law as at", day_words(held.law_as_at)),
        ("Next review by", day_words(held.review_due)),
        ("Level", held.level.capitalize()),
        ("Learning time, as declared", f"{held.learning_minutes} minutes"),
        ("To pass a module", f"{held.pass_mark} % of its statements right, as many attempts as needed"),
    )
    yield rows(tables["outline"], (0.8, 2.6, 0.7, 1, 0.8, 1.5))
    yield heading("What learners come to know and do")
    yield {"kind": "list", "items": [*held.outcomes, *held.competences]}
    yield heading("Changes to the course")
    yield rows(tables["changes"], (0.8, 1.4, 0.8, 4))


def certificate(picture: str | None, sample: CertificateSheet) -> Iterable[Block]:
    """The sheet as a picture, described in words."""
    yield text(words.CERTIFICATE)
    if picture is None:
        yield text(words.NO_PICTURE)
        return
    told = "; ".join(f"{label}: {value}" for label, value in sample.facts)
    alt = f"Sample of a certificate. {sample.heading}. {SAMPLE} {sample.completed} {sample.course}. {told}. {sample.plain}"
    yield {"kind": "picture", "svg": picture, "alt": alt, "mark": "SAMPLE"}


def limits(data: Evidence) -> Iterable[Block]:
    """What the figures mean and do not mean, and who made the pack."""
    yield {"kind": "list", "items": list(words.LIMITS)}
    yield facts(("Pack", data.made), ("Program", f"Sharewell {data.version}"), ("Site", data.site_address))


def text(said: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": said}


def quiet(said: str) -> Block:
    """A remark."""
    return {"kind": "quiet", "text": said}


def heading(said: str) -> Block:
    """A heading within a section."""
    return {"kind": "heading", "text": said}


def facts(*pairs: tuple[str, str]) -> Block:
    """Short pairs of a word and what it is."""
    return {"kind": "facts", "pairs": pairs}


def rows(found: Table, widths: Sequence[float]) -> Block:
    """A table as it is in its file."""
    lines = [[cell(each) for each in row] for row in found.rows]
    numbers = [column.kind == "number" for column in found.columns]
    return {**table([column.title for column in found.columns], lines, widths), "right": numbers}


def table(
    heads: Sequence[str],
    lines: Iterable[Sequence[str]],
    widths: Sequence[float],
    *,
    right: bool = False,
    total: bool = False,
) -> Block:
    """A table; `right`: all but the first column stand at the right; `total`: the last row is the sum."""
    aligned = [right and number > 0 for number in range(len(heads))]
    return {
        "kind": "table", "heads": list(heads), "rows": [list(line) for line in lines], "widths": list(widths),
        "right": aligned, "total": total,
    }  # fmt: skip


def said(number: Number) -> str:
    """A number in a table."""
    return NOT_SAID if number is None else str(number)


def cell(value: Cell) -> str:
    """A cell of a table on paper: days in words."""
    if value is None or value == "":
        return NOT_SAID
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else day_words(value)

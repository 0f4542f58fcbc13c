"""Every fault that an author can make in a file of the course: one change, one problem, with its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.catalogue.small_course import CARD, CASE, CHART, COURSE, GLOSSARY, MODULE, QUIZ, SLOTS, changed, good, read


@dataclass(frozen=True)
class Fault:
    """In `path`, `old` becomes `new`; then `line` of it is told with `words`."""

    path: str
    old: str
    new: str
    line: int
    words: str


LAW = "    law_as_at: 2026-11-22\n"
LAST = f"    taught_on: record\n{LAW}"
BANNER = "banner:\n  title: Danger?\n  text: |\n    Call 999. {{ local front-door }}"
FORM = [
    Fault(QUIZ, "id: record-quiz\n", "", 1, "`id` is missing"),
    Fault(QUIZ, "    because: Somebody does.\n", "", 13, "`statements 2, because` is missing"),
    Fault(QUIZ, f"{LAST}  - id: no", f"{LAW}  - id: no", 6, "`statements 1, taught_on` is missing"),
    Fault(QUIZ, "Somebody does.", "|\n\n", 16, "`statements 2, because` is empty"),
    Fault(QUIZ, "Somebody does.", "Somebody.\n    sinse_2016: x", 17, "did you mean `since_2016`?"),
    Fault(QUIZ, "answer: false", "answer: no", 15, "write true or false"),
    Fault(QUIZ, "answer: false", 'answer: "false"', 15, "must be true or false"),
    Fault(QUIZ, "kind: true-false", "kind: yes-no", 3, "'true-false' or 'choose-all'"),
    Fault(QUIZ, "title: Recording", "title: Recording\ntitle: Again", 3, "the key `title` stands here twice"),
    Fault(QUIZ, "title: Recording", "title: Recording: now", 2, "quotation marks"),
    Fault(QUIZ, "title: Recording", "title: Recording\n\tx: 1", 3, "not with tabs"),
    Fault(QUIZ, "intro: True", "intro: \x01True", 1, "control characters"),
    Fault(QUIZ, "You write it down.", "You **write** it.", 7, "`**` would be shown as it stands"),
    Fault(QUIZ, "You write it down.", "See [it](page:record).", 7, "is plain text"),
    Fault(COURSE, 'edition: "2026.1"\nlevel', "edition: 2026.1\nlevel", 3, "put it in quotation marks"),
    Fault(COURSE, 'edition: "2026.1"\nlevel', 'edition: "first"\nlevel', 3, "not of the right form"),
    Fault(COURSE, "law_as_at: 2026-11-22", "law_as_at: 22 November 2026", 6, "write it as 2026-11-22"),
    Fault(COURSE, "law_as_at: 2026-11-22", "law_as_at: 2026-02-30", 6, "must be a date"),
    Fault(COURSE, "learning_minutes: 10", "learning_minutes: ten", 5, "must be a whole number"),
    Fault(COURSE, "  - Everyone.", "  Everyone.", 9, "`audience` must be a list"),
    Fault(COURSE, "aims:\n  - To share well.", "aims: []", 11, "`aims` is empty"),
    Fault(COURSE, "aims:\n  - To share well.", "aims: [To share, and well]", 11, "flow style"),
    Fault(COURSE, "https://www", "http://www", 17, "beginning with https://"),
    Fault(CHART, "  title: Danger?\n", "  title: &here Danger?\n", 7, "an anchor"),
    Fault(CHART, "not_sure: Ask.", "not_sure: Ask.\n    maybe: x", 29, "not a key that is known here"),
    Fault(CHART, BANNER, "banner: Danger", 6, "group of keys"),
    Fault(CHART, 'answer: "No"\n        to', "to", 25, "`questions 1, branches 2, answer` is missing"),
    Fault(CASE, "        consequence: He eats.\n", "", 27, "consequence` is missing"),
    Fault(CASE, "model_decision: |\n  Tell the front door.\n", "", 1, "`model_decision` is missing"),
    Fault(CASE, "record:\n  - What was said\n", "", 1, "`record` is missing"),
    Fault(CASE, "  - What was said", "  - What\n  - told: the lead", 36, "must be text"),
    Fault(CARD, "owner: Gov", "sources:\n  - {title: A, publisher: B}\nowner: Gov", 6, "flow style"),
    Fault(CASE, "level: foundation", "level: hard", 5, "'foundation', 'intermediate' or 'advanced'"),
    Fault(GLOSSARY, "id: dsl", "id: DSL", 9, "lower-case letters"),
    Fault(SLOTS, "level: partnership", "level: team", 5, "'partnership', 'organisation' or 'both'"),
    Fault(MODULE, "owner: Training lead\n", "", 2, "`owner` is missing"),
    Fault(MODULE, "owner: Training lead", "owner: Training lead\nwoner: x", 9, "did you mean `owner`?"),
    Fault(CARD, "summary: What it says.", "summary:", 4, "`summary` must be text"),
]  # fmt: skip

PAGES = [
    Fault(MODULE, "{#question minutes=2}", "{minutes=2}", 34, "the page has no id"),
    Fault(MODULE, "{#question minutes=2}", "{#question}", 34, "the page has no minutes"),
    Fault(MODULE, "{#question minutes=2}", "{#question minutes=two}", 34, "`two` is not a number of minutes"),
    Fault(MODULE, "{#question minutes=2}", "{#Question minutes=2}", 34, "`Question` is not of the form of an id"),
    Fault(MODULE, "{#question minutes=2}", "{#question minutes=2 colour=red}", 34, "`colour` is not known"),
    Fault(MODULE, "{#question minutes=2}", "{#question minutes=2 two}", 34, "a part of the heading is not understood"),
    Fault(MODULE, "{#question minutes=2}", "{#question minutes=1 minutes=2}", 34, "`minutes` stands twice"),
    Fault(MODULE, "# The question", "#The question", 34, "the heading is not understood"),
    Fault(MODULE, "---\n\n# Record", "---\n\nHello.\n\n# Record", 12, "text stands before the first page"),
    Fault(MODULE, "## Why", "### Why", 16, "skips a heading level"),
    Fault(MODULE, "## Why", "## Why {#a}\n\n## How {#a}", 18, "the id `a` stands twice"),
    Fault(MODULE, "## Why", "## Why {a b", 16, "the attributes of"),
    Fault(CARD, "## More", "# More {#more}", 12, "heading of level 1"),
    Fault(MODULE, "Before.", "![](/static/x.png)", 36, "no alternative text"),
    Fault(MODULE, "Before.", "![A map](https://example.org/x.png)", 36, "is not of this site"),
    Fault(MODULE, "[the lunch](case", "[](case", 18, "has no words"),
    Fault(MODULE, "Before.", "Before <b>and</b> after.", 36, "raw HTML"),
    Fault(MODULE, "Before.", "<!-- a note -->", 36, "raw HTML"),
    Fault(MODULE, "Before.", "Before:\n- one\n- two", 37, "leave an empty line above the list"),
    Fault(MODULE, "Before.", "- one\n  - two", 37, "indent it by 4 blanks"),
    Fault(MODULE, "Before.", "Before:\n| a | b |\n|---|---|\n| 1 | 2 |", 37, "not shown as a table"),
    Fault(MODULE, "Ask who writes.\n///", "Ask who writes.", 30, "the block `facilitator` is not closed"),
    Fault(MODULE, "/// key-points\n-", "/// keypoints\n\n-", 26, "the block `keypoints` is not known"),
    Fault(MODULE, "/// key-points", "/// being-checked | Lead", 26, "may not stand here"),
    Fault(MODULE, "/// key-points", "/// key-points | Three", 26, "takes no words"),
    Fault(MODULE, "/// key-points", "/// sector", 26, "lacks the sector"),
    Fault(MODULE, "/// law | 2026-11-22", "/// law 2026-11-22\n\n/// law | 2026-11-22", 20, "is not understood"),
    Fault(MODULE, "- Write it down.", "Write it down.", 26, "the key points are not a list"),
    Fault(MODULE, "Ask who writes.", "", 30, "the block `facilitator` is empty"),
    Fault(MODULE, "Ask who writes.", "    Ask who writes.", 31, "begin it at the left edge"),
    Fault(MODULE, "Ask who writes.", "/// details | More\nText.\n///\n\nMore.", 31, "a block stands within a block"),
    Fault(MODULE, "Before.", "///", 36, "this line closes no block"),
    Fault(MODULE, "/// law | 2026-11-22", "/// law", 20, "lacks the date"),
    Fault(MODULE, "/// law | 2026-11-22", "/// law | 22 November", 20, "is not a date"),
    Fault(MODULE, "Source: Children Act 2004, section 10.\n", "", 20, "does not end with its source"),
    Fault(MODULE, "You write it down.\n\nSource", "You write it down.\nSource", 20, "after an empty line"),
    Fault(MODULE, "Before.", "Tell {{ local back-door }}.", 36, "no local detail `back-door`"),
    Fault(MODULE, "Before.", "Think of {{ rule be-kind }}.", 36, "no golden rule `be-kind`"),
    Fault(MODULE, "Before.", "Tell {{ front-door }}.", 36, "is not known"),
    Fault(MODULE, "Before.", "Tell {{ local }}.", 36, "names nothing"),
    Fault(MODULE, "Before.", "Tell {{ local front-door.", 36, "a mark is not closed"),
    Fault(MODULE, "Before.", "Sign ⟦local:x⟧.", 36, "used by the program"),
    Fault(CASE, "  Ask the group.", "  Ask {{ local nobody }}.", 37, "no local detail `nobody`"),
    Fault(CASE, "He is hungry.", "He is <i>hungry</i>.", 26, "raw HTML"),
    Fault(CASE, "  Tell the front door.", "  {{ quiz record-quiz }}", 33, "pages of a module only"),
    Fault(CASE, "  Tell the front door.", "  /// facilitator\n  No.\n  ///", 33, "may not stand here"),
    Fault(CHART, "      ## When not to ask", "      #### When not to ask", 18, "skips a heading level"),
]  # fmt: skip

LINKS = [
    Fault(CARD, "page:record", "page:recrod", 10, "did you mean `page:record`?"),
    Fault(CARD, "page:record", "page:record#how", 10, "has no part `#how`"),
    Fault(CARD, "page:record", "#where", 10, "has no part `#where`"),
    Fault(CARD, "page:record", "/wurried", 10, "no address `/wurried`"),
    Fault(CARD, "page:record", "/modules/golden-rules/recrod", 10, "no address"),
    Fault(CARD, "page:record", "http://example.org/", 10, "begin it with https://"),
    Fault(CARD, "page:record", "mailto:a@example.org", 10, "is of no known form"),
    Fault(CARD, "page:record", "record.md", 10, "is of no known form"),
    Fault(MODULE, "reference:card#more", "reference:cards", 18, "`reference:cards` leads nowhere"),
    Fault(MODULE, "case:lunch", "case:dinner", 18, "give the id of a case"),
    Fault(MODULE, "question:purpose#when-not", "question:recorded", 14, "leads nowhere"),
    Fault(MODULE, "question:purpose#when-not", "question:purpose#never", 14, "has no part `#never`"),
]  # fmt: skip


@pytest.mark.parametrize(
    "fault", FORM + PAGES + LINKS, ids=lambda fault: f"{fault.path.rpartition('/')[2]}-{fault.words}"
)
def test_a_fault_in_a_file_is_told_once_with_its_line(fault: Fault, tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, changed(fault.path, fault.old, fault.new))
    assert catalogue is None
    assert [(problem.path, problem.line) for problem in problems] == [(fault.path, fault.line)]
    assert fault.words in str(problems[0])


def test_the_small_course_itself_is_without_fault(tmp_path: Path) -> None:
    assert good(tmp_path).course.title == "Sharing"

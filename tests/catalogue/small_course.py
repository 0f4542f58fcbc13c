"""A whole course in a few lines: valid, and small enough that a test changes one thing in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from course.catalogue.load import read_catalogue
from course.catalogue.model import Catalogue
from course.catalogue.problems import Problem
from tests.catalogue.small_reflection import QUESTIONS, REFLECTION

TODAY = dt.date(2026, 11, 22)
COURSE = "content/course.yaml"
RULES = "content/golden-rules.yaml"
CHART = "content/flowchart.yaml"
GLOSSARY = "content/glossary.yaml"
SLOTS = "content/local-slots.yaml"
MODULE = "content/modules/1-golden-rules.md"
CASE = "content/cases/1-lunch.yaml"
CARD = "content/reference/card.md"
QUIZ = "quizzes/record-quiz.yaml"

FILES: Mapping[str, str] = {
    COURSE: """\
title: Sharing
slug: sharing
edition: "2026.1"
level: practitioner
learning_minutes: 10
law_as_at: 2026-11-22
review_due: 2027-05-22
strapline: When to share.
audience:
  - Everyone.
aims:
  - To share well.
outcomes:
  - You can share.
before_you_start:
  - Take your time.
quick_exit_url: https://www.example.org/weather
modules:
  - golden-rules
changes:
  - edition: "2026.1"
    date: 2026-11-22
    kind: law
    what: First edition.
    pages:
      - record
    statements:
      - write-it-down
""",
    RULES: """\
rules:
  - id: record
    number: 1
    name: Record your decision
    gist: Write down why.
    earlier:
      - 7
earlier:
  - number: 7
    text: Keep a record.
""",
    CHART: """\
id: flowchart
title: The key question
intro: |
  Begin at the **top**.
law_as_at: 2026-11-22
banner:
  title: Danger?
  text: |
    Call 999. {{ local front-door }}
start: purpose
questions:
  - id: purpose
    title: Is there a purpose?
    ask: What for?
    detail: |
      Say what it is for.

      ## When not to ask {#when-not}

      When it would harm.
    branches:
      - answer: "Yes"
        to: recorded
        because: You know why.
      - answer: "No"
        to: recorded
        because: You write it down.
    not_sure: Ask.
ends:
  - id: recorded
    title: Recorded
    text: It is written.
""",
    GLOSSARY: """\
terms:
  - id: front-door
    term: Front door
    forms:
      - front door
    meaning: Where a worry is taken.
    see:
      - dsl
  - id: dsl
    term: DSL
    forms:
      - DSL
    meaning: The lead.
""",
    SLOTS: """\
slots:
  - id: front-door
    label: Front door
    note: Name and number.
    level: partnership
""",
    MODULE: """\
---
id: golden-rules
title: The rules
minutes: 10
outcomes:
  - Record what you decide.
law_as_at: 2026-11-22
owner: Training lead
cases_required: 1
---

# Record your decision {#record minutes=2 teaches="write-it-down no-paper"}

Write it down and tell the front door: {{ local front-door }}. See [when not](question:purpose#when-not).

## Why

The [card](reference:card#more) says why, and so does [the lunch](case:lunch). {{ rule record }}

/// law | 2026-11-22
You write it down.

Source: Children Act 2004, section 10.
///

/// key-points
- Write it down.
///

/// facilitator
Ask who writes.
///

# The question {#question minutes=2}

Before.

{{ flowchart }}

After.

{{ cases }}

# Quiz {#record-quiz minutes=3}

Two statements.

{{ quiz record-quiz }}
""",
    CASE: """\
id: lunch
number: 1
title: The lunch
setting: Early years
level: foundation
outcome: Share less
minutes: 3
session_minutes: 20
content_note: Nothing hard.
law_as_at: 2026-11-22
scenario: |
  A boy has no lunch. You are his DSL.
your_role: Key person
foundation:
  - why
decisions:
  - id: why
    question: purpose
    rules:
      - record
    ask: Why share?
    options:
      - id: nothing
        text: For nothing.
        grade: unsafe
        consequence: He is hungry.
      - id: lunch-time
        text: For lunch.
        grade: best
        consequence: He eats.
    reveals: He smiles.
model_decision: |
  Tell the front door.
record:
  - What was said
facilitator: |
  Ask the group.
""",
    CARD: """\
---
id: card
title: The card
summary: What it says.
owner: Governance lead
law_as_at: 2026-11-22
review_due: 2027-05-22
group: law
---
Look at [the page](page:record).

## More

/// being-checked | Governance lead
This is being checked.
///
""",
    REFLECTION: QUESTIONS,
    QUIZ: """\
id: record-quiz
title: Recording
kind: true-false
intro: True or false?
statements:
  - id: write-it-down
    text: You write it down.
    answer: true
    because: Others need to know.
    rule: record
    taught_on: record
    law_as_at: 2026-11-22
  - id: no-paper
    text: Nobody writes it down.
    answer: false
    because: Somebody does.
    rule: record
    taught_on: record
    law_as_at: 2026-11-22
""",
}


def write(root: Path, files: Mapping[str, str]) -> None:
    """Put the files below `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(
    root: Path, files: Mapping[str, str] = FILES, today: dt.date = TODAY
) -> tuple[Catalogue | None, list[Problem]]:
    """Write the files below `root` and read them as a course."""
    write(root, files)
    return read_catalogue(root, today)


def changed(path: str, old: str, new: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    """The files with one place in one of them changed; the place must be there, and only once."""
    assert files[path].count(old) == 1, f"{old!r} stands {files[path].count(old)} times in {path}"
    return {**files, path: files[path].replace(old, new)}


def good(root: Path, files: Mapping[str, str] = FILES) -> Catalogue:
    """The course of files that must be without a fault."""
    catalogue, problems = read(root, files)
    assert problems == []
    assert catalogue is not None
    return catalogue

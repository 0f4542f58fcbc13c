"""A plan and a sheet for the small course of `small_course`, as files."""

from __future__ import annotations

from tests.catalogue.small_course import COURSE, FILES

PLAN_FILE = "content/plans/hour.yaml"
SHEET_FILE = "content/sheets/guide.md"
PLAN = """\
id: hour
title: One hour
summary: All of it.
minutes: 60
group:
  least: 4
  most: 12
whole_course: true
aims:
  - To share.
needs:
  - A room.
before:
  - guide
steps:
  - title: Begin
    minutes: 20
    do: |
      Say **hello** and name the front door: {{ local front-door }}

      - Ask.
    pages:
      - record
    sheets:
      - register
    cut: The hello.
  - title: Work
    minutes: 40
    do: Read the story.
    quizzes:
      - record-quiz
    case: lunch
    decisions:
      - why
    practises:
      - 1
"""
SHEET = """\
---
id: guide
title: The guide
audience: trainer
summary: How to do it.
law_as_at: 2026-11-22
---

## Before

Ask *once*. {{ local front-door }}
"""
WITH_PLAN = {
    **FILES,
    COURSE: FILES[COURSE] + "competences:\n  - Write it down.\n",
    PLAN_FILE: PLAN,
    SHEET_FILE: SHEET,
}

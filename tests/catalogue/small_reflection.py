"""The questions before and after the small course of `small_course`, as a file."""

REFLECTION = "content/reflection.yaml"
QUESTIONS = """\
id: reflection
law_as_at: 2026-11-20
scale:
  - Lowest
  - Low
  - Middle
  - High
  - Highest
usefulness:
  - Of no use
  - Of little use
  - Of some use
  - Of use
  - Of much use
confidence:
  - id: write
    text: I can write.
    page: record
  - id: read
    text: I can read.
    page: record
  - id: ask
    text: I can ask.
    page: record
  - id: tell
    text: I can tell.
    page: record
  - id: wait
    text: I can wait.
    page: record
  - id: see
    text: I can see.
    page: record
knowledge:
  - id: item-one
    before: Before one.
    after: After one.
    answer: true
    because: So it is.
    page: record
  - id: item-two
    before: Before two.
    after: After two.
    answer: false
    because: So it is.
    page: record
  - id: item-three
    before: Before three.
    after: After three.
    answer: false
    because: So it is.
    page: lunch
"""

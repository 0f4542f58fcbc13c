"""A quiz as one canonical text: what is stored with an attempt, so that it can be shown as it was on the day.

The digest of a quiz is the SHA-256 of that text, so it changes with anything that a learner or a marker can see.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

from course.catalogue.model import Quiz, Statement


def to_json(quiz: Quiz) -> str:
    """The canonical text: keys in order, no blanks, the digest left out. Equal quizzes give equal texts."""
    values = dataclasses.asdict(quiz)
    del values["digest"]
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dt.date.isoformat)


def from_json(text: str) -> Quiz:
    """The quiz of a text made by `to_json`, with its digest; another text raises ValueError, KeyError or TypeError."""
    values = json.loads(text)
    statements = tuple(
        Statement(**{**statement, "law_as_at": dt.date.fromisoformat(statement["law_as_at"])})
        for statement in values.pop("statements")
    )
    return with_digest(Quiz(**values, statements=statements, digest=""))


def with_digest(quiz: Quiz) -> Quiz:
    """The same quiz with the digest of its wording."""
    return dataclasses.replace(quiz, digest=hashlib.sha256(to_json(quiz).encode()).hexdigest())

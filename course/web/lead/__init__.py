"""For safeguarding leads, team leads and auditors: the completion report, lists of people, one person's record, files."""

from flask import Blueprint

blueprint = Blueprint("lead", __name__)

from course.web.lead import chase, evidence, impact, overview, people, person, questions, reset_link  # noqa: E402

__all__ = ["blueprint", "chase", "evidence", "impact", "overview", "people", "person", "questions", "reset_link"]

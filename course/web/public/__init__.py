"""For everyone: the flowchart, the library, help, the legal pages, and the pages that machines read."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from course.web.public import flowchart, health, help, library, manager, search  # noqa: E402

__all__ = ["blueprint", "flowchart", "health", "help", "library", "manager", "search"]

"""For everyone: practise a decision, fill in its forms, work through the cases."""

from flask import Blueprint

blueprint = Blueprint("practice", __name__)

from course.web.practice import cases, decide, forms  # noqa: E402

__all__ = ["blueprint", "cases", "decide", "forms"]

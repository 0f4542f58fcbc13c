"""For the learner alone: confidence before and after, private notes, the sheet for supervision."""

from flask import Blueprint

blueprint = Blueprint("mine", __name__, url_prefix="/my")

from course.web.mine import ask_manager, follow_up, looks, notes, old_forms, reflections, supervision  # noqa: E402

__all__ = ["ask_manager", "blueprint", "follow_up", "looks", "notes", "old_forms", "reflections", "supervision"]

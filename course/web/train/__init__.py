"""For trainers: packs to run the course in a room, sessions and their registers, projector, show of hands."""

from flask import Blueprint

blueprint = Blueprint("train", __name__)

from course.web.train import (  # noqa: E402
    arrivals,
    attend,
    certificates,
    closing,
    corrections,
    doubles,
    evaluation,
    hands,
    items,
    packs,
    papers,
    people,
    phones,
    present,
    register,
    session,
    sessions,
)

__all__ = [
    "arrivals",
    "attend",
    "blueprint",
    "certificates",
    "closing",
    "corrections",
    "doubles",
    "evaluation",
    "hands",
    "items",
    "packs",
    "papers",
    "people",
    "phones",
    "present",
    "register",
    "session",
    "sessions",
]

"""For the administrator: organisations and teams, join codes, one-time links, withdrawing a certificate, local information."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/manage")

from course.web.admin import certificates, join_codes, local_import, local_information, organisations, reset_links  # noqa: E402

__all__ = [
    "blueprint",
    "certificates",
    "join_codes",
    "local_import",
    "local_information",
    "organisations",
    "reset_links",
]

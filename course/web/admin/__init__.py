"""For the administrator: organisations and teams, join codes, one-time links, withdrawing a certificate, local information."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/manage")

from course.web.admin import (  # noqa: E402
    audit,
    certificates,
    domains,
    erasing,
    exemptions,
    headcounts,
    inviting_many,
    join_codes,
    letters,
    local_import,
    local_information,
    logos,
    members,
    merging,
    organisations,
    people,
    people_adding,
    people_import,
    people_inviting,
    requirement_adding,
    requirements,
    reset_links,
    roles,
)

__all__ = [
    "audit",
    "blueprint",
    "certificates",
    "domains",
    "erasing",
    "exemptions",
    "headcounts",
    "inviting_many",
    "join_codes",
    "letters",
    "local_import",
    "local_information",
    "logos",
    "members",
    "merging",
    "organisations",
    "people",
    "people_adding",
    "people_import",
    "people_inviting",
    "requirement_adding",
    "requirements",
    "reset_links",
    "roles",
]

"""Whose questions an evidence pack answers: where in it the answer stands, and what it cannot show."""

from __future__ import annotations

from collections.abc import Sequence

from course.catalogue.model import Catalogue

# Whose question it is; what this pack shows; in which sections and files; what this pack cannot show.
AUDITS = (
    (
        "Section 11 (Children Act 2004): councils, health bodies, police, probation, youth justice, prisons",
        "How many staff are trained, by organisation or team and by job role, and how many are late. The rules that were "
        "set. What the course teaches, and which of it people get wrong.",
        "Coverage (coverage.csv), Coverage by job role (job-roles.csv), Rules in force (rules.csv), The course "
        "(outline.csv), What people get wrong (questions.csv, misconceptions.csv)",
        "Coverage by level: the course has one. Supervision, safer recruitment, sharing agreements and how they are used. "
        "Add your own records of these.",
    ),
    (
        "Sections 157 and 175 (Education Act 2002): schools and colleges",
        "How many staff completed this course, when it has to be repeated, and results of quizzes in aggregate.",
        "Coverage (coverage.csv), Rules in force (rules.csv), What people get wrong (questions.csv)",
        "Whether staff have read the statutory guidance, training of the designated safeguarding lead, and how child "
        "protection files are kept and passed on.",
    ),
    (
        "Early years: safeguarding training under Annex C of the EYFS framework",
        "What of safeguarding training the course covers, the period after which training runs out here, and how many are in "
        "date.",
        "Early years: what the course covers, Rules in force (rules.csv), Coverage (coverage.csv)",
        "The topics of Annex C that the course does not cover. How staff are helped to use what they learned. Compare the "
        "period here with the one that the framework sets.",
    ),
    (
        "Inspection of services (Ofsted, CQC, joint inspections)",
        "Confidence before the course, after it and some weeks later; knowledge before and after; what changed at work, as "
        "people say.",
        "Impact (impact.csv)",
        "Whether information was shared well and in time in real cases, and how leaders know. Bring case audits.",
    ),
    (
        "Yearly report of the safeguarding partners",
        "Coverage month by month, and what changed in confidence and knowledge.",
        "Month by month (trend.csv), Impact (impact.csv)",
        "What training has changed for children and families.",
    ),
    (
        "Action plans after a practice review",
        "Which editions trained people took, what changed in each, and when.",
        "Editions taken (editions.csv), The course (changes.csv)",
        "Who they were. A safeguarding lead sees names in the reports, not in this pack.",
    ),
)
AUDIT_COLUMNS = ("Who asks", "What this pack shows", "Where it stands", "What it cannot show")

ANNEX_C = (
    "Annex C of the early years framework (September 2025) says what safeguarding training must cover. Its list is not "
    "repeated here: lay it beside this table. The course teaches about sharing information, and nothing else. Whatever "
    "stands in Annex C and in no covered line below is a gap of this course, and needs other training."
)
NOT_COVERED = "Not covered."
# What safeguarding training may be about, the ids of the modules that teach a part of it, and which part that is.
TOPICS: tuple[tuple[str, Sequence[str], str], ...] = (
    (
        "Noticing early",
        ("why-sharing-matters",),
        "that small worries count and belong together; no signs are taught",
    ),
    (
        "Telling, recording and referring",
        ("why-sharing-matters", "golden-rules", "deciding", "case-studies"),
        "whom to tell, whether to share, recording the decision",
    ),
    ("Law and guidance", ("golden-rules", "deciding", "organisations"), "the law and guidance on sharing information"),
    ("Who does what", ("why-sharing-matters", "organisations"), "who decides and who advises on sharing"),
    ("Working with other agencies", ("organisations", "case-studies"), "what to do when agencies disagree"),
    ("Kinds of abuse, harm and neglect, what leads to them, and their signs", (), ""),
    ("Your setting’s own policy and procedures", (), ""),
    ("Everything else that keeps children safe, such as safer recruitment or safety online", (), ""),
)


def covered(modules: Sequence[str], part: str, course: Catalogue) -> str:
    """Which part of a topic the course covers, and in which modules of the catalogue; a module that is gone covers nothing."""
    titles = [f"{each.number} {each.title}" for each in course.modules if each.id in modules]
    return f"In part: {part}. Module{'s' if len(titles) > 1 else ''} {'; '.join(titles)}." if titles else NOT_COVERED

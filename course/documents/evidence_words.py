"""What an evidence pack says that is the same in every pack: what it is, which questions of whom it answers, its limits."""

from __future__ import annotations

WHAT = (
    "This pack shows who has been trained in sharing information to protect children, under which rules, and what came "
    "of it. It names nobody but its maker. A pack is kept as it was made: what has happened since stands in a newer one."
)
HIDING = (
    "Counts under 5 are hidden, and others from which they could be worked out. Teams of fewer than 5 people are shown "
    "together with the next smallest."
)
COVERAGE = (
    "Every person registered has one of eight statuses, and the eight add up to the people registered. Trained means in "
    "date or due soon. The declared headcount is what the organisation says, and is not checked here."
)
RULES = (
    "The nearest rule holds: that of a team before that of a job role, an organisation and the whole partnership. "
    "“default” is what the course itself asks of everybody for whom nothing nearer was set."
)
TREND = (
    "People trained at the end of each month, worked out from what had happened by then under the rules of that day. "
    "Percentages leave out people who had left; where one is hidden the line is broken into dashes."
)
EDITIONS = (
    "The edition in which trained people last completed the course. Numbers are rounded to the nearest 5, and those under "
    "5 and their neighbours hidden, so that they give nothing away beside the statuses."
)
QUESTIONS = (
    "First answers, given before anybody looked at the right ones. They are counted five at a time for each team, so the "
    "newest may wait. All statements stand in questions.csv."
)
IMPACT = (
    "What people said and answered before the course, after it and some weeks later. Ratings are counted as first given, "
    "ten at a time for each team. The three moments are not linked: they need not be the same people."
)
COURSE = "What each edition changed stands below."
CERTIFICATE = (
    "This is what a learner gets on completing the course. The name on this one is made up and its code opens nothing. "
    "Anybody can check a real code on the site."
)
NOTHING_YET = "Too few answers so far: a figure is shown once enough people of a team have answered."
NO_TREND = "There is no history of two months yet."
NO_EDITIONS = "Nobody is trained yet."
NO_PICTURE = "The certificate could not be drawn: no font on the server has every letter of the partnership’s name."

# Whose question it is; what in this pack answers it; what this pack cannot show.
AUDITS = (
    (
        "Section 11 (Children Act 2004): councils, health bodies, police, probation, youth justice, prisons",
        "How many staff are trained, by organisation or team, and how many are late. The rules that were set. What the "
        "course teaches, and which of it people get wrong.",
        "Supervision, safer recruitment, sharing agreements and how they are used. Add your own records of these.",
    ),
    (
        "Sections 157 and 175 (Education Act 2002): schools and colleges",
        "How many staff completed this course, when it has to be repeated, and results of quizzes in aggregate.",
        "Whether staff have read the statutory guidance, training of the designated safeguarding lead, and how child "
        "protection files are kept and passed on.",
    ),
    (
        "Early years: safeguarding training under Annex C of the EYFS framework",
        "The parts of Annex C that are about sharing information, the period after which training runs out here (see "
        "Rules in force), and how many are in date.",
        "All other topics of Annex C: this course does not cover them. How staff are helped to use what they learned. "
        "Compare the period here with the one that the framework sets.",
    ),
    (
        "Inspection of services (Ofsted, CQC, joint inspections)",
        "Confidence and knowledge before the course, after it and some weeks later.",
        "Whether information was shared well and in time in real cases, and how leaders know. Bring case audits.",
    ),
    (
        "Yearly report of the safeguarding partners",
        "Coverage month by month, and what changed in confidence and knowledge.",
        "What training has changed for children and families.",
    ),
    (
        "Action plans after a practice review",
        "Which editions trained people took, what changed in each, and when.",
        "Who they were. A safeguarding lead sees names in the reports, not in this pack.",
    ),
)
AUDIT_COLUMNS = ("Who asks", "What this pack shows", "What it cannot show")

LIMITS = (
    "Training shows that people have met the material, and what they say of themselves. It does not show how well they "
    "share information at work. Set it beside an audit of decision records, for example ten in each quarter, read "
    "against the seven key questions.",
    "Only people who are registered are counted. Compare them with the declared headcount: whoever was never "
    "registered stands in no row.",
    "Somebody who belongs to two organisations is counted in each. Somebody who moved between teams counts where they "
    "belong now.",
    "Training elsewhere stands in a column of its own. It does not make anybody trained.",
    "Facts count by the day on which they happened, as they were known when the pack was made.",
    "Small numbers are hidden for each place by itself. Laying packs of several places or days side by side can still "
    "tell something about a small group: do not publish them together.",
    "Figures of questions and impact come from whoever answered. People who did not answer may think otherwise.",
    "Do not make a table of named settings, best to worst, from these figures. Small settings swing with one person.",
)

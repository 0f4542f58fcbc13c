"""What an evidence pack says that is the same in every pack: what it is, how to read its figures, its limits."""

from __future__ import annotations

WHAT = (
    "This pack shows who has been trained in sharing information to protect children, under which rules, and what came "
    "of it. It names nobody but its maker. A pack is kept as it was made: what has happened since stands in a newer one."
)
HIDING = (
    "Counts under 5 are hidden, and others from which they could be worked out. Teams and job roles of fewer than 5 people "
    "are shown together with the next smallest."
)
COVERAGE = (
    "Every person registered has one of eight statuses, and the eight add up to the people registered. Trained means in "
    "date or due soon. The declared headcount is what the organisation says, and is not checked here."
)
ROLES = (
    "Trained means in date or due soon. Job roles are as the organisation entered them. Those of fewer than 5 people are "
    "shown together with the next smallest; hidden numbers are under 5, or protect one. "
)
ROLES_WITHOUT_LEAVERS = "People who have left are not counted."
ROLES_WITH_LEAVERS = "People who have left are counted among those registered, since how many they are is hidden."
ROLES_WITHHELD = (
    "Not shown: in figures of so few people, coverage by job role would give small numbers away. A safeguarding lead sees "
    "each person with their job role in the list of people, not in this pack."
)
NO_ROLES = "Nobody’s job role has been entered, so there is no coverage by job role."
ONE_LEVEL = (
    "Coverage by level cannot be shown: this course has one level ({level}), and every figure here is of that level. "
    "Training of another level taken elsewhere is at most a number in the column Outside training, which tells no level."
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

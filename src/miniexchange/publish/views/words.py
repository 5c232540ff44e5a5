"""The words that the site uses for the codes of the records."""

from __future__ import annotations

OUTCOMES: dict[str, tuple[str, str]] = {
    "running": ("Running", "It works in the importing region."),
    "adapted": ("Adapted", "The importer made a version of its own."),
    "planned": ("Planned", "The importer decided on it; it had not begun when it was last reported."),
    "learning": ("Lessons taken", "The importer learnt from it without taking it over."),
    "announced": ("Announced", "The importer said that it wanted it. Nothing more is known."),
    "dropped": ("Dropped", "It was begun or planned, and given up."),
    "unknown": ("Not known", "What came of it is not known."),
}
"""Outcome level of an exchange → name and meaning, the furthest first."""

STAGES: dict[str, tuple[str, str]] = {
    "completed": ("Completed", "Carried out and judged by both regions."),
    "implementing": ("Being put into practice", "The importer is setting it up."),
    "visiting": ("Visits", "The regions are visiting each other."),
    "preparing": ("In preparation", "Both agreed; the visit is being prepared."),
    "agreed": ("Agreed", "Both regions said yes."),
    "proposed": ("Proposed", "Put to both regions."),
    "declined": ("Declined", "One of the two regions said no."),
    "withdrawn": ("Withdrawn", "Given up by those who had proposed or agreed to it."),
    "failed": ("Failed", "It was tried and did not work; the lessons remain."),
    "recorded": ("Recorded", "Known from sources and not managed here."),
}
"""Status of an exchange → name and meaning."""

CLAIMS: dict[str, tuple[str, str, str]] = {
    "result": ("Result", "Results", "what changed for firms and people"),
    "output": ("Output", "Outputs", "what was done or produced"),
    "input": ("Input", "Inputs", "what was put in"),
    "": ("Not classed", "Not classed", "figures whose kind is not stated"),
    "target": ("Target", "Targets", "what was aimed at"),
    "estimate": ("Estimate", "Estimates", "what somebody expected or reckoned"),
}
"""Kind of a claim → one, several, meaning; measured kinds first."""

MEASURED = ("result", "output", "input", "")
INTENDED = ("target", "estimate")

DESIGNS: dict[str, str] = {
    "account": "an account by those involved",
    "monitoring": "monitoring figures",
    "before-after": "before and after compared, without a comparison group",
    "comparison": "compared with a similar group",
    "quasi-experiment": "quasi-experiment",
    "experiment": "experiment",
}

QUALIFIERS: dict[str, str] = {"about": "about", "at-least": "at least", "at-most": "at most"}
SCALES: dict[str, tuple[str, int]] = {
    "nesta": ("Nesta", 5),
    "maryland": ("Maryland scale", 5),
    "oecd": ("OECD six steps", 6),
}
"""Evidence scale → short name and highest level."""

TYPES: dict[str, str] = {"instrument": "Policy instrument", "project": "Project", "method": "Method"}
ORIGINS: dict[str, str] = {
    "partner": "A partner of the project",
    "partner-region": "Somebody else in a partner region",
    "related-project": "A related project",
    "other": "Outside the partnership",
}
STATUSES: dict[str, str] = {
    "draft": "Draft",
    "review": "In review",
    "published": "Published",
    "archived": "Archived",
}
PRIORITIES: dict[str, str] = {"high": "High priority", "medium": "Medium priority", "low": "Low priority"}
NEED_STATUSES: dict[str, str] = {"open": "Open", "matched": "Matched", "met": "Met", "withdrawn": "Withdrawn"}
FORMS: dict[str, str] = {
    "visit": "Visit",
    "workshop": "Workshop",
    "video": "Video meeting",
    "secondment": "Secondment",
}
GROUPS: dict[str, str] = {
    "leader": "Innovation leader",
    "strong": "Strong innovator",
    "moderate": "Moderate innovator",
    "emerging": "Emerging innovator",
}
ANSWERS: dict[str, str] = {"yes": "Yes", "no": "No", "partly": "Partly"}
FIELDS: dict[str, str] = {
    "services": "Kind of support",
    "target_groups": "For whom",
    "themes": "Themes",
    "challenges": "Challenges",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

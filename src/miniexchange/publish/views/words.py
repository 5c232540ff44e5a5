"""The words that the site uses for the codes of the records."""

from __future__ import annotations

from miniexchange.publish.language import N_, NP_

OUTCOMES: dict[str, tuple[str, str]] = {
    "running": (N_("Running"), N_("It works in the importing region.")),
    "adapted": (N_("Adapted"), N_("The importer made a version of its own.")),
    "planned": (N_("Planned"), N_("The importer decided on it; it had not begun when it was last reported.")),
    "learning": (N_("Lessons taken"), N_("The importer learned from it without taking it over.")),
    "announced": (N_("Announced"), N_("The importer said that it wanted it. Nothing more is known.")),
    "dropped": (NP_("an exchange", "Dropped"), N_("It was begun or planned, and given up.")),
    "unknown": (NP_("what came of it", "Not known"), N_("What came of it is not known.")),
}
"""Outcome level of an exchange → name and meaning, the furthest first."""

STAGES: dict[str, tuple[str, str]] = {
    "completed": (N_("Completed"), N_("Carried out and judged by both regions.")),
    "implementing": (N_("Being put into practice"), N_("The importer is setting it up.")),
    "visiting": (NP_("stage of an exchange", "Visits"), N_("The regions are visiting each other.")),
    "preparing": (N_("In preparation"), N_("Both agreed; the visit is being prepared.")),
    "agreed": (NP_("stage of an exchange", "Agreed"), N_("Both regions said yes.")),
    "proposed": (NP_("stage of an exchange", "Proposed"), N_("Put to both regions.")),
    "declined": (N_("Declined"), N_("One of the two regions said no.")),
    "withdrawn": (NP_("an exchange", "Withdrawn"), N_("Given up by those who had proposed or agreed to it.")),
    "failed": (N_("Failed"), N_("It was tried and did not work; the lessons remain.")),
    "recorded": (N_("Recorded"), N_("Known from sources and not managed here.")),
}
"""Status of an exchange → name and meaning."""

CLAIMS: dict[str, tuple[str, str, str]] = {
    "result": (N_("Result"), N_("Results"), N_("what changed for firms and people")),
    "output": (N_("Output"), N_("Outputs"), N_("what was done or produced")),
    "input": (N_("Input"), N_("Inputs"), N_("what was put in")),
    "": (N_("Not classed"), N_("Not classed"), N_("figures whose kind is not stated")),
    "target": (N_("Target"), N_("Targets"), N_("what was aimed at")),
    "estimate": (N_("Estimate"), N_("Estimates"), N_("what somebody expected or reckoned")),
}
"""Kind of a claim → one, several, meaning; measured kinds first."""

MEASURED = ("result", "output", "input", "")
INTENDED = ("target", "estimate")

DESIGNS: dict[str, str] = {
    "account": N_("an account by those involved"),
    "monitoring": N_("monitoring figures"),
    "before-after": N_("before and after compared, without a comparison group"),
    "comparison": N_("compared with a similar group"),
    "quasi-experiment": N_("quasi-experiment"),
    "experiment": N_("experiment"),
}

SCALES: dict[str, tuple[str, int]] = {
    "nesta": (N_("Nesta"), 5),
    "maryland": (N_("Maryland scale"), 5),
    "oecd": (N_("OECD six steps"), 6),
}
"""Evidence scale → short name and highest level."""

TYPES: dict[str, str] = {
    "instrument": N_("Policy instrument"),
    "project": N_("Project"),
    "method": N_("Method"),
}
ORIGINS: dict[str, str] = {
    "partner": N_("A partner of the project"),
    "partner-region": N_("Somebody else in a partner region"),
    "related-project": N_("A related project"),
    "other": N_("Outside the partnership"),
}
PRIORITIES: dict[str, str] = {
    "high": N_("High priority"),
    "medium": N_("Medium priority"),
    "low": N_("Low priority"),
}
NEED_STATUSES: dict[str, str] = {
    "open": NP_("a need", "Open"),
    "matched": N_("Matched"),
    "met": N_("Met"),
    "withdrawn": NP_("a need", "Withdrawn"),
}
FORMS: dict[str, str] = {
    "visit": N_("Visit"),
    "workshop": N_("Workshop"),
    "video": N_("Video meeting"),
    "secondment": N_("Secondment"),
}
GROUPS: dict[str, str] = {
    "leader": N_("Innovation leader"),
    "strong": N_("Strong innovator"),
    "moderate": N_("Moderate innovator"),
    "emerging": N_("Emerging innovator"),
}
EVENT_KINDS: dict[str, str] = {
    "meeting": N_("Partner meeting"),
    "conference": N_("Conference"),
    "workshop": N_("Workshop"),
    "study-visit": N_("Study visit"),
    "staff-exchange": N_("Staff exchange"),
    "peer-review": N_("Peer review"),
}
ROLES: dict[str, str] = {
    "lead": N_("Lead partner"),
    "partner": N_("Partner"),
    "associated": N_("Associated partner"),
}
TARGETS: dict[str, str] = {
    "transfers": N_("Transfers of practices"),
    "exchanges": N_("Exchanges"),
    "practices": N_("Practices"),
    "good-practices": N_("Good practices"),
    "events": N_("Events"),
    "meetings": N_("Partner meetings"),
    "conferences": N_("Conferences"),
    "workshops": N_("Workshops"),
    "study-visits": N_("Study visits"),
    "staff-exchanges": N_("Staff exchanges"),
    "assessments": N_("Assessments"),
    "peer-reviews": N_("Peer reviews"),
    "plans": N_("Action plans"),
    "action-plans": N_("Action plans"),
    "regions": N_("Regions taking part"),
    "partners": N_("Partners"),
}
"""Usual names of a project's targets; any other shows its own name."""

CELL_STATES: dict[str, str] = {
    "assessed": N_("Assessed"),
    "unknown": NP_("how far a service answers a challenge", "Not known"),
    "not-applicable": N_("Does not apply"),
}
MATURITY: tuple[str, ...] = (
    N_("absent"),
    N_("ad hoc"),
    N_("defined and funded"),
    N_("measured and used"),
    N_("evaluated, improved and coordinated"),
)
"""What a maturity from 0 to 4 means."""

CONFIDENCES: dict[str, str] = {
    "low": N_("Low confidence"),
    "medium": N_("Medium confidence"),
    "high": N_("High confidence"),
}
PROGRESS: dict[str, str] = {
    "not-started": N_("Not started"),
    "on-track": N_("On track"),
    "delayed": N_("Delayed"),
    "done": N_("Done"),
    "dropped": NP_("progress of a plan", "Dropped"),
}
ANSWERS: dict[str, str] = {"yes": N_("Yes"), "no": N_("No"), "partly": N_("Partly")}
FIELDS: dict[str, str] = {
    "services": N_("Kind of support"),
    "target_groups": N_("For whom"),
    "themes": N_("Themes"),
    "challenges": N_("Challenges"),
}

FIELD_NAMES: dict[str, str] = {
    "amount": N_("amount"),
    "claim": N_("claim"),
    "date": N_("date"),
    "documented": N_("first described"),
    "end": N_("end"),
    "kind": N_("kind"),
    "organisation": N_("organisation"),
    "place": N_("place"),
    "population": N_("population"),
    "qualifier": N_("qualifier"),
    "start": N_("start"),
    "title": N_("title"),
    "unit": N_("unit"),
    "value": N_("value"),
    "value_max": N_("upper value"),
    # parts of assessments and action plans
    "activities": N_("activities"),
    "actual": N_("value"),
    "adaptation": N_("adaptation"),
    "assessment": N_("assessment"),
    "background": N_("background"),
    "baseline": N_("value before"),
    "by": N_("who said it"),
    "challenge": N_("challenge"),
    "comment": N_("comment"),
    "costs": N_("costs"),
    "country": N_("country"),
    "due": N_("when it is due"),
    "exchange": N_("exchange"),
    "funding": N_("funding"),
    "indicators": N_("indicators"),
    "item": N_("item"),
    "lessons": N_("lessons"),
    "maturity": N_("maturity"),
    "per": N_("what it is counted by"),
    "period": N_("period"),
    "players": N_("players"),
    "practice": N_("practice"),
    "proof": N_("proof"),
    "region": N_("region"),
    "role": N_("role"),
    "service": N_("service"),
    "status": N_("status"),
    "target": N_("value aimed at"),
    "text": N_("text"),
    **FIELDS,
}
"""Fields as they are named where sources disagree or something was deduced; any other shows its own name."""

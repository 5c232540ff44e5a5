"""Typed records, one module a kind."""

from miniexchange.catalogue.records.assessment import Assessment, Cell, Participant, PeerScore, ReviewFinding
from miniexchange.catalogue.records.event import Event, Participants
from miniexchange.catalogue.records.exchange import Adaptation, Evaluation, Exchange, ExchangeCosts, FeasibilityQuestion, Judgement, Outcome, Preparation, Proposal, Step, Training, Visit
from miniexchange.catalogue.records.plan import Action, Endorsement, Indicator, Instrument, Lesson, MeasuredValue, Monitoring, Plan, Player, PolicyChange
from miniexchange.catalogue.records.practice import Effort, ExpertOpinion, Owner, Practice, Precondition, Recognition, Resources, Transfer
from miniexchange.catalogue.records.project import Funding, Partner, Project
from miniexchange.catalogue.records.region import Capacity, Constraints, Need, Organisation, Point, Profile, Quota, Region
from miniexchange.catalogue.records.vocabulary import Term, Vocabulary
from miniexchange.catalogue.records.shared import Claim, Conflict, Contact, Cost, Entry, EvidenceLevels, Link, Location, Media, Money, Part, Period, Record, Source

RECORD_TYPES: dict[str, type[Record]] = {
    "practice": Practice,
    "region": Region,
    "exchange": Exchange,
    "project": Project,
    "event": Event,
    "assessment": Assessment,
    "plan": Plan,
    "vocabulary": Vocabulary,
}
"""Kind → the type of its records."""

__all__ = [
    "RECORD_TYPES",
    "Action",
    "Adaptation",
    "Assessment",
    "Capacity",
    "Cell",
    "Claim",
    "Conflict",
    "Constraints",
    "Contact",
    "Cost",
    "Effort",
    "Endorsement",
    "Entry",
    "Evaluation",
    "Event",
    "EvidenceLevels",
    "Exchange",
    "ExchangeCosts",
    "ExpertOpinion",
    "FeasibilityQuestion",
    "Funding",
    "Indicator",
    "Instrument",
    "Judgement",
    "Lesson",
    "Link",
    "Location",
    "MeasuredValue",
    "Media",
    "Money",
    "Monitoring",
    "Need",
    "Organisation",
    "Outcome",
    "Owner",
    "Part",
    "Participant",
    "Participants",
    "Partner",
    "PeerScore",
    "Period",
    "Plan",
    "Player",
    "Point",
    "PolicyChange",
    "Practice",
    "Precondition",
    "Preparation",
    "Profile",
    "Project",
    "Proposal",
    "Quota",
    "Recognition",
    "Record",
    "Region",
    "Resources",
    "ReviewFinding",
    "Source",
    "Step",
    "Term",
    "Training",
    "Transfer",
    "Visit",
    "Vocabulary",
]

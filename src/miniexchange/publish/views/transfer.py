"""What a practice takes, and what taking it over asks of an importer."""

from __future__ import annotations

from miniexchange.catalogue.records import Cost, Practice
from miniexchange.catalogue.records.practice import Precondition, Transfer
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, conflicts, deduced, fact


def resources_view(scope: Scope, practice: Practice, citations: Citations) -> View:
    """Costs and staff as sums, who pays, and notes; empty where nothing is known."""
    resources = practice.resources
    if resources is None:
        return {}
    sums = [_cost(scope, cost, citations) for cost in resources.costs]
    if resources.staff_fte is not None:
        staff = scope.interface.gettext("Staff")
        posts = _posts(scope, resources.staff_fte)
        sums.append(
            {
                **_SUM,
                "item": staff,
                "lang": "",
                "amount": posts,
                "deduced": deduced(resources, "staff_fte"),
            }
        )
    return {
        "sums": sums,
        "funding": list(resources.funding),
        "note": resources.note,
        "deduced": deduced(practice, "resources") or resources.inferred,
        "cites": citations.cite(resources.sources),
        "conflicts": conflicts(resources, citations),
    }


_SUM: View = {"per": "", "note": "", "cites": [], "conflicts": []}


def _cost(scope: Scope, cost: Cost, citations: Citations) -> View:
    return {
        "item": cost.item or scope.interface.gettext("Cost"),
        "lang": scope.lang if cost.item else "",
        "amount": scope.interface.money(cost),
        "per": cost.per,
        "note": cost.note,
        "deduced": deduced(cost) or deduced(cost, "item", "amount", "amount_max", "currency", "per"),
        "cites": citations.cite(cost.sources),
        "conflicts": conflicts(cost, citations),
    }


def transfer_view(scope: Scope, practice: Practice, citations: Citations) -> View:
    """What must stay, what may change, what must be there first, and the effort; empty where nothing is known.

    A part is marked as deduced only where the whole is not: that is marked once.
    """
    transfer = practice.transfer
    if transfer is None:
        return {}
    whole = deduced(practice, "transfer") or transfer.inferred
    translated, lang = scope.translation(practice)
    text = translated.get("transfer", {}).get("text")
    effort = transfer.effort
    return {
        "text": text or transfer.text,
        "lang": lang if text else scope.lang,
        "core": list(transfer.core),
        "core_deduced": not whole and deduced(transfer, "core"),
        "adaptable": list(transfer.adaptable),
        "adaptable_deduced": not whole and deduced(transfer, "adaptable"),
        "preconditions": [
            _precondition(scope, entry, citations, whole or deduced(transfer, "preconditions"))
            for entry in transfer.preconditions
        ],
        "preconditions_deduced": not whole and deduced(transfer, "preconditions"),
        "effort": _effort(scope, transfer),
        "effort_note": effort.note if effort else "",
        "effort_deduced": not whole and (deduced(effort) or deduced(transfer, "effort")),
        "deduced": whole,
        "note": transfer.note,
        "cites": citations.cite(transfer.sources),
        "conflicts": conflicts(transfer, citations),
    }


def _precondition(scope: Scope, entry: Precondition, citations: Citations, marked: bool) -> View:
    known = "".join(scope.labels("capabilities", [entry.capability])) if not entry.text else ""
    return {
        "text": entry.text or known,
        "hard": entry.hard,
        "deduced": not marked and (entry.inferred or deduced(entry, "text", "capability")),
        "note": entry.note,
        "cites": citations.cite(entry.sources),
    }


def _effort(scope: Scope, transfer: Transfer) -> list[View]:
    interface = scope.interface
    _, effort = interface.gettext, transfer.effort
    facts: list[View] = []
    if effort:
        facts = [
            *fact(
                _("Time to set up"),
                _months(scope, effort.setup_months),
                deduced=deduced(effort, "setup_months"),
            ),
            *fact(_("Staff"), _posts(scope, effort.staff_fte), deduced=deduced(effort, "staff_fte")),
            *fact(_("Cost"), interface.money(effort.cost), deduced=deduced(effort, "cost")),
        ]
    languages = interface.listed([interface.language_name(tag) for tag in transfer.languages])
    return [
        *facts,
        *fact(_("Languages in which it can be passed on"), languages, deduced=deduced(transfer, "languages")),
        *fact(
            _("Importers at one time"),
            interface.figure(transfer.max_importers, None, "at-most", "")[0],
            deduced=deduced(transfer, "max_importers"),
        ),
    ]


def _months(scope: Scope, months: float | None) -> str:
    if months is None:
        return ""
    return scope.interface.ngettext("%(num)s month", "%(num)s months", months)


def _posts(scope: Scope, posts: float | None) -> str:
    if posts is None:
        return ""
    return scope.interface.ngettext("%(num)s full-time post", "%(num)s full-time posts", posts)

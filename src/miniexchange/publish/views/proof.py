"""How good a programme is known to be, in the page's language, and how scores are written in it."""

from __future__ import annotations

from miniexchange.pairing.programme import Programme
from miniexchange.pairing.telling import CLOSED
from miniexchange.publish.language import N_, Interface
from miniexchange.publish.views.scope import View

PART_WORDS: dict[str, str] = {
    "need": N_("Need"),
    "wish": N_("Wish"),
    "text": N_("Words in common"),
    "context": N_("Similar regions"),
    "evidence": N_("Evidence"),
    "transferability": N_("Transferability"),
    "practicality": N_("Practicality"),
}
"""Part of a score → its name."""

_PROVEN: dict[str, str] = {
    "certificate": N_(
        "Proven best: no other choice leaves fewer exchanges missing, or as few with a higher total score. "
        "A proof that was checked in whole numbers rules it out."
    ),
    "search": N_(
        "Proven best: no other choice leaves fewer exchanges missing, or as few with a higher total score. "
        "A complete search rules it out."
    ),
    "unfinished": N_(
        "The best programme found in the time allowed. It is not proven that there is no better one."
    ),
    "stable": N_(
        "Stable: no importer and exporter would both rather exchange with each other than keep what they have. "
        "All pairs were checked."
    ),
}
"""Method of the proof → what it means."""

_FAIR = N_(
    "Proven best: no other choice with as many exchanges, none of them weaker, has a higher total score."
)


def proof_view(interface: Interface, programme: Programme) -> View:
    """The proof in words: what is proven, by how much a better choice could gain, the total score, and what is missing."""
    _, proof = interface.gettext, programme.proof
    fair = programme.choice == "fair" and proof.method in CLOSED
    total = _("Total score %(total)s.") % {"total": score(interface, programme.total)}
    if programme.bonus:
        bonus = {
            "total": score(interface, programme.total),
            "bonus": score(interface, programme.bonus),
        }
        total = _("Total score %(total)s, with bonuses of %(bonus)s.") % bonus
    missing = _("No exchange that was asked for is missing.")
    if proof.shortfall:
        missing = interface.ngettext(
            "%(num)s exchange that was asked for is missing.",
            "%(num)s exchanges that were asked for are missing.",
            proof.shortfall,
        )
    return {
        "text": _(_FAIR if fair else _PROVEN[proof.method]),
        "gain": _gain(interface, programme),
        "total": total,
        "missing": missing,
    }


def _gain(interface: Interface, programme: Programme) -> str:
    """What a better programme could gain at most; "" where it is proven that there is none."""
    proof = programme.proof
    if proof.method != "unfinished":
        return ""
    exchanges, points = divmod(proof.gap, proof.penalty)
    gains = []
    if exchanges:
        gains.append(interface.ngettext("%(num)s exchange more", "%(num)s exchanges more", exchanges))
    if points:
        gains.append(interface.gettext("%(points)s points") % {"points": score(interface, points)})
    text = interface.gettext("A better one could gain at most %(gain)s.")
    return text % {"gain": interface.listed(gains)} if gains else ""


def score(interface: Interface, hundredths: int) -> str:
    """A score as people see it: 0 to 100 with one decimal, halves rounded up."""
    return points(interface, (hundredths + 5) // 10)


def points(interface: Interface, tenths: int) -> str:
    """Points with one decimal, given in tenths: `12.0`, in German `12,0`."""
    separator = interface.number(0.5)[1:-1]
    return f"{interface.number(tenths // 10)}{separator}{tenths % 10}"

"""The page that explains how evidence is told: deduced statements, kinds of figures, levels of the scales."""

from __future__ import annotations

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records import Claim, Conflict, EvidenceLevels, Vocabulary
from miniexchange.publish.views import words
from miniexchange.publish.views.claims import evidence
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations


def evidence_guide_view(scope: Scope) -> View:
    """Every sign of the catalogue with its meaning; other pages lead here by fragments such as `nesta-2`."""
    _ = scope.interface.gettext
    return {
        "title": _("How evidence is told"),
        "kinds": [
            {"kind": kind or "unclassed", "term": _(word), "text": _(meaning)}
            for kind, (word, _heading, meaning) in words.CLAIMS.items()
        ],
        "example": evidence(_examples(scope), Citations(scope)),
        "designs": [_(design) for design in words.DESIGNS.values()],
        "levels": [
            {"id": level, "term": _(word), "text": _(meaning)}
            for level, (word, meaning) in words.OUTCOMES.items()
        ],
        "scales": _scales(scope),
    }


def _examples(scope: Scope) -> list[Claim]:
    """Claims of an invented practice, in the page's language, to be set as claims are set on every page."""
    _ = scope.interface.gettext
    return [
        Claim(
            claim=_("In the firms that took part, two years later."),
            kind="result",
            value=120,
            unit=_("new jobs"),
            date=PartialDate("2012"),
            target=100,
            design="before-after",
            levels=EvidenceLevels(nesta=2),
            independent=True,
        ),
        Claim(
            claim=_("Advised in the first round."),
            kind="output",
            value=39,
            unit=_("firms"),
            conflicts=(Conflict(field="value", value=35),),
        ),
        Claim(claim=_("Paid out in vouchers."), kind="input", value=250_000, unit="EUR"),
        Claim(claim=_("To be reached by the end."), kind="target", value=100, unit=_("firms")),
        Claim(
            claim=_("Expected by those who ran it."),
            kind="estimate",
            value=300,
            unit=_("jobs"),
            inferred=True,
        ),
    ]


def _scales(scope: Scope) -> list[View]:
    """Each scale with its levels. One that the vocabulary does not describe has them too: claims lead to them."""
    vocabulary = scope.shelf.find(Vocabulary, "evidence-scales")
    described = vocabulary.terms if vocabulary else {}
    terms = scope.shelf.terms("evidence-scales")
    _ = scope.interface.gettext
    scales: list[View] = []
    for scale in dict.fromkeys([*words.SCALES, *described]):
        name, top = words.SCALES.get(scale, ("", 0))
        term = described.get(scale)
        told = term.levels if term else {}
        numbers = sorted({*map(str, range(1, top + 1)), *told}, key=int)
        scales.append(
            {
                "id": scale,
                "title": terms.label(scale, scope.interface.asked) if term else _(name),
                "lang": "en" if term and scope.interface.asked not in term.label else "",
                "definition": term.definition if term else "",
                "levels": [{"level": level, "text": told.get(level, "")} for level in numbers],
                "described": bool(told),
                "note": term.note if term else "",
            }
        )
    return scales

"""Evidence: the best claim counts, each on its own ladder, and never less than silence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairing_builder import DAY

from miniexchange.catalogue.records import Practice
from miniexchange.catalogue.typed import record_from
from miniexchange.pairing.explain.reasons import shown_by
from miniexchange.pairing.fit.evidence import DESIGNS, KINDS, SCALES, best_claim, evidence


def practice(*claims: dict[str, Any]) -> Practice:
    document = {"title": "P", "status": "published", "evidence": [{"claim": "It works"} | c for c in claims]}
    found = record_from("practice", "p", "", document)
    assert isinstance(found, Practice)
    return found


def value(*claims: dict[str, Any]) -> int:
    return int(evidence([practice(*claims)], DAY)[0][0])


def known(*claims: dict[str, Any]) -> int:
    return int(evidence([practice(*claims)], DAY)[1][0])


def test_designs_are_a_ladder_above_the_middle() -> None:
    steps = [value({"kind": "result", "design": design}) for design in DESIGNS]
    assert steps == sorted(set(steps)) and steps[0] > 500 and steps[-1] == 900
    assert value({"kind": "result", "design": "experiment", "independent": True}) == 1000


@pytest.mark.parametrize("scale", SCALES)
def test_each_scale_is_a_ladder_of_its_own(scale: str) -> None:
    steps = [value({"kind": "result", "levels": {scale: n}}) for n in range(1, SCALES[scale] + 1)]
    assert steps == sorted(set(steps)) and steps[0] > 500 and steps[-1] == 900


def test_the_highest_of_several_steps_counts() -> None:
    both = {"kind": "result", "design": "account", "levels": {"maryland": 5, "nesta": 1}}
    assert value(both) == 900


@pytest.mark.parametrize("kind", ["target", "input"])
def test_what_was_aimed_at_or_put_in_shows_nothing(kind: str) -> None:
    claim = {"kind": kind, "design": "experiment", "independent": True}
    assert (value(claim), known(claim)) == (500, 0)
    assert best_claim(practice(claim), DAY) is None


@pytest.mark.parametrize("kind", ["output", "estimate", ""])
def test_outputs_and_estimates_show_half(kind: str) -> None:
    assert value({"kind": kind, "design": "experiment"}) == 700
    assert known({"kind": kind, "design": "experiment"}) == 500


def test_a_claim_that_does_not_say_how_it_is_known_counts_as_an_account() -> None:
    assert value({"kind": "result"}) == value({"kind": "result", "design": "account"})
    assert (known({"kind": "result"}), known({"kind": "result", "design": "account"})) == (500, 1000)


def test_claims_of_later_days_are_hidden() -> None:
    late = {"kind": "result", "design": "experiment", "date": str(DAY.year + 1)}
    early = {"kind": "result", "design": "monitoring", "date": str(DAY.year - 1)}
    assert value(late) == 500 and value(early, late) == value(early)
    best = best_claim(practice(early, late), DAY)
    assert best is not None and best.design == "monitoring"


CLAIMS = st.fixed_dictionaries(
    {"kind": st.sampled_from([*KINDS, "target", "input"])},
    optional={
        "design": st.sampled_from(DESIGNS),
        "levels": st.fixed_dictionaries({}, optional={s: st.integers(1, top) for s, top in SCALES.items()}),
        "independent": st.booleans(),
        "date": st.sampled_from(["2001", "2030"]),
    },
)


@given(st.lists(CLAIMS, max_size=4), CLAIMS)
def test_a_further_claim_never_makes_it_worse(claims: list[dict[str, Any]], further: dict[str, Any]) -> None:
    assert 500 <= value(*claims) <= value(*claims, further) <= 1000


@given(st.lists(CLAIMS, max_size=4))
def test_the_best_claim_alone_counts_as_all(claims: list[dict[str, Any]]) -> None:
    best = best_claim(practice(*claims), DAY)
    told = [i for i, c in enumerate(practice(*claims).evidence) if c is best or c == best]
    assert value(*claims) == (value(claims[told[0]]) if told else 500)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({"kind": "result", "design": "before-after"}, "results shown by a before-and-after comparison"),
        ({"kind": "output", "design": "monitoring"}, "outputs shown by monitoring"),
        (
            {"kind": "result", "design": "experiment", "levels": {"maryland": 5}, "independent": True},
            "results shown by an experiment, not by those who run it",
        ),
        ({"kind": "result", "levels": {"oecd": 2}}, "results shown by step 2 of 6 on the OECD scale"),
        ({"kind": "result", "levels": {}}, ""),
    ],
)
def test_evidence_in_words(claim: dict[str, Any], words: str) -> None:
    assert shown_by(practice(claim).evidence[0]) == words

"""Small bare problems for the tests of the solver, and their best programmes by trying all of them."""

from __future__ import annotations

import random
from hashlib import blake2b
from typing import Any

from check_certificate import Exchange, Problem
from hypothesis import assume
from hypothesis import strategies as st

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.written import instance_from

Document = dict[str, Any]
Worth = tuple[int, int, int, int, int]

RULES: Document = {
    "one_per_unordered_pair": st.booleans(),
    "export_counts": st.sampled_from(["exchanges", "practices"]),
    "reciprocity_bonus": st.sampled_from([0, 0, 1, 7]),
    "theme_bonus": st.sampled_from([0, 0, 1, 7]),
    "exchanges_min": st.sampled_from([0, 0, 1, 2, 4]),
}
"""The rules that leave the flow, and the least number of exchanges."""


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    needs: tuple[str, ...] = ("", "a", "b"),
    most: int = 9,
    extras: bool = False,
) -> Document:
    """Small problems with quotas, capacities, owners outside, locked and forbidden pairs; many scores are equal.

    With `extras`, budgets and all other rules as well.
    """
    names = [f"r{i}" for i in range(draw(st.integers(1, 4)))]
    regions: list[Document] = []
    for name in names:
        export_max, import_max = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        region: Document = {"id": name, "export_max": export_max, "import_max": import_max}
        region["export_min"] = draw(st.integers(0, export_max))
        region["import_min"] = draw(st.integers(0, import_max))
        if extras and draw(st.booleans()):
            region["budget"] = draw(st.integers(0, 6))
        regions.append(region)
    practices: list[Document] = [
        {
            "id": f"p{i}",
            "owner": draw(st.sampled_from([*names, *names, "outside", ""])),
            "capacity": draw(st.sampled_from([None, None, 0, 1, 2])),
            "themes": draw(st.lists(st.sampled_from("xyz"), unique=True, max_size=2)) if extras else [],
        }
        for i in range(draw(st.integers(1, 5)))
    ]
    ids = [p["id"] for p in practices]
    best = draw(st.sampled_from([0, 2, 10, 10_000]))
    cell = st.tuples(st.sampled_from(names), st.sampled_from(ids))
    triple = st.tuples(st.sampled_from(names), st.sampled_from(ids), st.sampled_from(needs))
    scores = [
        [importer, practice, draw(st.integers(0, best)), need, draw(st.integers(0, 2))]
        for importer, practice, need in draw(st.lists(triple, unique=True, max_size=most))
    ]
    document: Document = {
        "format": "exchange-instance/1",
        "regions": regions,
        "practices": practices,
        "scores": scores,
        "locked": [list(entry) for entry in draw(st.lists(triple, unique=True, max_size=2))],
        "forbidden": [list(pair) for pair in draw(st.lists(cell, max_size=1))],
        "rules": {
            "one_per_ordered_pair": draw(st.booleans()),
            "need_max": draw(st.sampled_from([1, 1, 2])),
            "min_score": draw(st.sampled_from([0, 0, 1])),
        },
    }
    if extras:
        document["rules"] |= {name: draw(values) for name, values in RULES.items()}
        document["costs"] = [
            [*pair, draw(st.integers(0, 4))] for pair in draw(st.lists(cell, unique=True, max_size=8))
        ]
    return document


def instance_of(document: Document) -> Instance:
    """The instance of a drawn document; examples whose locked exchanges contradict it are passed over."""
    try:
        return instance_from(document)
    except UserError as wrong:
        assert "locked" in str(wrong), wrong
        assume(False)
        raise


def worth(problem: Problem, document: Document, chosen: tuple[Exchange, ...]) -> Worth:
    """What a programme is judged by: missing exchanges, score, confidence, both halves of the hash."""
    sure = {(s[0], s[1], s[3] if len(s) > 3 else ""): s[4] if len(s) > 4 else 0 for s in document["scores"]}
    hashes = [
        int.from_bytes(blake2b("\0".join(exchange).encode(), digest_size=5).digest(), "big")
        for exchange in chosen
    ]
    return (
        -problem.shortfall(chosen),
        problem.objective(chosen),
        sum(sure[exchange] for exchange in chosen),
        sum(number // 2**20 for number in hashes),
        sum(number % 2**20 for number in hashes),
    )


def programmes(problem: Problem) -> list[tuple[Exchange, ...]]:
    """Every programme that keeps the upper limits."""
    found: list[tuple[Exchange, ...]] = [()]
    for exchange in sorted(problem.eligible):
        found += [longer for chosen in found if not problem.over(longer := (*chosen, exchange))]
    return found


def best_by_hand(document: Document) -> tuple[Worth, tuple[Exchange, ...]] | None:
    """The best programme of all; None when none has enough exchanges."""
    problem = Problem(document)
    least = document["rules"].get("exchanges_min", 0)
    tried = [
        (worth(problem, document, chosen), chosen) for chosen in programmes(problem) if len(chosen) >= least
    ]
    return max(tried, default=None)


def large(seed: int, importers: int, practices: int, *, needs: int = 0, share: float = 0.7) -> Document:
    """A random problem of real size: exporters among the importers, quotas of two, capacities, needs, few equal scores."""
    mixer = random.Random(seed)
    regions = [
        {"id": f"r{i}", "export_min": 2, "export_max": 3, "import_min": 2, "import_max": 2}
        for i in range(importers)
    ]
    offered = [
        {"id": f"p{i}", "owner": f"r{i % importers}", "capacity": mixer.choice([None, 1, 2])}
        for i in range(practices)
    ]
    scores = [
        [f"r{r}", f"p{p}", mixer.randint(0, 10_000), need, mixer.randint(0, 9)]
        for r in range(importers)
        for need in ([f"n{n}" for n in range(needs)] or [""])
        for p in range(practices)
        if p % importers != r and mixer.random() < share
    ]
    return {"regions": regions, "practices": offered, "scores": scores, "rules": {}}

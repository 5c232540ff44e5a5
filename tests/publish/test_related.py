"""Related practices: whatever the shortcuts, the same as by comparing each with each."""

from __future__ import annotations

from math import log

from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.catalogue.records import Practice
from miniexchange.publish.related import related

FIELDS = ("themes", "challenges", "services", "target_groups")


def plainly(practices: list[Practice]) -> dict[str, tuple[str, ...]]:
    """The same, as its description tells it."""
    terms = {p.id: {(field, term) for field in FIELDS for term in getattr(p, field)} for p in practices}
    holders = {term: [i for i in terms if term in terms[i]] for of_one in terms.values() for term in of_one}
    weight = {term: round(1000 * log(1 + len(practices) / len(ids))) for term, ids in holders.items()}
    found = {}
    for one, mine in terms.items():
        rarest = sorted(mine, key=lambda term: (-weight[term], term))
        near: set[str] = set()
        for term in rarest:
            if len(near) <= 50:
                near |= set(holders[term])
        order = sorted(
            near - {one}, key=lambda other: (-sum(weight[term] for term in mine & terms[other]), other)
        )
        found[f"related:{one}"] = tuple(
            " ".join(
                [other, *[f"{field}/{term}" for field, term in rarest if (field, term) in terms[other]][:3]]
            )
            for other in order[:4]
        )
    return found


@st.composite
def practices(draw: st.DrawFn) -> list[Practice]:
    count = draw(st.integers(0, 140))
    ids = draw(st.permutations([f"p{n:03}" for n in range(count)]))
    few = st.lists(st.sampled_from("abcdefghijkl"), max_size=3, unique=True).map(tuple)
    return [
        Practice(
            id=i, path=f"{i}.yaml", title=i, status="published", **{field: draw(few) for field in FIELDS[:2]}
        )
        for i in ids
    ]


@settings(max_examples=60, deadline=None)
@given(practices())
def test_the_same_as_comparing_each_with_each(found: list[Practice]) -> None:
    assert related(found) == plainly(found)


def test_the_rarest_term_in_common_is_named_first_and_oneself_never() -> None:
    common = [
        Practice(id=f"c{n}", path="", title="", status="published", themes=("finance",)) for n in range(5)
    ]
    pair = [
        Practice(id=i, path="", title="", status="published", themes=("finance", "hemp")) for i in ("x", "y")
    ]
    assert related([*common, *pair])["related:x"][0] == "y themes/hemp themes/finance"
    assert related([]) == {}
    assert related(pair[:1]) == {"related:x": ()}

"""The written forms: bad input is told, order changes nothing, and neither time nor Ctrl-C is lost."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problem_builder import Document, documents, instance_of
from test_pair_solver import fractional

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.certificate import verify
from miniexchange.pairing.problem.instance import Choice
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.problem.written import (
    certificate_document,
    instance_document,
    instance_from,
    proposal_document,
)

INSTANCES = Path(__file__).parents[1] / "data" / "instances"

PLAIN: Document = {
    "regions": [
        {"id": r, "export_min": 0, "export_max": 1, "import_min": 0, "import_max": 1} for r in ("a", "b")
    ],
    "practices": [{"id": "p", "owner": "b", "capacity": None}, {"id": "q", "owner": "b", "capacity": None}],
    "scores": [["a", "p", 5]],
}
REGION = PLAIN["regions"][0]


def test_plain_document_is_fine() -> None:
    assert solve(instance_from(PLAIN)).chosen == (Choice("a", "p"),)
    assert solve(instance_from(PLAIN | {"forbidden": [["a", "p"]]})).chosen == ()
    assert solve(instance_from(PLAIN | {"rules": {"min_score": 6}})).chosen == ()
    assert solve(instance_from(PLAIN | {"rules": {"min_score": 5}})).chosen == (Choice("a", "p"),)
    assert solve(instance_from(PLAIN | {"scores": []})).chosen == ()
    assert solve(instance_from({"regions": [], "practices": [], "scores": []})).objective == 0
    assert solve(instance_from(PLAIN | {"practices": [], "scores": []})).chosen == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "something-else/2"}, "format"),
        ({"regions": [REGION | {"export_min": 2}]}, "contradict"),
        ({"regions": [REGION | {"import_max": 10**7}]}, "too many"),
        ({"regions": [REGION | {"import_max": -1}]}, "contradict"),
        ({"regions": [REGION | {"import_max": 1.5}]}, "import_max"),
        ({"regions": [REGION | {"import_max": True}]}, "import_max"),
        ({"regions": [REGION | {"budget": -1}]}, "budget"),
        ({"regions": [REGION | {"budget": "5"}]}, "budget"),
        ({"regions": [REGION, REGION]}, "listed twice"),
        ({"regions": [REGION, REGION | {"budget": 5}]}, "listed twice"),
        ({"regions": [REGION | {"id": ""}]}, "no id"),
        ({"regions": [REGION | {"id": "\ud800"}], "scores": []}, "cannot be written"),
        ({"regions": [{"id": "a"}]}, "no export_min"),
        ({"regions": {}}, "not a list"),
        ({"regions": ["a"]}, "not a mapping"),
        ({"practices": [{"id": "p", "owner": "b", "capacity": -1}]}, "capacity"),
        ({"practices": [{"id": "p", "owner": "b", "capacity": "1"}]}, "capacity"),
        ({"practices": [{"id": "p", "owner": 5}]}, "owner"),
        ({"practices": [{"id": "p", "owner": "b", "themes": "x"}]}, "themes"),
        ({"practices": [{"id": "p", "capacity": None}, {"id": "p", "capacity": 1}]}, "listed twice"),
        ({"scores": [["x", "p", 5]]}, "not among the regions"),
        ({"scores": [["a", "x", 5]]}, "not among the practices"),
        ({"scores": [["a", "p", -5]]}, "whole numbers|is -5"),
        ({"scores": [["a", "p", 0.5]]}, "is 0.5"),
        ({"scores": [["a", "p", float("nan")]]}, "is nan"),
        ({"scores": [["a", "p", "5"]]}, "is '5'"),
        ({"scores": [["a", "p", True]]}, "is True"),
        ({"scores": [["a", "p", None]]}, "is None"),
        ({"scores": [["a", "p", 10**30]]}, "is 1000"),
        ({"scores": [["a", "p", 5], ["a", "p", 6]]}, "twice"),
        ({"scores": [["a", "p", 5, "n"], ["a", "p", 6, "n"]]}, "twice for the need 'n'"),
        ({"scores": [["a"]]}, r"scores\[0\]"),
        ({"scores": [["a", ["p"], 5]]}, r"scores\[0\]"),
        ({"scores": [["a", "p", 5, 7]]}, r"scores\[0\]"),
        ({"scores": [["a", "p", 5, "\ud800"]]}, "cannot be written"),
        ({"practices": [{"id": "p", "owner": "\ud800"}]}, "cannot be written"),
        ({"scores": [["a", "p", 5, "n", 0.5]]}, "confidence"),
        ({"scores": [["a", "p", 5, "n", 10**30]]}, "confidence"),
        ({"locked": [["a", "p"]], "forbidden": [["a", "p"]]}, "both locked and forbidden"),
        ({"locked": [["x", "p"]]}, "not among the regions"),
        ({"locked": [["a", "x"]]}, "not among the practices"),
        ({"locked": [["a", "p", 5]]}, "need"),
        ({"locked": [["a", "p"], ["a", "p"]]}, "exceed a limit"),
        ({"locked": [["a", "p"], ["a", "q"]]}, "exceed a limit"),
        ({"regions": [REGION | {"budget": 2}], "locked": [["a", "p"]], "costs": [["a", "p", 3]]}, "exceed"),
        ({"forbidden": [["a"]]}, "forbidden"),
        ({"costs": [["a", "p", -1]]}, "cost"),
        ({"costs": [["a", "p", 0.5]]}, "cost"),
        ({"costs": [["a", "p"]]}, "costs"),
        ({"rules": {"export_counts": "both"}}, "export_counts"),
        ({"rules": {"surprise": True}}, "surprise"),
        ({"rules": {"need_max": -1}}, "cannot take -1 practices"),
        ({"rules": {"need_max": True}}, "need_max"),
        ({"rules": {"min_score": "5"}}, "min_score"),
        ({"rules": {"exchanges_min": -1}}, "exchanges_min"),
        ({"rules": {"exchanges_min": 10**30}}, "exchanges_min"),
        ({"rules": {"reciprocity_bonus": -1}}, "reciprocity_bonus"),
        ({"rules": {"theme_bonus": 10**7}}, "theme_bonus"),
        ({"rules": {"one_per_ordered_pair": 1}}, "one_per_ordered_pair"),
        ({"rules": []}, "not a mapping"),
    ],
)
def test_contradictions_are_told(change: Document, message: str) -> None:
    with pytest.raises(UserError, match=message):
        instance_from(PLAIN | change)


def test_locked_exchanges_in_both_directions_contradict_the_unordered_rule() -> None:
    document = PLAIN | {
        "practices": [{"id": "p", "owner": "b"}, {"id": "z", "owner": "a"}],
        "locked": [["a", "p"], ["b", "z"]],
    }
    assert len(instance_from(document).locked) == 2
    with pytest.raises(UserError, match="in either direction"):
        instance_from(document | {"rules": {"one_per_unordered_pair": True}})


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "r0", "p0", "a", "é", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "owner", "x"]), inner),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=400)
@given(documents(extras=True), anything, st.randoms(use_true_random=False))
def test_a_damaged_document_is_an_error_of_the_user_or_none(
    document: Document, damage: Any, dice: random.Random
) -> None:
    """Somewhere in the document stands something else; whatever is read is solved, too."""
    damaged = json.loads(json.dumps(document))
    place: Any = damaged
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = dice.choice(keys)
        if not isinstance(place[key], dict | list) or not place[key] or dice.random() < 0.25:
            break
        place = place[key]
    place[key] = damage
    try:
        solve(instance_from(damaged))
    except UserError as told:
        assert str(told) and told.hint


@given(anything)
def test_anything_else_is_no_instance(document: Any) -> None:
    with pytest.raises(UserError):
        instance_from(document)


def answer(document: Document) -> str:
    """All that is written down about the solution, byte for byte."""
    try:
        solution = solve(instance_from(document))
    except UserError as told:
        return str(told)
    return json.dumps([proposal_document(solution), certificate_document(solution.prices, solution.penalty)])


def shuffled(document: Document, mixer: random.Random) -> Document:
    """The same in another order."""
    other: Document = json.loads(json.dumps(document))
    for key in {"regions", "practices", "scores", "locked", "costs", "forbidden"} & set(other):
        mixer.shuffle(other[key])
    return other


@settings(max_examples=80)
@given(documents(most=20), st.randoms(use_true_random=False))
def test_order_changes_nothing(document: Document, mixer: random.Random) -> None:
    instance_of(document)
    other = shuffled(document, mixer)
    assert answer(other) == answer(document)
    assert json.dumps(instance_document(instance_from(other))) == json.dumps(
        instance_document(instance_from(document))
    )


@settings(max_examples=80)
@given(documents(most=20, extras=True), st.randoms(use_true_random=False))
def test_order_changes_nothing_under_any_rule(document: Document, mixer: random.Random) -> None:
    instance_of(document)
    assert answer(shuffled(document, mixer)) == answer(document)


def test_order_changes_nothing_where_there_are_many_ties_or_a_search() -> None:
    mixer = random.Random(7)
    ties: Document = {
        "regions": [
            {"id": f"r{i}", "export_min": 2, "export_max": 2, "import_min": 2, "import_max": 2}
            for i in range(12)
        ],
        "practices": [{"id": f"p{i}", "owner": f"r{i % 12}"} for i in range(40)],
        "scores": [[f"r{r}", f"p{p}", 50] for r in range(12) for p in range(40) if p % 12 != r],
        "rules": {},
    }
    hard = json.loads((INSTANCES / "gap_c0515_1.json").read_text(encoding="utf-8"))
    for document in (ties, ties | {"rules": {"one_per_unordered_pair": True}}, fractional(), hard):
        first = answer(document)
        assert '"optimal"' in first
        assert {answer(shuffled(document, mixer)) for _ in range(3)} == {first}


@settings(max_examples=60)
@given(documents(extras=True))
def test_an_instance_survives_being_written(document: Document) -> None:
    instance = instance_of(document)
    written = json.loads(json.dumps(instance_document(instance)))
    again = instance_from(written)
    assert json.dumps(instance_document(again)) == json.dumps(instance_document(instance))
    assert answer(written) == answer(instance_document(again))
    if written["rules"]["exchanges_min"] == 0:
        one, other = solve(instance), solve(again)
        assert (one.chosen, one.objective, one.shortfall) == (other.chosen, other.objective, other.shortfall)


def test_a_short_time_gives_a_programme_with_its_gap_or_says_so() -> None:
    instance = instance_from(json.loads((INSTANCES / "gap_c0824_5.json").read_text(encoding="utf-8")))
    begun = time.monotonic()
    try:
        solution = solve(instance, seconds=0.01)
    except UserError as told:
        assert "time was over" in str(told) and told.hint
    else:
        assert verify(instance, solution.chosen, solution.prices).violations == ()
        assert solution.bound >= solution.value
        document = proposal_document(solution)
        assert (document["status"] == "optimal") == (
            document["bound"] == document["objective"] - document["penalty"] * document["shortfall"]
        )
    assert time.monotonic() - begun < 3


SEARCH = """
import random
from miniexchange.pairing.problem.building import build
from miniexchange.pairing.problem.instance import PracticeLimits, RegionLimits, Scored
from miniexchange.pairing.problem.solver import solve
mixer = random.Random(1)
agents, jobs = range(20), range(100)
costs = {(f"a{a}", f"j{j}"): mixer.randint(1, 100) for a in agents for j in jobs}
budgets = {a: sum(costs[f"a{a}", f"j{j}"] for j in jobs) * 4 // (5 * len(agents)) for a in agents}
regions = [RegionLimits(f"a{a}", 0, 0, 0, 100, budgets[a]) for a in agents]
regions += [RegionLimits(f"o{j}", 1, 1, 0, 0) for j in jobs]
scores = [Scored(a, j, 100 + cost + mixer.randint(-10, 10)) for (a, j), cost in costs.items()]
instance = build(regions, [PracticeLimits(f"j{j}", f"o{j}") for j in jobs], scores, costs=costs)
print("begun", flush=True)
try:
    solve(instance, seconds=120)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to a single child there")
def test_ctrl_c_ends_a_long_search() -> None:
    """HiGHS runs for minutes here without a word of Python."""
    with subprocess.Popen(
        [sys.executable, "-c", SEARCH], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(1.5)
        assert child.poll() is None, "the search is too easy for this test"
        child.send_signal(signal.SIGINT)
        try:
            out, err = child.communicate(timeout=8)
        finally:
            child.kill()
    assert (out, err) == ("interrupted\n", "")

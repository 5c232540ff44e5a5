"""`mini pair --what-if`: changes as they are typed, and what they do to the programme."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pairing_builder import DAY, catalogue_of, practice, region, two

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.settings import PairingRules, Weights
from miniexchange.cli import main
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Request, propose
from miniexchange.pairing.compare import Difference, ShortageChange, compare, told
from miniexchange.pairing.problem.instance import Choice
from miniexchange.pairing.whatif import changed

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair-whatif.schema.json").read_text(encoding="utf-8"))
YOUTH = {"themes": ["youth"]}
REQUEST = Request(as_of=DAY)


def market() -> Catalogue:
    """Three regions want what d gives, which gives two; nobody else gives anything."""
    return catalogue_of(
        {
            r: region(needs={"n": YOUTH}, capacity={"exports": {"min": 0}, "imports": {"min": 1}})
            for r in "abc"
        }
        | {"d": region(name="Mid Sweden", capacity={"imports": {"min": 0}})},
        {"p": practice("d", **YOUTH), "q": practice("d", **YOUTH)},
    )


def with_(*changes: str, request: Request = REQUEST) -> Request:
    return changed(request, changes, market())


def difference(*changes: str, request: Request = REQUEST) -> Difference:
    catalogue = market()
    return compare(propose(catalogue, request), propose(catalogue, changed(request, changes, catalogue)))


# What is typed


@pytest.mark.parametrize(
    ("change", "limits"),
    [
        ("exports.d=3", (2, 3)),
        ("exports.d=1", (1, 1)),
        ("exports.d=0", (0, 0)),
        ("exports.d=1..4", (1, 4)),
        (" exports.d = 1..4 ", (1, 4)),
    ],
)
def test_a_number_sets_the_most_and_lowers_the_least(change: str, limits: tuple[int, int]) -> None:
    assert with_(change).exports == {"d": limits}


def test_a_quota_of_the_request_is_the_start_of_a_change() -> None:
    request = Request(as_of=DAY, imports={"a": (0, 5)}, exports={"a": (0, 1)})
    after = with_("imports.a=3", request=request)
    assert (after.imports, after.exports) == ({"a": (0, 3)}, {"a": (0, 1)})


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        (("capacity.p=1",), {"capacities": {"p": 1}}),
        (("lock=p:a", "lock=q:b"), {"lock": (Named("p", "a"), Named("q", "b"))}),
        (("forbid=p:a",), {"forbid": (Named("p", "a"),)}),
        (("min_score=40.5",), {"min_score": 40.5}),
        (("rules.min_score=40",), {"min_score": 40.0}),
        (("retry_declined=true",), {"retry_declined": True}),
        (("rules.need_max=2",), {"rules": PairingRules(need_max=2)}),
        (("rules.theme_bonus=1.5",), {"rules": PairingRules(theme_bonus=1.5)}),
        (("rules.export_counts=practices",), {"rules": PairingRules(export_counts="practices")}),
        (
            ("rules.common_language=true", "rules.one_per_ordered_pair=false"),
            {"rules": PairingRules(common_language=True, one_per_ordered_pair=False)},
        ),
        (("weights.need=4", "weights.wish=1"), {"weights": Weights(need=4, wish=1)}),
    ],
)
def test_every_change_makes_a_request(changes: tuple[str, ...], fields: dict[str, Any]) -> None:
    assert with_(*changes) == Request(**({"as_of": DAY} | fields))


def test_every_rule_and_every_weight_can_be_changed() -> None:
    for rule in PairingRules.__struct_fields__:
        default = getattr(PairingRules(), rule)
        value = {bool: "true", int: "2", float: "1.5", str: "practices"}[
            type(default) if rule not in ("reciprocity_bonus", "theme_bonus", "min_score") else float
        ]
        assert with_(f"rules.{rule}={value}") is not None
    for part in Weights.__struct_fields__:
        assert with_(f"weights.{part}={getattr(Weights(), part)}").weights == Weights()


def test_a_lock_takes_the_place_of_a_ban() -> None:
    request = Request(as_of=DAY, forbid=(Named("p", "a"),), lock=(Named("q", "b"),))
    after = with_("lock=p:a", "forbid=q:b", request=request)
    assert (after.lock, after.forbid) == ((Named("p", "a"),), (Named("q", "b"),))


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        (("exprots.d=3",), "no change that is known", "did you mean exports.REGION=N"),
        (("zzz",), "no change that is known", "write one of: exports.REGION=N"),
        (("exports=3",), "cannot be understood", "exports.REGION=N"),
        (("exports.d",), "cannot be understood", "exports.REGION=N"),
        (("exports.d=",), "cannot be understood", "exports.REGION=N"),
        (("lock.p=a",), "cannot be understood", "lock=PRACTICE:REGION"),
        (("lock=p",), "names no pair", "lock=PRACTICE:REGION"),
        (("lock=p:aa",), "no region 'aa'", ""),
        (("forbid=pp:a",), "no practice 'pp'", ""),
        (("exports.midsweden=3",), "no region 'midsweden'", ""),
        (("exports.d=x",), "'x' is no whole number from 0", "such as 3"),
        (("exports.d=-1",), "no whole number", ""),
        (("exports.d=²",), "no whole number", ""),
        (("exports.d=1..",), "no whole number", ""),
        (("exports.d=9999999999999999",), "no whole number", ""),
        (("exports.d=4..2",), "contradict each other", "exports.d=2..4"),
        (("min_score=nan",), "no number from 0 to 100", ""),
        (("min_score=101",), "no number from 0 to 100", ""),
        (("rules.theme_bonus=inf",), "no number from 0", ""),
        (("rules.need_ma=2",), "there is no rule 'need_ma'", "rules.need_max"),
        (("rules.need_max=two",), "no whole number", ""),
        (("rules.allow_outside=yes",), "neither true nor false", ""),
        (("rules.export_counts=all",), "'all' is not known", "exchanges, practices"),
        (("weights.needs=2",), "no part 'needs'", "weights.need"),
        (("weights.need=11",), "no whole number from 0 to 10", ""),
        (("weights.need=4",), "would sum to 11, not 10", "take as much from another part"),
        (("weights.need=0",), "would sum to 7, not 10", "give as much to another part"),
        (("exports.d=3", "exports.d=4"), "change the same", ""),
        (("min_score=3", "rules.min_score=4"), "changed twice", ""),
        (("lock=p:a", "forbid=p:a"), "both locked and forbidden", ""),
    ],
)
def test_mistakes_are_told(changes: tuple[str, ...], message: str, hint: str) -> None:
    with pytest.raises(UserError) as error:
        with_(*changes)
    assert message in str(error.value) and hint in (error.value.hint or "")


def test_a_region_that_does_not_take_part_has_no_quota() -> None:
    with pytest.raises(UserError, match="Mid Sweden does not take part"):
        with_("exports.d=3", request=Request(as_of=DAY, regions=("a", "b")))


# What changes


def test_a_higher_quota_lets_an_exchange_in_and_a_shortage_vanishes() -> None:
    found = difference("exports.d=3")
    (comes,) = found.moves.come
    (change,) = found.shortages
    assert change == ShortageChange(comes.importer, "imports", 1, 0)
    assert (found.before.proof.shortfall, found.after.proof.shortfall) == (1, 0)
    text = told(found, market(), "What if: exports.d=3")
    assert text.answer[0] == "1 exchange comes in."
    assert "exchanges missing: 1 before, 0 after." in text.answer[1]
    assert text.sections[1].lines[0].text == f"{comes.importer.upper()}: the shortage of 1 import is gone"


def test_a_lower_quota_takes_an_exchange_away_and_tells_the_shortage() -> None:
    found = difference("exports.d=1")
    assert len(found.moves.go) == 1 and not found.moves.come
    text = told(found, market(), "")
    assert any("imports 0 of 1" in line.text for line in text.sections[1].lines)


def test_nothing_changes() -> None:
    found = difference("capacity.p=50")
    assert found.nothing
    assert told(found, market(), "").answer[0] == "Nothing changes: the best programme stays as it is."


def test_other_weights_change_scores_only() -> None:
    found = difference("weights.need=4", "weights.text=0")
    assert not any(found.moves) and found.rescored and not found.nothing
    assert told(found, market(), "").answer[0] == "The exchanges stay the same."


def test_a_lock_brings_its_exchange_in_and_its_score_counts() -> None:
    before = propose(market(), REQUEST)
    left_out = ({"a", "b", "c"} - {p.importer for p in before.proposals}).pop()
    found = difference(f"lock=p:{left_out}")
    assert Choice(left_out, "p", "n") in found.moves.come and len(found.moves.go) == 1
    assert found.after.total == sum(p.score for p in found.after.proposals)


def test_an_exchange_may_serve_another_need() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"m": YOUTH, "n": YOUTH | {"wants": ["p"]}}), "b": region(), "c": region()},
        {"p": practice("b", **YOUTH), "q": practice("c", themes=["women"])},
        settings=two(),
    )
    before, after = (
        propose(catalogue, Request(as_of=DAY, weights=weights))
        for weights in (Weights(), Weights(need=5, wish=0))
    )
    found = compare(before, after)
    assert found.before.total != found.after.total
    assert {(c.importer, c.practice) for c in found.moves.come}.isdisjoint(
        (c.importer, c.practice) for c in found.moves.go
    )


# The command


def run(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    status = main(["pair", "--catalogue", str(ROOT), "--as-of", "2026-11-21", *options])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize(
    "changes",
    [
        ("rules.need_max=2",),
        ("weights.need=4", "weights.wish=1"),
        ("lock=summer-entrepreneur:veneto", "exports.mid-sweden=3"),
        ("capacity.i-creo=50",),
    ],
)
def test_the_catalogue_that_ships(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, changes: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = run(capfd, "--format", "json", "--what-if", *changes)
    found = json.loads(out)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    assert status == 0 and found["changes"] == list(changes)
    exchanges = found["before"]["exchanges"] + len(found["comes"]) - len(found["goes"])
    assert exchanges == found["after"]["exchanges"]
    lacking = sum(change["after"] - change["before"] for change in found["shortages"])
    assert found["before"]["missing"] + lacking == found["after"]["missing"]
    status, text, _ = run(capfd, "--what-if", *changes)
    assert status == 0 and max(map(len, text.splitlines())) <= 80
    assert text.startswith("What if: ") and ("Nothing changes" in text) is found["nothing_changes"]
    status, markdown, _ = run(capfd, "--format", "markdown", "--what-if", *changes)
    assert status == 0 and markdown.startswith("# What if: ")

"""`mini pair --robust N`: how often each proposal stays, the same at every run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from numpy.random import PCG64
from pairing_builder import DAY, catalogue_of, practice, region, two

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.settings import Weights
from miniexchange.check.run import open_catalogue
from miniexchange.cli import main
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Request, propose
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE
from miniexchange.pairing.robust import FIRM, LIKELY, MOST_TRIALS, Robust, percent, robust
from miniexchange.pairing.study import Study, study
from miniexchange.pairing.trials import Trials, drawn_weights, trials_of

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair-robust.schema.json").read_text(encoding="utf-8"))


def of(catalogue: Catalogue, **options: Any) -> Study:
    return study(catalogue, Request(**({"as_of": DAY} | options)))


def only_needs(**more: Any) -> dict[str, Any]:
    """Settings by which the need alone counts, all of which is recorded in `known_needs`."""
    nothing = {"wish": 0, "text": 0, "context": 0, "evidence": 0, "transferability": 0, "practicality": 0}
    return two(weights={"need": 10, **nothing}, **more)


def known_needs(**settings: Any) -> Catalogue:
    """Two regions whose needs are each met in full by one practice of the other, and hardly by a second."""
    full = {
        "themes": ["youth"],
        "challenges": ["skills"],
        "services": ["training"],
        "target_groups": ["young"],
    }
    other = {"themes": ["clusters"], "challenges": ["money"], "services": ["loan"], "target_groups": ["smes"]}
    return catalogue_of(
        {"a": region(needs={"n": full}), "b": region(needs={"n": full})},
        {
            "from-a": practice("a", **full),
            "from-b": practice("b", **full),
            "weak-a": practice("a", **(other | {"themes": ["entrepreneurship"]})),
            "weak-b": practice("b", **(other | {"themes": ["entrepreneurship"]})),
        },
        settings=settings,
    )


def uncertain(**more: Any) -> Catalogue:
    """One need; a practice that is a little ahead by what is known, and another; little is known of either."""
    return catalogue_of(
        {
            "a": region(needs={"n": {"themes": ["youth"]}}),
            "b": region(),
            "c": region(),
        },
        {"p": practice("b", themes=["youth"]), "q": practice("c", themes=["entrepreneurship"])},
        settings=two(**more),
    )


def all_of(found: list[Trials], kind: str) -> np.ndarray[Any, np.dtype[np.int16]]:
    return np.concatenate([getattr(run, kind) for run in found])


# What a trial is


@given(st.lists(st.integers(0, 10), min_size=2, max_size=7).filter(any), st.integers(0, 2**32 - 1))
def test_weights_sum_to_ten_and_stay_near_the_settings(settings: list[int], seed: int) -> None:
    found = drawn_weights(settings, PCG64(seed), 50)
    assert (found.sum(axis=1) == 10_000).all() and (found >= 0).all()
    total = sum(settings)
    for part, weight in enumerate(settings):
        # From half as much while all others have half more, to half more while all others have half.
        others = total - weight
        least = 10_000 * weight * 0.5 / (weight * 0.5 + others * 1.5) if weight else 0
        most = 10_000 * weight * 1.5 / (weight * 1.5 + others * 0.5) if weight else 0
        assert (found[:, part] >= np.floor(least)).all() and (found[:, part] <= np.ceil(most)).all()


def test_draws_are_the_same_on_every_machine() -> None:
    assert drawn_weights([3, 2, 1, 1, 1, 1, 1], PCG64([20_081_107, 0]), 2).tolist() == [
        [3844, 1432, 897, 951, 1272, 493, 1111],
        [2943, 2419, 546, 793, 1297, 1336, 666],
    ]


def test_weights_really_vary() -> None:
    found = drawn_weights([3, 2, 1, 1, 1, 1, 1], PCG64(1), 200)
    assert (found.std(axis=0) > 100).all()
    assert abs(found.mean(axis=0) - 1000 * np.array([3, 2, 1, 1, 1, 1, 1])).max() < 150


def test_scores_are_whole_numbers_within_bounds_and_move_only_as_far_as_they_may() -> None:
    question = of(open_catalogue(ROOT))
    run = list(trials_of(question, 30))
    both, weights_only = all_of(run, "both"), all_of(run, "weights_only")
    eligible = question.instance.pairs.scores(
        *np.nonzero(np.ones(question.fit.score.shape, dtype=bool))
    ).reshape(question.fit.score.shape)
    assert both.shape == (30, *eligible.shape)
    for scores in (both, weights_only):
        assert ((scores == NOT_ELIGIBLE) == (eligible == NOT_ELIGIBLE)).all()
        assert scores.max() <= 10_000
    open_ = eligible >= 0
    assert abs(both.mean(axis=0) - eligible)[open_].mean() < 300  # around what is known
    assert both.std(axis=0)[open_].mean() > 2 * weights_only.std(axis=0)[open_].mean()


def test_what_is_known_does_not_move_when_nothing_else_counts() -> None:
    question = of(known_needs(**only_needs()))
    assert (question.fit.confidence == 10_000).all()
    for run in trials_of(question, 20):
        assert (run.both == question.instance.pairs.scores(*np.indices(question.fit.score.shape))).all()


def test_what_two_pairs_have_in_common_is_drawn_once() -> None:
    nothing = dict.fromkeys(("need", "wish", "text", "context", "transferability", "practicality"), 0)
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"themes": ["youth"]}, "m": {"themes": ["youth"]}}), "b": region()},
        {"p": practice("b", themes=["youth"]), "q": practice("b", themes=["youth"])},
        settings=two(weights={**nothing, "evidence": 10}),
    )
    (run,) = trials_of(of(catalogue), 50)
    assert (run.both[:, 0] == run.both[:, 1]).all()  # evidence is the practice's, whoever needs it
    assert (run.both[:, 0, 0] != run.both[:, 0, 1]).any()
    (run,) = trials_of(of(catalogue, weights=Weights(**{**nothing, "evidence": 0, "context": 10})), 50)
    assert (run.both[:, 0] == run.both[:, 1]).all()  # likeness is that of the two regions
    assert (run.both[:, :, 0] == run.both[:, :, 1]).all() and run.both.std() > 0


def test_the_least_score_is_asked_of_each_trial() -> None:
    score = int(of(uncertain()).fit.score[0, 0])
    for least, by_what_is_known in ((score - 100, True), (score + 100, False)):
        question = of(uncertain(), min_score=least / 100)
        assert (question.instance.pairs.scores(np.array([0]), np.array([0]))[0] >= 0) == by_what_is_known
        (run,) = trials_of(question, 200)
        assert (run.both[:, 0, 0] == NOT_ELIGIBLE).any() and (run.both[:, 0, 0] >= least).any()
        assert ((run.both == NOT_ELIGIBLE) | (run.both >= least)).all()


# What stays


def test_a_programme_that_dominates_always_stays() -> None:
    found = robust(of(known_needs(**only_needs())), 40)
    assert {(f.proposal.practice, f.proposal.importer, f.stays, f.word) for f in found.firmness} == {
        ("from-b", "a", 40, "firm"),
        ("from-a", "b", 40, "firm"),
    }
    assert found.same == 40 and found.incoming == ()
    assert all(f.depends_on == "" and f.unknown == {} for f in found.firmness)


def test_what_rests_on_gaps_does_not_always_stay_and_says_so() -> None:
    found = robust(of(uncertain()), 100)
    (firmness,) = found.firmness
    assert firmness.proposal.practice == "p" and 50 < firmness.stays < 100 == firmness.with_weights
    (other,) = found.incoming
    assert (other.practice, other.importer) == ("q", "a")
    assert other.comes_in + firmness.stays == 100 and found.same == firmness.stays
    assert sum(firmness.unknown.values()) == 10_000 - firmness.proposal.confidence
    if firmness.word != "firm":
        assert "is not known" in firmness.depends_on and "100 %" in firmness.depends_on


def test_a_locked_proposal_stays() -> None:
    found = robust(of(uncertain(), lock=(Named("q", "a"),)), 30)
    (firmness,) = found.firmness
    assert firmness.proposal.locked and (firmness.stays, firmness.word) == (30, "firm")


@pytest.mark.parametrize(
    ("choice", "expected"), [("best", {("p", "b"), ("q", "a")}), ("stable", {("p", "a")})]
)
def test_trials_are_chosen_as_the_programme_is(choice: Any, expected: set[tuple[str, str]]) -> None:
    full = {
        "themes": ["youth"],
        "challenges": ["skills"],
        "services": ["training"],
        "target_groups": ["young"],
    }
    less = full | {"themes": ["entrepreneurship"]}
    catalogue = catalogue_of(
        {"a": region(needs={"n": full}), "b": region(needs={"n": full | {"priority": "low"}}), "c": region()},
        {"p": practice("c", transfer={"max_importers": 1}, **full), "q": practice("c", **less)},
        settings=only_needs(),
    )
    found = robust(of(catalogue, choice=choice, forbid=(Named("q", "b"),)), 5)
    assert {(f.proposal.practice, f.proposal.importer) for f in found.firmness} == expected
    assert found.same == 5


def test_fair_trials_keep_to_their_threshold() -> None:
    assert robust(of(known_needs(**only_needs()), choice="fair"), 5).same == 5


def test_words_follow_the_share() -> None:
    found = robust(of(open_catalogue(ROOT), as_of=date(2026, 11, 21)), 20)
    assert {f.word for f in found.firmness} >= {"likely", "open"}
    for f in found.firmness:
        share = 100 * f.stays / f.trials
        assert f.word == ("firm" if share >= FIRM else "likely" if share >= LIKELY else "open")
        assert bool(f.depends_on) == (f.word != "firm")
    times = [pair.comes_in for pair in found.incoming]
    assert times == sorted(times, reverse=True)
    proposed = {(f.proposal.importer, f.proposal.practice) for f in found.firmness}
    assert not proposed & {(pair.importer, pair.practice) for pair in found.incoming}


def test_the_programme_is_the_one_that_is_proposed() -> None:
    catalogue = open_catalogue(ROOT)
    request = Request(as_of=DAY, project="eis")
    assert robust(study(catalogue, request), 1).programme.proposals == propose(catalogue, request).proposals


@pytest.mark.parametrize("trials", [0, -3, MOST_TRIALS + 1])
def test_a_number_of_trials_that_makes_no_sense_is_refused(trials: int) -> None:
    with pytest.raises(UserError, match="trials are too"):
        robust(of(uncertain()), trials)


def test_long_runs_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    question = of(uncertain())
    monkeypatch.setattr("miniexchange.pairing.trials._CELLS", question.fit.score.size * 8)
    runs = [len(run.both) for run in trials_of(question, 20)]
    assert runs == [8, 8, 4]
    both = all_of(list(trials_of(question, 16)), "both")
    assert (both[:8] != both[8:]).any()


@given(st.integers(0, 500), st.integers(1, 500))
def test_percent_is_the_nearest_whole_one(number: int, of_all: int) -> None:
    assert abs(percent(number, of_all) - 100 * number / of_all) <= 0.5


# The command


def run(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    status = main(["pair", "--catalogue", str(ROOT), "--as-of", "2026-11-21", *options])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("options", [(), ("--project", "mini-europe")])
def test_json_keeps_to_its_schema(capfd: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    status, out, err = run(capfd, "--robust", "10", "--format", "json", *options)
    assert (status, err) == (0, "")
    Draft202012Validator.check_schema(SCHEMA)
    found = json.loads(out)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["trials"] == 10 and found["proposals"]
    assert all(p["stays"] <= 10 for p in found["proposals"])


@pytest.mark.parametrize("format", ["table", "json", "markdown"])
def test_the_same_answer_every_time(capfd: pytest.CaptureFixture[str], format: str) -> None:
    first = run(capfd, "--project", "eis", "--robust", "12", "--format", format)
    assert first[0] == 0 and run(capfd, "--project", "eis", "--robust", "12", "--format", format) == first


def test_the_table_names_every_proposal_and_how_to_read_it(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    _, out, _ = run(capfd, "--project", "mini-europe", "--robust", "10")
    catalogue = open_catalogue(ROOT)
    found: Robust = robust(study(catalogue, Request(as_of=DAY, project="mini-europe")), 10)
    for firmness in found.firmness:
        line = next(
            line
            for line in out.splitlines()
            if line.startswith(catalogue.regions[firmness.proposal.importer].name)
            and catalogue.practices[firmness.proposal.practice].title[:20] in line
        )
        assert f"{percent(firmness.stays, 10)} %" in line and line.endswith(firmness.word)
    assert f"the same in {percent(found.same, 10)} %" in out and "no chance of success" in out


def test_no_trials_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "--robust", "0")
    assert (status, out) == (2, "") and "0 trials are too few" in err

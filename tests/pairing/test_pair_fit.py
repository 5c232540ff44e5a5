"""The parts of a score: overlap of topics, wish, practicality, and how they are shown."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairing_builder import catalogue_of, fit_of, practice, region, vocabularies

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Need, Practice, Region
from miniexchange.catalogue.terms import Terms
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Part, shown, shown_points
from miniexchange.pairing.fit.fit import AKIN
from miniexchange.pairing.fit.lineage import origin_of
from miniexchange.pairing.fit.practicality import (
    Place,
    Practicality,
    Side,
    distance_km,
    ease,
    exporter_side,
    importer_side,
    place_of,
)
from miniexchange.pairing.fit.recent import Recent
from miniexchange.pairing.fit.topics import NEARNESS, Topics, nearness

TERMS = {name: Terms(name, record["terms"]) for name, record in vocabularies().items()}


def need(**fields: object) -> Need:
    return msgspec.convert({"id": "n", "title": "N", "priority": "high"} | fields, Need)


def practices(*found: dict[str, object]) -> list[Practice]:
    return [
        msgspec.convert({"id": f"p{i}", "path": "", "title": "P", "status": "published"} | fields, Practice)
        for i, fields in enumerate(found)
    ]


def overlap(of: Need, *found: dict[str, object]) -> list[int]:
    return [int(value) for value in Topics(practices(*found), TERMS).overlap(of)[0]]


@pytest.mark.parametrize(
    ("term", "by", "expected"),
    [
        ("youth", "youth", "same"),
        ("entrepreneurship", "youth", "narrower"),
        ("youth", "entrepreneurship", "wider"),
        ("youth", "women", "neighbouring"),
        ("youth", "guarantees", None),
        ("clusters", "finance", None),
    ],
)
def test_nearness_follows_the_tree(term: str, by: str, expected: str | None) -> None:
    assert nearness(TERMS["themes"], term, by) == expected


def test_nearer_terms_count_more() -> None:
    narrower, same, wider = overlap(
        need(themes=["entrepreneurship"]),
        {"themes": ["youth"]},
        {"themes": ["entrepreneurship"]},
        {"themes": ["clusters"]},
    )
    assert (narrower, same, wider) == (NEARNESS["narrower"], NEARNESS["same"], 0)
    wider, neighbouring, stranger = overlap(
        need(themes=["youth"]),
        {"themes": ["entrepreneurship"]},
        {"themes": ["women"]},
        {"themes": ["finance"]},
    )
    assert (wider, neighbouring, stranger) == (NEARNESS["wider"], NEARNESS["neighbouring"], 0)


def test_the_nearest_of_several_terms_counts_once() -> None:
    assert overlap(need(themes=["youth"]), {"themes": ["women", "youth", "entrepreneurship"]}) == [1000]


def test_rare_terms_count_more() -> None:
    """Many practices are about clusters, one is about guarantees: meeting only the rare half of a need is worth more."""
    common, rare, *_ = overlap(
        need(themes=["clusters", "guarantees"]),
        {"themes": ["clusters"]},
        {"themes": ["guarantees"]},
        *[{"themes": ["clusters"]}] * 8,
    )
    assert 0 < common < 500 < rare < 1000


def test_narrower_terms_make_their_wider_one_common() -> None:
    """A practice on youth is one on entrepreneurship as well, so entrepreneurship is the more common of the two."""
    found = [{"themes": ["youth"]}] * 6 + [{"themes": ["clusters"]}, {"themes": ["entrepreneurship"]}]
    *_, clusters, entrepreneurship = overlap(need(themes=["entrepreneurship", "clusters"]), *found)
    assert clusters > entrepreneurship


def test_an_empty_field_counts_the_average_and_is_not_known() -> None:
    """One of four that name their challenges meets the need: silence is worth a quarter of a match, not half of one."""
    others = [{"themes": ["clusters"], "challenges": ["skills"]}] * 3
    topics = Topics(
        practices({"themes": ["clusters"], "challenges": ["money"]}, {"themes": ["clusters"]}, *others), TERMS
    )
    values, known = topics.overlap(need(themes=["clusters"], challenges=["money"]))
    full, silent, other, *_ = (int(v) for v in values)
    assert full == 1000 and silent == pytest.approx(other + (full - other) / 4, abs=1)
    assert [int(k) for k in known[[0, 2]]] == [1000, 1000] and 0 < known[1] < 1000


def test_a_need_without_topics_is_neutral_and_unknown() -> None:
    values, known = Topics(practices({"themes": ["clusters"]}), TERMS).overlap(need())
    assert (values.tolist(), known.tolist()) == ([500], [0])


@pytest.mark.parametrize(("priority", "value"), [("high", 1000), ("medium", 900), ("", 900), ("low", 800)])
def test_priority_weighs(priority: str, value: int) -> None:
    assert overlap(need(themes=["clusters"], priority=priority), {"themes": ["clusters"]}) == [value]


def test_a_deduced_need_is_half_known() -> None:
    topics = Topics(practices({"themes": ["clusters"]}), TERMS)
    assert topics.overlap(need(themes=["clusters"]))[1].tolist() == [1000]
    assert topics.overlap(need(themes=["clusters"], inferred=True))[1].tolist() == [500]


def test_disjoint_asks_for_stated_topics() -> None:
    topics = Topics(practices({"themes": ["finance"]}, {"services": ["loan"]}, {"themes": ["women"]}), TERMS)
    assert topics.disjoint(need(themes=["youth"])).tolist() == [True, False, False]


# Practicality


def test_distance_of_two_capitals() -> None:
    assert distance_km((48.8566, 2.3522), (52.52, 13.405)) == pytest.approx(878, abs=2)
    assert distance_km((45, 12), (45, 12)) == 0
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)


def test_ease_is_half_language_half_nearness() -> None:
    here, there = (45.0, 12.0), (45.0, 12.0)
    assert (ease(Side(frozenset({"it"}), here), Side(frozenset({"it", "en"}), there)).value) == 1000
    apart = ease(Side(frozenset({"it"}), here), Side(frozenset({"en"}), there))
    assert (apart.value, apart.known) == (500, 1000)
    unknown = ease(Side(frozenset(), None), Side(frozenset({"en"}), there))
    assert (unknown.value, unknown.known) == (500, 0)
    far = ease(Side(frozenset({"it"}), (60.0, 20.0)), Side(frozenset({"it"}), (-30.0, 20.0)))
    assert (far.value, far.known) == (500, 1000)


def region_record(**fields: object) -> Region:
    return msgspec.convert({"id": "r", "path": "", "name": "R", "country": "IT"} | fields, Region)


def test_a_region_lies_at_its_point_else_in_its_unit() -> None:
    assert place_of(region_record(nuts="ITH3", location={"lat": 1.0, "lon": 2.0})) == (1.0, 2.0)
    in_veneto = place_of(region_record(nuts="ITH3"))
    assert in_veneto is not None and in_veneto == pytest.approx((45.5, 11.8), abs=1)
    assert place_of(region_record()) is None


def test_a_practice_may_name_its_own_languages() -> None:
    given_, named = practices({}, {"transfer": {"languages": ["en-GB"]}})
    home = region_record(languages=["it"])
    assert exporter_side(given_, home).languages == {"it"}
    assert exporter_side(named, home).languages == {"en"}
    assert importer_side(region_record(languages=["en-IE"])).languages == {"en"}


PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
LANGUAGES = st.sets(st.sampled_from(["it", "en", "el"])).map(sorted)


@given(LANGUAGES, LANGUAGES, st.none() | PLACES, st.none() | PLACES)
def test_practicality_of_all_practices_is_that_of_each(
    mine: list[str], theirs: list[str], here: Place | None, there: Place | None
) -> None:
    def side(name: str, languages: list[str], place: Place | None) -> Region:
        return region_record(
            id=name,
            languages=languages,
            **({"location": dict(zip(("lat", "lon"), place, strict=True))} if place else {}),
        )

    importer, exporter = side("a", mine, here), side("b", theirs, there)
    found = Practicality(practices({"region": "b"}, {"region": "unheard-of"}), {"b": exporter})
    values, known = found.of(importer)
    alone = found.ease(importer, 0)
    assert (values[0], known[0]) == (alone.value, alone.known)
    assert bool(found.speechless(importer)[0]) is (alone.common is not None and not alone.common)
    assert (values[1], known[1], found.speechless(importer)[1]) == (500, 0, False)


# Wishes


def wish(wants: list[str], offers: list[str] | None = None) -> dict[str, tuple[int, int]]:
    """Value and how much of it is known by practice: p and its copy of b, their common origin, and a stranger."""
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": {"wants": wants}}),
            "b": region(**({} if offers is None else {"offers": offers})),
        },
        {
            "copy": practice("b", derived_from="original"),
            "original": practice(),
            "p": practice("b", derived_from="original"),
            "stranger": practice("b"),
        },
    )
    fit = fit_of(catalogue)
    values, known = fit.row_values(0)["wish"]
    return {p.id: (int(values[i]), int(known[i])) for i, p in enumerate(fit.practices)}


def test_what_the_importer_asks_for_by_name_counts_most_and_its_copies_half() -> None:
    assert wish(["p"]) == {
        "p": (850, 700),
        "copy": (500, 700),
        "original": (500, 700),
        "stranger": (150, 700),
    }
    assert set(wish([]).values()) == {(500, 0)}


def test_a_wish_for_a_practice_that_nobody_knows_yet_reaches_its_copies() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"wants": ["hidden"]}}), "b": region()},
        {"p": practice("b", derived_from="hidden"), "q": practice("b")},
    )
    assert fit_of(catalogue).row_values(0)["wish"][0].tolist() == [500, 150]


def test_what_the_exporter_lists_counts_and_no_list_says_nothing() -> None:
    offered = wish(["p"], ["p"])
    assert offered["p"] == (1000, 1000) and offered["stranger"] == (0, 1000)
    assert wish([], ["p"])["p"] == (650, 300)


def test_a_circle_of_copies_has_one_origin() -> None:
    found = practices(
        {"derived_from": "p2"}, {"derived_from": "p0"}, {"derived_from": "p1"}, {"derived_from": "p1"}
    )
    by_id = {p.id: p for p in found}
    assert {origin_of(by_id, p.id) for p in found} == {"p0"}


# The whole score

NO_WEIGHT = {"text": 0, "context": 0, "evidence": 0, "transferability": 0}


def catalogue_with(weights: dict[str, int]) -> Catalogue:
    return catalogue_of(
        {
            "a": region(languages=["it"], nuts="ITH3", needs={"n": {"themes": ["youth"], "wants": ["p"]}}),
            "b": region(languages=["it"], nuts="ITH5", offers=["p"]),
        },
        {"p": practice("b", themes=["youth"])},
        settings={"weights": weights},
    )


def test_parts_sum_to_the_score() -> None:
    fit = fit_of(catalogue_with({}))
    parts = fit.parts(0, 0)
    assert [(part.name, part.weight) for part in parts] == [
        ("need", 3), ("wish", 2), ("text", 1), ("context", 1), ("evidence", 1), ("transferability", 1), ("practicality", 1)
    ]  # fmt: skip
    assert fit.score[0, 0] == sum(part.points for part in parts)
    assert fit.confidence[0, 0] == sum(part.weight * part.known for part in parts)
    assert all(0 <= part.value <= 1000 and 0 <= part.known <= 1000 for part in parts)


def test_weights_decide_and_may_be_nothing() -> None:
    weights = {"need": 5, "wish": 3, "practicality": 2}
    fit = fit_of(catalogue_with(weights | NO_WEIGHT))
    by_name = {part.name: part for part in fit.parts(0, 0)}
    assert fit.score[0, 0] == sum(weight * by_name[name].value for name, weight in weights.items())
    assert fit.confidence[0, 0] == 10_000


def test_weights_must_sum_to_ten() -> None:
    with pytest.raises(UserError, match="sum to 10, not 11"):
        fit_of(catalogue_with({"need": 6, "wish": 3, "practicality": 2} | NO_WEIGHT))


def test_every_part_of_a_pair_of_which_nothing_is_known_is_neutral() -> None:
    fit = fit_of(catalogue_of({"a": region(), "b": region()}, {"p": practice("b", title="?")}))
    assert [(part.value, part.known) for part in fit.parts(0, 0)] == [(500, 0)] * 7
    assert (fit.score[0, 0], fit.confidence[0, 0]) == (5000, 0)


def test_more_rows_than_are_remembered_stay_right() -> None:
    themes = ["youth", "women", "finance", "guarantees", "clusters", "entrepreneurship"]
    catalogue = catalogue_of(
        {r: region(needs={t: {"themes": [t]} for t in themes}) for r in "abc"},
        {f"of-{t}": practice("a", themes=[t]) for t in themes},
    )
    fit = fit_of(catalogue)
    for row in (0, 17, 3, 0, 11, *range(18)):
        for column in range(len(themes)):
            assert sum(part.points for part in fit.parts(row, column)) == fit.score[row, column]


def test_strangers_share_neither_terms_nor_words() -> None:
    """Only the second practice says what the need says; the fourth is about something near."""
    words = "Villages that heat greenhouses together with cooperatives"
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": {"title": "Greenhouses", "description": words, "themes": ["youth"]}}),
            "b": region(),
        },
        {
            "p": practice("b", themes=["clusters"]),
            "q": practice("b", title="Greenhouses", summary=words, themes=["clusters"]),
            "r": practice("b", summary="Accounting for beginners", themes=["clusters"]),
            "s": practice("b", summary="Accounting for beginners", themes=["women"]),
        },
    )
    assert fit_of(catalogue).strangers(0).tolist() == [True, False, True, False]


def test_a_practice_without_a_text_is_no_less_a_stranger() -> None:
    """It counts as the average of the others, who all say what the need says."""
    words = "Villages that heat greenhouses together with cooperatives"
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": {"title": words, "description": words, "themes": ["youth"]}}),
            "b": region(),
        },
        {
            "p": practice("b", title="?", themes=["clusters"]),
            **{f"q{i}": practice("b", title=words, summary=words, themes=["clusters"]) for i in range(3)},
        },
    )
    fit = fit_of(catalogue)
    assert fit.row_values(0)["text"][0][0] >= AKIN
    assert fit.strangers(0).tolist() == [True, False, False, False]


def test_what_was_worked_out_long_ago_is_worked_out_anew() -> None:
    recent, made = Recent[int, int](most=2), list[int]()

    def value(key: int) -> int:
        return recent.get(key, lambda: made.append(key) or 10 * key)

    assert [value(key) for key in (1, 2, 1, 3, 2, 1)] == [10, 20, 10, 30, 20, 10]
    assert made == [1, 2, 3, 1]


def test_words_save_no_stranger_where_the_text_counts_nothing() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"title": "Greenhouses", "themes": ["youth"]}}), "b": region()},
        {"p": practice("b", title="Greenhouses", summary="Greenhouses", themes=["clusters"])},
        settings={"weights": {"text": 0, "need": 4}},
    )
    assert fit_of(catalogue).strangers(0).tolist() == [True]


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 10)), min_size=1, max_size=6))
def test_shown_points_add_up_to_the_shown_score(entries: list[tuple[int, int]]) -> None:
    parts = [Part(f"part{i}", value, weight, 0) for i, (value, weight) in enumerate(entries)]
    tenths = [int(text.replace(".", "")) for text in shown_points(parts).values()]
    score = sum(part.points for part in parts)
    assert sum(tenths) == int(shown(score).replace(".", "").replace(",", ""))
    assert all(abs(10 * t - part.points) < 10 for t, part in zip(tenths, parts, strict=True))


def test_scores_are_shown_with_one_decimal() -> None:
    assert [shown(n) for n in (0, 4, 5, 7345, 9994, 10_000, 1_234_567)] == [
        "0.0",
        "0.0",
        "0.1",
        "73.5",
        "99.9",
        "100.0",
        "12,345.7",
    ]

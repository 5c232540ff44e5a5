"""The cloud: no overlaps, related terms near each other, the same whatever the order, quickly."""

from __future__ import annotations

import json
import random
import time
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.publish.pictures.cloud import CloudTerm, draw_cloud
from miniexchange.publish.pictures.text_width import shortened, text_width


def term(id: str, count: int = 1, group: str = "G", title: str = "") -> CloudTerm:
    return CloudTerm(id, title or id.title(), f"themes/{id}", count, group)


def crowd(size: int, seed: int) -> tuple[list[CloudTerm], dict[tuple[str, str], int]]:
    """Terms in six groups that are mostly used within their group."""
    chance = random.Random(seed)
    terms = [
        term(f"t{n}", chance.randint(1, 60), f"Group {n % 6}", "word " * chance.randint(1, 4))
        for n in range(size)
    ]
    pairs = {
        (a.id, b.id): chance.randint(1, min(a.count, b.count))
        for a, b in combinations(terms, 2)
        if chance.random() < (0.5 if a.group == b.group else 0.03)
    }
    return terms, pairs


def centre(word: dict[str, Any]) -> tuple[float, float]:
    return word["x"] + word["width"] / 2, word["y"]


def box(word: dict[str, Any]) -> tuple[float, float, float, float]:
    mark = int(word["mark"][1:].split(" ")[0])
    size = word["size"]
    return min(mark, word["x"]), word["y"] - 0.72 * size, word["x"] + word["width"], word["y"] + 0.22 * size


def check(view: Any) -> None:
    for form in view["forms"]:
        boxes = [box(word) for word in form["words"]]
        for n, (left, top, right, bottom) in enumerate(boxes):
            assert left >= 0 and top >= 0 and right <= form["width"] and bottom <= form["height"]
            assert all(left >= o[2] or right <= o[0] or top >= o[3] or bottom <= o[1] for o in boxes[:n])
    json.dumps(view, allow_nan=False)


odd_terms = st.lists(
    st.builds(
        term,
        st.text("abcdef", min_size=1, max_size=3),
        st.integers(-2, 40) | st.just(10**12),
        st.sampled_from(["", "A", "B", "C", "D", "E", "F", "G", "H"]),
        st.text(max_size=30) | st.sampled_from([" ", "x" * 100_000, "ελληνικά", "العربية", "🙂🙂"]),
    ),
    max_size=25,
    unique_by=lambda t: t.id,
)
odd_pairs = st.dictionaries(
    st.tuples(st.text("abcdef", max_size=3), st.text("abcdef", max_size=3)), st.integers(-3, 50), max_size=20
)


@settings(max_examples=60, deadline=None)
@given(odd_terms, odd_pairs, st.randoms(use_true_random=False))
def test_every_cloud(
    terms: list[CloudTerm], together: dict[tuple[str, str], int], chance: random.Random
) -> None:
    view: Any = draw_cloud(terms, together)
    check(view)
    shown = sorted(t.id for t in terms if t.count > 0 and t.title.strip())
    assert sorted(t["id"] for t in view["terms"]) == shown
    assert all(sorted(word["id"] for word in form["words"]) == shown for form in view["forms"])
    assert len(view["groups"]) <= 6
    chance.shuffle(terms)
    turned = list(together.items())
    chance.shuffle(turned)
    assert json.dumps(draw_cloud(terms, dict(turned))) == json.dumps(view)


def test_a_full_cloud_is_a_wide_ellipse_and_a_column_without_overlaps_and_quick() -> None:
    terms, together = crowd(150, 1)
    draw_cloud(terms[:5], together)  # what is loaded once does not count
    start = time.process_time()
    view: Any = draw_cloud(terms, together)
    assert time.process_time() - start < 1.5  # a third of a second on one quiet core
    check(view)
    wide, narrow = view["forms"]
    assert (wide["name"], narrow["name"]) == ("wide", "narrow")
    assert 1.3 < wide["width"] / wide["height"] < 3
    assert narrow["width"] <= 301
    full = sum((b[2] - b[0]) * (b[3] - b[1]) for b in map(box, wide["words"]))
    assert full / (wide["width"] * wide["height"]) > 0.45
    assert {word["level"] for word in wide["words"]} == {0, 1, 2, 3, 4}


def test_more_used_is_larger() -> None:
    terms, together = crowd(60, 2)
    wide = draw_cloud(terms, together)["forms"][0]  # type: ignore[index]
    ranked = sorted(wide["words"], key=lambda word: word["count"])
    assert [w["size"] for w in ranked] == sorted(w["size"] for w in ranked)


def test_terms_used_together_stand_together() -> None:
    """In the mean over all pairs, and clearly: companions are at most three quarters as far apart as strangers."""
    for seed in (3, 4, 5):
        terms, together = crowd(72, seed)
        view: Any = draw_cloud([term(t.id, t.count, "G", t.title) for t in terms], together)
        at = {word["id"]: centre(word) for word in view["forms"][0]["words"]}

        def apart(a: str, b: str, at: dict[str, tuple[float, float]] = at) -> float:
            return float(((at[a][0] - at[b][0]) / 2) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5

        group = {t.id: t.group for t in terms}
        inside = [apart(a, b) for a, b in combinations(at, 2) if group[a] == group[b]]
        across = [apart(a, b) for a, b in combinations(at, 2) if group[a] != group[b]]
        assert sum(inside) / len(inside) < 0.75 * sum(across) / len(across)


def test_groups_have_marks_of_their_own_and_the_rest_is_one() -> None:
    view: Any = draw_cloud([term(f"t{n}", 20 - n, f"Group {n}") for n in range(9)], {})
    assert [g["title"] for g in view["groups"]] == [f"Group {n}" for n in range(5)] + [""]
    assert len({g["mark"] for g in view["groups"]}) == 6
    assert [t["group"] for t in view["terms"]] == [1, 2, 3, 4, 5, 6, 6, 6, 6]


def test_nothing_and_one() -> None:
    assert draw_cloud([], {("a", "b"): 3}) == {"groups": [], "terms": [], "forms": []}
    [word] = draw_cloud([term("only")], {})["forms"][0]["words"]  # type: ignore[index]
    assert (word["text"], word["title"], word["page"]) == ("Only", "Only", "themes/only")


def test_beyond_what_a_picture_holds_the_list_goes_on() -> None:
    view: Any = draw_cloud([term(f"t{n}", n + 1) for n in range(200)], {})
    assert len(view["terms"]) == 200
    assert [len(form["words"]) for form in view["forms"]] == [150, 150]
    assert min(word["count"] for word in view["forms"][0]["words"]) == 51


def test_widths() -> None:
    assert text_width("", 20) == 0
    assert text_width("é", 100) == text_width("e", 100) == text_width("e\u0301", 100) == 50
    assert text_width("mmm", 20) > 2 * text_width("iii", 20)
    assert text_width("東京", 10) == 20
    assert shortened("one two three", 40) == "one two three"
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 100_000, 9) == "x" * 9 + "…"
    assert shortened("a\n b\t c", 9) == "a b c"
    assert shortened("deux\u00a0: mots", 40) == "deux\u00a0: mots"
    assert shortened("deux\u00a0: mots", 7) == "deux…"

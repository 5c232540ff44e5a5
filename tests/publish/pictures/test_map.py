"""The map: what is drawn where, without overlap, the same whatever the order."""

from __future__ import annotations

import json
import math
import random
import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.publish.pictures.frame import WIDTH, frame_around
from miniexchange.publish.pictures.land import EXTENT
from miniexchange.publish.pictures.map import GROUPS, Arc, Place, draw_map
from miniexchange.publish.pictures.projection import project

LEVELS = ("running", "adapted", "planned", "learning", "announced", "dropped", "unknown", "visiting", "?")
TOWNS = {
    "lisbon": (-9.14, 38.72),
    "oslo": (10.75, 59.91),
    "athens": (23.73, 37.98),
    "dublin": (-6.26, 53.35),
    "vienna": (16.37, 48.21),
    "cayenne": (-52.33, 4.94),
    "las-palmas": (-15.43, 28.12),
}


def place(id: str, lon: float | None, lat: float | None, weight: float = 1, title: str = "") -> Place:
    return Place(id, title or id.title(), f"regions/{id}", lon, lat, weight)


def towns(*ids: str) -> list[Place]:
    return [place(id, *TOWNS[id]) for id in ids]


def arc(number: int, exporter: str, importer: str, level: str = "running") -> Arc:
    return Arc(f"x{number}", exporter, importer, level, f"Exchange {number}", f"exchanges/x{number}")


def drawn(places: list[Place], arcs: list[Arc] | None = None) -> dict[str, Any]:
    return draw_map(places, arcs or [])


def label_box(label: dict[str, Any], size: int) -> tuple[float, float, float, float]:
    width = label["width"]
    left = label["x"] - {"start": 0, "middle": width / 2, "end": width}[label["anchor"]]
    return left, label["y"] - 0.72 * size, left + width, label["y"] + 0.25 * size


def ends(line: str) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", line)]
    assert len(numbers) == 6, line
    return (numbers[0], numbers[1]), (numbers[2], numbers[3]), (numbers[4], numbers[5])


many_places = st.lists(
    st.builds(
        place,
        st.text("abcdefgh", min_size=1, max_size=4),
        st.floats(-12, 40) | st.sampled_from([None, math.nan, 500.0, -53.0, 4.0]),
        st.floats(34, 70) | st.sampled_from([None, -math.inf, 4.0, 52.0]),
        st.sampled_from([0, 1, 3, 1e308, -5, math.nan, math.inf]),
        st.text(max_size=40) | st.sampled_from(["Emilia-Romagna", "Θεσσαλία", "x" * 500]),
    ),
    max_size=30,
    unique_by=lambda p: p.id,
)


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[Place], list[Arc]]:
    places = draw(many_places)
    ids = st.sampled_from([p.id for p in places] + ["nowhere", ""])
    ends = draw(st.lists(st.tuples(ids, ids, st.sampled_from(LEVELS)), max_size=25))
    return places, [arc(n, *end) for n, end in enumerate(ends)]


@settings(max_examples=60, deadline=None)
@given(maps(), st.randoms(use_true_random=False))
def test_every_map(facts: tuple[list[Place], list[Arc]], chance: random.Random) -> None:
    places, arcs = facts
    view: Any = draw_map(places, arcs)
    width, height = view["width"], view["height"]

    # Nothing is lost, and nothing is counted twice.
    assert sorted(p.id for p in places) == sorted(
        x["id"] for key in ("places", "outside", "unplaced") for x in view[key]
    )
    assert sorted(a.id for a in arcs) == sorted(x["id"] for key in ("arcs", "undrawn") for x in view[key])
    assert sum(entry["count"] for entry in view["legend"]) == len(view["arcs"])

    # No point lies on another or outside; no name lies on a name, on a point, or outside.
    spots = [(p["x"], p["y"], p["r"]) for p in view["places"]]
    for n, (x, y, r) in enumerate(spots):
        assert 0 <= x <= width and 0 <= y <= height and 4 <= r <= 10
        assert all(math.dist((x, y), other[:2]) >= r + other[2] for other in spots[:n])
    boxes = [label_box(p["label"], view["size"]) for p in view["places"] if p["label"]]
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= width and bottom <= height
        assert all(left >= o[2] or right <= o[0] or top >= o[3] or bottom <= o[1] for o in boxes[:n])
        for x, y, r in spots:
            assert math.dist((x, y), (min(max(x, left), right), min(max(y, top), bottom))) >= r

    # The same facts in another order are the same map, to the byte; and it is JSON of finite numbers.
    chance.shuffle(places)
    chance.shuffle(arcs)
    assert json.dumps(draw_map(places, arcs)) == json.dumps(view, allow_nan=False)


def test_far_places_are_listed_and_the_frame_stays_with_the_others() -> None:
    near = drawn(towns("lisbon", "oslo", "vienna"))
    far = drawn([*towns("lisbon", "oslo", "vienna", "cayenne", "las-palmas"), place("nowhere", None, None)])
    assert [p["id"] for p in far["outside"]] == ["cayenne", "las-palmas"]
    assert [p["id"] for p in far["unplaced"]] == ["nowhere"]
    assert (far["land"], far["height"]) == (near["land"], near["height"])


@pytest.mark.parametrize("town", ["lisbon", "athens", "dublin"])
def test_the_frame_stays_where_there_is_land_to_draw(town: str) -> None:
    west, south, east, north = EXTENT
    points = [point for id in (town, "oslo") if (point := project(*TOWNS[id]))]
    for some in (points[:1], points, [(west, south), (east, north)], [(west, south)], [(east, north)]):
        frame = frame_around(some)
        assert frame.west >= west and frame.north <= north
        assert frame.west + WIDTH * frame.scale <= east + 1
        assert frame.north - frame.height * frame.scale >= south - frame.scale
        for x, y in map(frame.at, some):
            assert -0.5 <= x <= WIDTH + 0.5 and -0.5 <= y <= frame.height + 0.5


def test_names_in_a_crowd_do_not_touch_and_some_are_left_out() -> None:
    crowd = [place(f"p{n}", 8 + n % 7 * 0.6, 48 + n // 7 * 0.4, n, f"Region {n}") for n in range(49)]
    view = drawn([*crowd, *towns("lisbon", "oslo")])
    boxes = [label_box(p["label"], view["size"]) for p in view["places"] if p["label"]]
    assert 8 < len(boxes) < 40
    for a, b in combinations(boxes, 2):
        assert a[0] >= b[2] or a[2] <= b[0] or a[1] >= b[3] or a[3] <= b[1]


@pytest.mark.parametrize(
    ("exporter", "importer"), [("lisbon", "oslo"), ("oslo", "lisbon"), ("oslo", "athens")]
)
def test_an_arrow_bends_to_the_left_of_who_travels_it(exporter: str, importer: str) -> None:
    [only] = drawn(towns("lisbon", "oslo", "athens"), [arc(1, exporter, importer)])["arcs"]
    first, control, last = ends(only["line"])
    way = last[0] - first[0], last[1] - first[1]
    out = control[0] - first[0], control[1] - first[1]
    left = (way[1] * out[0] - way[0] * out[1]) / math.hypot(*way)  # y grows downwards
    assert 0.2 < left / math.hypot(*way) < 0.5


def test_west_is_left_and_north_is_up() -> None:
    at = {p["id"]: p for p in drawn(towns("lisbon", "oslo", "athens", "vienna"))["places"]}
    assert at["lisbon"]["x"] < at["vienna"]["x"] < at["athens"]["x"]
    assert at["oslo"]["y"] < at["vienna"]["y"] < at["athens"]["y"]


def test_a_single_place_is_shown_with_the_land_around_it() -> None:
    view = drawn(towns("vienna"))
    [only] = view["places"]
    assert only["label"]["text"] == "Vienna"
    assert abs(only["x"] - view["width"] / 2) < 2 and abs(only["y"] - view["height"] / 2) < 2


def test_no_places_no_points() -> None:
    view = drawn([])
    assert view["places"] == view["arcs"] == view["legend"] == []
    assert view["land"]


def test_places_at_one_point_are_spread_around_it() -> None:
    view = drawn([place(f"p{n}", 10, 50) for n in range(40)] + towns("lisbon", "oslo"))
    spots = [(p["x"], p["y"]) for p in view["places"] if p["id"].startswith("p")]
    assert len(set(spots)) == 40
    assert max(math.dist(a, b) for a in spots for b in spots) < 200


@pytest.mark.parametrize("level", LEVELS)
def test_an_arrow_runs_from_rim_to_rim(level: str) -> None:
    view = drawn(towns("lisbon", "oslo"), [arc(1, "lisbon", "oslo", level)])
    at = {p["id"]: p for p in view["places"]}
    first, _, last = ends(view["arcs"][0]["line"])
    start, stop = at["lisbon"], at["oslo"]
    assert 2 <= math.dist(first, (start["x"], start["y"])) - start["r"] <= 5
    assert 2 <= math.dist(last, (stop["x"], stop["y"])) - stop["r"] <= 14  # the head takes up the rest
    tips = [float(n) for n in re.findall(r"-?[\d.]+", view["arcs"][0]["end"])]
    nearest = min(
        math.dist((tips[n], tips[n + 1]), (stop["x"], stop["y"])) - stop["r"] for n in range(0, len(tips), 2)
    )
    assert 1 <= nearest <= 6


def test_there_and_back_and_again_lie_apart() -> None:
    arcs = [arc(n, "lisbon", "oslo") for n in range(4)] + [arc(n + 4, "oslo", "lisbon") for n in range(4)]
    view = drawn(towns("lisbon", "oslo"), arcs)
    middles = []
    for a in view["arcs"]:
        first, control, last = ends(a["line"])
        middles.append(tuple((first[i] + 2 * control[i] + last[i]) / 4 for i in (0, 1)))
    assert all(math.dist(a, b) > 5 for n, a in enumerate(middles) for b in middles[:n])


def test_arrows_between_touching_points_still_point() -> None:
    view = drawn([place("a", 10, 50, 9), place("b", 10, 50, 9), *towns("oslo")], [arc(1, "a", "b")])
    first, _, last = ends(view["arcs"][0]["line"])
    assert math.dist(first, last) > 0.1


def test_levels_come_in_five_groups_that_differ_in_more_than_colour() -> None:
    view = drawn(towns("lisbon", "oslo"), [arc(n, "lisbon", "oslo", level) for n, level in enumerate(LEVELS)])
    assert [(entry["group"], entry["count"]) for entry in view["legend"]] == [
        ("taken", 2), ("planned", 2), ("learning", 1), ("announced", 3), ("dropped", 1),
    ]  # fmt: skip
    assert len({shape for shape, _ in GROUPS.values()}) == 3
    assert view["arcs"][-1]["group"] == "taken"  # on top


def test_an_arrow_without_both_ends_is_not_drawn() -> None:
    arcs = [arc(1, "lisbon", "cayenne"), arc(2, "", "oslo"), arc(3, "oslo", "oslo"), arc(4, "lisbon", "oslo")]
    view = drawn(towns("lisbon", "oslo", "cayenne"), arcs)
    assert [a["id"] for a in view["arcs"]] == ["x4"]
    assert [a["id"] for a in view["undrawn"]] == ["x1", "x2", "x3"]


def test_of_very_many_arrows_those_that_got_farthest_are_drawn() -> None:
    arcs = [arc(n, "lisbon", "oslo", "running" if n % 100 == 0 else "unknown") for n in range(1000)]
    view = drawn(towns("lisbon", "oslo"), arcs)
    assert len(view["arcs"]) == 300
    assert view["legend"][0] == {**view["legend"][0], "group": "taken", "count": 10}
    spread = [ends(a["line"])[1] for a in view["arcs"]]
    assert max(math.dist(a, (400, 300)) for a in spread) < 900


def test_a_long_name_is_shortened_and_loses_its_brackets_first() -> None:
    titles = ["Tameside (North West England, United Kingdom)", "A very long name of a region that goes on"]
    view = drawn([place(str(n), 10 + 8 * n, 50, 1, title) for n, title in enumerate(titles)])
    assert [p["label"]["text"] for p in view["places"]] == ["Tameside", "A very long name of a…"]
    assert [p["title"] for p in view["places"]] == titles

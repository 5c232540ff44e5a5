"""The land that ships, and outlines from a file that may be anything."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from miniexchange.diagnostic import UserError
from miniexchange.publish.pictures.frame import WIDTH, frame_around, path
from miniexchange.publish.pictures.land import EXTENT, land, read_topology
from miniexchange.publish.pictures.projection import project


def written(folder: Path, document: object) -> Path:
    file = folder / "outlines.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file


def test_the_land_fills_its_extent_and_no_more() -> None:
    xs, ys = zip(*(point for ring in land() for point in ring), strict=True)
    assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx(EXTENT, abs=1500)
    assert all(ring[0] == ring[-1] for ring in land())


@pytest.mark.parametrize(
    ("lon", "lat", "dry"),
    [(13.4, 52.5, True), (2.35, 48.86, True), (-4, 40, True), (3, 56, False), (18, 40.0, False)],
)
def test_towns_are_on_land_and_the_north_sea_is_not(lon: float, lat: float, dry: bool) -> None:
    point = project(lon, lat)
    assert point
    x, y = point
    crossings = 0
    for ring in land():
        for (x0, y0), (x1, y1) in pairwise(ring):
            crossings += (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    assert crossings % 2 == dry


def test_the_land_of_all_europe_is_small() -> None:
    assert 4_000 < len(path(frame_around([]), land(), closed=True)) < 9_000


def test_degrees_and_metres_draw_the_same(tmp_path: Path) -> None:
    degrees = [[5.0, 50.0], [10.0, 52.0], [12.0, 48.0]]
    metres = [project(x, y) for x, y in degrees]
    a = read_topology(written(tmp_path, {"type": "Topology", "arcs": [degrees]}))
    b = read_topology(written(tmp_path, {"type": "Topology", "arcs": [metres], "notice": "© Somebody"}))
    assert a.lines == b.lines
    assert (a.notice, b.notice) == ("", "© Somebody")


def test_quantised_arcs_are_unfolded(tmp_path: Path) -> None:
    document = {
        "type": "Topology",
        "transform": {"scale": [1000, 2000], "translate": [4_000_000, 3_000_000]},
        "arcs": [[[1, 1], [2, -1], [0, 5]]],
    }
    lines = read_topology(written(tmp_path, document)).lines
    assert lines == (((4_001_000, 3_002_000), (4_003_000, 3_000_000), (4_003_000, 3_010_000)),)


def test_outlines_stay_near_the_frame(tmp_path: Path) -> None:
    far = [[4_300_000, 3_200_000], [4_400_000, 3_300_000], [19_000_000, 3_300_000], [19_000_000, 9_000_000]]
    topology = read_topology(written(tmp_path, {"type": "Topology", "arcs": [far]}))
    drawn = path(frame_around([(4_321_000, 3_210_000)]), topology.lines, closed=False)
    assert drawn.startswith("M") and drawn.count("M") == 1
    assert not drawn.endswith("z")
    assert WIDTH > int(drawn[1:].split(" ")[0]) > 0


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("", "Expecting value"),
        ("[" * 100_000, "outlines"),
        ("[]", "Topology"),
        ({"type": "FeatureCollection", "features": []}, "Topology"),
        ({"type": "Topology"}, "lacks 'arcs'"),
        ({"type": "Topology", "arcs": []}, "no arcs"),
        ({"type": "Topology", "arcs": [[["5", 50]]]}, "no number"),
        ({"type": "Topology", "arcs": [[[True, 50]]]}, "no number"),
        ({"type": "Topology", "arcs": [[[5]]]}, "not enough values"),
        ({"type": "Topology", "arcs": [7]}, "iterable"),
        ('{"type": "Topology", "arcs": [[[NaN, 50], [1, 2]]]}', "no place on Earth"),
        ('{"type": "Topology", "arcs": [[[1e400, 50], [1, 2]]]}', "no place on Earth"),
        ({"type": "Topology", "arcs": [[[10**400, 50]]]}, "outlines"),
        ({"type": "Topology", "arcs": [[[500_000, 5_000_000], [600_000, 5_100_000]]]}, "another projection"),
        ({"type": "Topology", "arcs": [[[1, 2]]], "transform": {"scale": [1]}}, "outlines"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_remedy(tmp_path: Path, document: object, told: str) -> None:
    file = written(tmp_path, document)
    with pytest.raises(UserError) as caught:
        read_topology(file)
    assert str(file) in caught.value.message
    assert told in caught.value.message
    assert "site.map.outlines" in caught.value.hint


def test_a_missing_file_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        read_topology(tmp_path / "none.json")
    (tmp_path / "zip").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(UserError, match="not a TopoJSON"):
        read_topology(tmp_path / "zip")

"""The map: regions as points, exchanges as arrows between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from miniexchange.publish.pictures.arcs import Arrow, Spot, arrow, bends
from miniexchange.publish.pictures.frame import WIDTH, Frame, Point, frame_around, path
from miniexchange.publish.pictures.labels import SIZE, Label, place_labels
from miniexchange.publish.pictures.land import DETAIL, EXTENT, land, read_topology
from miniexchange.publish.pictures.projection import project
from miniexchange.publish.pictures.text_width import shortened, text_width

View = dict[str, object]

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "taken": ("full", ("running", "adapted", "completed")),
    "planned": ("full", ("planned", "implementing", "visiting", "preparing", "agreed", "proposed")),
    "learning": ("open", ("learning",)),
    "announced": ("open", ("announced", "recorded", "unknown")),
    "dropped": ("bar", ("dropped", "declined", "withdrawn", "failed")),
}
"""Group of arrows → the shape of its end, and the levels and stages of an exchange in it; others are `announced`."""

_GROUP_OF = {level: group for group, (_, levels) in GROUPS.items() for level in levels}
_RANK = {group: n for n, group in enumerate(GROUPS)}
_MOST_ARCS = 300  # with more, a map shows nothing
_SMALLEST, _LARGEST = 4, 10  # radius of a point, units
_REACH = 90  # how far a point may be moved, units
_LONGEST_LABEL, _LONGEST_TITLE = 28, 160  # characters


@dataclass(frozen=True)
class Place:
    """A region on the map: degrees (None where it is not known where it lies), and a weight such as its exchanges."""

    id: str
    title: str
    page: str
    lon: float | None
    lat: float | None
    weight: float = 0


@dataclass(frozen=True)
class Arc:
    """An exchange on the map: ids of two places, and an outcome level or a stage."""

    id: str
    exporter: str
    importer: str
    level: str
    title: str
    page: str


def draw_map(places: Sequence[Place], arcs: Sequence[Arc], *, outlines: Path | None = None) -> View:
    """The map of these places and arcs, in units of which `width` is 800; the same whatever their order.

    `places` and `arcs` are drawn, `legend` counts the arcs by group; `outside` are places beyond the frame,
    `unplaced` those without usable coordinates, `undrawn` the arcs that lack one of their ends on the map, lead back
    to where they begin, or are more than the 300 that got farthest. `outlines` names a TopoJSON file drawn as thin lines, with its `notice` (empty
    where the file gives none). Raises UserError when that file cannot be used.
    """
    places = sorted(places, key=lambda p: p.id)
    arcs = sorted(arcs, key=lambda a: (_RANK[_group(a.level)], a.id))
    projected = {p.id: _projected(p) for p in places}
    shown = {p.id: point for p in places if (point := projected[p.id]) and _within(point)}
    frame = frame_around(list(shown.values()))
    spots = _spots([p for p in places if p.id in shown], shown, frame)
    drawable = [a for a in arcs if a.exporter in spots and a.importer in spots and a.exporter != a.importer]
    drawable = drawable[:_MOST_ARCS]
    sideways = bends([(a.exporter, a.importer) for a in drawable], spots)
    arrows = [
        arrow(spots[a.exporter], spots[a.importer], bend, shape=GROUPS[_group(a.level)][0])
        for a, bend in zip(drawable, sideways, strict=True)
    ]
    topology = read_topology(outlines) if outlines else None
    drawn_ids = {a.id for a in drawable}
    return {
        "width": WIDTH,
        "height": frame.height,
        "size": SIZE,
        "land": path(frame, land(), closed=True, detail=DETAIL),
        "outlines": path(frame, topology.lines, closed=False) if topology else "",
        "notice": shortened(topology.notice, 300) if topology else "",
        "places": _points([p for p in places if p.id in spots], spots, frame, arrows),
        # What is drawn later lies on top: the exchanges that got farthest.
        "arcs": [_arc(a, drawn) for a, drawn in zip(drawable, arrows, strict=True)][::-1],
        "legend": [
            {"group": group, "count": count, **_sample(shape)}
            for group, (shape, _) in GROUPS.items()
            if (count := sum(_group(a.level) == group for a in drawable))
        ],
        "outside": [_link(p) for p in places if projected[p.id] and p.id not in shown],
        "unplaced": [_link(p) for p in places if not projected[p.id]],
        "undrawn": [_link(a) for a in arcs if a.id not in drawn_ids],
    }


def _projected(place: Place) -> Point | None:
    return None if place.lon is None or place.lat is None else project(place.lon, place.lat)


def _within(point: Point) -> bool:
    west, south, east, north = EXTENT
    return west <= point[0] <= east and south <= point[1] <= north


def _group(level: str) -> str:
    return _GROUP_OF.get(level, "announced")


def _spots(places: Sequence[Place], shown: Mapping[str, Point], frame: Frame) -> dict[str, Spot]:
    """Each place's spot, moved as little as needed where another is there already; the heaviest stay put."""
    most = max((_weight(p) for p in places), default=0.0) or 1.0
    largest = _LARGEST if len(places) <= 60 else _LARGEST - 4
    found: dict[str, Spot] = {}
    for place in sorted(places, key=lambda p: (-_weight(p), p.id)):
        x, y = map(round, frame.at(shown[place.id]))
        r = round(_SMALLEST + (largest - _SMALLEST) * math.sqrt(_weight(place) / most))
        near = [s for s in found.values() if abs(s.x - x) < 2 * _REACH and abs(s.y - y) < 2 * _REACH]
        tried = (Spot(x + dx, y + dy, r) for dx, dy in _NEAREST)
        free = (s for s in tried if _in_frame(s, frame) and not any(_touch(s, other) for other in near))
        found[place.id] = next(free, Spot(x, y, r))
    return found


def _weight(place: Place) -> float:
    return max(0.0, place.weight) if math.isfinite(place.weight) else 0.0


def _in_frame(spot: Spot, frame: Frame) -> bool:
    return spot.r <= spot.x <= WIDTH - spot.r and spot.r <= spot.y <= frame.height - spot.r


def _touch(a: Spot, b: Spot) -> bool:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < (a.r + b.r + 2) ** 2


def _points(
    places: Sequence[Place], spots: Mapping[str, Spot], frame: Frame, arrows: Sequence[Arrow]
) -> list[View]:
    ranked = sorted(places, key=lambda p: (-_weight(p), p.id))
    texts = [_short_name(p.title) for p in ranked]
    widths = [text_width(text, SIZE) for text in texts]
    along = [point for a in arrows for point in a.along]
    labels: Sequence[Label | None] = [None] * len(ranked)
    if any(texts):
        labels = place_labels([spots[p.id] for p in ranked], widths, frame.height, along)
    views: list[View] = []
    for place, text, width, label in zip(ranked, texts, widths, labels, strict=True):
        spot = spots[place.id]
        at = (
            {"text": text, "x": label.x, "y": label.y, "anchor": label.anchor, "width": width}
            if label
            else {}
        )
        views.append(
            {**_link(place), "x": spot.x, "y": spot.y, "r": spot.r, "label": at if label and text else {}}
        )
    return views


def _short_name(title: str) -> str:
    """A name that fits a label; what it says in brackets goes first."""
    if len(title) > _LONGEST_LABEL and len(bare := title.partition(" (")[0]) > 3:
        title = bare
    return shortened(title, _LONGEST_LABEL)


def _arc(arc: Arc, drawn: Arrow) -> View:
    return {**_link(arc), "group": _group(arc.level), "line": drawn.line, "end": drawn.end}


def _sample(shape: str) -> View:
    """A straight arrow for the legend, in a box of 44 by 12 units."""
    drawn = arrow(Spot(-3, 6, 0), Spot(46, 6, 0), 0, shape=shape)
    return {"line": drawn.line, "end": drawn.end}


def _link(thing: Place | Arc) -> View:
    return {"id": thing.id, "title": shortened(thing.title, _LONGEST_TITLE), "page": thing.page}


_NEAREST = sorted(
    ((x, y) for x in range(-_REACH, _REACH + 1, 2) for y in range(-_REACH, _REACH + 1, 2)),
    key=lambda step: (step[0] ** 2 + step[1] ** 2, -step[0], step[1]),
)
"""Steps from a spot, the shortest first."""

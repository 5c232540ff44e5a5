"""The lines under the map: the land of Europe that ships, and the outlines that a catalogue may bring."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from miniexchange.diagnostic import UserError
from miniexchange.publish.pictures.projection import project

Line = tuple[tuple[float, float], ...]
"""Points (easting, northing) in metres of EPSG:3035."""

EXTENT = (2_450_000.0, 1_220_000.0, 6_850_000.0, 5_550_000.0)
"""West, south, east and north of the land that ships, in metres: the map shows nothing beyond."""

DETAIL = 2_300.0
"""Metres: of the details of the land that ships, hardly any is smaller."""

_LARGEST = 20_000_000  # bytes
_FARTHEST = 20_000_000.0  # metres
_HINT = (
    "site.map.outlines must name a TopoJSON file of at most 20 MB, in EPSG:3035 or in degrees "
    "of longitude and latitude; remove the setting for a map without outlines"
)


@dataclass(frozen=True)
class Topology:
    """What a TopoJSON file draws: its arcs, and the notice that it asks to be shown with them (often none)."""

    lines: tuple[Line, ...]
    notice: str = ""


@cache
def land() -> tuple[Line, ...]:
    """The coast of Europe as closed rings: Natural Earth 1:50m, public domain."""
    return read_topology(Path(__file__).with_name("land_epsg3035.topo.json")).lines


def read_topology(path: Path) -> Topology:
    """The arcs of a TopoJSON file (TopoJSON specification 1.0, section 2.1), in degrees or in EPSG:3035.

    Raises UserError where the file is missing, too large, or no such TopoJSON.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is larger than 20 MB")
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        if not isinstance(document, dict) or document.get("type") != "Topology":
            raise ValueError('it has no "type": "Topology"')
        lines = _in_metres(_arcs(document))
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}", _HINT) from error
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise UserError(f"{path}: not a TopoJSON file of outlines: {_told(error)}", _HINT) from error
    notice = document.get("notice")
    return Topology(lines, notice if isinstance(notice, str) else "")


def _arcs(document: dict[str, Any]) -> list[Line]:
    transform = document.get("transform")
    if not transform:
        return [tuple((_number(x), _number(y)) for x, y, *_ in arc) for arc in document["arcs"]]
    (kx, ky), (dx, dy) = (map(_number, transform[key]) for key in ("scale", "translate"))
    lines = []
    for arc in document["arcs"]:
        x = y = 0.0
        line = []
        for step_x, step_y, *_ in arc:
            x, y = x + _number(step_x), y + _number(step_y)
            line.append((x * kx + dx, y * ky + dy))
        lines.append(tuple(line))
    return lines


def _in_metres(lines: list[Line]) -> tuple[Line, ...]:
    if not any(lines):
        raise ValueError("it has no arcs")
    if not all(abs(x) <= _FARTHEST and abs(y) <= _FARTHEST for line in lines for x, y in line):
        raise ValueError("it has a coordinate that is no place on Earth")
    if any(abs(x) > 180.001 or abs(y) > 90.001 for line in lines for x, y in line):
        found = lines
    else:
        found = [_projected(line) for line in lines]
    if not any(_in_extent(x, y) for line in found for x, y in line):
        raise ValueError("none of it lies in Europe; is it in another projection than EPSG:3035?")
    return tuple(found)


def _projected(points: Iterable[tuple[float, float]]) -> Line:
    clamped = (project(max(-180, min(180, lon)), max(-90, min(90, lat))) for lon, lat in points)
    return tuple(point for point in clamped if point)


def _in_extent(x: float, y: float) -> bool:
    west, south, east, north = EXTENT
    return west <= x <= east and south <= y <= north


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a coordinate is no number")
    return float(value)


def _told(error: Exception) -> str:
    return f"it lacks {error}" if isinstance(error, KeyError) else str(error)

"""Circles in what points upwards: lineage, wider terms."""

from __future__ import annotations

from collections.abc import Mapping

_SHOWN = 8


def circles(parents: Mapping[str, str]) -> list[list[str]]:
    """The circles among ids of which each points to one parent: each once, from its first id in the mapping's order upwards.

    Every id is visited once, so a chain of ten thousand takes no longer than ten thousand short ones.
    """
    found: list[list[str]] = []
    settled: set[str] = set()
    for start in parents:
        way: dict[str, int] = {}  # id → its place on the way, in order
        step = start
        while step in parents and step not in settled and step not in way:
            way[step] = len(way)
            step = parents[step]
        if step in way:
            found.append(list(way)[way[step] :])
        settled.update(way)
    order = {one: place for place, one in enumerate(parents)}
    return [_from_first(circle, order) for circle in found]


def round_trip(circle: list[str], start: int = 0) -> str:
    """A circle in words from one of its ids and back to it; a long one is cut in the middle."""
    way = [*circle[start:], *circle[:start]]
    if len(way) > _SHOWN:
        way = [*way[:_SHOWN], f"… {len(way) - _SHOWN} more"]
    return " → ".join([*way, circle[start]])


def _from_first(circle: list[str], order: Mapping[str, int]) -> list[str]:
    """The circle begun at the id that stands first in the mapping: the way may have entered it elsewhere."""
    first = circle.index(min(circle, key=order.__getitem__))
    return [*circle[first:], *circle[:first]]

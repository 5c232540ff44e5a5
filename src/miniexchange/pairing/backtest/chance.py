"""What chance alone would find, exactly, and how far a counted rate may lie from the true one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

_STEPS = 60
"""Halvings of an interval of length 1: more than a float64 can tell apart."""


def expected_hit(better: int, alike: int, depth: int) -> Fraction:
    """The chance that a practice is among the first `depth` of a list in which `better` stand before it.

    `alike` practices, itself among them, share the next places in random order.
    """
    return Fraction(min(max(depth - better, 0), alike), alike)


def expected_hits(keys: Sequence[int], target: int, depths: Sequence[int]) -> tuple[Fraction, ...]:
    """The chance that the practice at position `target` is among the first of a list ordered by `keys`, highest first, for each depth.

    Equal keys are in random order.
    """
    better = sum(key > keys[target] for key in keys)
    alike = sum(key == keys[target] for key in keys)
    return tuple(expected_hit(better, alike, depth) for depth in depths)


@lru_cache
def interval(hits: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval for a rate of which `hits` of `of` were counted (Clopper and Pearson 1934).

    The lower end is the rate at which as many hits or more have probability (1 − level) / 2, the upper end the one at which as
    many or fewer have it. C. J. Clopper and E. S. Pearson, “The use of confidence or fiducial limits illustrated in the case of
    the binomial”, Biometrika 26 (1934), 404–413. Raises ValueError for counts that cannot be.
    """
    if not 0 <= hits <= of or not of:
        raise ValueError(f"{hits} of {of} is no count")
    tail = (1 - level) / 2
    low = 0.0 if not hits else _rate_at(hits, of, tail)
    # As many or fewer hits are as many or more misses.
    high = 1.0 if hits == of else 1 - _rate_at(of - hits, of, tail)
    return low, high


def _rate_at(hits: int, of: int, tail: float) -> float:
    """The rate at which `hits` or more of `of` have a probability of `tail`: it grows with the rate."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_least(hits, of, middle) < tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(hits: int, of: int, rate: float) -> float:
    """The binomial probability of `hits` or more of `of` at a rate between 0 and 1."""
    return math.fsum(
        math.exp(
            math.lgamma(of + 1) - math.lgamma(n + 1) - math.lgamma(of - n + 1)
            + n * math.log(rate) + (of - n) * math.log1p(-rate)
        )
        for n in range(hits, of + 1)
    )  # fmt: skip

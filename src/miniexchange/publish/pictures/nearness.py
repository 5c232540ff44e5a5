"""Points for terms, so that those used together lie together; the same on every machine.

No call into BLAS or LAPACK and no random start: their last digits differ between machines. What is used here (sums,
products, quotients, square roots, one after the other) is exact by IEEE 754, and every round is rounded.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ROUNDS = 100
_GOLDEN = math.pi * (3 - math.sqrt(5))
_SAME_GROUP = 0.12
_FARTHEST = 0.05


def likeness(
    ids: Sequence[str], counts: Sequence[int], groups: Sequence[int], together: Mapping[tuple[str, str], int]
) -> Floats:
    """How near to each other each two terms belong, from 0 to 1.

    The mean of how often they are used together (the cosine) and of how alike their company is (the cosine of those
    rows), with a little for the same group.
    """
    number = {term: n for n, term in enumerate(ids)}
    found = np.zeros((len(ids), len(ids)))
    for (a, b), times in together.items():
        i, j = number.get(a), number.get(b)
        if i is not None and j is not None and i != j and times > 0:
            found[i, j] += times
            found[j, i] += times
    used = np.sqrt(np.array([max(count, 1) for count in counts], dtype=np.float64))
    group = np.array(groups)
    same = np.where(group[:, None] == group[None, :], _SAME_GROUP, 0.0)
    first = np.minimum(found / used[:, None] / used[None, :], 1.0)
    np.fill_diagonal(first, 1.0)
    rows = np.round(first * 1000).astype(np.int64)  # products of whole numbers do not go through BLAS
    shared = (rows @ rows).astype(np.float64)
    size = np.sqrt(np.diagonal(shared))
    result: Floats = (first + shared / size[:, None] / size[None, :]) / 2 * (1 - _SAME_GROUP) + same
    np.fill_diagonal(result, 0.0)
    return result


def positions(like: Floats, groups: Sequence[int]) -> Floats:
    """A point (x, y) for each term: distances follow unlikeness as well as a plane allows.

    Stress majorisation with local steps: E. Gansner, Y. Koren and S. North, Graph Drawing by Stress Majorization
    (GD 2004), section 2; distances 1 / (likeness + a constant), weighted by the inverse of their squares. It starts from a
    sunflower in which each group has its own sector.
    """
    at = _sunflower(groups)
    if len(at) < 2:
        return at
    wanted = 1 / (_FARTHEST + like)
    weight = 1 / (wanted * wanted)
    np.fill_diagonal(weight, 0.0)
    whole = weight.sum(axis=0)
    for _ in range(_ROUNDS):
        dx = at[:, None, 0] - at[None, :, 0]
        dy = at[:, None, 1] - at[None, :, 1]
        pull = wanted / np.maximum(np.sqrt(dx * dx + dy * dy), 1e-6)
        # Row j holds what term j asks of all the others; sums run down the rows in a fixed order.
        x = (weight * (at[:, None, 0] - dx * pull)).sum(axis=0) / whole
        y = (weight * (at[:, None, 1] - dy * pull)).sum(axis=0) / whole
        at = np.round(np.stack([x, y], axis=1), 9)
    centred: Floats = np.round(at - at.sum(axis=0) / len(at), 6)
    return centred


def _sunflower(groups: Sequence[int]) -> Floats:
    size = len(groups)
    rank = sorted(range(size), key=lambda n: (groups[n], n))
    found = np.zeros((size, 2))
    for place, n in enumerate(rank):
        angle = 2 * math.pi * place / max(size, 1)
        radius = 0.25 + 0.3 * ((place * _GOLDEN) % 1)
        found[n] = round(radius * math.cos(angle), 9), round(radius * math.sin(angle), 9)
    return found

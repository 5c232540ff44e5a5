"""The ways to hand out eligible pairs agree with each other, cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.pairing.problem import pairs as pairs_module
from miniexchange.pairing.problem.building import build
from miniexchange.pairing.problem.instance import PracticeLimits, RegionLimits, Scored
from miniexchange.pairing.problem.limits import limits_of
from miniexchange.pairing.problem.pairs import (
    NOT_ELIGIBLE,
    AtLeast,
    Cells,
    Pairs,
    Table,
    Without,
    number_of,
)
from miniexchange.pairing.problem.prices import Keyed, RowPrices
from miniexchange.pairing.problem.pricing import first_look, top_cells, worthwhile


def dense(pairs: Pairs) -> Cells:
    """All cells, put together from the blocks."""
    found = np.full((len(pairs.importer), pairs.width), -9, dtype=np.int64)
    for first, block in pairs.blocks():
        found[first : first + len(block)] = block
    return found


def assert_single_cells_agree(pairs: Pairs) -> None:
    row, practice = np.divmod(np.arange(len(pairs.importer) * pairs.width), max(1, pairs.width))
    assert np.array_equal(pairs.scores(row, practice).reshape(-1, pairs.width), dense(pairs))


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-1, 4), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@settings(max_examples=100)
@given(tables, st.integers(0, 5), st.sets(st.integers(0, 24)), st.integers(1, 30))
def test_lists_tables_and_their_parts_agree(
    cells: list[list[int]], least: int, left_out: set[int], block: int
) -> None:
    score = np.array(cells, dtype=np.int16)
    rows, width = score.shape
    regions = [RegionLimits(f"r{i}", 0, 1, 0, 1) for i in range(rows)]
    practices = [PracticeLimits(f"p{i}", "r0") for i in range(width)]
    scored = [
        Scored(f"r{r}", f"p{p}", int(score[r, p]), "", 7 * r + p) for r, p in np.argwhere(score >= 0).tolist()
    ]
    listed = build(regions, practices, scored).pairs
    occurring = np.flatnonzero((score >= 0).any(axis=1))
    score = score[occurring]
    sure = 7 * occurring[:, None] + np.arange(width)[None, :]
    table = Table(occurring, np.full(len(occurring), -1), score, sure)
    cut = np.array(sorted(c for c in left_out if c < score.size), dtype=np.int64)
    expected = np.where(score >= least, score, NOT_ELIGIBLE).astype(np.int64)
    expected.ravel()[cut] = NOT_ELIGIBLE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs_module, "BLOCK_CELLS", block)
        for whole in (listed, table):
            assert whole.importer.tolist() == occurring.tolist() and whole.width == width
            assert np.array_equal(dense(whole), score)
            assert number_of(whole) == np.count_nonzero(score >= 0)
            part = Without(AtLeast(whole, least), *np.divmod(cut, width))
            assert np.array_equal(dense(part), expected)
            assert number_of(part) == np.count_nonzero(expected >= 0)
            equal = Without(AtLeast(whole, least, equal=True), *np.divmod(cut, width))
            assert np.array_equal(dense(equal), np.where(expected >= 0, 1, NOT_ELIGIBLE))
            for some in (whole, part, equal):
                assert_single_cells_agree(some)
                row, practice = np.nonzero(dense(some) >= 0)
                assert np.array_equal(some.confidence(row, practice), sure[row, practice])
        assert np.array_equal(dense(table), score), "what is handed out was changed"


@settings(max_examples=100)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.sampled_from([1, 10, 10_000]), st.integers(1, 4))
def test_the_best_cells_of_a_row_are_among_the_top_ones(seed: int, rows: int, best: int, each: int) -> None:
    score = np.random.default_rng(seed).integers(-1, best, (rows, 200), endpoint=True).astype(np.int32)
    row, column = top_cells(score, each)
    assert (score[row, column] >= 0).all()
    for r in range(rows):
        ranked = sorted(score[r][score[r] >= 0].tolist(), reverse=True)
        assert sorted(score[r, column[row == r]].tolist(), reverse=True)[:each] == ranked[:each]


@settings(max_examples=100)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from([1, 1 << 29]))
def test_what_prices_leave_is_counted_cell_by_cell(seed: int, pair_rule: bool, scale: int) -> None:
    """Small prices are summed in 32 bits, large ones in 64."""
    random = np.random.default_rng(seed)
    regions = [RegionLimits(f"r{i}", 0, 1, 0, 2) for i in range(3)]
    practices = [PracticeLimits(f"p{i}", f"r{i % 3}", 2) for i in range(6)]
    score = random.integers(-1, 40, (3, 6)) * np.int64(1)
    scored = [
        Scored(f"r{r}", f"p{p}", int(score[r, p]), need)
        for r, p in np.argwhere(score >= 0).tolist()
        for need in ("a", "b")
    ]
    instance = build(regions, practices, scored)
    limits, pairs = limits_of(instance), instance.pairs
    owners = len(limits.owners)
    keyed = Keyed(np.arange(3 * owners), scale * random.integers(0, 9, 3 * owners))
    none = Keyed(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    prices = RowPrices(
        scale * random.integers(-5, 9, 3),
        scale * random.integers(-5, 9, 3),
        scale * random.integers(0, 9, 6),
        scale * random.integers(0, 9, len(instance.needs)),
        keyed if pair_rule else none,
        Keyed(np.arange(18), scale * random.integers(0, 9, 18)),
        -scale * int(random.integers(0, 5)),
    )
    left = {}
    for row in range(len(pairs.importer)):
        for p in range(6):
            r, s = int(pairs.importer[row]), int(pairs.scores(np.array([row]), np.array([p]))[0])
            if s >= 0:
                paid = prices.imports[r] + prices.exports[p % 3] + prices.practices[p] + prices.exchanges
                paid += prices.needs[pairs.need[row]] + prices.importer_practices.price[r * 6 + p]
                paid += keyed.price[r * owners + p % 3] if pair_rule else 0
                left[row * 6 + p] = s - int(paid)
    known = np.array(sorted(left)[::3], dtype=np.int64)
    floor = -3 * scale
    residual, promising, pool = worthwhile(limits, prices, known, 99, floor=floor, most=999)
    assert residual == sum(value for value in left.values() if value > 0)
    fresh = {cell: value for cell, value in left.items() if cell not in known}
    some = max(fresh.values(), default=0) > 0  # then what is worth just its price joins as well
    assert sorted(promising.tolist()) == sorted(cell for cell in fresh if some and fresh[cell] >= 0)
    assert pool is not None and pool.tolist() == [c for c in sorted(left) if left[c] >= floor]
    assert worthwhile(limits, prices, known, 99, floor=floor, most=len(pool) - 1)[2] is None or not len(pool)
    everything = worthwhile(limits, prices, known, 99, floor=-(1 << 60), most=999)[2]
    assert everything is not None and everything.tolist() == sorted(left)


def test_first_look_counts_open_pairs_and_best_scores() -> None:
    """Closed pairs count for the penalty, which must not depend on what is open, but are no seeds."""
    regions = [RegionLimits("a", 0, 1, 0, 2), RegionLimits("b", 0, 0, 0, 1)]
    practices = [PracticeLimits("p", "a"), PracticeLimits("q", "b"), PracticeLimits("z", "", 0)]
    scored = [Scored("a", "q", 9), Scored("a", "z", 8), Scored("a", "p", 7), Scored("b", "p", 5)]
    look = first_look(limits_of(build(regions, practices, scored)), 10)
    assert (look.best, look.open) == (9 + 8 + 5, 2)
    assert look.seeds.tolist() == [0, 3]

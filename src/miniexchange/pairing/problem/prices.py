"""Whole-number prices of limits: what one more unit of each is worth to the whole programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.problem.limits import Limits
from miniexchange.pairing.problem.pairs import Ints
from miniexchange.pairing.problem.sets import among

_Key = TypeVar("_Key", str, tuple[str, str])


@dataclass(frozen=True)
class Keyed:
    """Prices of a few out of very many limits: keys in rising order and their prices, none of them 0."""

    keys: Ints
    price: Ints

    @classmethod
    def of(cls, keys: Ints, prices: Ints) -> Keyed:
        """The prices that are not 0; keys in rising order."""
        used = np.flatnonzero(prices)
        return cls(keys[used], prices[used])

    def at(self, keys: Ints) -> Ints:
        """The prices of some keys, 0 where there is none."""
        found = np.zeros(len(keys), dtype=np.int64)
        if len(self.keys):
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            same = self.keys[at] == keys
            found[same] = self.price[at[same]]
        return found


@dataclass(frozen=True)
class RowPrices:
    """Prices by position: per importing and exporting region, practice and need, by key (as in Limits) for `pairs` and
    `importer_practices`, and one for the least number of all exchanges."""

    imports: Ints
    exports: Ints
    practices: Ints
    needs: Ints
    pairs: Keyed
    importer_practices: Keyed
    exchanges: int = 0

    def of(self, family: str, keys: Ints) -> Ints:
        """The prices of some limits of a family of the matrix."""
        if family == "exchanges":
            return np.full(len(keys), self.exchanges, dtype=np.int64)
        prices: Ints | Keyed = getattr(self, family)
        return prices.at(keys) if isinstance(prices, Keyed) else prices[keys]

    def covering(self, limits: Limits, enough: int) -> RowPrices:
        """The same with limits of 0 priced so high that they cover every pair that they rule out: that costs nothing.

        `enough` is more than any score and any price below 0 together.
        """

        def high(prices: Ints, most: Ints) -> Ints:
            return np.where(most <= 0, enough, prices)

        def keyed(prices: Keyed, used: Ints) -> Keyed:
            open_ = ~among(prices.keys, used)
            keys = np.concatenate([prices.keys[open_], used])
            price = np.concatenate([prices.price[open_], np.full(len(used), enough, dtype=np.int64)])
            order = np.argsort(keys)
            return Keyed(keys[order], price[order])

        return replace(
            self,
            imports=high(self.imports, limits.import_max),
            exports=high(self.exports, limits.export_max),
            practices=high(self.practices, limits.capacity),
            needs=high(self.needs, limits.needs),
            pairs=keyed(self.pairs, limits.used_pairs),
            importer_practices=keyed(self.importer_practices, limits.used_practices),
        )

    def named(self, limits: Limits) -> Prices:
        """The same by id, as the certificate has them."""
        instance = limits.instance
        regions, practices = [r.id for r in instance.regions], [p.id for p in instance.practices]
        return Prices(
            _named(self.imports, regions),
            _named(self.exports, regions),
            _named(self.practices, practices),
            _paired(self.pairs, regions, limits.owners),
            _named(self.needs, instance.needs),
            _paired(self.importer_practices, regions, practices),
            self.exchanges,
        )


def _named(prices: Ints, keys: Sequence[_Key]) -> dict[_Key, int]:
    return {keys[int(i)]: int(prices[i]) for i in np.flatnonzero(prices)}


def _paired(prices: Keyed, first: Sequence[str], second: Sequence[str]) -> dict[tuple[str, str], int]:
    found = {}
    for key, price in zip(prices.keys.tolist(), prices.price.tolist(), strict=True):
        one, two = divmod(key, len(second))
        found[first[one], second[two]] = price
    return found

"""Limits that could be raised: what each is, where it is written, and the problem with it raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.problem.instance import Instance, RegionLimits
from miniexchange.text.phrases import counted, quoted

Sort = Literal["exports", "imports", "capacity", "need_max", "one_per_ordered_pair", "one_per_unordered_pair"]


class Told(NamedTuple):
    """A change in words, where it is made, and as `--what-if` takes it."""

    what: str
    where: str
    change: str


@dataclass(frozen=True, order=True)
class Raise:
    """One limit, raised by so many units: a region's exports or imports, a practice's importers (`who`), or a rule for all (`who` is "").

    A rule that is switched off counts as one unit.
    """

    sort: Sort
    who: str = ""
    units: int = 1

    def applied(self, instance: Instance) -> Instance:
        """The problem with the limit raised."""
        if self.sort == "exports":
            return self._of_region(instance, lambda r: r._replace(export_max=r.export_max + self.units))
        if self.sort == "imports":
            return self._of_region(instance, lambda r: r._replace(import_max=r.import_max + self.units))
        if self.sort == "capacity":
            practices = tuple(
                p._replace(capacity=p.capacity + self.units)
                if p.id == self.who and p.capacity is not None
                else p
                for p in instance.practices
            )
            return replace(instance, practices=practices)
        rules = instance.rules
        if self.sort == "need_max":
            return replace(instance, rules=replace(rules, need_max=rules.need_max + self.units))
        if self.sort == "one_per_ordered_pair":
            return replace(instance, rules=replace(rules, one_per_ordered_pair=False))
        return replace(instance, rules=replace(rules, one_per_unordered_pair=False))

    def told(self, catalogue: Catalogue, instance: Instance) -> Told:
        """The change in words, the place where it is made, and what `--what-if` calls it."""
        after = self.applied(instance)
        if self.sort in ("exports", "imports"):
            region, limits = catalogue.regions[self.who], after.regions[after.region_at[self.who]]
            most = limits.export_max if self.sort == "exports" else limits.import_max
            what = f"let {region.name} {self.sort[:-1]} {most}"
            return Told(what, f"capacity.{self.sort}.max in {region.path}", f"{self.sort}.{self.who}={most}")
        if self.sort == "capacity":
            practice = catalogue.practices[self.who]
            most = after.practices[after.practice_at[self.who]].capacity or 0
            what = f"let {counted(most, 'region')} import {quoted(practice.title)}"
            return Told(what, f"transfer.max_importers in {practice.path}", f"capacity.{self.who}={most}")
        what = {
            "need_max": f"let every need take {counted(after.rules.need_max, 'practice')}",
            "one_per_ordered_pair": "let a region import more than one practice from the same exporter",
            "one_per_unordered_pair": "let two regions exchange more than once",
        }[self.sort]
        value = str(after.rules.need_max) if self.sort == "need_max" else "false"
        return Told(what, f"pairing.rules.{self.sort} in mini.yaml", f"rules.{self.sort}={value}")

    def _of_region(self, instance: Instance, change: Callable[[RegionLimits], RegionLimits]) -> Instance:
        regions = tuple(change(region) if region.id == self.who else region for region in instance.regions)
        return replace(instance, regions=regions)


def of_pair(instance: Instance, cell: tuple[int, int]) -> Iterator[Raise]:
    """The limits on which a pair of a row and a column depends."""
    choice, practice = instance.choice(*cell), instance.practices[cell[1]]
    if practice.owner in instance.region_at:
        yield Raise("exports", practice.owner)
    yield Raise("imports", choice.importer)
    if practice.capacity is not None:
        yield Raise("capacity", practice.id)
    yield from of_rules(instance)


def of_rules(instance: Instance) -> Iterator[Raise]:
    """The limits that hold for all alike."""
    if instance.needs:
        yield Raise("need_max")
    if instance.rules.one_per_ordered_pair:
        yield Raise("one_per_ordered_pair")
    if instance.rules.one_per_unordered_pair:
        yield Raise("one_per_unordered_pair")


def together(raises: Iterable[Raise], catalogue: Catalogue, instance: Instance) -> str:
    """Several changes as one request, with the places where they are made and what to type to try them."""
    told = [change.told(catalogue, instance) for change in raises]
    what = " and ".join(one.what for one in told)
    change = " ".join(one.change for one in told)
    return f"{what} ({'; '.join(one.where for one in told)}; to try it: --what-if {change})"

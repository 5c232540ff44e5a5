"""Who takes part, and how many exchanges each region should give and take."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Quota, Region
from miniexchange.catalogue.settings import PairingSettings, QuotaSettings
from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.instance import RegionLimits
from miniexchange.text.phrases import listed
from miniexchange.text.similarity import nearest

_NAMED = 12
"""So many ids are named where one is not known."""


def participants(catalogue: Catalogue, project: str, regions: Sequence[str]) -> tuple[str, ...]:
    """The regions that take part on both sides, sorted: a project's members, narrowed to `regions` where these are given.

    Raises UserError for a project or region that the catalogue lacks, and for a region that is not in the project.
    """
    if project:
        known_id("project", project, catalogue.projects)
    members = catalogue.members(project) if project else tuple(catalogue.regions)
    for region in regions:
        known_id("region", region, catalogue.regions)
        if region not in members:
            raise UserError(
                f"the region {region!r} is no partner of {project!r}", f"its partners: {', '.join(members)}"
            )
    return tuple(sorted({region for region in regions or members if region in catalogue.regions}))


def limits_of(region: Region, settings: PairingSettings) -> RegionLimits:
    """A region's limits: its own, else the settings'. Where only one of the two is its own, the other gives way to it.

    Raises UserError when the least is more than the most.
    """
    capacity = region.capacity
    export_min, export_max = _range(
        region, "exports", capacity.exports if capacity else None, settings.exports
    )
    import_min, import_max = _range(
        region, "imports", capacity.imports if capacity else None, settings.imports
    )
    return RegionLimits(region.id, export_min, export_max, import_min, import_max)


def _range(region: Region, side: str, own: Quota | None, default: QuotaSettings) -> tuple[int, int]:
    if default.min > default.max:
        raise UserError(
            f"the settings ask for at least {default.min} {side} and allow at most {default.max}",
            f"make pairing.{side}.min and pairing.{side}.max in mini.yaml agree",
        )
    least, most = (own.min, own.max) if own else (None, None)
    if least is not None and most is not None and least > most:
        raise UserError(
            f"{region.name} asks for at least {least} {side} and allows at most {most}",
            f"mend capacity.{side} in {region.path}",
        )
    if least is None:
        least = default.min if most is None else min(default.min, most)
    if most is None:
        most = max(default.max, least)
    return least, most


def check_taking_part(region: str, regions: Sequence[str], catalogue: Catalogue) -> None:
    """Raises UserError unless a region of the catalogue is one of those that take part."""
    known_id("region", region, catalogue.regions)
    if region not in regions:
        raise UserError(
            f"{catalogue.regions[region].name} does not take part", f"those who do: {', '.join(regions)}"
        )


def known_id(kind: str, name: str, known: Collection[str]) -> None:
    """Raises UserError, with the nearest id, unless there is such a record."""
    if name in known:
        return
    ids = sorted(known)
    near = nearest(name, ids, limit=1)
    hint = f"there are: {listed(ids, most=_NAMED)}" if ids else "there is none yet"
    raise UserError(f"no {kind} {name!r} in this catalogue", f"did you mean {near[0]}?" if near else hint)

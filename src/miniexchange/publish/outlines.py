"""The file of region outlines that a catalogue may bring for its map."""

from __future__ import annotations

from pathlib import Path

from miniexchange.catalogue.settings import Settings
from miniexchange.diagnostic import UserError


def own_outlines(settings: Settings, root: Path) -> Path | None:
    """The TopoJSON file that `site.map.outlines` names, below the catalogue's folder `root`; None where it names none.

    Raises UserError when it leads out of the catalogue, through a symbolic link too, or is not there. Whether the file
    holds outlines is found out when the map is drawn.
    """
    name = settings.site.map.outlines
    if not name:
        return None
    file = (root / name).resolve()
    if not file.is_relative_to(root.resolve()):
        raise UserError(
            f"the setting site.map.outlines leads out of the catalogue: {name}",
            "name a TopoJSON file inside it, such as site/outlines.topojson, or remove the setting",
        )
    if not file.is_file():
        raise UserError(
            f"the setting site.map.outlines names a file that is not there: {name}",
            "put the TopoJSON file there, or remove the setting for a map without outlines",
        )
    return file

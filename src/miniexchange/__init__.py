"""miniexchange: regions exchange what works in SME policy.

import miniexchange

catalogue = miniexchange.open("path/to/catalogue")
for practice in catalogue.practices.values():
    print(practice.id, practice.title, catalogue.countries(practice))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miniexchange.version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from miniexchange.catalogue.model import Catalogue

__all__ = ["__version__", "open"]


def open(path: str | PathLike[str] = ".", *, revision: str = "") -> Catalogue:
    """Reads and checks the catalogue in a folder (or as it stood at a git revision) and returns its records, linked.

    Raises miniexchange.diagnostic.InvalidCatalogue, whose `report` tells the errors, when a record is invalid, and
    miniexchange.diagnostic.UserError when there is no catalogue, or no such revision.
    """
    from miniexchange.check.run import open_catalogue

    return open_catalogue(path, revision=revision)

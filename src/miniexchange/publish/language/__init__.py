"""The interface's languages: words by gettext catalogues; numbers, dates and names by CLDR (Babel)."""

from miniexchange.publish.language.catalogues import available
from miniexchange.publish.language.interface import N_, NP_, Interface, interface, own_name
from miniexchange.publish.language.templates import install

__all__ = ["NP_", "N_", "Interface", "available", "install", "interface", "own_name"]

"""Notes on stderr, beside the answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from miniexchange.diagnostic import plain
from miniexchange.pairing import telling


def tell_warnings(found: Sequence[str]) -> None:
    """Prints the first of some warnings, and how many more there are."""
    for warning in telling.warnings(found):
        print(f"warning: {plain(warning)}", file=sys.stderr)

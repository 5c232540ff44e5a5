"""Ids for new records: from a title, or from what the record joins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from miniexchange.catalogue.kinds import TITLE_FIELD
from miniexchange.text.slugs import slug


def suggested_id(kind: str, document: Mapping[str, Any]) -> str:
    """The id that a new record should have; empty when too little is known of it.

    An exchange is called after its practice and importer, an assessment after its region and year, all others after
    their title.
    """
    if kind == "exchange":
        parts = [document.get("practice"), document.get("importer")]
    elif kind == "assessment":
        parts = [document.get("region"), str(document.get("date", ""))[:4]]
    else:
        parts = [slug(str(document.get(TITLE_FIELD.get(kind, "title"), "")))]
    return "-".join(map(str, parts)) if all(parts) else ""

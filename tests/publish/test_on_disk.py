"""Records that are read from the disk while a site is built."""

from __future__ import annotations

import pytest

from catalogues import CatalogueFolder
from miniexchange.check.run import open_rows
from miniexchange.diagnostic import UserError
from miniexchange.publish.on_disk import OnDisk


@pytest.mark.parametrize("saved", ["title: Other words\nstatus: published\n", "title: [\n"])
@pytest.mark.parametrize("use_cache", [True, False])
def test_a_record_that_is_saved_during_a_build_stops_it(
    catalogue: CatalogueFolder, saved: str, use_cache: bool
) -> None:
    """Nobody has checked what stands there now, and the next build could not tell that it was published."""
    open_rows(catalogue.root, use_cache=use_cache)
    stock = OnDisk(open_rows(catalogue.root, use_cache=use_cache))
    path = catalogue.root / stock.path("practice", "summer-school")
    assert stock.whole("practice", "summer-school").id == "summer-school"
    stock.document("region", "veneto")
    path.write_text(saved, "utf-8")
    with pytest.raises(UserError, match=r"summer-school\.yaml was changed"):
        stock.whole("practice", "summer-school")

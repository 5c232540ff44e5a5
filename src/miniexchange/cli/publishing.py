"""Building the site as `mini build` and `mini serve` do it: records checked, programme proposed, pages written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miniexchange.diagnostic import Report
    from miniexchange.publish.site import Built


def publish(
    root: Path,
    out: Path,
    *,
    formats: Sequence[str] = ("html", "markdown"),
    project: str = "",
    use_cache: bool = True,
    keep_going: bool = False,
    left_out: Callable[[Report], None] | None = None,
) -> Built:
    """Builds the site of the catalogue at `root` into the folder `out`.

    Raises InvalidCatalogue when a record has an error, unless `keep_going` leaves such records out: `left_out` is then
    told what is wrong with them. Raises UserError as `build_site` does.
    """
    from miniexchange.catalogue.kinds import KINDS
    from miniexchange.check.run import open_rows, typed_catalogue
    from miniexchange.history import last_changed
    from miniexchange.pairing import Request, propose
    from miniexchange.publish.news import read_news
    from miniexchange.publish.on_disk import OnDisk
    from miniexchange.publish.site import build_site
    from miniexchange.publish.upkeep import Keeper

    opened = open_rows(root, use_cache=use_cache)
    catalogue = typed_catalogue(opened, keep_going=keep_going)
    if opened.report.count("error") and left_out:
        left_out(opened.report)
    as_of = _day_of(opened.settings.catalogue.edition, root)
    programme = propose(catalogue, Request(as_of=as_of, project=project))
    changed = last_changed(root, as_of=as_of, documents=catalogue.documents, use_cache=use_cache)
    keeper = Keeper(opened.load, opened.store)
    stock = OnDisk(opened)
    news = read_news(
        root,
        as_of=as_of,
        documents=lambda: {kind: {row.id: row.document for row in opened.rows.of(kind)} for kind in KINDS},
        state=opened.digest,
        load=opened.load,
        store=opened.store,
    )
    return build_site(
        stock,
        programme,
        out,
        root=root,
        formats=formats,
        project=project,
        news=news,
        days=changed,
        keeper=keeper,
    )


def _day_of(edition: str, root: Path) -> date:
    """The day that the proposed programme is made for: the edition's last, else the last commit's, else today.

    So the same state of the catalogue gives the same site on any day and any machine.
    """
    from miniexchange.catalogue.dates import date_span
    from miniexchange.catalogue.revision import last_commit_day

    try:
        return date_span(edition)[1]
    except ValueError:  # an edition may also be called "second" or "spring"
        return last_commit_day(root) or date.today()

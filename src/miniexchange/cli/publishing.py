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
    from miniexchange.check.run import open_rows
    from miniexchange.diagnostic import InvalidCatalogue
    from miniexchange.publish.folder import refuse_place
    from miniexchange.publish.standing import inputs_digest, known_site

    refuse_place(out, root)
    opened = open_rows(root, use_cache=use_cache, hold=True)
    if opened.report.count("error"):
        if not keep_going:
            raise InvalidCatalogue(opened.report)
        if left_out:
            left_out(opened.report)
        opened = opened.without_errors()
    as_of = _day_of(opened.settings.catalogue.edition, root)
    inputs = (
        inputs_digest(root, opened.settings, opened.digest, as_of, formats, project) if use_cache else b""
    )
    known = known_site(out, root, inputs, opened.load) if inputs else None
    if known:
        return known
    # What only a build needs: a third of a second.
    from miniexchange.history import documents_of, last_changed
    from miniexchange.pairing import Request
    from miniexchange.pairing.kept import kept_programme
    from miniexchange.publish.news import read_news
    from miniexchange.publish.on_disk import OnDisk
    from miniexchange.publish.site import build_site
    from miniexchange.publish.upkeep import Keeper

    programme = kept_programme(opened, Request(as_of=as_of, project=project))
    changed = last_changed(root, as_of=as_of, rows=lambda: opened.rows, use_cache=use_cache)
    keeper = Keeper(opened.load, opened.store, inputs)
    stock = OnDisk(opened)
    news = read_news(
        root,
        as_of=as_of,
        documents=lambda: documents_of(opened.rows),
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

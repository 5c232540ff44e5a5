"""A programme as people read it in a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from miniexchange.diagnostic import plain
from miniexchange.interchange.layout import display_width, text_table, wrap
from miniexchange.pairing import shown, shown_points, telling
from miniexchange.pairing.document import exporter_name

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme, Proposal

_BAR = 20
"""How many cells the bar of the part with the greatest weight has."""
_PART = 15
"""How wide the names of the parts are."""


def table(programme: Programme, catalogue: Catalogue, *, explain: bool, bold: bool) -> str:
    """The programme in the width of the terminal; `explain` tells everything about each exchange."""
    return "\n".join(_Table(programme, catalogue, explain, bold, shutil.get_terminal_size().columns).lines())


@dataclass(frozen=True)
class _Table:
    programme: Programme
    catalogue: Catalogue
    explain: bool
    bold: bool
    width: int

    def lines(self) -> Iterator[str]:
        programme = self.programme
        yield self._heading(telling.title(programme, self.catalogue))
        if programme.proposals:
            yield ""
            yield from self._proposals()
            for text in (*programme.remarks, telling.reading(programme)):
                yield ""
                yield from self._indented(text, "")
        if programme.standing:
            yield from ("", self._heading("Standing already"))
            for text in telling.standing(programme, self.catalogue):
                yield from self._indented(text)
        yield ""
        yield from self._quotas()
        if programme.shortages:
            yield from ("", self._heading("Missing"))
            for shortage in programme.shortages:
                yield from self._indented(shortage.text)
                for remedy in shortage.remedies:
                    yield from self._indented(remedy, "    → ")
        yield ""
        yield from self._indented(telling.proof(programme), "")
        cost = telling.cost_of_choice(programme)
        rivals = telling.rivals(programme, self.catalogue) if cost or self.explain else ""
        for text in filter(None, (cost, rivals)):
            yield from self._indented(text, "")

    def _proposals(self) -> Iterator[str]:
        """The header, then each proposal in columns with what is told of it below; the practice gets what room is left."""
        header = ["Importer", "Practice", "Exporter", "Score"]
        rows = [
            [
                self.catalogue.regions[p.importer].name,
                self.catalogue.practices[p.practice].title,
                exporter_name(self.catalogue, p),
                shown(p.score),
            ]
            for p in self.programme.proposals
        ]
        cells = [[plain(cell) for cell in row] for row in (header, *rows)]
        importer, practice, exporter, score = (
            max(map(display_width, column)) for column in zip(*cells, strict=True)
        )
        practice = max(20, min(practice, self.width - importer - exporter - score - 6))

        def columns(row: list[str]) -> list[str]:
            first, *rest = wrap(row[1], practice)
            padded = (
                cell + " " * (room - display_width(cell))
                for cell, room in ((row[0], importer), (first, practice), (row[2], exporter))
            )
            return [
                "  ".join([*padded, row[3].rjust(score)]),
                *(" " * (importer + 2) + line for line in rest),
            ]

        yield from map(self._heading, columns(cells[0]))
        for number, (row, proposal) in enumerate(zip(cells[1:], self.programme.proposals, strict=True)):
            yield from [""] * (number > 0)
            yield from columns(row)
            yield from self._told(proposal)

    def _told(self, proposal: Proposal) -> Iterator[str]:
        """What stands below a proposal."""
        reasons = "; ".join(self.programme.told(proposal))
        yield from self._indented(f"locked: somebody asked for it; {reasons}" if proposal.locked else reasons)
        if not self.explain:
            yield from self._indented(telling.points(proposal))
        else:
            yield from self._parts(proposal)
            evidence = telling.evidence(self.programme, self.catalogue, proposal)
            yield from self._indented(f"evidence: {evidence}")
        for caution in proposal.cautions:
            yield from self._indented(caution, "  ! ")
        if self.explain:
            nearly = telling.alternatives(proposal, self.catalogue)
            for whom, others in groupby(nearly, key=lambda entry: entry[0]):
                yield from self._indented(f"nearly proposed for {whom}:")
                for _, text in others:
                    yield from self._indented(text, "    · ")

    def _parts(self, proposal: Proposal) -> Iterator[str]:
        """Every part as a bar, its points and how much of it is known."""
        yield from self._indented(f"{shown(proposal.score)} of 100; {telling.known(proposal)}")
        points = shown_points(proposal.parts)
        heaviest = max(self.programme.weights.values())
        for part in proposal.parts:
            if part.weight:
                whole = round(_BAR * part.weight / heaviest)
                full = round(_BAR * part.points / (1000 * heaviest))
                bar = ("█" * full + "░" * (whole - full)).ljust(_BAR)
                of = f"{points[part.name]:>4} of {10 * part.weight:<3}"
                yield f"    {part.name:<{_PART}}  {bar}  {of}  {telling.known_of(part.known)}".rstrip()

    def _quotas(self) -> Iterator[str]:
        sides: dict[str, list[str]] = {}
        for quota in self.programme.quotas:
            sides.setdefault(quota.region, []).append(telling.quota(self.programme, quota))
        rows = [
            [plain(self.catalogue.regions[region].name), *map(plain, cells)]
            for region, cells in sides.items()
        ]
        found = text_table(["Region", "Exports", "Imports"], rows, self.width)
        yield from map(self._heading, found.head)
        yield from found.body

    def _heading(self, text: str) -> str:
        return f"\x1b[1m{plain(text)}\x1b[0m" if self.bold else plain(text)

    def _indented(self, text: str, mark: str = "  ") -> Iterator[str]:
        first, *rest = wrap(plain(text), max(20, self.width - len(mark)))
        yield mark + first
        yield from (" " * len(mark) + line for line in rest)

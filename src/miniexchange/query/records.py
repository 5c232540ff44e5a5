"""What a query asks of a catalogue: its rows, its full records, and a place to keep what was derived from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from miniexchange.catalogue.rows import Row, Rows
from miniexchange.catalogue.settings import Settings


class Records(Protocol):
    """A catalogue that was opened for reading (`miniexchange.check.run.Opened` is one)."""

    @property
    def rows(self) -> Rows:
        """The slim rows of every valid record."""

    @property
    def settings(self) -> Settings:
        """The settings; the language of the texts is among them."""

    @property
    def digest(self) -> str:
        """Changes when any record does."""

    @property
    def load(self) -> Callable[[str], bytes | None]:
        """Reads an entry of the cache."""

    @property
    def store(self) -> Callable[[str, bytes], None]:
        """Writes an entry of the cache."""

    def read_document(self, row: Row) -> dict[str, Any]:
        """The whole record, long texts included."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a query found. `score` is how well its text fits (BM25), 0 where no text was asked for."""

    row: Row
    score: float = 0.0

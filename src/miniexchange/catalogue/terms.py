"""A vocabulary as a tree of terms: labels, wider and narrower terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Terms:
    """The terms of one vocabulary, `name` being its id; `terms` maps a term's id to its plain mapping."""

    name: str
    terms: Mapping[str, Mapping[str, Any]]

    def __contains__(self, term: str) -> bool:
        return term in self.terms

    def label(self, term: str, language: str = "en") -> str:
        """The term in words in a language, else in English, else its id with spaces."""
        labels = self.terms.get(term, {}).get("label", {})
        return str(labels.get(language) or labels.get("en") or term.replace("-", " "))

    def ancestors(self, term: str) -> tuple[str, ...]:
        """The wider terms, nearest first; a cycle in the data ends the walk."""
        found: dict[str, None] = {}  # in order, and quick to look up
        broader = self.terms.get(term, {}).get("broader")
        while broader and broader in self.terms and broader != term and broader not in found:
            found[broader] = None
            broader = self.terms[broader].get("broader")
        return tuple(found)

    def narrower(self, term: str) -> tuple[str, ...]:
        """The terms directly below, by id."""
        return self._children.get(term, ())

    def with_narrower(self, term: str) -> frozenset[str]:
        """The term and every term below it."""
        found, waiting = {term}, [term]
        while waiting:
            for child in self.narrower(waiting.pop()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return frozenset(found)

    @property
    def top(self) -> tuple[str, ...]:
        """The widest terms, by id."""
        return tuple(sorted(t for t, entry in self.terms.items() if entry.get("broader") not in self.terms))

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {}
        for term, entry in self.terms.items():
            if entry.get("broader"):
                children.setdefault(entry["broader"], []).append(term)
        return {term: tuple(sorted(below)) for term, below in children.items()}

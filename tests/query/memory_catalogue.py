"""A small catalogue in memory for the tests of queries: real rows, real settings, and a cache that remembers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.rows import Row, Rows
from miniexchange.catalogue.schema import prose_fields
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.verdict import schema_findings

Documents = Mapping[str, Mapping[str, dict[str, Any]]]


@dataclass
class Memory:
    """Records as commands see them: slim rows, whole documents, a cache."""

    rows: Rows
    whole: dict[tuple[str, str], dict[str, Any]]
    digest: str
    settings: Settings = field(default_factory=Settings)
    kept: dict[str, bytes] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def read_document(self, row: Row) -> dict[str, Any]:
        self.read.append(row.id)
        return self.whole[row.kind, row.id]

    def load(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def store(self, name: str, data: bytes) -> None:
        self.kept[name] = data


def memory(documents: Documents) -> Memory:
    """A catalogue of documents that their schemas accept."""
    rows, whole = [], {}
    for kind, records in documents.items():
        for record_id, document in records.items():
            assert not schema_findings(kind, document), (kind, record_id, schema_findings(kind, document))
            slim = {key: value for key, value in document.items() if key not in prose_fields(kind)}
            rows.append(Row(kind, record_id, f"data/{FOLDERS[kind]}/{record_id}.yaml", slim))
            whole[kind, record_id] = document
    digest = hashlib.sha256(json.dumps(documents, sort_keys=True, default=str).encode()).hexdigest()
    return Memory(Rows.from_rows(rows), whole, digest)


THEMES = {
    "title": "Themes",
    "terms": {
        "finance": {"label": {"en": "Finance", "nl": "Financiering"}, "aliases": ["money for firms"]},
        "seed-capital": {"label": {"en": "Seed capital", "sv": "Såddkapital"}, "broader": "finance"},
        "microcredit": {"label": {"en": "Microcredit"}, "broader": "finance"},
        "clusters": {"label": {"en": "Clusters"}},
        "youth": {"label": {"en": "Youth entrepreneurship", "el": "Νεανική επιχειρηματικότητα"}},
    },
}

DOCUMENTS: Documents = {
    "vocabulary": {"themes": THEMES},
    "project": {
        "mini": {
            "title": "Mainstreaming instruments",
            "acronym": "MINI",
            "partners": [
                {"region": "flevoland"},
                {"region": "veneto"},
                {"organisation": "A bank", "country": "DE"},
            ],
            "targets": {"transfers": 16},
            "budget": {"amount": 2_000_000, "currency": "EUR"},
        }
    },
    "region": {
        "flevoland": {"name": "Flevoland", "country": "NL", "nuts": "NL23", "languages": ["nl", "en-GB"]},
        "mid-sweden": {"name": "Mid Sweden", "country": "SE", "nuts": "SE32"},
        "veneto": {
            "name": "Veneto",
            "country": "IT",
            "nuts": "ITH3",
            "needs": [
                {
                    "id": "young",
                    "title": "Young founders",
                    "priority": "high",
                    "wants": ["summer"],
                    "themes": ["youth"],
                },
                {"id": "money", "title": "Early money", "priority": "low", "themes": ["seed-capital"]},
            ],
        },
    },
    "practice": {
        "summer": {
            "title": "Summer Entrepreneur",
            "original_title": {"sv": "Sommarlovsentreprenör"},
            "region": "mid-sweden",
            "status": "published",
            "themes": ["youth"],
            "summary": "Pupils run a firm in the holidays.",
            "problem": "Too few people think of self-employment.",
            "description": "Young people start with a short course and receive starting money.",
            "translations": {"nl": {"title": "ZomerOndernemer", "summary": "Jonge ondernemers in de zomer."}},
            "period": {"start": 1999, "end": "ongoing"},
            "resources": {"costs": [{"item": "Starting money", "amount": 2000, "currency": "SEK"}]},
            "evidence": [
                {"claim": "47 applied.", "kind": "output", "value": 47, "levels": {"nesta": 2}},
                {
                    "claim": "Firms were founded.",
                    "kind": "result",
                    "value": 16,
                    "levels": {"nesta": 3},
                    "date": "2010-09",
                },
            ],
            "sources": [{"url": "https://example.org/summer"}],
        },
        "zomer": {
            "title": "Zomer, the Dutch copy",
            "region": "flevoland",
            "status": "published",
            "derived_from": "summer",
            "themes": ["youth"],
            "lesson_only": False,
            "period": {"start": "2010-06"},
            "projects": ["mini"],
        },
        "engineering": {
            "title": "Financial Engineering",
            "region": "veneto",
            "status": "published",
            "themes": ["seed-capital", "clusters"],
            "keywords": ["guarantees"],
            "resources": {
                "costs": [{"item": "Fund", "amount": 90_000, "amount_max": 150_000, "currency": "EUR"}]
            },
            "period": {"start": 2010, "end": 2012},
            "projects": ["mini"],
        },
        "mikrofond": {
            "title": "A fund that failed",
            "owner": {"organisation": "A county", "countries": ["SE", "NO"]},
            "status": "archived",
            "themes": ["microcredit"],
            "lesson_only": True,
            "description": "It never lent any money in the summer.",
        },
        "bare": {"title": "Nothing yet", "region": "veneto", "status": "draft"},
    },
    "exchange": {
        "summer-flevoland": {
            "status": "recorded",
            "practice": "summer",
            "importer": "flevoland",
            "outcome": {"level": "running", "resulting_practice": "zomer"},
        },
        "summer-veneto": {"status": "proposed", "practice": "summer", "importer": "veneto", "need": "young"},
        "engineering-north": {
            "status": "recorded",
            "practice": "engineering",
            "importer_text": "A northern region",
            "visits": [{"event": "venice"}],
        },
    },
    "event": {
        "venice": {
            "title": "Workshop in Venice",
            "kind": "workshop",
            "period": {"start": "2009-05-01"},
            "country": "IT",
            "host": "veneto",
            "practices": ["summer"],
        }
    },
}

"""A small catalogue on the disk with every field that the pairing reads, and edits of each."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pairing_builder import vocabularies

from catalogues import AS_OF, CatalogueFolder
from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.check.opened import Opened
from miniexchange.check.run import open_rows

SOURCES = [{"url": "https://example.org/"}]
MINI: dict[str, Any] = {
    "schema_version": 1,
    "pairing": {"imports": {"min": 1, "max": 2}, "exports": {"min": 0, "max": 2}},
}
RECORDS: dict[tuple[str, str], dict[str, Any]] = {
    **{("vocabulary", name): dict(fields) for name, fields in vocabularies().items()},
    ("vocabulary", "capabilities"): {
        "title": "Capabilities",
        "terms": {
            "schools": {"label": {"en": "Schools that work together"}},
            "bank": {"label": {"en": "A bank"}},
        },
    },
    ("vocabulary", "territories"): {
        "title": "Territories",
        "terms": {"rural": {"label": {"en": "Rural"}}, "coastal": {"label": {"en": "Coastal"}}},
    },
    ("region", "ambra"): {
        "name": "Ambra", "country": "IT", "languages": ["it", "en"], "nuts": "ITH3", "capabilities": ["bank"],
        "profile": {"population": 400_000, "gdp_pps_index": 90, "sectors": ["Glass works"], "territories": ["rural"]},
        "needs": [
            {"id": "loans", "title": "Guarantees for glass makers", "themes": ["guarantees"], "wants": ["fund"],
             "description": "Banks lend to workshops only against a house."},
            {"id": "pupils", "title": "Pupils found firms", "themes": ["youth"], "status": "open"},
        ],
    },
    ("region", "borea"): {
        "name": "Borea", "country": "NL", "languages": ["nl", "en"], "nuts": "NL23",
        "capacity": {"exports": {"max": 2}, "budget": {"amount": 9000, "currency": "EUR"}},
        "profile": {"population": 500_000, "gdp_pps_index": 110, "territories": ["rural", "coastal"]},
        "needs": [
            {"id": "women", "title": "Women as founders of workshops", "themes": ["women"], "target_groups": ["young"],
             "constraints": {"max_cost": {"amount": 5000, "currency": "EUR"}, "by": "2028"}},
        ],
    },
    ("region", "cirra"): {"name": "Cirra", "country": "PL", "languages": ["pl"], "offers": ["cluster"], "capacity": {"exports": {"min": 2}}, "needs": [
        {"id": "links", "title": "Clusters of workshops", "themes": ["clusters"], "services": ["training"]}]},
    ("practice", "fund"): {
        "title": "A guarantee fund for workshops", "region": "borea", "status": "published", "themes": ["guarantees"],
        "summary": "The fund guarantees what banks lend to workshops.", "documented": 2015,
        "problem": "Banks lent only against a house.", "description": "Glass makers get a guarantee within two weeks.",
        "evidence": [{"claim": "Half of them stayed.", "kind": "result", "design": "monitoring", "date": 2016}],
        "transfer": {"preconditions": [{"capability": "bank", "hard": True}], "max_importers": 2,
                     "effort": {"setup_months": 6, "cost": {"amount": 3000, "currency": "EUR"}}},
    },
    ("practice", "school"): {
        "title": "Summer school for pupils", "region": "borea", "status": "published", "themes": ["youth", "women"],
        "summary": "Pupils found firms in July.", "target_groups": ["young"], "period": {"start": 2010, "end": "ongoing"},
        "description": "They sell what they make.",
        "translations": {"nl": {"title": "Zomerschool"}}, "derived_from": "older-school",
    },
    ("practice", "older-school"): {"title": "Winter school", "region": "cirra", "status": "archived", "themes": ["youth"]},
    ("practice", "cluster"): {
        "title": "A cluster of workshops", "region": "cirra", "status": "published", "themes": ["clusters"],
        "summary": "They buy together.", "description": "Workshops buy together and women lead the cluster.",
    },
    ("practice", "mentors"): {
        "title": "Mentors for women", "region": "ambra", "status": "published", "themes": ["women"],
        "summary": "Mentors help.", "description": "Founders of workshops meet mentors.", "keywords": ["mentor"],
        "evidence": [{"claim": "They grew.", "kind": "output", "levels": {"nesta": 2}}],
    },
    ("practice", "nobodys"): {
        "title": "Vouchers for clusters", "status": "published", "themes": ["clusters", "finance"],
        "summary": "Vouchers.", "description": "Clusters get vouchers.",
        "owner": {"organisation": "An agency"}, "location": {"place": "Lelystad", "nuts": "NL23"},
    },
    ("exchange", "running"): {"practice": "mentors", "importer": "cirra", "status": "proposed", "need": "links",
                              "history": [{"status": "proposed", "date": "2026-01"}], "projects": ["small"]},
    ("exchange", "past"): {"practice": "school", "importer": "cirra", "status": "recorded", "outcome": {"level": "running"}},
    ("project", "small"): {"title": "Small", "partners": [{"region": "ambra"}, {"region": "borea"}, {"region": "cirra"}]},
}  # fmt: skip


class Edit(NamedTuple):
    """A field of a record (a path through its mappings and lists), and its new value; None removes it."""

    kind: str
    record: str
    field: str
    value: Any


def edits_of_everything() -> Iterator[Edit]:
    def each(kind: str, record: str, **values: list[Any]) -> Iterator[Edit]:
        for field, of_field in values.items():
            yield from (Edit(kind, record, field.replace("__", "."), value) for value in of_field)

    texts = [
        "Glass makers and banks, in workshops.",
        "glass makers AND banks in workshops",
        None,
        "Something else.",
    ]
    for practice in ("fund", "school", "mentors"):
        yield from each("practice", practice, summary=texts, problem=texts, description=texts)
    yield from each(
        "practice", "fund",
        title=["Pupils found firms", "A guarantee fund"], keywords=[["glass"], ["glass", "banks"]],
        original_title=[{"nl": "Garantiefonds"}], translations=[{"nl": {"summary": "Een fonds voor glass makers"}}],
        themes=[["finance"], None, ["youth", "guarantees"]], challenges=[["skills"]], services=[["loan"]],
        target_groups=[["smes"]], status=["draft", "archived"], successor=["cluster", None],
    )  # fmt: skip
    yield from each(
        "practice", "fund", status=["published"],
        lesson_only=[True, False], documented=["2026-12", "2016", None], region=["ambra", None, "borea"],
        evidence__0__design=["experiment", None], evidence__0__kind=["estimate", "input", "result"],
        evidence__0__independent=[True], evidence__0__levels=[{"maryland": 4}, {"oecd": 6, "nesta": 1}],
        evidence__0__date=["2027", "2012"], evidence__0__inferred=[True], evidence__0__claim=["Others stayed."],
        transfer__preconditions=[[{"capability": "schools", "hard": True}], [{"text": "A coach", "hard": True}],
                                 [{"capability": "bank", "inferred": True}]],
        transfer__effort__setup_months=[40, 0, None], transfer__effort__cost__amount=[4999, 6000],
        transfer__effort__cost__amount_max=[9000], transfer__effort__cost__currency=["PLN", "EUR"],
        transfer__effort__cost__qualifier=["about"], transfer__languages=[["pl"], ["it"]],
        transfer__max_importers=[1, None], transfer__inferred=[True], transfer__text=["Take it over slowly."],
        transfer__inferred_fields=[["preconditions"]], difficulties=[["Advisers left."]], verified=["2026-05"],
        contact=[{"role": "Office", "organisation": "The fund"}],
    )  # fmt: skip
    yield from each("practice", "school", derived_from=["mentors", None], period=[{"start": "2027"},
        {"start": 2010, "end": "2024-05"}, {"start": 2010, "end": "2024", "recurring": "yearly"}])  # fmt: skip
    yield from each("practice", "nobodys", original_title=[{"nl": "Bonnen"}], location=[{"nuts": "PL21"}, {"lat": 52.1, "lon": 21.0}, None],
                    owner=[{"organisation": "Another agency"}])  # fmt: skip
    yield from each(
        "region", "ambra",
        name=["Ambra Nova"], languages=[["it"], ["it", "nl"]], nuts=["ITC4", None], location=[{"lat": 44.0, "lon": 5.0}],
        profile__population=[4_000_000], profile__gdp_pps_index=[111], profile__innovation_group=["strong"],
        profile__territories=[["coastal", "rural"]], profile__sectors=[["Glass"]], capabilities=[["schools"], None],
        capacity=[{"imports": {"min": 2, "max": 2}}, {"exports": {"min": 1, "max": 1}, "imports": {"max": 1}}],
        offers=[[], ["mentors"], None], summary=["A region of glass makers."],
        needs__0__title=["Pupils and glass"], needs__0__description=["Mentors for founders", None],
        needs__0__themes=[["finance"], ["women"]], needs__0__priority=["low", "high"], needs__0__wants=[["school"], None],
        needs__0__avoid=[["borea"], None], needs__0__stated=["2027", "2024"], needs__0__closed=["2026-01", None],
        needs__0__constraints=[{"max_cost": {"amount": 10, "currency": "EUR"}}, {"by": "2026-08"}, None],
        needs__1__status=["met", "open"], needs__1__inferred=[True], needs__1__challenges=[["skills"]],
        needs__1__services=[["loan"]], needs__1__target_groups=[["young"]],
    )  # fmt: skip
    yield from each(
        "region", "borea", capacity__budget__amount=[100, 9000], capacity__budget__currency=["PLN"]
    )
    yield from each(
        "exchange", "running",
        history=[[{"status": "proposed", "date": "2027"}], None], locked=[True, False], projects=[None], need=[None], importer=["borea", "cirra"], exporter=["ambra"],
        period=[{"start": "2030"}, None], proposal=[{"date": "2030"}, {"date": "2025", "score": 70}, None],
        costs=[{"staff_days": 3}],
    )  # fmt: skip
    yield from each("exchange", "past", outcome__level=["dropped", "planned", "adapted"], inferred=[True],
                    importer=["ambra", "cirra"], inferred_fields=[["outcome"]], practice=["fund", "school"])  # fmt: skip
    running = RECORDS["exchange", "running"]
    for status in ("declined", "withdrawn", "agreed"):
        steps = [
            {"status": "proposed", "date": "2025-01"},
            {"status": status, "date": "2025-02", "by": "ambra", "note": "Why."},
        ]
        steps += [{"status": status, "date": "2025-02", "by": "cirra"}] * (status == "agreed")
        yield Edit("exchange", "running", "", running | {"status": status, "history": steps})
    yield from each(
        "project", "small", title=["Smaller"], partners=[[{"region": "ambra"}, {"region": "borea"}]]
    )
    yield from each("vocabulary", "themes", terms__guarantees__label=[{"en": "Bonds", "nl": "Glass"}],
                    terms__youth__broader=["finance", None], terms__women__aliases=[["workshops"]])  # fmt: skip
    yield from each("vocabulary", "capabilities", terms__bank__label=[{"en": "A savings bank"}])
    yield from each(
        "settings", "",
        pairing__weights=[{"need": 2, "text": 2}, {"text": 0, "need": 4}],
        pairing__rules=[{"common_language": True}, {"allow_outside": True}, {"min_score": 55}, {"need_max": 2},
                        {"reciprocity_bonus": 5}, {"allow_without_need": True}, None],
        pairing__exports=[{"min": 1, "max": 1}], pairing__imports=[{"min": 0, "max": 1}],
        catalogue=[{"title": "Other", "language": "nl"}], freshness=[{"practice_months": 1}],
    )  # fmt: skip
    for kind, record in (("practice", "cluster"), ("exchange", "past"), ("region", "cirra")):
        yield from (Edit(kind, record, "", value) for value in (None, RECORDS[kind, record]))


class Market:
    """The catalogue of this module in a folder, to be edited."""

    def __init__(self, root: Path) -> None:
        self.folder = CatalogueFolder(root)
        self._records = copy.deepcopy({("settings", ""): MINI, **RECORDS})
        for (kind, record), fields in self._records.items():
            self._write(kind, record, fields)

    def edit(self, edit: Edit) -> None:
        """Changes a field and writes the file; an edit without a field replaces the whole record, or removes it."""
        if not edit.field:
            self._records[edit.kind, edit.record] = copy.deepcopy(edit.value or {})
        else:
            fields = self._records[edit.kind, edit.record]
            *way, last = edit.field.split(".")
            at: Any = fields
            for step in way:
                at = _below(at, step)
            if edit.value is None:
                at.pop(last, None)
            else:
                at[last] = edit.value
        self._write(edit.kind, edit.record, self._records[edit.kind, edit.record])

    def opened(self, *, use_cache: bool = True) -> Opened:
        return open_rows(self.folder.root, as_of=AS_OF, use_cache=use_cache)

    def _write(self, kind: str, record: str, fields: dict[str, Any]) -> None:
        if kind == "settings":
            self.folder.file("mini.yaml", json.dumps(fields))
        elif fields:
            self.folder.write(kind, record, **({"sources": SOURCES} | fields))
        else:
            (self.folder.root / "data" / FOLDERS[kind] / f"{record}.yaml").unlink(missing_ok=True)


def _below(at: Any, step: str) -> Any:
    """What lies below a mapping or list, made where it is missing."""
    if isinstance(at, list):
        return at[int(step)]
    return at.setdefault(step, {})

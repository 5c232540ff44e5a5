"""The catalogue that is published for the benchmark: many practices, most of them collected from outside the partnership.

Some 60 regions with 200 needs own 600 of the practices and have 400 exchanges; the other practices belong to owners
elsewhere. Smaller catalogues have fewer of all in proportion.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import prose
from world import VOCABULARIES, World
from yaml_text import Record, as_yaml

FOLDERS = {
    "practice": "practices",
    "region": "regions",
    "exchange": "exchanges",
    "project": "projects",
    "event": "events",
    "plan": "plans",
}
"""Kind of record → its folder below `data/`, in the catalogue as in the sites that are compared."""

_COUNTRIES = (
    "AT",
    "BE",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HU",
    "IE",
    "IT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
)
_SETTINGS = """\
schema_version: 1
catalogue:
  title: What works for small firms
  edition: "2026-06"
"""
Records = list[tuple[str, str, Record]]
"""(kind, id, record) of every record."""


def publication(folder: Path, practices: int, seed: int = 1) -> Records:
    """Writes the catalogue into an empty or new folder and returns its records, vocabularies left out."""
    records = list(_Publication(practices, random.Random(seed)).records())
    for below in FOLDERS.values():
        (folder / "data" / below).mkdir(parents=True)
    for kind, record_id, record in records:
        (folder / "data" / FOLDERS[kind] / f"{record_id}.yaml").write_bytes(as_yaml(kind, record).encode())
    shutil.copytree(VOCABULARIES, folder / "data" / "vocabulary")
    (folder / "mini.yaml").write_text(_SETTINGS, encoding="utf-8")
    return records


class _Publication(World):
    """A world in which few regions own few of the practices."""

    def __init__(self, practices: int, chance: random.Random) -> None:
        super().__init__(practices, chance)
        everything, share = list(self.practices.items()), min(1.0, practices / 1_000)
        self.regions = dict(list(self.regions.items())[: max(3, round(60 * share))])
        self.exchanges = round(400 * share)
        self.others = max(2, round(20 * share))
        own = round(600 * share)
        self.practices, self.outside = dict(everything[:own]), dict(everything[own:])
        regions = list(self.regions)
        self.home = {practice: chance.choice(regions) for practice in dict(everything)}
        self.owned = {practice: self.home[practice] for practice in self.practices}

    def records(self) -> Iterator[tuple[str, str, Record]]:
        for record_id, name in (self.practices | self.outside).items():
            yield "practice", record_id, self._published(record_id, name)
        self.home = self.owned  # from here on only what the regions have themselves
        for record_id, record in self.region_records():
            record["needs"] = record["needs"][: 3 + (len(record_id) % 3 == 0)]  # some 200 in all
            yield "region", record_id, record
        for record_id, record in self.exchange_records():
            record["need"] = f"need-{self.chance.randint(1, 3)}"
            yield "exchange", record_id, record
        for number in range(1, self.others + 1):
            yield "project", f"project-{number}", self._project(number)
            yield "event", f"event-{number}", self._event(number)
            yield "plan", f"plan-{number}", self._plan(number)

    def _published(self, record_id: str, name: str) -> Record:
        record = self._practice(record_id, name)
        record["status"] = "published"
        if record_id in self.outside:
            if self.chance.random() < 0.03:
                record["status"] = "archived"
            owner = {
                "organisation": record["organisation"],
                "place": self._name(set(), 2)[1],
                "countries": [self.chance.choice(_COUNTRIES)],
            }
            place = list(record).index("region")
            fields = [
                item for item in record.items() if item[0] not in ("region", "organisation", "location")
            ]
            record = dict([*fields[:place], ("owner", owner), *fields[place:]])
            record["origin"] = "other"
        return record

    def _project(self, number: int) -> Record:
        chance, regions = self.chance, list(self.regions)
        partners = chance.sample(regions, min(len(regions), 8))
        return {
            "title": f"Learning from each other, round {number}",
            "acronym": f"ROUND {number}",
            "period": {"start": "2019-01-01", "end": "2023-12-31"},
            "budget": {"amount": 1_500_000, "currency": "EUR"},
            "website": f"https://www.example.org/project-{number}",
            "partners": [
                {"region": region, "organisation": f"Agency of {self.regions[region]}", "role": role}
                for region, role in zip(partners, ["lead", *["partner"] * len(partners)], strict=False)
            ],
            "themes": self._some("themes", 1, 3),
            "summary": "Regions visit each other, choose what they want to learn and try it at home.",
            "sources": [{"url": f"https://www.example.org/project-{number}"}],
        }

    def _event(self, number: int) -> Record:
        chance = self.chance
        host = chance.choice(list(self.regions))
        return {
            "title": f"Workshop in {self.regions[host]}",
            "kind": "workshop",
            "projects": [f"project-{number}"],
            "period": {"start": "2021-06-27", "end": "2021-06-28"},
            "place": self.regions[host],
            "host": host,
            "practices": chance.sample(list(self.practices), 2),
            "summary": self._text(prose.DESCRIPTION, 2, self._slots(host)),
            "sources": [{"url": f"https://www.example.org/event-{number}"}],
        }

    def _plan(self, number: int) -> Record:
        region = self.chance.choice(list(self.regions))
        return {
            "region": region,
            "title": f"Action plan {number} of {self.regions[region]}",
            "projects": [f"project-{number}"],
            "background": self._text(prose.PROBLEM, 3, self._slots(region)),
            "sources": [{"url": f"https://www.example.org/plan-{number}"}],
        }

    def _slots(self, region: str) -> dict[str, str]:
        chance = self.chance
        return {
            "place": self.regions[region],
            "whom": chance.choice(prose.AUDIENCES),
            "what": chance.choice(prose.INSTRUMENTS),
            "Body": "The agency",
            "slug": region,
        }

"""The invented regions, practices and exchanges of a generated catalogue, as plain records."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import prose
from yaml_text import Record

VOCABULARIES = Path(__file__).resolve().parent.parent / "data" / "vocabulary"
_STAGES = ("proposed", "agreed", "preparing", "visiting", "implementing", "completed")


class World:
    """The names that records share, and the records built on them."""

    def __init__(self, practices: int, chance: random.Random) -> None:
        self.chance = chance
        self.exchanges = practices // 5
        self.terms = {
            name: re.findall(r"^  ([a-z0-9-]+):$", (VOCABULARIES / f"{name}.yaml").read_text("utf-8"), re.M)
            for name in ("themes", "challenges", "services", "target-groups", "territories", "capabilities")
        }
        taken: set[str] = set()
        self.regions = dict(self._name(taken, 2) for _ in range(max(3, practices // 20)))
        self.territory = {region: chance.choice(prose.TERRITORIES) for region in self.regions}
        self.practices = dict(self._name(taken, 3) for _ in range(practices))
        self.home = {practice: chance.choice(list(self.regions)) for practice in self.practices}

    def _name(self, taken: set[str], syllables: int) -> tuple[str, str]:
        """An id and a name that no other record has."""
        while True:
            parts = [*self.chance.choices(prose.SYLLABLES, k=syllables), self.chance.choice(prose.ENDINGS)]
            name = "".join(parts).capitalize()
            plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
            if plain not in taken:
                taken.add(plain)
                return plain, name

    def practice_records(self) -> Iterator[tuple[str, Record]]:
        for record_id, name in self.practices.items():
            yield record_id, self._practice(record_id, name)

    def region_records(self) -> Iterator[tuple[str, Record]]:
        own: dict[str, list[str]] = {region: [] for region in self.regions}
        for practice, region in self.home.items():
            own[region].append(practice)
        for record_id, name in self.regions.items():
            yield record_id, self._region(record_id, name, own[record_id])

    def exchange_records(self) -> Iterator[tuple[str, Record]]:
        practices, regions = list(self.practices), list(self.regions)
        taken: set[str] = set()
        while len(taken) < self.exchanges:
            practice, importer = self.chance.choice(practices), self.chance.choice(regions)
            record_id = f"{practice}-{importer}"
            if importer != self.home[practice] and record_id not in taken:
                taken.add(record_id)
                yield record_id, self._exchange(practice, importer)

    def _practice(self, record_id: str, name: str) -> Record:
        chance, region = self.chance, self.home[record_id]
        _, nuts, language = self.territory[region]
        what, whom = chance.choice(prose.INSTRUMENTS), chance.choice(prose.AUDIENCES)
        body, year = chance.choice(prose.BODIES), chance.randint(2008, 2022)
        slots = {
            "what": what,
            "whom": whom,
            "Body": body[0].upper() + body[1:],
            "place": self.regions[region],
            "slug": record_id,
        }
        own = tuple(self._fill(text, slots) for text in prose.OWN_WORDS[language])
        source = f"https://www.example.org/{region}/{record_id}"
        return {
            "title": f"{name} {what} for {whom} in {self.regions[region]}",
            "original_title": {language: own[0]},
            "translations": {language: {"title": own[0], "summary": own[1], "description": own[2]}},
            "type": chance.choice(("instrument", "instrument", "project", "method")),
            "region": region,
            "organisation": slots["Body"],
            "origin": "partner",
            "status": chance.choice(("published",) * 8 + ("review", "draft")),
            "documented": year + 2,
            "themes": self._some("themes", 1, 3),
            "challenges": self._some("challenges", 1, 3),
            "services": self._some("services", 1, 2),
            "target_groups": self._some("target-groups", 1, 2),
            "keywords": [what, whom],
            "summary": self._fill(chance.choice(prose.SUMMARY), slots),
            "problem": self._text(prose.PROBLEM, 3, slots),
            "description": self._text(prose.DESCRIPTION, 4, slots)
            + "\n"
            + self._text(prose.DESCRIPTION, 4, slots),
            "location": {"place": slots["place"], "nuts": nuts},
            "period": {"start": self._month(year), "end": "ongoing"},
            "stakeholders": [self._fill(text, slots) for text in chance.sample(prose.STAKEHOLDERS, 3)],
            "beneficiaries": [whom[0].upper() + whom[1:]],
            "resources": {
                "costs": [self._money("Whole programme", 6), self._money("One firm", 3)],
                "funding": ["European Regional Development Fund", f"Budget of {slots['place']}"],
                "staff_fte": chance.randint(1, 9) + 0.5,
            },
            "evidence": [self._claim(claim, slots, year) for claim in chance.sample(prose.CLAIMS, 3)],
            "difficulties": [self._fill(text, slots) for text in chance.sample(prose.DIFFICULTIES, 2)],
            "transfer": {
                "text": self._text(prose.TRANSFER, 3, slots),
                "core": ["One contact for every firm", "Mentors who run a firm themselves"],
                "adaptable": ["Sums and length of the courses"],
                "preconditions": [
                    {"capability": term, "hard": True} for term in self._some("capabilities", 1, 2)
                ],
                "effort": {"setup_months": chance.randint(3, 18), "cost": self._money("", 4)},
                "languages": ["en", language] if language != "en" else ["en"],
                "max_importers": chance.randint(1, 4),
            },
            "contact": {
                "role": "Programme office",
                "organisation": slots["Body"],
                "email": f"info@{record_id}.example.org",
            },
            "verified": f"2026-{chance.randint(1, 5):02}-{chance.randint(1, 28):02}",
            "sources": [
                {
                    "url": f"{source}/report-{year + 2}",
                    "title": f"Report of {year + 2}",
                    "accessed": "2026-02-11",
                },
                {"url": f"{source}/evaluation", "publisher": f"Region of {slots['place']}"},
            ],
        }

    def _region(self, record_id: str, name: str, own: list[str]) -> Record:
        chance = self.chance
        country, nuts, language = self.territory[record_id]
        slots, address = {"place": name}, f"https://www.example.org/{record_id}"
        return {
            "name": name,
            "country": country,
            "nuts": nuts,
            "location": {"place": name, "lat": self._degrees(36, 65), "lon": self._degrees(-9, 28)},
            "organisations": [
                {"name": f"{word} of {name}", "city": name, "url": f"{address}/{word.lower()}"}
                for word in ("Agency", "Chamber", "University", "Incubator")
            ],
            "stakeholders": [self._fill(text, slots) for text in prose.STAKEHOLDERS],
            "languages": ["en", language],
            "profile": {
                "population": chance.randint(90_000, 5_000_000),
                "area_km2": chance.randint(900, 60_000),
                "gdp_pps_index": chance.randint(45, 150),
                "innovation_group": chance.choice(("leader", "strong", "moderate", "emerging")),
                "territories": self._some("territories", 1, 3),
                "sectors": ["Food and drink", "Machines", "Tourism"],
            },
            "capabilities": self._some("capabilities", 4, 9),
            "capacity": {"exports": {"min": 1, "max": 4}, "imports": {"min": 1, "max": 3}},
            "needs": [self._need(number, slots, own) for number in range(1, 5)],
            "contact": {
                "role": "Project office",
                "organisation": f"Agency of {name}",
                "email": f"eu@{record_id}.example.org",
            },
            "summary": f"An invented region of the benchmark, with towns, hills and {chance.randint(20, 90)} thousand small firms.",
            "sources": [{"url": address, "title": f"Portrait of {name}"}],
        }

    def _need(self, number: int, slots: dict[str, str], own: list[str]) -> Record:
        chance = self.chance
        slots = {**slots, "whom": chance.choice(prose.AUDIENCES)}
        wanted = [p for p in chance.sample(list(self.home), k=2) if p not in own]
        need: Record = {
            "id": f"need-{number}",
            "title": self._fill(prose.NEEDS[number - 1], slots),
            "description": self._text(prose.PROBLEM, 3, slots),
            "themes": self._some("themes", 1, 3),
            "challenges": self._some("challenges", 1, 2),
            "target_groups": self._some("target-groups", 1, 2),
            "priority": chance.choice(("high", "medium", "low")),
        }
        if wanted:
            need["wants"] = wanted
        return {**need, "stated": self._month(2025), "status": "open"}

    def _exchange(self, practice: str, importer: str) -> Record:
        chance, exporter = self.chance, self.home[practice]
        reached = chance.randrange(len(_STAGES))
        slots = {
            "place": self.regions[importer],
            "whom": chance.choice(prose.AUDIENCES),
            "what": chance.choice(prose.INSTRUMENTS),
            "slug": practice,
            "Body": chance.choice(("The agency", "The chamber", "The county council")),
        }
        history: list[Record] = [{"status": "proposed", "date": "2025-09-15", "by": importer}]
        for stage in _STAGES[1 : reached + 1]:
            place = _STAGES.index(stage)
            for by in (exporter, importer) if stage == "agreed" else (importer,):
                history.append({"status": stage, "date": f"2026-{place:02}-{10 + place}", "by": by})
        history[-1]["date"] = "2026-05-20"
        if reached == 1:
            history[-2]["date"] = "2026-05-19"
        record: Record = {
            "status": _STAGES[reached],
            "practice": practice,
            "importer": importer,
            "need": f"need-{chance.randint(1, 4)}",
            "history": history,
            "proposal": {
                "date": "2025-09-01",
                "score": chance.randint(40, 98) + 0.5,
                "reasons": [self._fill(text, slots) for text in chance.sample(prose.PROBLEM, 3)],
            },
            "preparation": {
                "briefing": self._text(prose.DESCRIPTION, 5, slots),
                "local_owner": f"Agency of {slots['place']}",
                "feasibility": [
                    {"question": "Is there a coordinator?", "note": "The agency has named one."},
                    {
                        "question": "Do the rules on state aid allow it?",
                        "answer": "partly",
                        "date": "2026-01-20",
                    },
                ],
            },
            "visits": [
                {
                    "form": "visit",
                    "period": {"start": "2026-04-14", "end": "2026-04-16"},
                    "host": importer,
                    "travellers": [exporter],
                    "people": chance.randint(3, 12),
                    "place": slots["place"],
                    "language": "en",
                    "agenda": [self._fill(text, slots) for text in chance.sample(prose.DESCRIPTION, 4)],
                    "training": [{"topic": "First talk with a firm", "people": chance.randint(4, 20)}],
                    "report": self._text(prose.TRANSFER, 3, slots),
                }
            ],
            "adaptation": {
                "kept": self._text(prose.TRANSFER, 2, slots),
                "changed": self._text(prose.DIFFICULTIES, 2, slots),
            },
        }
        if _STAGES[reached] == "completed":
            verdict = {
                "rating": chance.randint(2, 5),
                "text": self._text(prose.TRANSFER, 1, slots),
                "date": "2026-05-25",
            }
            record["outcome"] = {"level": "adapted", "text": self._text(prose.TRANSFER, 2, slots)}
            record["evaluation"] = {
                "exporter": verdict,
                "importer": dict(verdict),
                "lessons": self._text(prose.DIFFICULTIES, 2, slots),
            }
        record["costs"] = {"travel": self._money("", 3), "staff_days": chance.randint(5, 60)}
        record["sources"] = [{"url": f"https://www.example.org/exchanges/{practice}-{importer}"}]
        return record

    def _fill(self, text: str, slots: dict[str, str]) -> str:
        chance = self.chance
        return text.format(
            year=chance.randint(2006, 2024),
            number=chance.randint(13, 980),
            small=chance.randint(3, 12),
            **slots,
        )

    def _text(self, sentences: tuple[str, ...], count: int, slots: dict[str, str]) -> str:
        return self._fill(" ".join(self.chance.sample(sentences, count)), slots)

    def _some(self, vocabulary: str, least: int, most: int) -> list[str]:
        return self.chance.sample(self.terms[vocabulary], self.chance.randint(least, most))

    def _month(self, year: int) -> str:
        return f"{year}-{self.chance.randint(1, 12):02}"

    def _money(self, item: str, digits: int) -> Record:
        amount = {"amount": self.chance.randint(11, 99) * 10 ** (digits - 1), "currency": "EUR"}
        return {"item": item, **amount} if item else amount

    def _degrees(self, least: int, most: int) -> float:
        return (self.chance.randint(10 * least, 10 * most) * 10 + 1) / 100

    def _claim(self, claim: tuple[str, str, str], slots: dict[str, str], year: int) -> Record:
        text, kind, unit = claim
        value = self.chance.randint(13, 980)
        record: Record = {"claim": text.format(number=value, small=value % 9 + 2, **slots), "kind": kind}
        record |= {"value": value if "{number}" in text else value % 9 + 2, "unit": unit, "date": year + 3}
        if kind == "result":
            record |= {"design": "before-after", "levels": {"nesta": 2}, "independent": False}
        return record

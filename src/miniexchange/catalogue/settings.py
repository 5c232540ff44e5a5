"""The settings of a catalogue, `mini.yaml`, with the default of every one. They mirror `schemas/mini.schema.json`."""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.dates import PartialDate


class _Settings(msgspec.Struct, frozen=True, kw_only=True):
    """A group of settings."""


class Publisher(_Settings, frozen=True, kw_only=True):
    """Who publishes the catalogue."""

    name: str = ""
    url: str = ""
    contact: str = ""


class CatalogueSettings(_Settings, frozen=True, kw_only=True):
    """The catalogue as a publication."""

    title: str = "Catalogue of good practices"
    tagline: str = ""
    publisher: Publisher = Publisher()
    language: str = "en"
    languages: tuple[str, ...] = ()
    licence: str = "CC-BY-4.0"
    edition: str = ""


class QuotaSettings(_Settings, frozen=True, kw_only=True):
    """How many exchanges a region takes part in on one side, where it does not say so itself."""

    min: int = 2
    max: int = 2


class Weights(_Settings, frozen=True, kw_only=True):
    """How much each part of the fit counts; whole numbers that sum to 10."""

    need: int = 3
    wish: int = 2
    text: int = 1
    context: int = 1
    evidence: int = 1
    transferability: int = 1
    practicality: int = 1


class PairingRules(_Settings, frozen=True, kw_only=True):
    """Which pairs the pairing may propose, and what it counts."""

    one_per_ordered_pair: bool = True
    one_per_unordered_pair: bool = False
    export_counts: str = "exchanges"
    reciprocity_bonus: float = 0
    theme_bonus: float = 0
    allow_outside: bool = False
    allow_without_need: bool = False
    common_language: bool = False
    min_score: float = 0
    need_max: int = 1


class PairingSettings(_Settings, frozen=True, kw_only=True):
    """How exchanges are proposed."""

    exports: QuotaSettings = QuotaSettings()
    imports: QuotaSettings = QuotaSettings()
    weights: Weights = Weights()
    rules: PairingRules = PairingRules()


class Limits(_Settings, frozen=True, kw_only=True):
    """Lengths in characters above which a text earns a warning."""

    title: int = 80
    summary: int = 300
    problem: int = 2000
    description: int = 6000


class Freshness(_Settings, frozen=True, kw_only=True):
    """When records count as stale, in months."""

    practice_months: int = 24
    exchange_months: int = 6


class MapSettings(_Settings, frozen=True, kw_only=True):
    """The map of the site."""

    outlines: str = ""


class Accessibility(_Settings, frozen=True, kw_only=True):
    """What the accessibility statement of the site says."""

    status: str = "unknown"
    exceptions: tuple[str, ...] = ()
    method: str = ""
    date: PartialDate | None = None
    feedback: str = ""
    enforcement: str = ""


class SiteSettings(_Settings, frozen=True, kw_only=True):
    """The published site."""

    base_url: str = ""
    edit_url: str = ""
    new_url: str = ""
    templates: str = "site/templates"
    map: MapSettings = MapSettings()
    search: bool = True
    logo: str = ""
    accessibility: Accessibility = Accessibility()


class Settings(_Settings, frozen=True, kw_only=True):
    """All settings."""

    schema_version: int = 1
    catalogue: CatalogueSettings = CatalogueSettings()
    pairing: PairingSettings = PairingSettings()
    limits: Limits = Limits()
    freshness: Freshness = Freshness()
    site: SiteSettings = SiteSettings()


def settings_from(document: dict[str, Any]) -> Settings:
    """Typed settings from a `mini.yaml` that its schema has accepted."""
    return msgspec.convert(document, Settings, dec_hook=lambda target, value: target(value))

"""Reading and checking `mini.yaml`."""

from __future__ import annotations

import errno
import hashlib
from typing import Any

import msgspec

from miniexchange.catalogue.cache import Store, program_digest
from miniexchange.catalogue.faults import YamlFault, decode, no_fields
from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.positions import fault, locate, unreadable
from miniexchange.catalogue.settings import QuotaSettings, Settings, Weights, settings_from
from miniexchange.catalogue.source import SETTINGS_FILE, Source
from miniexchange.diagnostic import Diagnostic


def read_settings(source: Source, store: Store) -> tuple[Settings, list[Diagnostic]]:
    """The settings, and what is wrong with them; the defaults stand in for settings that cannot be used."""
    try:
        data = source.read(SETTINGS_FILE)
    except OSError as error:
        if error.errno == errno.ELOOP:  # a symbolic link, which is told with all other links
            return Settings(), []
        return Settings(), [unreadable(SETTINGS_FILE, error)]
    key = program_digest() + hashlib.sha256(data).digest()
    kept = store.load("settings")
    if kept is not None and kept[: len(key)] == key:
        return settings_from(msgspec.msgpack.decode(kept[len(key) :])), []
    document, diagnostics = _judged(data)
    if diagnostics:
        return Settings(), diagnostics
    store.store("settings", key, msgspec.msgpack.encode(document))
    return settings_from(document), []


def _judged(data: bytes) -> tuple[dict[str, Any], list[Diagnostic]]:
    from miniexchange.catalogue.accept import accept_schema, accept_yaml
    from miniexchange.catalogue.schema import SETTINGS_KIND

    document: Any = accept_yaml(data)
    if document is None or not accept_schema(SETTINGS_KIND, document):
        from miniexchange.catalogue.yaml12 import compose

        try:
            node = compose(decode(data))
        except YamlFault as error:
            return {}, [fault(SETTINGS_FILE, error)]
        document = {} if node.value is None else node.value
        if not isinstance(document, dict):
            return {}, [fault(SETTINGS_FILE, no_fields(node.line + 1, node.column + 1, "catalogue"))]
        from miniexchange.catalogue.verdict import schema_findings

        findings = schema_findings(SETTINGS_KIND, document)
        if findings:
            return {}, locate(SETTINGS_FILE, data, findings)
    return document, locate(SETTINGS_FILE, data, _findings(document))


def _findings(document: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    pairing = document.get("pairing", {})
    if "weights" in pairing:
        defaults = Weights()
        total = sum(
            pairing["weights"].get(name, getattr(defaults, name)) for name in defaults.__struct_fields__
        )
        if total != 10:
            found.append(
                Finding(
                    "MX419",
                    "/pairing/weights",
                    f"the weights sum to {total}, not to 10",
                    "change one of them; a weight that is absent keeps its default",
                )
            )
    for side in ("exports", "imports"):
        quota = pairing.get(side, {})
        low, high = quota.get("min", QuotaSettings().min), quota.get("max", QuotaSettings().max)
        if high < low:
            found.append(
                Finding(
                    "MX415",
                    f"/pairing/{side}/{'max' if 'max' in quota else 'min'}",
                    f"`max` ({high}) is below `min` ({low})",
                    "raise `max` or lower `min`; one that is absent keeps its default",
                )
            )
    return found

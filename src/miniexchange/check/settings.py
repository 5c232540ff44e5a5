"""Reading and checking `mini.yaml`."""

from __future__ import annotations

from typing import Any

from miniexchange.catalogue.accept import accept_schema, accept_yaml
from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.positions import fault, locate
from miniexchange.catalogue.schema import SETTINGS_KIND
from miniexchange.catalogue.settings import Settings, Weights, settings_from
from miniexchange.catalogue.source import SETTINGS_FILE, Source
from miniexchange.catalogue.yaml12 import YamlFault, compose, decode
from miniexchange.diagnostic import Diagnostic


def read_settings(source: Source) -> tuple[Settings, list[Diagnostic]]:
    """The settings, and what is wrong with them; the defaults stand in for settings that cannot be used."""
    data = source.read(SETTINGS_FILE)
    document: Any = accept_yaml(data)
    if document is None or not accept_schema(SETTINGS_KIND, document):
        try:
            document = compose(decode(data)).value
        except YamlFault as error:
            return Settings(), [fault(SETTINGS_FILE, error)]
        document = {} if document is None else document
        from miniexchange.catalogue.verdict import schema_findings

        findings = schema_findings(SETTINGS_KIND, document)
        if findings:
            return Settings(), locate(SETTINGS_FILE, data, findings)
    findings = list(_findings(document))
    return (Settings() if findings else settings_from(document)), locate(SETTINGS_FILE, data, findings)


def _findings(document: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    pairing = document.get("pairing", {})
    if "weights" in pairing:
        defaults = Weights()
        total = sum(pairing["weights"].get(name, getattr(defaults, name)) for name in defaults.__struct_fields__)
        if total != 10:
            found.append(Finding("MX419", "/pairing/weights", f"the weights sum to {total}, not to 10", "change one of them; a weight that is absent keeps its default"))
    for side in ("exports", "imports"):
        low, high = pairing.get(side, {}).get("min", 2), pairing.get(side, {}).get("max", 2)
        if high < low:
            found.append(Finding("MX415", f"/pairing/{side}", f"`max` ({high}) is below `min` ({low})", "raise `max` or lower `min`"))
    return found

"""The report as JSON, described by `schemas/output/validate.schema.json`."""

from __future__ import annotations

import json

from miniexchange.diagnostic.model import SEVERITIES, Report
from miniexchange.diagnostic.reporters.wording import encodable, sorted_diagnostics


def render(report: Report) -> str:
    """One JSON object: the counts, and every finding with its place."""
    document = {
        "schema_version": 1,
        "command": "validate",
        "as_of": report.as_of,
        "files": report.files,
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "diagnostics": [
            {
                "code": d.code,
                "severity": d.severity,
                "path": d.path,
                "line": d.line,
                "column": d.column,
                "length": d.length,
                "pointer": d.pointer,
                "message": d.message,
                "hint": d.hint,
            }
            for d in sorted_diagnostics(report)
        ],
    }
    return encodable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"

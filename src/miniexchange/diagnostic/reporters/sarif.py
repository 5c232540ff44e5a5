"""The report as SARIF 2.1.0 (OASIS), which code-scanning services and editors read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TypedDict
from urllib.parse import quote

from miniexchange.diagnostic.model import Diagnostic, Report
from miniexchange.diagnostic.registry import Code, codes
from miniexchange.diagnostic.reporters.wording import encodable, inert, sorted_diagnostics
from miniexchange.diagnostic.terminal import plain
from miniexchange.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


class Text(TypedDict):
    """A message of SARIF."""

    text: str


def render(report: Report) -> str:
    """One run with a rule for each code that was found, and a result for each finding."""
    found = sorted_diagnostics(report)
    rules = {code: index for index, code in enumerate(sorted({d.code for d in found}))}
    seen: Counter[str] = Counter()
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mini",
                        "semanticVersion": __version__,
                        "rules": [_rule(code) for code in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(d, rules[d.code], seen) for d in found],
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str) -> dict[str, object]:
    code = codes().get(name)
    if code is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": _text(code.title),
        "fullDescription": _text(code.why),
        "help": {"text": _help(code), "markdown": _help_markdown(code)},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _help(code: Code) -> str:
    return f"{code.why}\n\nWrong:\n\n{code.wrong}\n\nRight:\n\n{code.right}\n"


def _help_markdown(code: Code) -> str:
    return f"{code.why}\n\nWrong:\n\n```yaml\n{code.wrong}\n```\n\nRight:\n\n```yaml\n{code.right}\n```\n"


def _result(diagnostic: Diagnostic, rule: int, seen: Counter[str]) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": relative_uri(diagnostic.path)}}
    if diagnostic.line > 0:
        column = max(diagnostic.column, 1)
        location["region"] = {
            "startLine": diagnostic.line,
            "startColumn": column,
            "endColumn": column + max(diagnostic.length, 1),
        }
    message = diagnostic.message + (f"\n→ {diagnostic.hint}" if diagnostic.hint else "")
    fingerprint = _fingerprint(diagnostic)
    seen[fingerprint] += 1
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": _text(message),
        "locations": [{"physicalLocation": location}],
        # Without the line number, so that a finding stays the same one when lines above it come and go.
        "partialFingerprints": {"finding/v1": f"{fingerprint}:{seen[fingerprint]}"},
    }


def relative_uri(path: str) -> str:
    """A path as a relative reference of RFC 3986, percent-encoded in UTF-8."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = encodable(path).encode("utf-8")
    return quote(data, safe="/").lstrip("/")


def _fingerprint(diagnostic: Diagnostic) -> str:
    parts = (diagnostic.code, diagnostic.path, diagnostic.pointer, diagnostic.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _text(text: str) -> Text:
    """A message whose brackets cannot make a link: SARIF reads `[words](address)` in any message."""
    shown = "\n".join(inert(line) for line in plain(text, keep_newlines=True).split("\n"))
    if "](" in shown:
        shown = shown.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": shown or "(no message)"}

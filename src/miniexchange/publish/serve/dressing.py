"""A built page as it is served: with the script that reloads it and, while something is wrong, a panel that says what.

Only the copy that goes to the browser is changed, never a file.
"""

from __future__ import annotations

import re
from html import escape, unescape

from miniexchange.diagnostic import plain
from miniexchange.publish.serve.problem import Fault, Problem
from miniexchange.publish.serve.state import Now

OWN = "/_mini/"
"""Where the server's own files lie; no page of a site is called so."""

_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
_META = re.compile(rb"<meta\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_POLICY = re.compile(rb"http-equiv\s*=\s*[\"']?content-security-policy\b", re.IGNORECASE)
_CONTENT = re.compile(rb"(\bcontent\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_NEEDED = ("script-src", "style-src", "connect-src")


def dressed(page: bytes, now: Now) -> bytes:
    """A page with the script, its policy widened for it, and what is wrong as a panel over it."""
    head = (
        f'<link rel="stylesheet" href="{OWN}live.css">'
        f'<script src="{OWN}live.js" data-version="{escape(now.version)}" defer></script>'
    ).encode()
    page = _META.sub(_widened, page)
    page = _before(_HEAD_END, page, head)
    if not now.problem:
        return page
    return _after(_BODY, page, _panel(now.problem, now.is_there).encode("utf-8", "replace"))


def page_about(title: str, text: str, now: Now) -> bytes:
    """A page of the server's own, where the site has none."""
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body class="mini-page"><h1>{escape(title)}</h1><p>{escape(text)}</p><p><a href="/">The first page</a></p></body></html>'
    )
    return dressed(html.encode(), now)


def widened(policy: str) -> str:
    """A Content-Security-Policy that also lets the server's own script and style in, and lets the script listen to it."""
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        words = part.split()
        if words:
            directives.setdefault(words[0].lower(), words[1:])
    for name in _NEEDED:
        sources = directives.get(name, directives.get("default-src"))
        if sources is not None:
            kept = [source for source in sources if source.lower() not in ("'none'", "'self'")]
            directives[name] = ["'self'", *kept]
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def _widened(meta: re.Match[bytes]) -> bytes:
    if not _POLICY.search(meta[0]):
        return meta[0]

    def content(match: re.Match[bytes]) -> bytes:
        policy = unescape((match[2] or match[3] or b"").decode("utf-8", "replace"))
        return match[1] + b'"' + escape(widened(policy)).encode() + b'"'

    return _CONTENT.sub(content, meta[0], count=1)


def _before(place: re.Pattern[bytes], page: bytes, addition: bytes) -> bytes:
    match = place.search(page)
    start = match.start() if match else 0
    return page[:start] + addition + page[start:]


def _after(place: re.Pattern[bytes], page: bytes, addition: bytes) -> bytes:
    match = place.search(page)
    end = match.end() if match else len(page)
    return page[:end] + addition + page[end:]


def _panel(problem: Problem, is_there: bool) -> str:
    shown = "The pages show the last good state." if is_there else "There is no site to show yet."
    more = f"<p>… and {problem.more:,} more</p>" if problem.more else ""
    return (
        '<aside id="mini-problem" class="mini-problem" aria-label="What is wrong"><details open>'
        f"<summary>{_safe(problem.heading)}</summary>"
        f"<p>{shown} Mend this and save: the page follows by itself.</p>"
        f"<ul>{''.join(map(_entry, problem.faults))}</ul>{more}</details></aside>"
    )


def _entry(fault: Fault) -> str:
    place = f"<code>{_safe(fault.place)}</code> " if fault.place else ""
    remedy = f'<p class="mini-remedy">→ {_safe(fault.remedy)}</p>' if fault.remedy else ""
    line = f"<pre>{_safe(fault.line)}\n{_safe(fault.mark)}</pre>" if fault.line else ""
    return f"<li>{place}<strong>{_safe(fault.message)}</strong>{line}{remedy}</li>"


def _safe(text: str) -> str:
    return escape(plain(text, keep_newlines=True))

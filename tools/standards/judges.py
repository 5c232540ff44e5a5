"""How each tool is run on a built site, and how its answer is read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from serve import serving

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NEEDED = 98
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# From disk, where a page has no host, the checker takes 'self' of a page's own policy for nobody. The browser tests see
# whether the policy lets the style sheet in.
_LET_IN = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): external \w+ “[\w./:-]+” blocked .*"
)
# A script that is JSON-LD is data: by the HTML standard nothing runs it and no policy is asked. The checker takes it for code.
_INLINE, _DATA = "Inline script violates Content Security Policy", '<script type="application/ld+json">'


@dataclass
class Result:
    """How much a tool looked at, and what it objects to: where, and what is wrong there."""

    looked_at: int
    errors: list[tuple[str, str]]


@dataclass
class Judged:
    """The site, and the folder with the tools."""

    site: Path
    tools: Path

    @property
    def pages(self) -> list[Path]:
        return sorted(self.site.rglob("*.html"))

    def tool(self, name: str) -> str:
        return str(self.tools / "node_modules" / ".bin" / name)


def nu(on: Judged) -> Result:
    """The Nu checker: every page, and the style sheets that they use. Its warnings count."""
    jar = on.tools / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ("--format", "json", "--stdout", "--also-check-css", "--skip-non-html")
    said = run("java", "-Xss4m", "-jar", jar, *options, on.site)
    if not said.stdout.startswith("{"):
        return _did_not_run(said)
    errors = [
        (f"{_below(on.site, found.get('url', ''))}:{found.get('lastLine', '')}", found["message"])
        for found in json.loads(said.stdout)["messages"]
        if (found["type"] != "info" or found.get("subType") == "warning")
        and not _false_alarm(found["message"], found.get("extract", ""))
    ]
    return Result(len(on.pages), errors)


def _false_alarm(message: str, extract: str) -> bool:
    return bool(_LET_IN.fullmatch(message)) or (message.startswith(_INLINE) and _DATA in extract)


def html_validate(on: Judged) -> Result:
    told = on.tools / "html-validate.json"  # by way of a file: it ends before all of it went through a pipe
    told.unlink(missing_ok=True)
    options = ("-c", HERE / "htmlvalidate.cjs", "--ext", "html", "-f", f"json={told}")
    said = run(on.tool("html-validate"), *options, on.site)
    if not told.exists():
        return _did_not_run(said)
    errors = [
        (f"{_below(on.site, page['filePath'])}:{found['line']}", f"{found['ruleId']}: {found['message']}")
        for page in json.loads(told.read_text("utf-8"))
        for found in page["messages"]
    ]
    return Result(len(on.pages), errors)


def lighthouse(on: Judged) -> Result:
    """Home, list and the longest practice, on the slow telephone that Lighthouse plays. A score that the machine's other
    work spoils gets a second and a third attempt."""
    longest = max((on.site / "practices").glob("*.html"), key=lambda path: path.stat().st_size, default=None)
    names = ["index.html", "practices.html", *([f"practices/{longest.name}"] if longest else [])]
    errors = []
    with serving(on.site) as address:
        for name in names:
            for _ in range(3):
                low = _lighthouse(on, f"{address}/{name}")
                if not low:
                    break
            errors += [(name, what) for what in low]
    return Result(len(names), errors)


def _lighthouse(on: Judged, address: str) -> list[str]:
    """The scores that are too low, each with the audits that cost it points."""
    flags = "--chrome-flags=--headless=new --no-sandbox"
    only = f"--only-categories={','.join(CATEGORIES)}"
    told = on.tools / "lighthouse.json"
    told.unlink(missing_ok=True)
    options = ("--quiet", "--output=json", f"--output-path={told}", only, flags)
    said = run(on.tool("lighthouse"), address, *options, environment=_chrome())
    if not told.exists():
        return [f"did not run: {said.stderr[-500:]}"]
    report = json.loads(told.read_text("utf-8"))
    low = []
    for name, category in report["categories"].items():
        score = round(100 * (category["score"] or 0))
        if score < NEEDED:
            audits = [
                report["audits"][part["id"]]["title"]
                for part in category["auditRefs"]
                if part["weight"] and (report["audits"][part["id"]]["score"] or 0) < 0.9
            ]
            low.append(f"{name} {score}: {'; '.join(audits)}")
    return low


def markdownlint(on: Judged) -> Result:
    config = HERE / "book.markdownlint-cli2.jsonc"
    said = run(on.tool("markdownlint-cli2"), "--config", config, "markdown/**/*.md", folder=on.site)
    looked_at = re.search(r"Linting: (\d+) file", said.stdout)
    if not looked_at:
        return _did_not_run(said)
    lines = [line.partition(" error ") for line in said.stderr.splitlines()]
    return Result(int(looked_at[1]), [(where, what) for where, _, what in lines])


def sitemap(on: Judged) -> Result:
    """The sitemap by the schema of its protocol, if the site has one."""
    file = on.site / "sitemap.xml"
    if not file.exists():
        return Result(0, [])
    said = run("node", HERE / "sitemap.cjs", on.tools, file)
    if said.returncode:
        return _did_not_run(said)
    return Result(1, [("sitemap.xml", line) for line in said.stdout.splitlines()])


def tests(on: Judged) -> Result:
    """What is judged without npm: axe on every kind of page, HTML's parse errors, feeds, silence, no JavaScript, print."""
    report = on.tools / "tests.xml"
    command = (
        sys.executable,
        "-m",
        "pytest",
        ROOT / "tests" / "standards",
        f"--junitxml={report}",
        "--tb=short",
    )
    said = run(*command, folder=ROOT, environment={"MINI_SITE": str(on.site), "MINI_REQUIRE_BROWSER": "1"})
    if not report.exists():
        return _did_not_run(said)
    cases = [*ElementTree.parse(report).iter("testcase")]
    errors = [
        (case.get("name", ""), " ".join(bad.get("message", "").split()))
        for case in cases
        for bad in (*case.iter("failure"), *case.iter("error"))
        if not bad.get("message", "").startswith(
            "contains "
        )  # and then counts the parts, which are here already
    ]
    return Result(len(cases), errors)


TOOLS: dict[str, tuple[str, Callable[[Judged], Result]]] = {
    "nu": ("Nu HTML checker, pages and CSS", nu),
    "html-validate": ("html-validate", html_validate),
    "lighthouse": (f"Lighthouse, {NEEDED} or more in all four", lighthouse),
    "markdownlint": ("markdownlint-cli2, the book", markdownlint),
    "sitemap": ("sitemap by its schema", sitemap),
    "tests": ("tests/standards: axe, feeds, …", tests),
}


def _did_not_run(said: subprocess.CompletedProcess[str]) -> Result:
    return Result(0, [("did not run", f"{said.stdout[-1000:]}{said.stderr[-1000:]}")])


def _chrome() -> dict[str, str]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return {"CHROME_PATH": found} if found else {}


def _below(site: Path, name: str) -> str:
    return name.removeprefix("file:").removeprefix(f"{site}/")


def run(
    *command: str | Path, folder: Path | None = None, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, whatever it says; ends the program if it is not there."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    except FileNotFoundError as error:
        sys.exit(
            f"{error.filename} is needed and not there (Debian: apt install npm default-jre-headless chromium)"
        )

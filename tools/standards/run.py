"""Lets others' tools judge a built site: HTML and CSS, accessibility, Lighthouse, Markdown, feeds, sitemap.

    python tools/standards/run.py site-build
    python tools/standards/run.py site-build --only nu,html-validate
    python tools/standards/run.py site-build --tools build/standards      keeps the tools for the next time

Needs node with npm, Java 17 or newer and Chromium (Debian: apt install npm default-jre-headless chromium). The tools come
from the registry that npm is set up for, in the versions of packages.txt, into a folder that is thrown away; none of their
install scripts run. Prints each error and one table; the exit code is 1 if there was any error.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from judges import HERE, TOOLS, Judged, run

SHOWN = 20
"""Kinds of errors of one tool that are printed."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Let others' tools judge a built site.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--only", help=f"some of: {','.join(TOOLS)}")
    parser.add_argument(
        "--tools", type=Path, help="keep the tools in this folder, or use those that are in it"
    )
    options = parser.parse_args()
    names = options.only.split(",") if options.only else list(TOOLS)
    if unknown := set(names) - TOOLS.keys():
        parser.error(f"no such tool: {', '.join(sorted(unknown))}")
    if not (options.site / "index.html").is_file():
        parser.error(f"there is no site in {options.site}: build one first")
    with tempfile.TemporaryDirectory(prefix="standards-") as throw_away:
        on = Judged(options.site.resolve(), (options.tools or Path(throw_away)).resolve())
        _install(on.tools)
        results = {name: TOOLS[name][1](on) for name in names}
    for name, result in results.items():
        _tell(name, result.errors)
    print(f"\n{'tool':<40}{'looked at':>10}{'errors':>8}")
    for name, result in results.items():
        print(f"{TOOLS[name][0]:<40}{result.looked_at:>10}{len(result.errors):>8}")
    sys.exit(any(result.errors for result in results.values()))


def _tell(name: str, errors: list[tuple[str, str]]) -> None:
    """Prints each kind of error once, with how often it is there and where it was seen first."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for where, what in errors:
        kinds.setdefault(re.sub(r"“[^”]*”|\[.*\]|\d+", "…", what), []).append((where, what))
    for alike in sorted(kinds.values(), key=len, reverse=True)[:SHOWN]:
        where, what = alike[0]
        print(f"{name}: {len(alike)} × {what} (first: {where})")
    if len(kinds) > SHOWN:
        print(f"{name}: and {len(kinds) - SHOWN} more kinds of errors")


def _install(folder: Path) -> None:
    packages = (HERE / "packages.txt").read_text("utf-8").split()
    wanted = folder / "installed.txt"
    if wanted.exists() and wanted.read_text("utf-8").split() == packages:
        return
    folder.mkdir(parents=True, exist_ok=True)
    options = (
        "--prefix",
        folder,
        "--ignore-scripts",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    )
    said = run("npm", "install", *options, *packages)
    if said.returncode:
        sys.exit(f"npm could not install the tools:\n{said.stderr}")
    wanted.write_text("\n".join(packages), encoding="utf-8")


if __name__ == "__main__":
    main()

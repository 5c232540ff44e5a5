"""The published catalogue as a site of MkDocs: a page of Markdown for each record, lists of them, and its search."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from publication import FOLDERS, Records
from yaml_text import Record

_TAXONOMIES = ("themes", "challenges", "services", "target_groups")
# Ten thousand entries in a menu that stands on every page would take MkDocs hours.
_CONFIG = """\
site_name: What works for small firms
site_url: https://www.example.org/
theme:
  name: mkdocs
  highlightjs: false
plugins:
  - search
nav:
  - index.md
{lists}not_in_nav: |
  *
validation:
  links:
    not_found: ignore
"""


def mkdocs_site(folder: Path, records: Records) -> None:
    """Writes the site's pages and its settings into a new folder."""
    docs = folder / "docs"
    lists = {
        below: [(i, _title(i, r)) for k, i, r in records if FOLDERS[k] == below] for below in FOLDERS.values()
    }
    for kind, record_id, record in records:
        page = page_file(folder, kind, record_id)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(record_id, record), encoding="utf-8")
    for below, entries in lists.items():
        lines = [f"- [{title}]({record_id}.md)" for record_id, title in entries]
        (docs / below / "index.md").write_text(_list(below.capitalize(), lines), encoding="utf-8")
    for name in _TAXONOMIES:
        by_term: dict[str, list[str]] = defaultdict(list)
        for kind, record_id, record in records:
            if kind == "practice":
                for term in record.get(name, ()):
                    by_term[term].append(
                        f"- [{record['title']}](../practices/{record_id}.md): {record['summary']}"
                    )
        (docs / name).mkdir()
        for term, lines in sorted(by_term.items()):
            (docs / name / f"{term}.md").write_text(_list(_words(term), lines), encoding="utf-8")
        lines = [f"- [{_words(term)}]({term}.md) {len(lines)}" for term, lines in sorted(by_term.items())]
        (docs / name / "index.md").write_text(_list(_words(name), lines), encoding="utf-8")
    menu = [f"{name}/index.md" for name in (*lists, *_TAXONOMIES)]
    home = [f"- [{name.split('/')[0]}]({name})" for name in menu]
    (docs / "index.md").write_text(_list("What works for small firms", home), encoding="utf-8")
    settings = _CONFIG.replace("{lists}", "".join(f"  - {name}\n" for name in menu))
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")


def page_file(folder: Path, kind: str, record_id: str) -> Path:
    """Where a record stands in the site's source."""
    return folder / "docs" / FOLDERS[kind] / f"{record_id}.md"


def _page(record_id: str, record: Record) -> str:
    lines = [f"# {_title(record_id, record)}", ""]
    if "summary" in record:
        lines += [record["summary"], ""]
    for key, value in record.items():
        if key in ("title", "name", "summary"):
            continue
        lines += [f"## {_words(key)}", ""]
        if key in _TAXONOMIES:
            lines += [f"- [{_words(term)}](../{key}/{term}.md)" for term in value]
        else:
            _tell(value, "", lines)
        lines.append("")
    return "\n".join(lines)


def _tell(value: Any, pad: str, lines: list[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                lines.append(f"{pad}- {_words(key)}:")
                _tell(inner, pad + "    ", lines)
            else:
                lines.append(f"{pad}- {_words(key)}: {inner}".replace("\n", " "))
    elif isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict):
                lines.append(
                    f"{pad}- " + "; ".join(f"{_words(k)}: {v}" for k, v in entry.items()).replace("\n", " ")
                )
            else:
                lines.append(f"{pad}- {entry}".replace("\n", " "))
    else:
        lines.append(str(value).replace("\n", "\n\n"))


def _list(heading: str, lines: list[str]) -> str:
    return "\n".join([f"# {heading}", "", *lines, ""])


def _title(record_id: str, record: Record) -> str:
    return str(record.get("title", record.get("name", record_id)))


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()

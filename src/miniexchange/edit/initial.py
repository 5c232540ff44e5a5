"""The files of a new catalogue: settings, vocabularies, an example of each kind, schemas, and what editors and CI need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from miniexchange.resources import resource_folder
from miniexchange.version import __version__

CI = ("github", "gitlab", "none")
"""The services for which a new catalogue can bring its automatic check."""

_STARTER = Path(__file__).with_name("starter")
_VERSION = "MINIEXCHANGE_VERSION"


def initial_files(ci: str) -> dict[str, str]:
    """The files of a new catalogue: path relative to its root → text, sorted by path. `ci` is one of `CI`."""
    files = dict(_tree(_STARTER / "common"))
    if ci != "none":
        files.update(_tree(_STARTER / ci))
    for path in sorted(_vocabularies().glob("*.yaml")):
        files[f"data/vocabulary/{path.name}"] = path.read_text(encoding="utf-8")
    for path in sorted(resource_folder("schemas").glob("*.schema.json")):
        files[f"schemas/{path.name}"] = path.read_text(encoding="utf-8")
    return {path: text.replace(_VERSION, __version__) for path, text in sorted(files.items())}


def _tree(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder of the starter; names that begin with a dot are kept as `dot-…`, so that all see them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            steps = path.relative_to(folder).parts
            target = "/".join(
                f".{step.removeprefix('dot-')}" if step.startswith("dot-") else step for step in steps
            )
            yield target, path.read_text(encoding="utf-8")


def _vocabularies() -> Path:
    """The starter vocabularies: inside the wheel, or those of the checkout's own catalogue."""
    try:
        return resource_folder("starter/vocabulary")
    except FileNotFoundError:
        return resource_folder("data/vocabulary")

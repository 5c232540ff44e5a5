"""Makes a large invented catalogue in three languages, to be built and judged like the one that ships.

    python tools/standards/big.py FOLDER                 2,000 practices
    mini build --catalogue FOLDER --out SITE
    python tools/standards/run.py SITE

Every record is in English. Every second practice is also in German, those of Greek regions also in Greek; the rest shows
its English in the trees of these languages, as a catalogue does that is half translated. The settings say where it is
published, so that feeds, the sitemap and the files for machines are written too.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from generate import generate

SETTINGS = """\
schema_version: 1
catalogue:
  title: What two thousand regions would know
  tagline: An invented catalogue, to see how pages bear many records
  publisher:
    name: The invented agency
    url: https://agency.example.org/
    contact: office@agency.example.org
  language: en
  languages: [en, de, el]
  edition: 2026-06
site:
  base_url: https://catalogue.example.org/practices/
  edit_url: https://code.example.org/catalogue/edit/main/
  new_url: https://code.example.org/catalogue/new
"""
GERMAN = """\
  de:
    title: "Förderprogramm für kleine Unternehmen: {name}"
    summary: >-
      Beratung, ein kleiner Betrag und eine feste Ansprechperson begleiten Gründerinnen und Gründer
      im Programm {name} während des ersten Jahres.
"""
_MARK = "translations:\n"


def make(folder: Path, practices: int) -> int:
    """Writes the catalogue into an empty or new folder and returns how many of its practices are in German."""
    generate(folder, practices)
    (folder / "mini.yaml").write_text(SETTINGS, encoding="utf-8")
    files = sorted((folder / "data" / "practices").glob("*.yaml"))[::2]
    for file in files:
        text = file.read_text(encoding="utf-8")
        german = GERMAN.format(name=file.stem.capitalize())
        file.write_text(text.replace(_MARK, _MARK + german, 1), encoding="utf-8")
    return len(files)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a large catalogue in three languages.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--practices", type=int, default=2_000)
    options = parser.parse_args()
    print(f"{make(options.folder, options.practices)} of {options.practices} practices are in German too")


if __name__ == "__main__":
    main()

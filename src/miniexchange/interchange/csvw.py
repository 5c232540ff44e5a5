"""The metadata of the CSV files: CSV on the Web (W3C), one table group for all files of the folder.

Rules of the files, said in the metadata too: UTF-8, one header line, an empty cell is an unknown value, lists of ids
and words are joined with `; `, lists of addresses with a space. Cells hold the text as the record has it, also where
it begins with `=`, `+`, `-`, `@` or a tab: nothing is put before it, as in every CSV that `mini` writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from miniexchange.interchange.publication import Publication

FOLDER = "data"
METADATA_PATH = "data/csv-metadata.json"
"""Where readers of CSVW look for the metadata of every file in the folder."""

WORDS = "; "
"""Between the items of a list of ids or words."""
ADDRESSES = " "
"""Between the items of a list of addresses."""

PARTIAL_DATE = {"base": "string", "format": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}
END_DATE = {"base": "string", "format": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|ongoing"}

NOTE = (
    "An empty cell is an unknown value. Cells hold the text as the record has it, also where it begins with =, +, -, @ "
    "or a tab: a spreadsheet may take such a text for a formula, so import the columns as text."
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, what it means, the type of its values, and what joins those of a list."""

    name: str
    title: str
    description: str
    datatype: str | dict[str, str] = "string"
    separator: str = ""
    property: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: its name without ending, its columns, and the columns that together name a row.

    `points_to` is a column, and the table whose `id` it holds; every value of it is in that table.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    points_to: tuple[str, str] = ("", "")

    @property
    def path(self) -> str:
        """Where the file lies below the site's root."""
        return f"{FOLDER}/{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def csvw_metadata(publication: Publication, tables: Iterable[Table]) -> bytes:
    """The description of the tables, for the file at `METADATA_PATH`."""
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": publication.language}],
        "dc:title": publication.title,
        "dc:description": NOTE,
        "dc:publisher": publication.publisher_name,
        "dc:license": {"@id": publication.licence_iri},
        **(
            {"dc:modified": {"@value": publication.modified, "@type": "xsd:date"}}
            if publication.modified
            else {}
        ),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "tables": [_table(table, publication.language) for table in tables],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def words(items: Iterable[str]) -> str:
    """A list of words in one cell; a `; ` inside a word becomes `, `."""
    listed = tuple(items)
    joined = WORDS.join(listed)
    if joined.count(WORDS) < len(listed):
        return joined
    return WORDS.join(item.replace(WORDS, ", ") for item in listed)


def number(value: float | None) -> str:
    """A number in one cell: whole numbers without a point, others with as many digits as they need."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def truth(value: bool) -> str:
    """`true` or `false`."""
    return "true" if value else "false"


def _table(table: Table, language: str) -> dict[str, Any]:
    column, target = table.points_to
    reference = {
        "columnReference": column,
        "reference": {"resource": f"{target}.csv", "columnReference": "id"},
    }
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": [reference]} if column else {}),
            "lang": language,
        },
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.description,
        "datatype": column.datatype,
        **({"separator": column.separator} if column.separator else {}),
        **({"propertyUrl": column.property} if column.property else {}),
        **({"required": True} if column.required else {}),
    }

"""Columns that several of the flat tables have."""

from __future__ import annotations

from miniexchange.interchange.csvw import ADDRESSES, END_DATE, PARTIAL_DATE, WORDS, Column


def ids(name: str, title: str, description: str, property: str = "") -> Column:
    """A column that holds a list of ids or words."""
    return Column(name, title, description, "string", WORDS, property)


CERTAINTY = (
    Column(
        "inferred",
        "Inferred",
        "The whole row was deduced by who wrote it down; no source states it.",
        "boolean",
    ),
    ids(
        "inferred_fields",
        "Inferred fields",
        "The record's fields that were deduced and that no source states.",
    ),
    Column("sources", "Sources", "Addresses where it can be read.", "anyURI", ADDRESSES, "dc:source"),
)
THEMES = ids("themes", "Themes", "Ids of terms of the vocabulary `themes`.", "schema:about")
CHALLENGES = ids("challenges", "Challenges", "Ids of terms of the vocabulary `challenges`.")
SERVICES = ids("services", "Services", "Ids of terms of the vocabulary `services`.")
TARGET_GROUPS = ids("target_groups", "Target groups", "Ids of terms of the vocabulary `target-groups`.")
PROJECTS = ids("projects", "Projects", "Ids of projects.")
START = Column(
    "period_start",
    "Start",
    "When it began: a year, a month or a day.",
    PARTIAL_DATE,
    property="schema:startDate",
)
END = Column("period_end", "End", "When it ended, or `ongoing`.", END_DATE, property="schema:endDate")
LEVELS = (
    Column(
        "nesta",
        "Nesta level",
        "Level on the Nesta Standards of Evidence; of a practice the highest.",
        "integer",
    ),
    Column(
        "maryland",
        "Maryland level",
        "Level on the Maryland Scientific Methods Scale; of a practice the highest.",
        "integer",
    ),
    Column("oecd", "OECD level", "Level on the OECD's six steps; of a practice the highest.", "integer"),
)


def id_column(description: str) -> Column:
    """The column `id` of a table whose rows are records."""
    return Column("id", "Id", description, property="dc:identifier", required=True)


def page_column(what: str) -> Column:
    """The column `url`: where people read the same."""
    return Column("url", "Page", f"The page of the {what}.", "anyURI", property="schema:url", required=True)

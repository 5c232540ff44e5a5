"""The columns of the flat tables, in the order of the rows in `flat_tables.py`."""

from __future__ import annotations

from miniexchange.interchange.csvw import PARTIAL_DATE, Column, Table
from miniexchange.interchange.shared_columns import (
    CERTAINTY,
    CHALLENGES,
    END,
    LEVELS,
    PROJECTS,
    SERVICES,
    START,
    TARGET_GROUPS,
    THEMES,
    id_column,
    ids,
    page_column,
)

PRACTICES = Table(
    "practices",
    "Practices",
    "One row for each practice.",
    (
        id_column("The practice's id."),
        page_column("practice"),
        Column("title", "Title", "What it is called.", property="dc:title", required=True),
        Column("status", "Status", "`published`, `archived`, `review` or `draft`.", required=True),
        Column(
            "lesson_only", "Lesson only", "An attempt that did not work, kept for what it teaches.", "boolean"
        ),
        Column("type", "Type", "What sort of practice it is."),
        Column("region", "Region", "Id of the region that it belongs to."),
        Column("region_name", "Region's name", "Name of that region."),
        Column("organisation", "Organisation", "Who runs it."),
        ids("countries", "Countries", "ISO 3166-1 codes of its countries."),
        Column("place", "Place", "Where it is, in words."),
        Column("nuts", "NUTS code", "NUTS code of the area."),
        Column("lat", "Latitude", "Degrees north (WGS 84).", "number", property="schema:latitude"),
        Column("lon", "Longitude", "Degrees east (WGS 84).", "number", property="schema:longitude"),
        START,
        END,
        THEMES,
        CHALLENGES,
        SERVICES,
        TARGET_GROUPS,
        ids("keywords", "Keywords", "Free words; a `; ` inside one is written `, `.", "schema:keywords"),
        Column("summary", "Summary", "What it is, in a few sentences.", property="dc:abstract"),
        Column("problem", "Problem", "The problem that it answers (CommonMark)."),
        Column("description", "Description", "What is done (CommonMark).", property="dc:description"),
        Column("claims", "Claims", "How many statements of evidence it has.", "integer"),
        Column(
            "results",
            "Results",
            "How many of them are results: not inputs, outputs, estimates or targets.",
            "integer",
        ),
        *LEVELS,
        Column("staff_fte", "Staff", "Full-time equivalents that it takes to run.", "number"),
        Column("setup_months", "Set-up", "Months that taking it over takes.", "number"),
        Column(
            "setup_staff_fte",
            "Staff for set-up",
            "Full-time equivalents that taking it over takes.",
            "number",
        ),
        Column("max_importers", "Most importers", "How many regions can take it over at once.", "integer"),
        PROJECTS,
        Column("derived_from", "Derived from", "Id of the practice that it copies.", property="dc:source"),
        Column("successor", "Successor", "Id of the practice that followed it.", property="dc:isReplacedBy"),
        Column("documented", "Documented", "When it was written down.", PARTIAL_DATE, property="dc:created"),
        Column(
            "verified", "Verified", "When the record was last checked.", PARTIAL_DATE, property="dc:modified"
        ),
        *CERTAINTY,
    ),
    ("id",),
)
EVIDENCE = Table(
    "evidence",
    "Evidence",
    "One row for each statement of evidence of a practice or of an exchange's outcome. "
    "Targets and estimates are not results: look at `kind` before adding up.",
    (
        Column("record_kind", "Kind of record", "`practice` or `exchange`.", required=True),
        Column("record", "Record", "Id of that practice or exchange.", required=True),
        Column("number", "Number", "The statement's place in the record, from 1.", "integer", required=True),
        Column("claim", "Claim", "What is claimed, in a sentence.", property="dc:description", required=True),
        Column("kind", "Kind", "`input`, `output`, `result`, `estimate` or `target`."),
        Column(
            "value", "Value", "The figure, or the lower end of a range.", "number", property="schema:value"
        ),
        Column(
            "value_max", "Highest value", "The upper end of a range.", "number", property="schema:maxValue"
        ),
        Column("qualifier", "Qualifier", "`about`, `at-least` or `at-most`."),
        Column("unit", "Unit", "What the figure counts.", property="schema:unitText"),
        Column("target", "Target", "What had been aimed at.", "number"),
        Column("population", "Population", "Whom or what the figure is about."),
        Column("date", "Date", "When or up to when it was counted.", PARTIAL_DATE, property="dc:date"),
        Column(
            "design",
            "Design",
            "How it is known: `account`, `monitoring`, `before-after`, `comparison`, `quasi-experiment` or `experiment`.",
        ),
        *LEVELS,
        Column(
            "independent",
            "Independent",
            "True where somebody found it who does not run the practice; false where that is not said.",
            "boolean",
        ),
        Column(
            "conflicts", "Conflicts", "How many other sources disagree; the JSON record says how.", "integer"
        ),
        *CERTAINTY,
    ),
    ("record_kind", "record", "number"),
)
REGIONS = Table(
    "regions",
    "Regions",
    "One row for each region.",
    (
        id_column("The region's id."),
        page_column("region"),
        Column("name", "Name", "What it is called.", property="schema:name", required=True),
        Column("country", "Country", "ISO 3166-1 code.", required=True),
        Column("nuts", "NUTS code", "NUTS code of the territory."),
        Column("nuts_version", "NUTS version", "Edition of that code.", "integer"),
        Column(
            "lat",
            "Latitude",
            "Degrees north (WGS 84) of the point on the map.",
            "number",
            property="schema:latitude",
        ),
        Column(
            "lon",
            "Longitude",
            "Degrees east (WGS 84) of the point on the map.",
            "number",
            property="schema:longitude",
        ),
        ids("languages", "Languages", "BCP 47 tags.", "dc:language"),
        Column("population", "Population", "Inhabitants.", "integer"),
        Column("area_km2", "Area", "Square kilometres.", "number"),
        Column(
            "gdp_pps_index",
            "GDP index",
            "Gross domestic product a head in purchasing power, EU = 100.",
            "number",
        ),
        Column("innovation_group", "Innovation group", "Group on the Regional Innovation Scoreboard."),
        ids("territories", "Territories", "Ids of terms of the vocabulary `territories`."),
        ids("sectors", "Sectors", "Leading sectors, in words; a `; ` inside one is written `, `."),
        ids("capabilities", "Capabilities", "Ids of terms of the vocabulary `capabilities`."),
        Column("practices", "Practices", "How many practices of the catalogue are its own.", "integer"),
        Column("needs", "Needs", "How many needs it states.", "integer"),
        Column("summary", "Summary", "Who it is.", property="dc:abstract"),
        *CERTAINTY,
    ),
    ("id",),
)
NEEDS = Table(
    "needs",
    "Needs",
    "One row for each need of a region.",
    (
        Column("region", "Region", "Id of the region.", required=True),
        Column(
            "id", "Id", "The need's id, unique within its region.", property="dc:identifier", required=True
        ),
        Column("title", "Title", "What it wants to learn or build.", property="dc:title", required=True),
        Column("description", "Description", "More about it (CommonMark).", property="dc:description"),
        THEMES,
        CHALLENGES,
        SERVICES,
        TARGET_GROUPS,
        Column("priority", "Priority", "How much it matters to the region."),
        Column("status", "Status", "Where it stands: `open`, `matched`, `met` or `withdrawn`."),
        ids("wants", "Wants", "Ids of practices that the region said it wants."),
        ids("avoid", "Avoid", "Ids of regions that it does not want to import from."),
        Column("max_cost", "Highest cost", "What it may cost at most.", "number"),
        Column("currency", "Currency", "ISO 4217 code of that amount."),
        Column("by", "By", "When it must be met.", PARTIAL_DATE),
        Column("stated", "Stated", "When it was stated.", PARTIAL_DATE, property="dc:created"),
        Column("closed", "Closed", "When it was met or given up.", PARTIAL_DATE),
        Column("origin", "Origin", "`stated`, or shown by an `assessment`."),
        *CERTAINTY,
    ),
    ("region", "id"),
    ("region", "regions"),
)
EXCHANGES = Table(
    "exchanges",
    "Exchanges",
    "One row for each exchange: one transfer of one practice to one importing region.",
    (
        id_column("The exchange's id."),
        page_column("exchange"),
        Column("status", "Status", "How far it is.", required=True),
        Column("practice", "Practice", "Id of the practice; empty where it is not in the catalogue."),
        Column("practice_text", "Practice in words", "The practice, where it is not in the catalogue."),
        Column("exporter", "Exporter", "Id of the region that gives; empty outside the catalogue."),
        Column("exporter_text", "Exporter in words", "Who gives, outside the catalogue."),
        Column("importer", "Importer", "Id of the region that takes; empty outside the catalogue."),
        Column("importer_text", "Importer in words", "Who takes, outside the catalogue."),
        Column("need", "Need", "Id of the importer's need that it serves."),
        PROJECTS,
        START,
        END,
        Column("visits", "Visits", "How many visits the record tells of.", "integer"),
        Column("outcome", "Outcome", "How far the transfer came."),
        Column("outcome_text", "Outcome in words", "What came of it (CommonMark)."),
        Column("resulting_practice", "Resulting practice", "Id of the practice that came of it."),
        *CERTAINTY,
    ),
    ("id",),
)

TABLES: tuple[Table, ...] = (PRACTICES, EVIDENCE, REGIONS, NEEDS, EXCHANGES)
"""Every table, in the order in which they are listed."""

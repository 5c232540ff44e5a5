"""Codes of the EU Publications Office (its authority tables) for languages, countries, licences, file types and themes.

Source: https://op.europa.eu/en/web/eu-vocabularies, tables language, country, licence, file-type, data-theme and
access-right. Countries lie in and around Europe.
"""

from __future__ import annotations

AUTHORITY = "http://publications.europa.eu/resource/authority/"


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


_LANGUAGES = _table(
    """bg:BUL bs:BOS ca:CAT cs:CES cy:CYM da:DAN de:DEU el:ELL en:ENG es:SPA et:EST eu:EUS fi:FIN fr:FRA
    ga:GLE gl:GLG hr:HRV hu:HUN is:ISL it:ITA lb:LTZ lt:LIT lv:LAV mk:MKD mt:MLT nb:NOB nl:NLD nn:NNO no:NOR pl:POL
    pt:POR ro:RON ru:RUS sk:SLK sl:SLV sq:SQI sr:SRP sv:SWE tr:TUR uk:UKR"""
)
_COUNTRIES = _table(
    """AD:AND AL:ALB AM:ARM AT:AUT AZ:AZE BA:BIH BE:BEL BG:BGR BY:BLR CH:CHE CY:CYP CZ:CZE DE:DEU DK:DNK
    EE:EST ES:ESP FI:FIN FO:FRO FR:FRA GB:GBR GE:GEO GI:GIB GR:GRC HR:HRV HU:HUN IE:IRL IS:ISL IT:ITA LI:LIE LT:LTU
    LU:LUX LV:LVA MC:MCO MD:MDA ME:MNE MK:MKD MT:MLT NL:NLD NO:NOR PL:POL PT:PRT RO:ROU RS:SRB SE:SWE SI:SVN SK:SVK
    SM:SMR TR:TUR UA:UKR"""
)
_LICENCES = {
    "CC-BY-3.0": "CC_BY_3_0",
    "CC-BY-4.0": "CC_BY_4_0",
    "CC-BY-NC-4.0": "CC_BYNC_4_0",
    "CC-BY-NC-SA-4.0": "CC_BYNCSA_4_0",
    "CC-BY-SA-4.0": "CC_BYSA_4_0",
    "CC0-1.0": "CC0",
    "EUPL-1.2": "EUPL_1_2",
    "ODC-By-1.0": "ODC_BY",
    "ODbL-1.0": "ODC_BL",
    "OGL-UK-3.0": "OGL_3_0",
    "PDDL-1.0": "ODC_PDDL",
}
_FILE_TYPES = {
    "application/atom+xml": "ATOM",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "text/csv": "CSV",
    "text/turtle": "RDF_TURTLE",
}
THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
"""Code of a data theme → its English label."""


def language_iri(tag: str) -> str:
    """The address of a language from its BCP 47 tag; empty where it is not among those here."""
    return _address("language", _LANGUAGES.get(tag.split("-")[0]))


def country_iri(code: str) -> str:
    """The address of a country from its ISO 3166-1 alpha-2 code; empty where it is not among those here."""
    return _address("country", _COUNTRIES.get(code))


def licence_iri(spdx: str) -> str:
    """The address of a licence from its SPDX id; the one at spdx.org where the authority table has none."""
    return _address("licence", _LICENCES.get(spdx)) or f"https://spdx.org/licenses/{spdx}"


def file_type_iri(media_type: str) -> str:
    """The address of a file type from its media type; empty where it is not among those here."""
    return _address("file-type", _FILE_TYPES.get(media_type))


def _address(table: str, code: str | None) -> str:
    return f"{AUTHORITY}{table}/{code}" if code else ""

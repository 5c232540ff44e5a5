"""Addresses: absolute with a base, relative to the file without one, and names that last."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from published import BARE, PUBLISHED

from miniexchange.interchange import authority
from miniexchange.interchange.escaping import iri, one_line, xml_attribute, xml_text


@pytest.mark.parametrize("base", ["https://example.org/c", "https://example.org/c/"])
def test_with_a_base_every_address_is_absolute(base: str) -> None:
    publication = replace(PUBLISHED, base_url=base)
    for start in ("", "index.html", "data/vocabularies/themes.ttl"):
        assert publication.address("practices/a.html", start) == "https://example.org/c/practices/a.html"
    assert publication.lasting("a.html") == publication.url("a.html") == "https://example.org/c/a.html"


@pytest.mark.parametrize("start", ["index.html", "data/practices.csv", "data/vocabularies/themes.ttl"])
@pytest.mark.parametrize("path", ["", "index.html", "practices/a.html", "data/practices.csv"])
def test_without_a_base_an_address_leads_there_from_the_file(start: str, path: str) -> None:
    root = "file:///somewhere/site/"
    assert urljoin(root + start, BARE.address(path, start)) == root + path


def test_a_lasting_name_depends_on_names_alone() -> None:
    name = BARE.lasting("feed.xml")
    assert uuid.UUID(name.removeprefix("urn:uuid:")).version == 5
    assert replace(BARE, edition="2", modified="2030-01-01").lasting("feed.xml") == name
    assert BARE.lasting("other.xml") != name != replace(BARE, title="Another").lasting("feed.xml")
    assert name == "urn:uuid:572664ee-e554-55f9-851a-789b51141b00"


@pytest.mark.parametrize(
    ("licence", "address", "page"),
    [
        ("CC-BY-4.0", "CC_BY_4_0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-4.0", "CC_BYNCSA_4_0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC0-1.0", "CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("EUPL-1.2", "EUPL_1_2", "https://spdx.org/licenses/EUPL-1.2"),
    ],
)
def test_licences(licence: str, address: str, page: str) -> None:
    publication = replace(BARE, licence=licence)
    assert publication.licence_iri == f"{authority.AUTHORITY}licence/{address}"
    assert publication.licence_page == page


def test_codes_that_the_tables_do_not_have() -> None:
    assert replace(BARE, licence="MIT").licence_iri == "https://spdx.org/licenses/MIT"
    assert authority.language_iri("pt-BR").endswith("/language/POR")
    assert authority.language_iri("xx") == authority.country_iri("ZZ") == authority.file_type_iri("x/y") == ""
    assert authority.country_iri("GR").endswith("/country/GRC")


def test_addresses_are_made_fit() -> None:
    assert (
        iri('https://example.org/a b<c>"d\\é?x={1}|%20')
        == "https://example.org/a%20b%3Cc%3E%22d%5Cé?x=%7B1%7D%7C%20"
    )
    assert one_line("  a\x00\x0bb \u2028 c\x85 ") == "a b c"
    assert one_line("0\r\x1b") == "0"


def test_xml_keeps_every_line_ending() -> None:
    said = 'a\r\nb\rc\td<&>"\x00\ufffe'
    read = ET.fromstring(f"<a b={xml_attribute(said)}>{xml_text(said)}</a>")
    assert read.text == read.get("b") == 'a\r\nb\rc\td<&>"'

"""The report as JUnit XML, which GitLab and other build servers show as test results."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree

from miniexchange.diagnostic.model import Diagnostic, Report
from miniexchange.diagnostic.reporters.wording import counted, inert, place, sorted_diagnostics, totals

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """One test case for each file with findings, failed when it has errors, and a last one with the totals."""
    suites = ElementTree.Element("testsuites", name="mini validate")
    suite = ElementTree.SubElement(suites, "testsuite", name="mini validate")
    by_file = [
        (path, list(found)) for path, found in groupby(sorted_diagnostics(report), key=lambda d: d.path)
    ]
    for path, found in by_file:
        _case(suite, path, found)
    ElementTree.SubElement(
        ElementTree.SubElement(suite, "testcase", classname="catalogue", name="all files"), "system-out"
    ).text = totals(report)
    failed = sum(1 for _, found in by_file if any(d.severity == "error" for d in found))
    for element in (suites, suite):
        element.set("tests", str(len(by_file) + 1))
        element.set("failures", str(failed))
        element.set("errors", "0")
    ElementTree.indent(suites)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"
    )


def _case(suite: ElementTree.Element, path: str, found: list[Diagnostic]) -> None:
    folder, _, name = path.rpartition("/")
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_xml(folder.replace("/", ".")) or "catalogue",
        name=_xml(name),
        file=_xml(path),
    )
    errors = [d for d in found if d.severity == "error"]
    others = [d for d in found if d.severity != "error"]
    if errors:
        first = errors[0].message if len(errors) == 1 else counted(len(errors), "error")
        failure = ElementTree.SubElement(case, "failure", type=_xml(errors[0].code), message=_xml(first))
        failure.text = "\n".join(_line(d) for d in errors)
    if others:
        ElementTree.SubElement(case, "system-out").text = "\n".join(_line(d) for d in others)


def _line(diagnostic: Diagnostic) -> str:
    hint = f" → {diagnostic.hint}" if diagnostic.hint else ""
    return _xml(f"{place(diagnostic)}: {diagnostic.severity} {diagnostic.code} {diagnostic.message}{hint}")


def _xml(text: str) -> str:
    """Text with only the characters that XML 1.0 can hold."""
    return _NOT_XML.sub("", inert(text))

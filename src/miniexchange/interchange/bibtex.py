"""References as BibTeX, in UTF-8, for biber, Zotero and JabRef."""

from __future__ import annotations

import re

from miniexchange.interchange.escaping import iri, one_line
from miniexchange.interchange.reference import Reference

# Doubled marks would become dashes and quotation marks.
_SPECIAL = re.compile(r"[\\{}$&#^_~%]|([-'`<>,])(?=\1)|[?!](?=`)")
_NAMED = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"} | {
    m: "\\" + m for m in "$&#_%{}"
}
_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def bibtex(reference: Reference) -> str:
    """One `@misc` entry.

    Title and authors stand in double braces: they keep their capitals, and an organisation is one name whatever
    commas or `and` are in it. Line breaks become spaces, as in BibTeX itself. The address is verbatim.
    """
    edition = f" ({latex(reference.edition)})" if reference.edition else ""
    fields = (
        ("author", " and ".join(f"{{{latex(author)}}}" for author in reference.authors)),
        ("title", f"{{{latex(reference.title)}}}"),
        ("year", latex(reference.year)),
        ("howpublished", latex(reference.container) + edition if reference.container else ""),
        ("publisher", latex(reference.publisher)),
        ("url", iri(reference.url)),
        ("abstract", latex(reference.abstract)),
        ("keywords", ", ".join(map(_keyword, reference.keywords))),
        ("language", latex(reference.language)),
    )
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
    return f"@misc{{{reference.id},\n{lines}\n}}\n"


def latex(text: str) -> str:
    """Any text as LaTeX that shows just that text, in one line.

    BibTeX counts braces even where they are escaped, so those that do not match are named instead.
    """
    line = one_line(text)
    named = _NAMED if _braces_match(line) else _NAMED | _BRACES
    return _SPECIAL.sub(lambda match: named.get(match.group()) or match.group() + "{}", line)


def _braces_match(text: str) -> bool:
    depth = 0
    if "{" in text or "}" in text:
        for character in text:
            depth += (character == "{") - (character == "}")
            if depth < 0:
                return False
    return depth == 0


def _keyword(text: str) -> str:
    word = latex(text)
    return f"{{{word}}}" if "," in word else word

"""A backtest as plain data, described by `schemas/output/pair-backtest.schema.json`."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.backtest import words
from miniexchange.pairing.backtest.backtest import NEEDS, Backtest
from miniexchange.pairing.backtest.chance import interval
from miniexchange.pairing.backtest.lists import DEPTHS, Line
from miniexchange.pairing.document import SCHEMA_VERSION


def document_of(answer: Backtest, catalogue: Catalogue) -> dict[str, Any]:
    """The backtest as plain dictionaries. Scores are in hundredths of a point; rates and expectations have six decimals."""
    return {
        "schema_version": SCHEMA_VERSION,
        "command": "pair",
        "as_of": answer.as_of.isoformat(),
        "project": answer.project,
        "depths": list(DEPTHS),
        "tested": len(answer.cases),
        "possible": answer.possible,
        "ceiling": list(answer.ceiling),
        "lines": [_line(line, answer) for line in answer.lines],
        "programmes": {needs: size._asdict() for needs, size in answer.programmes.items()},
        "hidden": list(answer.hidden),
        "cases": [
            asdict(case)
            | {
                "barred": asdict(kept) if (kept := answer.barred.get(case.exchange)) else None,
                "found": {needs: asdict(answer.found[needs][i]) for needs in NEEDS},
            }
            for i, case in enumerate(answer.cases)
        ],
        "untested": [entry._asdict() for entry in answer.untested],
        "notes": [*words.size(answer), *words.meaning(answer, catalogue)],
    }


def _line(line: Line, answer: Backtest) -> dict[str, Any]:
    return {
        "method": line.method,
        "needs": line.needs,
        "hits": [{"depth": d} | _rate(h, line, answer) for d, h in zip(DEPTHS, line.hits, strict=True)],
        "programme": None if line.programme is None else _rate(Fraction(line.programme), line, answer),
    }


def _rate(hits: Fraction, line: Line, answer: Backtest) -> dict[str, Any]:
    """A count, or an expectation, with its rate over all cases and over those that could be proposed; null where there are none."""
    of = len(answer.cases)
    counted = line.method == "pairing"
    return {
        "hits": _number(hits),
        "rate": _number(hits / of),
        "rate_of_possible": _number(hits / answer.possible) if answer.possible else None,
        "interval": [round(end, 6) for end in interval(int(hits), of)] if counted else None,
    }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else round(float(value), 6)

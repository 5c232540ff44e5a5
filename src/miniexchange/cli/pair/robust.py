"""`mini pair --robust N`: which proposals stay with other weights, and were the unknown to turn out this way or that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from miniexchange.cli.common import emit

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Request
    from miniexchange.pairing.robust import Robust


def run(records: Catalogue, request: Request, trials: int, *, format: str) -> int:
    """Answers a request so many times with other weights and unknown values; returns the exit status.

    Raises UserError for a number of trials that is not from 1 to MOST_TRIALS.
    """
    import json

    from miniexchange.pairing.robust import robust
    from miniexchange.pairing.study import study

    found = robust(study(records, request), trials)
    if format == "json":
        emit(json.dumps(document_of(found), ensure_ascii=False, indent=2))
    elif format == "markdown":
        emit(_markdown(found, records))
    else:
        emit(_table(found, records))
    return 0


def document_of(found: Robust) -> dict[str, Any]:
    """The answer as plain dictionaries, described by `schemas/output/pair-robust.schema.json`."""
    from miniexchange.pairing.document import head_of

    programme = found.programme
    return {
        **head_of(programme),
        "trials": found.trials,
        "same": found.same,
        "proposals": [
            {
                "importer": firmness.proposal.importer,
                "practice": firmness.proposal.practice,
                "exporter": firmness.proposal.exporter,
                "need": firmness.proposal.need,
                "locked": firmness.proposal.locked,
                "score": firmness.proposal.score,
                "confidence": firmness.proposal.confidence,
                "stays": firmness.stays,
                "stays_with_weights_only": firmness.with_weights,
                "firmness": firmness.word,
                "unknown": firmness.unknown,
            }
            for firmness in found.firmness
        ],
        "incoming": [
            {"importer": pair.importer, "practice": pair.practice, "comes_in": pair.comes_in}
            for pair in found.incoming
        ],
    }


def _title(found: Robust, records: Catalogue) -> str:
    from miniexchange.pairing.telling import title
    from miniexchange.text.phrases import counted

    told = title(found.programme, records)
    firm = ": how firm they are" if len(found.firmness) > 1 else ": how firm it is" if found.firmness else ""
    return f"{told}{firm}, by {counted(found.trials, 'trial')}"


def _from(practice: str, exporter: str) -> str:
    return f"{practice} ({exporter})" if exporter else practice


def _rows(found: Robust, records: Catalogue) -> tuple[list[str], list[list[str]]]:
    from miniexchange.pairing import shown
    from miniexchange.pairing.document import exporter_name

    return ["Importer", "Practice", "Score", "Stays", "Weights only", "It is"], [
        [
            records.regions[f.proposal.importer].name,
            _from(records.practices[f.proposal.practice].title, exporter_name(records, f.proposal)),
            shown(f.proposal.score),
            _share(f.stays, f.trials),
            _share(f.with_weights, f.trials),
            "locked" if f.proposal.locked else f.word,
        ]
        for f in found.firmness
    ]


def _depends(found: Robust, records: Catalogue) -> Iterator[str]:
    """What it depends on, for each proposal that is not firm."""
    for firmness in found.firmness:
        if firmness.depends_on:
            proposal = firmness.proposal
            yield f"{_pair(records, proposal.importer, proposal.practice)}: {firmness.depends_on}"


def _incoming(found: Robust, records: Catalogue) -> Iterator[str]:
    for pair in found.incoming:
        share = _share(pair.comes_in, found.trials)
        yield f"{_pair(records, pair.importer, pair.practice)}, in {share} of the trials"


def _pair(records: Catalogue, importer: str, practice: str) -> str:
    return f"{records.regions[importer].name} ← {records.practices[practice].title}"


def _reading(found: Robust) -> str:
    """What was done, and how to read it."""
    from miniexchange.pairing.robust import FIRM, LIKELY

    return (
        "In each trial every weight is multiplied by a random number from 0.5 to 1.5, and what is unknown of a score takes a "
        "random value in place of the middle; then the best programme is found anew. “Stays” is the share of trials that "
        "propose the same practice to the same importer, “weights only” the same with what is unknown left in the middle. "
        f"Firm: {FIRM} % or more; likely: {LIKELY} % or more; open: less. This tells how far the choice rests on judgement "
        "and on gaps in the records, its own and those of its rivals. It is no chance of success."
    )


def _whole(found: Robust) -> str:
    return f"The whole programme is the same in {_share(found.same, found.trials)} of the trials."


def _share(number: int, of: int) -> str:
    from miniexchange.pairing.robust import percent

    return f"{percent(number, of)} %"


def _table(found: Robust, records: Catalogue) -> str:
    import shutil

    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import text_table, wrap

    width = shutil.get_terminal_size().columns

    def told(text: str, mark: str = "  ") -> list[str]:
        first, *rest = wrap(plain(text), max(20, width - len(mark)))
        return [mark + first, *(" " * len(mark) + line for line in rest)]

    lines = told(_title(found, records), "")
    if found.firmness:
        header, rows = _rows(found, records)
        cells = [[plain(cell) for cell in row] for row in rows]
        table = text_table(header, cells, width, whole=(2, 3, 4, 5))
        lines += ["", *table.head, *table.body]
    for heading, texts in (
        ("What it depends on", _depends(found, records)),
        ("Outside the programme, these come in most often", _incoming(found, records)),
    ):
        listed = [line for text in texts for line in told(text)]
        lines += ["", heading, *listed] if listed else []
    lines += ["", *told(_whole(found), ""), "", *told(_reading(found), "")]
    return "\n".join(lines)


def _markdown(found: Robust, records: Catalogue) -> str:
    from miniexchange.interchange.tables import markdown_table
    from miniexchange.text.markdown import literal

    lines = [f"# {literal(_title(found, records))}", ""]
    if found.firmness:
        lines.append(markdown_table(*_rows(found, records)))
    for heading, texts in (
        ("What it depends on", _depends(found, records)),
        ("What comes in most often", _incoming(found, records)),
    ):
        listed = [f"- {literal(text)}" for text in texts]
        lines += [f"## {heading}", "", *listed, ""] if listed else []
    return "\n".join([*lines, literal(_whole(found)), "", literal(_reading(found))])

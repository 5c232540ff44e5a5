"""`mini pair`: proposes who imports what from whom, with reasons and a proof.

This module has the options and calls the module of what is asked for; each is imported only then.
"""

# No `from __future__ import annotations`: Typer would have to evaluate each of these many annotations, twice, at every start.

from pathlib import Path
from typing import Annotated

import typer

from miniexchange.cli.common import CatalogueOption, NoCacheOption, NoColorOption, QuietOption
from miniexchange.cli.completion import (
    one_of,
    pair_names,
    practice_and_region_ids,
    project_ids,
    region_lists,
)

FORMATS = ("table", "json", "markdown", "csv", "html")


def command(
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="[CHANGE]...", help="Further changes for --what-if.")
    ] = None,
    project: Annotated[
        str,
        typer.Option(
            "--project", metavar="ID", help="Only a project's partners take part.", autocompletion=project_ids
        ),
    ] = "",
    regions: Annotated[
        str,
        typer.Option(
            "--regions",
            metavar="A,B",
            help="Only these take part, on both sides.",
            autocompletion=region_lists,
        ),
    ] = "",
    where: Annotated[
        str, typer.Option("--where", metavar="EXPR", help="Only practices that `mini query` would find.")
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="As things stood on this day (default: today).")
    ] = "",
    min_score: Annotated[
        float | None, typer.Option("--min-score", metavar="N", help="No pair below this fit, 0 to 100.")
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option("--weights", metavar="FILE", help="YAML or JSON: how much each part counts; sum 10."),
    ] = None,
    lock: Annotated[
        list[str] | None,
        typer.Option(
            "--lock",
            metavar="PRACTICE:REGION",
            help="This import must be in (repeatable).",
            autocompletion=pair_names,
        ),
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option(
            "--forbid",
            metavar="PRACTICE:REGION",
            help="This import must stay out (repeatable).",
            autocompletion=pair_names,
        ),
    ] = None,
    retry_declined: Annotated[
        bool, typer.Option("--retry-declined", help="Also what was declined or given up before.")
    ] = False,
    fair: Annotated[bool, typer.Option("--fair", help="The weakest exchange as strong as possible.")] = False,
    stable: Annotated[
        bool, typer.Option("--stable", help="No two regions that would both rather have each other.")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="N", help="Time for the search that a few programmes need.")
    ] = 60.0,
    explain: Annotated[
        bool, typer.Option("--explain", help="Everything about each exchange, and what came second.")
    ] = False,
    why: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--why",
            metavar="PRACTICE REGION",
            help="Why this import is in, or not, and at what price.",
            autocompletion=practice_and_region_ids,
        ),
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="CHANGE",
            help="What a change would do: exports.veneto=3, lock=P:R, forbid=P:R.",
        ),
    ] = None,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Hide the recorded exchanges: how many are found again?")
    ] = False,
    robust: Annotated[
        int | None,
        typer.Option("--robust", metavar="N", help="How often each stays in N runs with other weights."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the proposals as exchange records.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --write: only show what it would.")
    ] = False,
    solve: Annotated[
        Path | None,
        typer.Option("--solve", metavar="IN.json", help="Solve a bare problem; no catalogue is read."),
    ] = None,
    instance: Annotated[
        Path | None, typer.Option("--instance", metavar="OUT.json", help="Also write the bare problem.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="OUT.json", help="Also write the proof.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", autocompletion=one_of(*FORMATS))
    ] = "table",
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 1 when a quota is not reached.")
    ] = False,
    catalogue: CatalogueOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Propose the best exchanges: each with its score and its reasons, then what is missing and why, and a proof.

    Every region should export and import as many practices as its quota says (two each, unless it says otherwise).
    Fewest missing exchanges come first, then the highest total of scores.

    \b
    Example:
      mini pair --project mini-europe --explain
      mini pair --project mini-europe --as-of 2009-04-01 --min-score 40 --fair
      mini pair --regions veneto,valencia,flevoland --where theme:finance --format html > report.html
      mini pair --why zomerondernemer veneto
      mini pair --what-if exports.veneto=3 forbid=zomerondernemer:valencia
      mini pair --project mini-europe --write --dry-run
      mini pair --solve problem.json --format json --certificate proof.json
    """
    from miniexchange.cli.common import catalogue_root
    from miniexchange.cli.pair.asked import Asked, request_of

    asked = Asked(
        given={
            "--project": bool(project),
            "--regions": bool(regions),
            "--where": bool(where),
            "--as-of": bool(as_of),
            "--min-score": min_score is not None,
            "--weights": weights is not None,
            "--lock": bool(lock),
            "--forbid": bool(forbid),
            "--retry-declined": retry_declined,
            "--fair": fair,
            "--stable": stable,
            "--explain": explain,
            "--why": why is not None,
            "--what-if": bool(what_if),
            "--backtest": backtest,
            "--robust": robust is not None,
            "--write": write,
            "--dry-run": dry_run,
            "--solve": solve is not None,
            "--instance": instance is not None,
            "--certificate": certificate is not None,
            "--strict": strict,
            "--catalogue": catalogue is not None,
        },
        read={"--solve": solve, "--weights": weights},
        written={"--instance": instance, "--certificate": certificate},
        format=format,
        seconds=seconds,
        changes=tuple(changes or ()),
    )
    asked.check()
    if solve:
        from miniexchange.cli.pair import solve as solving

        return solving.run(
            solve,
            format=format,
            certificate=certificate,
            instance=instance,
            seconds=seconds,
            strict=strict,
            quiet=quiet,
        )
    root = catalogue_root(catalogue)
    records, request = request_of(
        root,
        project=project,
        regions=regions,
        where=where,
        as_of=as_of,
        min_score=min_score,
        weights=weights,
        lock=lock or (),
        forbid=forbid or (),
        retry_declined=retry_declined,
        choice="fair" if fair else "stable" if stable else "best",
        seconds=seconds,
        use_cache=not no_cache,
    )
    if why:
        from miniexchange.cli.pair import why as whys

        return whys.run(records, request, *why, format=format)
    if what_if:
        from miniexchange.cli.pair import whatif

        return whatif.run(records, request, [*what_if, *(changes or ())], format=format)
    if backtest:
        from miniexchange.cli.pair import backtest as backtests

        return backtests.run(records, request, format=format)
    if robust is not None:
        from miniexchange.cli.pair import robust as robustness

        return robustness.run(records, request, robust, format=format)
    if write:
        from miniexchange.cli.pair import write as writing

        return writing.run(root, records, request, dry_run=dry_run, quiet=quiet, no_cache=no_cache)
    from miniexchange.cli.pair import programme

    return programme.run(
        root,
        records,
        request,
        format=format,
        explain=explain,
        instance=instance,
        certificate=certificate,
        strict=strict,
        quiet=quiet,
        no_color=no_color,
    )

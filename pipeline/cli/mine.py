"""``solieu mine``: new phrasing out of raw articles, for a person to review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import load_extractor
from pipeline.cli.reading import FILES_HELP, Encoding, Map, reading_of
from pipeline.cli.talk import Faults, count, showing_progress, tell
from pipeline.errors import UsageError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.io.faults import FaultHandler
    from pipeline.io.reading import Reading
    from pipeline.schema import Article
    from pipeline.training.mining.proposals import Proposal

EXAMPLES: Final = """\
Examples:
  solieu mine dump.jsonl.gz -o proposals.tsv
  solieu mine press/ 'more/*.jsonl' --model july -o proposals.tsv
  (write accepted or rejected into its column "verdict")
  solieu mine --accept proposals.tsv --name august
  solieu extract press/ --model august -o figures.xlsx
"""

STDIN: Final = "-"

Inputs: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="DUMP", help=FILES_HELP),
]
Output: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here (TSV), not to stdout."
    ),
]
ModelUsed: TypeAlias = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Whose vocabulary is known.")
]
Accept: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="REVIEWED", help="Make a model of a reviewed table."),
]
Name: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of the new model; else made up.")
]


def mine(  # noqa: PLR0913 - one parameter per option
    inputs: Inputs = None,
    *,
    output: Output = None,
    columns: Map = None,
    encoding: Encoding = None,
    model: ModelUsed = CURRENT_MODEL,
    accept: Accept = None,
    name: Name = None,
) -> int:
    """Propose phrases that the vocabulary lacks, or accept reviewed ones.

    Reads the articles twice and writes a table of units, counted nouns, cues and names
    of metrics that stand where known ones stand. Look at a row's examples, put right
    what is proposed (the id of an indicator, the code of a unit, the kinds of a cue)
    and write accepted or rejected into "verdict". --accept makes a new model that
    knows the accepted rows and never proposes the rejected ones; its folder is
    printed. The model it is made of (--model) stays as it is.
    """
    if accept is not None:
        if inputs or output:
            raise UsageError("--accept: expected a reviewed table alone, got more")
        return _accept(accept, model, name)
    if not inputs or STDIN in inputs:
        raise UsageError("expected files or folders of articles; they are read twice")
    if name is not None:
        raise UsageError("--name: expected --accept beside it, got none")
    return _mine(inputs, reading_of(columns, encoding), output, model)


def _mine(
    inputs: Sequence[str], reading: Reading, output: str | None, model: str
) -> int:
    from pipeline.models import open_model
    from pipeline.training.mining.known import Known
    from pipeline.training.mining.mine import propose, survey
    from pipeline.training.mining.proposals import proposals_table, write_proposals

    faults = Faults()
    known = Known(open_model(model))
    extractor = load_extractor(model)
    first = _articles(inputs, reading, faults, "articles read")
    seen = survey(first, extractor, on_fault=faults)
    figures = count(seen.figures, "figure")
    tell(f"{figures} in {count(seen.articles, 'article')}; reading them again")
    again = _articles(inputs, reading, _said_before, "articles read again")
    found = propose(seen, again, known)
    if output is None:
        print(proposals_table(found), end="")
    else:
        write_proposals(output, found)
    tell(f"{output or 'proposed'}: {_summary(found)}")
    return faults.exit_code


def _articles(
    inputs: Sequence[str], reading: Reading, on_fault: FaultHandler, noun: str
) -> Iterator[Article]:
    from pipeline.io.readers import read_articles

    read = read_articles(inputs, on_fault=on_fault, reading=reading)
    return showing_progress(read, noun=noun, show=True)


def _said_before(fault: object) -> None:
    """Pass over a fault that the first reading has told."""


def _summary(found: Sequence[Proposal]) -> str:
    from pipeline.lexicon.additions import PHRASE_KINDS

    kinds = [proposal.kind for proposal in found]
    plural = {"alias": "aliases"}
    return ", ".join(
        f"{kinds.count(kind):,} {plural.get(kind, f'{kind}s')}" for kind in PHRASE_KINDS
    )


def _accept(reviewed: str, model: str, name: str | None) -> int:
    from pipeline.models import models_home, open_model
    from pipeline.training.mining.accepting import accept
    from pipeline.training.mining.proposals import read_verdicts
    from pipeline.training.publishing import publish

    parent = open_model(model)
    verdicts = read_verdicts(reviewed)
    if not verdicts:
        raise UsageError(
            f"{reviewed}: expected accepted or rejected in the column 'verdict', got"
            " no row with either"
        )
    made = accept(verdicts, parent)
    told = {
        "parent": {
            "name": parent.name,
            "manifest": parent.manifest.get("manifest", ""),
        },
        "mined": {"accepted": made.added, "rejected": made.refused},
    }
    folder = publish(Path(models_home()), name or made.name, made.files, told)
    tell(f"{folder.name}: {made.added} accepted, {made.refused} rejected")
    print(folder)
    return 0

"""``solieu labels``: annotations to and from the tools that people label with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer

from pipeline.cli.gold import Articles, texts_of
from pipeline.cli.talk import Faults, count, keeping_faults, tell
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.exchange.marks import Marked
    from pipeline.io.annotations import LabelledArticle

Tool: TypeAlias = Literal["label-studio", "brat", "spacy"]
Part: TypeAlias = Literal["annotations", "predictions"]

EXPORT_EXAMPLES: Final = """\
Examples:
  solieu labels export gold.jsonl --to label-studio -o tasks.json
  solieu labels export found.jsonl --to label-studio --as predictions -o tasks.json
  solieu labels export gold.jsonl --articles press/ --to brat -o brat/
  solieu labels export gold.jsonl --to spacy -o gold.spacy
"""
IMPORT_EXAMPLES: Final = """\
Examples:
  solieu labels import export.json --from label-studio -o labels.jsonl
  solieu labels import export.json --from label-studio --by lan@example.vn -o lan.jsonl
  solieu labels import brat/ --from brat --of gold.jsonl -o labels.jsonl
  solieu labels import gold.spacy --from spacy -o labels.jsonl
"""
_LOST: Final = (
    "brat has no place for what is known of an article (published, url, source, split,"
    " complete); keep GOLD and name it by --of when you import"
)

Gold: TypeAlias = Annotated[
    str, typer.Argument(metavar="GOLD", help="Labelled articles or predictions.")
]
Input: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="INPUT", help="What the tool wrote: a file, or a folder."),
]
To: TypeAlias = Annotated[Tool, typer.Option("--to", help="The tool to write for.")]
From: TypeAlias = Annotated[Tool, typer.Option("--from", help="The tool it is of.")]
Output: TypeAlias = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write here.")
]
As: TypeAlias = Annotated[
    Part,
    typer.Option("--as", help="Label Studio: as done, or as proposals to judge."),
]
Take: TypeAlias = Annotated[
    Part,
    typer.Option(
        "--take", help="Label Studio: what people said, or what was proposed."
    ),
]
By: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="WHO", help="Label Studio: this person's annotations alone."),
]
Of: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="GOLD",
        help="What was exported: gives the texts, and what the format cannot carry.",
    ),
]
Complete: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--complete/--incomplete",
        help="Every figure was judged, or not; else as the tool or GOLD says.",
    ),
]
Quarantine: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write what is at fault here (JSONL)."),
]


def export_labels(
    gold: Gold,
    *,
    to: To,
    output: Output,
    articles: Articles = None,
    part: As = "annotations",
    quarantine: Quarantine = None,
) -> int:
    """Write annotations for a labelling tool.

    GOLD is in the annotation format; texts that it does not hold are looked up as
    "solieu evaluate" does, or named by --articles. For Label Studio the labelling
    configuration is written beside the tasks (.xml). What a format cannot carry is
    told on stderr.
    """
    from pipeline.io.annotations import read_annotations

    if part == "predictions" and to != "label-studio":
        raise UsageError(f"--as predictions: expected --to label-studio, got {to}")
    with keeping_faults(quarantine) as faults:
        labelled = list(read_annotations(gold, on_fault=faults))
        known = list(_with_texts(gold, labelled, articles, faults))
        written = _write(to, output, known, part, faults)
    tell(f"{output}: {count(written, 'article')}")
    return faults.exit_code


def _with_texts(
    gold: str,
    labelled: Sequence[LabelledArticle],
    articles: list[str] | None,
    faults: Faults,
) -> Iterator[LabelledArticle]:
    texts = texts_of(gold, labelled, articles, faults)
    for one in labelled:
        article = texts.get(one.id)
        yield replace(one, text=article.text) if article else one


def _write(
    to: Tool,
    output: str,
    known: Sequence[LabelledArticle],
    part: Part,
    faults: Faults,
) -> int:
    if to == "brat":
        from pipeline.exchange.brat.writing import write_folder

        tell(_LOST)
        return write_folder(output, known, on_fault=faults)
    if to == "spacy":
        from pipeline.exchange.docbin import write_docbin

        return write_docbin(output, known, on_fault=faults)
    from pipeline.exchange.labelstudio.configuration import write_configuration
    from pipeline.exchange.labelstudio.writing import write_tasks

    beside = Path(output).with_suffix(".xml")
    kinds = {name for one in known for label in one.labels for name in label.evidence}
    written = write_tasks(output, known, part=part, on_fault=faults)
    write_configuration(str(beside), kinds)
    tell(f"{beside}: the labelling configuration of the project")
    return written


def import_labels(  # noqa: PLR0913 - one parameter per option
    given: Input,
    *,
    of_tool: From,
    output: Output,
    of: Of = None,
    articles: Articles = None,
    take: Take = "annotations",
    by: By = None,
    complete: Complete = None,
    quarantine: Quarantine = None,
) -> int:
    """Read annotations from a labelling tool.

    Every place is held against the words the tool says are there. One that is off is
    moved where that is certain (the tool counted otherwise, or the words stand once
    within reach) and told; else the figure is left out, told, and its article counts
    as incomplete.
    """
    from pipeline.exchange.settling import settled
    from pipeline.io.annotations import read_annotations, write_annotations

    if (by or take == "predictions") and of_tool != "label-studio":
        raise UsageError(
            f"--by and --take: expected --from label-studio, got {of_tool}"
        )
    with keeping_faults(quarantine) as faults:
        before = list(read_annotations(of, on_fault=faults)) if of else []
        exported = _with_texts(of or "", before, articles, faults) if of else ()
        read = _read(of_tool, given, take, by, faults)
        known = {one.id: one for one in exported}
        found = list(settled(read, exported=known, complete=complete, on_fault=faults))
        write_annotations(output, found)
    said = [count(len(found), "article")]
    said.append(count(sum(len(one.labels) for one in found), "figure"))
    said += [count(faults.seen, "fault")] if faults.seen else []
    tell(f"{output}: {', '.join(said)}")
    return faults.exit_code


def _read(
    of_tool: Tool, given: str, take: Part, by: str | None, faults: Faults
) -> Iterable[Marked]:
    if of_tool == "brat":
        from pipeline.exchange.brat.reading import read_folder

        return read_folder(given, on_fault=faults)
    if of_tool == "spacy":
        from pipeline.exchange.docbin import read_docbin

        return read_docbin(given, on_fault=faults)
    from pipeline.exchange.labelstudio.reading import read_tasks

    return read_tasks(given, part=take, by=by, on_fault=faults)

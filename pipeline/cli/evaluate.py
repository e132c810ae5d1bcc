"""``solieu evaluate``: how well observations agree with labelled ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import (
    Corrections,
    ModelName,
    extracted_labels,
    load_overlay,
)
from pipeline.cli.gold import (
    Articles,
    Split,
    only_with,
    predicted_labels,
    read_gold,
    texts_of,
)
from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import UsageError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.corrections.overlay import Overlay
    from pipeline.evaluation.findings import Findings
    from pipeline.evaluation.score import Evaluation, Score
    from pipeline.io.annotations import LabelledArticle
    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu evaluate annotations/dev.jsonl
  solieu evaluate gold.jsonl predictions.jsonl --errors 20
  solieu evaluate gold.jsonl --articles texts/ --bucket metric
  solieu evaluate gold.jsonl new.jsonl --against old.jsonl
  solieu evaluate gold.jsonl --by source --by sector --comparators
  solieu evaluate gold.jsonl --report errors.html
  solieu evaluate gold.jsonl --split tune --json > score.json
"""

ERRORS_OF_A_BUCKET: Final = 20


class Grouping(StrEnum):
    """What ``--by`` takes: the keys of ``evaluation.groups.GROUPINGS``."""

    MEASURE = "measure"
    SOURCE = "source"
    SECTOR = "sector"
    PERIOD = "period"


Gold: TypeAlias = Annotated[
    str, typer.Argument(metavar="GOLD", help="Labelled articles.")
]
Pred: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="PRED", help="Annotations to score; else extracts."),
]
Errors: TypeAlias = Annotated[
    int | None, typer.Option(min=0, metavar="N", help="Show the first N errors.")
]
Bucket: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Show errors of this kind: missed, …, area."),
]
Against: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Other predictions: tell by how much and how surely."
    ),
]
By: TypeAlias = Annotated[
    list[Grouping] | None,
    typer.Option(
        metavar="GROUP",
        help="Score apart by measure, source, sector or period; repeatable.",
    ),
]
WithComparators: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--comparators", help="Score two readers without a grammar beside it."
    ),
]
ReportFile: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write a page (HTML) with every error."),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def evaluate(  # noqa: PLR0913 - one parameter per option
    gold: Gold,
    pred: Pred = None,
    *,
    articles: Articles = None,
    errors: Errors = None,
    bucket: Bucket = None,
    split: Split = None,
    against: Against = None,
    by: By = None,
    comparators: WithComparators = False,
    report: ReportFile = None,
    corrections: Corrections = None,
    model: ModelName = CURRENT_MODEL,
    as_json: AsJson = False,
) -> int:
    """Score observations against labelled ones.

    Gives found, quantity, core, dated, full, with 95% intervals, and the errors by the
    first thing wrong. Without PRED it extracts GOLD's texts, else --articles, else
    those in ../articles and ../seeds.
    """
    from pipeline.cli.scores import as_text, to_json

    _check(bucket, pred, corrections)
    faults = Faults()
    labelled = read_gold(gold, split, faults)
    texts = texts_of(gold, labelled, articles, faults)
    if pred is None or comparators:
        labelled = only_with(texts, labelled, faults)
    overlay = load_overlay(corrections, model, faults)
    score = partial(_scored, labelled, texts, model, faults, overlay)
    found, other = score(pred), score(against) if against else None
    findings = _findings(found, _Shown(by or [], model, errors, bucket), other)
    if comparators:
        findings = replace(findings, comparators=_compared(labelled, texts))
    print(to_json(findings) if as_json else as_text(findings))
    if report:
        _write_page(report, gold, found, model)
    return faults.exit_code


def _check(bucket: str | None, pred: str | None, corrections: str | None) -> None:
    if pred is not None and corrections is not None:
        message = "--corrections: expected no PRED beside it, which is scored as it is"
        raise UsageError(message)
    from pipeline.evaluation.mistakes import BUCKETS

    if bucket is not None and bucket not in BUCKETS:
        known = ", ".join(BUCKETS)
        raise UsageError(f"--bucket: expected one of {known}, got {bucket!r}")


def _scored(
    labelled: list[LabelledArticle],
    texts: Mapping[str, Article],
    model: str,
    faults: Faults,
    overlay: Overlay | None,
    pred: str | None,
) -> Evaluation:
    from pipeline.evaluation.score import evaluate as score
    from pipeline.evaluation.texts import with_texts

    if pred is None:
        articles = [texts[one.id] for one in labelled]
        labels = extracted_labels(articles, model, faults, overlay)
    else:
        labels = predicted_labels(pred, labelled, faults)
    return score(with_texts(labelled, texts), labels)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is to be told: groups by the catalogue of a model, and which errors."""

    by: Sequence[str]
    model: str
    errors: int | None = None
    bucket: str | None = None

    @property
    def limit(self) -> int:
        """How many errors: as many as are asked for, some of a bucket, else none."""
        if self.errors is not None:
            return self.errors
        return ERRORS_OF_A_BUCKET if self.bucket else 0


def _findings(
    found: Evaluation, shown: _Shown, other: Evaluation | None = None
) -> Findings:
    from pipeline.evaluation.findings import Findings, is_withheld, readable
    from pipeline.evaluation.groups import GROUPINGS, grouped
    from pipeline.evaluation.mentions import score_mentions
    from pipeline.evaluation.resampling import compare, intervals

    groups = {by: grouped(found.cases, GROUPINGS[by](shown.model)) for by in shown.by}
    return Findings(
        score=found.score,
        intervals=intervals(found.cases),
        mentions=score_mentions(found.cases),
        groups=groups,
        differences=compare(found.cases, other.cases) if other else {},
        mistakes=readable(found.mistakes, shown.bucket)[: shown.limit],
        withheld=sum(map(is_withheld, found.mistakes)),
    )


def _compared(
    labelled: Sequence[LabelledArticle], texts: Mapping[str, Article]
) -> dict[str, Score]:
    from pipeline.evaluation.comparators import COMPARATORS
    from pipeline.evaluation.score import evaluate as score

    return {
        name: score(labelled, {one.id: read(texts[one.id]) for one in labelled}).score
        for name, read in COMPARATORS.items()
    }


def _write_page(path: str, gold: str, found: Evaluation, model: str) -> None:
    from pipeline.evaluation.groups import GROUPINGS
    from pipeline.evaluation.page import write_page

    every = len(found.mistakes)
    findings = _findings(found, _Shown(list(GROUPINGS), model, every))
    write_page(path, findings, title=gold, names=("gold", "predicted"))
    withheld = f", {findings.withheld} withheld" if findings.withheld else ""
    tell(f"{path}: {count(len(findings.mistakes), 'error')}{withheld}")

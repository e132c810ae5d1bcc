"""``solieu evaluate``: how well observations agree with labelled ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName, extracted, load_extractor
from pipeline.cli.talk import Faults, count, showing_progress, tell
from pipeline.errors import InputError, UsageError
from pipeline.models import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.evaluation.mistakes import Mistake
    from pipeline.evaluation.score import Evaluation
    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu evaluate annotations/dev.jsonl
  solieu evaluate gold.jsonl predictions.jsonl --errors 20
  solieu evaluate gold.jsonl --articles texts/ --bucket metric
  solieu evaluate gold.jsonl --split tune --json > score.json
"""

HELD_OUT: Final = "quiet"
"""The split whose errors nobody reads, so that its scores stay honest."""

ERRORS_OF_A_BUCKET: Final = 20


Gold: TypeAlias = Annotated[
    str, typer.Argument(metavar="GOLD", help="Labelled articles.")
]
Pred: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="PRED", help="Annotations to score; else extracts."),
]
Articles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE", help="Texts of GOLD: .jsonl, .txt, folder; repeatable."
    ),
]
Errors: TypeAlias = Annotated[
    int | None, typer.Option(min=0, metavar="N", help="Show the first N errors.")
]
Bucket: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Show errors of this kind only.")
]
Split: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Score this split of GOLD only.")
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
    model: ModelName = DEFAULT_MODEL,
    as_json: AsJson = False,
) -> int:
    """Score observations against labelled ones.

    The ladder is found, quantity, core, dated, full. Without PRED the articles are
    extracted anew: from GOLD's own texts, else from --articles, else from
    ../articles/GOLD's name and ../seeds/*.txt beside it. Errors are sorted by the
    first thing that is wrong: missed, spurious, number, magnitude, unit, measure,
    direction, metric, parent, period, base, status, area.
    """
    from pipeline.cli.report import as_text, to_json

    if bucket is not None:
        _check_bucket(bucket)
    faults = Faults()
    labelled = _gold(gold, split, faults)
    texts = _texts(gold, labelled, articles, faults)
    found = _scored(labelled, texts, pred, model, faults)
    limit = errors if errors is not None else (ERRORS_OF_A_BUCKET if bucket else 0)
    shown = _chosen(found.mistakes, bucket)[:limit]
    print(to_json(found.score, shown) if as_json else as_text(found.score, shown))
    return faults.exit_code


def _scored(
    labelled: list[LabelledArticle],
    texts: Mapping[str, Article],
    pred: str | None,
    model: str,
    faults: Faults,
) -> Evaluation:
    from pipeline.evaluation.score import evaluate as score
    from pipeline.evaluation.texts import with_texts

    if pred is None:
        labelled = _only_with(texts, labelled, faults)
        labels = _extracted(texts, labelled, model, faults)
    else:
        labels = _predicted(pred, labelled, faults)
    return score(with_texts(labelled, texts), labels)


def _check_bucket(bucket: str) -> None:
    from pipeline.evaluation.mistakes import BUCKETS

    if bucket not in BUCKETS:
        known = ", ".join(BUCKETS)
        raise UsageError(f"--bucket: expected one of {known}, got {bucket!r}")


def _gold(path: str, split: str | None, faults: Faults) -> list[LabelledArticle]:
    from pipeline.io.annotations import read_annotations

    read = list(read_annotations(path, on_fault=faults))
    chosen = [one for one in read if split is None or one.split == split]
    if read and not chosen:
        splits = ", ".join(sorted({one.split or "none" for one in read}))
        raise UsageError(f"--split: expected one of {splits}, got {split!r}")
    if partial := sum(not one.complete for one in chosen):
        tell(f"{count(partial, 'incomplete article')} not scored")
    return [one for one in chosen if one.complete]


def _texts(
    gold: str,
    labelled: Sequence[LabelledArticle],
    articles: list[str] | None,
    faults: Faults,
) -> Mapping[str, Article]:
    from pipeline.evaluation.texts import find_texts, places_beside

    own = sum(one.text is not None for one in labelled)
    places = articles or ([] if own == len(labelled) else places_beside(gold))
    found = find_texts(labelled, places, on_fault=faults)
    if own:
        tell(f"texts: {own} from {gold} itself")
    if places:
        where = ", ".join(sorted({_folder(place) for place in places}))
        tell(f"texts: {len(found) - own} from {where}")
    return found


def _folder(place: str) -> str:
    """Name one place: of many ``.txt`` files only their folder."""
    named = Path(place).parent if place.endswith(".txt") else Path(place)
    return os.path.relpath(named)


def _only_with(
    texts: Mapping[str, Article], labelled: list[LabelledArticle], faults: Faults
) -> list[LabelledArticle]:
    for one in labelled:
        if one.id not in texts:
            message = "expected the text of this gold article, found none; not scored"
            hint = "name its file by --articles"
            faults(InputError(message, source=one.id, hint=hint))
    return [one for one in labelled if one.id in texts]


def _extracted(
    texts: Mapping[str, Article],
    labelled: list[LabelledArticle],
    model: str,
    faults: Faults,
) -> dict[str, tuple[Label, ...]]:
    from pipeline.io.annotations import to_label

    extractor = load_extractor(model)
    articles = [texts[one.id] for one in labelled]
    found = extracted(articles, extractor, on_fault=faults)
    busy = showing_progress(found, noun="articles", show=True)
    return {article.id: tuple(map(to_label, seen)) for article, seen in busy}


def _predicted(
    path: str, labelled: list[LabelledArticle], faults: Faults
) -> dict[str, tuple[Label, ...]]:
    from pipeline.io.annotations import read_annotations

    read = {one.id: one for one in read_annotations(path, on_fault=faults)}
    for one in labelled:
        other = read.get(one.id)
        if other and other.sha256 and one.sha256 and other.sha256 != one.sha256:
            message = "expected predictions for the text that was labelled, got them"
            message += " for another (sha256 differs); its offsets may not fit"
            hint = "extract it anew"
            faults(InputError(message, source=f"{path}: {one.id}", hint=hint))
    if absent := sum(one.id not in read for one in labelled):
        tell(f"{count(absent, 'gold article')} without predictions, counted as missed")
    return {key: one.labels for key, one in read.items()}


def _chosen(mistakes: Sequence[Mistake], bucket: str | None) -> list[Mistake]:
    return [
        one
        for one in mistakes
        if one.split != HELD_OUT and bucket in {None, one.bucket}
    ]

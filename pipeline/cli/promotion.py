"""``solieu models promote`` and ``rollback``: which model is used, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.talk import DONE, FAULTY_INPUT, Faults, count, tell
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.models import Model
    from pipeline.training.promotion import Judgement

PROMOTE_EXAMPLES: Final = """\
Examples:
  solieu models promote july
  solieu models promote july --annotations my-annotations
"""
ROLLBACK_EXAMPLES: Final = """\
Examples:
  solieu models rollback
"""

Candidate: TypeAlias = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of a model of yours.")
]
Annotations: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER", help="Labelled articles to judge by; else the project's."
    ),
]


def promote(name: Candidate, *, annotations: Annotations = None) -> int:
    """Use a model from now on, if it is no worse than the one in use.

    Both read the labelled articles that teach no model: a quarter of the project's
    annotations and, where ../shared stands beside, the quiet part of its dev. The
    candidate is refused where core, dated, full or the confidence is worse (by more
    than 0.005, or by less with p < 0.05 in a paired test by article), where a source,
    measure or sector loses more than 0.03 or three figures of full, or where a floor
    of annotations/floors.json breaks. The decision is kept with its figures in
    decisions.jsonl beside the models; the exit code of a refusal is 1.
    """
    from pipeline.models import CURRENT_MODEL, open_model

    _check_name(name)
    candidate, current = open_model(name), open_model(CURRENT_MODEL)
    if candidate.place == current.place:
        tell(f"{name} is in use already")
        return DONE
    faults = Faults()
    judgement = _judged(candidate, current, annotations, faults)
    if faults.seen:
        tell("nothing is decided while the labelled articles have faults")
        return faults.exit_code
    print("\n".join(_table(judgement)))
    refused = bool(judgement.reasons)
    _record("refused" if refused else "promoted", candidate, current, judgement)
    for reason in judgement.reasons:
        tell(reason)
    gains = f"; better, and not by chance: {', '.join(judgement.gains)}"
    told = gains if judgement.gains else "; no gain is certain"
    tell(f"{name} is {'refused' if refused else 'in use now'}{told}")
    return FAULTY_INPUT if refused else DONE


def _check_name(name: str) -> None:
    from pipeline.training.publishing import check_name

    try:
        check_name(name)
    except UsageError as error:
        hint = "solieu models list tells those there are"
        raise UsageError(f"{error}; {hint}") from error


def _judged(
    candidate: Model, current: Model, annotations: str | None, faults: Faults
) -> Judgement:
    from dataclasses import replace

    from pipeline.training.examples import gather
    from pipeline.training.promotion import fair, fallen, judge
    from pipeline.training.sources import annotation_sources, home_of, project_sources

    folder = Path(annotations) if annotations else home_of()
    sources = annotation_sources(folder) if annotations else project_sources()
    gathered = gather(sources, on_fault=faults)
    frozen = fair(gathered.frozen, candidate, current)
    if not frozen:
        raise UsageError(
            f"{folder}: expected labelled articles to judge by, found none that teach"
            " no model; name a folder of them by --annotations"
        )
    tell(f"comparing {candidate.name} with {current.name}, the model in use")
    judgement = judge(candidate, current, frozen)
    floors = fallen(folder, candidate, on_fault=faults)
    return replace(judgement, floors=tuple(floors))


def _table(judgement: Judgement) -> Iterator[str]:
    articles = count(judgement.articles, "article")
    yield f"{articles}, {count(judgement.figures, 'figure')} that taught no model"
    yield f"{'':<12}{'in use':>10}{'candidate':>11}{'p':>8}"
    for one in judgement.scores:
        values = f"{one.current:>10.3f}{one.candidate:>11.3f}{one.p:>8.3f}"
        note = "  (its error)" if one.score == "confidence" else ""
        yield f"{one.score:<12}{values}{note}"


def _record(
    decision: str, model: Model, before: Model, judgement: Judgement | None = None
) -> None:
    from pipeline.models import models_home
    from pipeline.training.recording import record

    told = {
        "decision": decision,
        "model": model.name,
        "manifest": model.manifest.get("manifest"),
        "in_use": before.name,
        "at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
    }
    if judgement is not None:
        told["judged"] = judgement.told()
    record(models_home(), told)


def rollback() -> int:
    """Go back to the model that was used before the one promoted last.

    Its folder was never changed, so it gives what it gave then. Once more goes back
    one more; at the end stands the default model.
    """
    from pipeline.models import DEFAULT_MODEL, models_home, open_model
    from pipeline.models.decisions import promoted_models

    stack = promoted_models(models_home())
    if not stack:
        raise UsageError(
            f"expected a promoted model to go back from, found none in {models_home()};"
            f" {DEFAULT_MODEL!r} is in use"
        )
    before = open_model(stack[-2] if len(stack) > 1 else DEFAULT_MODEL)
    _record("rolled back", before, _opened(stack[-1]))
    tell(f"{before.name} is in use again, {stack[-1]} is not")
    return DONE


def _opened(name: str) -> Model:
    """Give the model to go back from; it may be damaged, which is why one goes back."""
    from pipeline.errors import ModelError
    from pipeline.models import Model, open_model

    try:
        return open_model(name)
    except ModelError:
        return Model(name)

"""A score and its errors, as text for the eye and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.evaluation.mistakes import BUCKETS
from pipeline.io.annotations import json_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.evaluation.mistakes import Mistake
    from pipeline.evaluation.score import PRF, Score
    from pipeline.io.annotations import Label


def as_text(score: Score, mistakes: Sequence[Mistake]) -> str:
    """Write a score as lines of text, then the errors with their sentences."""
    return "\n".join((*_score_lines(score), *_mistake_lines(mistakes)))


def _score_lines(score: Score) -> Iterator[str]:
    counts = f"gold {score.gold}  predicted {score.predicted}"
    yield f"articles {score.articles}  {counts}"
    for rung, prf in score.ladder.items():
        yield f"{rung:9} {_prf(prf)}"
    yield "over the core matches"
    for name, part in score.attributes.items():
        yield f"  {name:10} {_ratio(part.value)}  ({part.right} of {part.seen})"
    yield "status over the core matches"
    for status, prf in score.status.items():
        if prf.tp + prf.fn:
            yield f"  {status:10} {_prf(prf)}"
    told = [(name, score.buckets[name]) for name in BUCKETS if score.buckets[name]]
    yield "errors    " + ("  ".join(f"{name} {n}" for name, n in told) or "none")


def _prf(prf: PRF) -> str:
    parts = ("P", prf.precision), ("R", prf.recall), ("F1", prf.f1)
    return "  ".join(f"{name} {_ratio(value)}" for name, value in parts)


def _ratio(value: float | None) -> str:
    return "  n/a" if value is None else f"{value:.3f}"


def _mistake_lines(mistakes: Sequence[Mistake]) -> Iterator[str]:
    for one in mistakes:
        label = one.gold or one.pred
        place = label.start if label else 0
        yield ""
        yield f"[{one.bucket}] {one.article_id}:{place}"
        if one.sentence is not None:
            yield "  " + _marked(one)
        yield "  gold  " + _label(one.gold)
        yield "  pred  " + _label(one.pred)


def _marked(one: Mistake) -> str:
    text = one.sentence or ""
    marked = f"{text[: one.start]}[[{text[one.start : one.end]}]]{text[one.end :]}"
    return " ".join(marked.split())


def _label(label: Label | None) -> str:
    if label is None:
        return "-"
    value = f"{label.value:f}"
    if label.value_max is not None:
        value += f"..{label.value_max:f}"
    sign = {"up": " up", "down": " down", None: ""}[label.direction]
    metric = (label.metric or "?") + (f" < {label.parent}" if label.parent else "")
    against = f"against {label.base}" if label.base else "against nothing"
    bound = "" if label.bound == "exact" else f"{label.bound} "
    return " | ".join(
        (
            f"{bound}{value} {label.unit or ''}".rstrip(),
            label.measure + sign,
            metric,
            label.period or "no period",
            against,
            label.status,
            label.area or "no area",
        )
    )


def to_json(score: Score, mistakes: Sequence[Mistake]) -> str:
    """Write a score and errors as one JSON object; what cannot be known is null."""
    report = {
        "articles": score.articles,
        "gold": score.gold,
        "predicted": score.predicted,
        "ladder": {rung: _prf_json(prf) for rung, prf in score.ladder.items()},
        "attributes": {
            name: {"right": part.right, "seen": part.seen, "accuracy": part.value}
            for name, part in score.attributes.items()
        },
        "status": {name: _prf_json(prf) for name, prf in score.status.items()},
        "buckets": {name: score.buckets[name] for name in BUCKETS},
        "errors": [_mistake_json(one) for one in mistakes],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)


def _prf_json(prf: PRF) -> dict[str, float | None]:
    parts = {"precision": prf.precision, "recall": prf.recall, "f1": prf.f1}
    return {"tp": prf.tp, "fp": prf.fp, "fn": prf.fn, **parts}


def _mistake_json(one: Mistake) -> dict[str, object]:
    return {
        "id": one.article_id,
        "bucket": one.bucket,
        "sentence": one.sentence,
        "gold": _label_json(one.gold),
        "pred": _label_json(one.pred),
    }


def _label_json(label: Label | None) -> dict[str, object] | None:
    if label is None:
        return None
    told = asdict(label)
    top = label.value_max
    told["value"] = json_number(label.value)
    told["value_max"] = None if top is None else json_number(top)
    del told["verdict"]
    return told

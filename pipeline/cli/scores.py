"""An evaluation and its errors, as text for the eye and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.evaluation.mistakes import BUCKETS
from pipeline.evaluation.score import RUNGS
from pipeline.io.annotations import label_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.evaluation.findings import Findings
    from pipeline.evaluation.mistakes import Mistake
    from pipeline.evaluation.resampling import Difference, Interval
    from pipeline.evaluation.score import PRF, Score
    from pipeline.io.annotations import Label


def as_text(found: Findings) -> str:
    """Write a score as lines of text, then the errors with their sentences."""
    return "\n".join(
        (
            *_score_lines(found.score, found.intervals),
            *_mention_lines(found),
            *(line for name in found.groups for line in _group_lines(found, name)),
            *_difference_lines(found.differences),
            *_comparator_lines(found),
            *mistake_lines(found.mistakes, ("gold", "pred")),
        )
    )


def _score_lines(score: Score, intervals: Mapping[str, Interval]) -> Iterator[str]:
    counts = f"gold {score.gold}  predicted {score.predicted}"
    yield f"articles {score.articles}  {counts}"
    for rung, prf in score.ladder.items():
        interval = intervals.get(rung)
        around = f"  [{interval.low:.3f}, {interval.high:.3f}]" if interval else ""
        yield f"{rung:9} {_prf(prf)}{around}"
    yield "over the core matches"
    for name, part in score.attributes.items():
        yield f"  {name:10} {ratio(part.value)}  ({part.right} of {part.seen})"
    yield "status over the core matches"
    for status, prf in score.status.items():
        if prf.tp + prf.fn:
            yield f"  {status:10} {_prf(prf)}"
    told = [(name, score.buckets[name]) for name in BUCKETS if score.buckets[name]]
    yield "errors    " + ("  ".join(f"{name} {n}" for name, n in told) or "none")


def _mention_lines(found: Findings) -> Iterator[str]:
    if found.mentions:
        yield "mentions of the labelled evidence: to the character | overlapping"
    for name, score in found.mentions.items():
        yield f"  {name:10} {_prf(score.exact)} | {_prf(score.overlap)}"


def _group_lines(found: Findings, by: str) -> Iterator[str]:
    yield ""
    groups = found.groups[by]
    width = max(map(len, [by, *groups]))
    yield f"{by:{width}}  figures  " + "  ".join(f"{rung:>8}" for rung in RUNGS)
    for name, score in groups.items():
        yield f"{name:{width}}  {score.gold:7}  {_f1s(score)}"


def _f1s(score: Score) -> str:
    return "  ".join(f"{ratio(prf.f1):>8}" for prf in score.ladder.values())


def _difference_lines(differences: Mapping[str, Difference]) -> Iterator[str]:
    if differences:
        yield ""
        yield "F1 against the other predictions (p: chance parts them as far)"
    for rung, one in differences.items():
        if one.one is None or one.other is None:
            yield f"{rung:9} n/a"
            continue
        p = "n/a" if one.p is None else f"{one.p:.4f}"
        change = f"{one.one - one.other:+.3f}"
        yield f"{rung:9} {one.one:.3f}  {one.other:.3f}  {change}  p {p}"


def _comparator_lines(found: Findings) -> Iterator[str]:
    if not found.comparators:
        return
    yield ""
    yield f"{'reader':9}  " + "  ".join(f"{rung:>8}" for rung in RUNGS)
    for name, score in {"this": found.score, **found.comparators}.items():
        yield f"{name:9}  {_f1s(score)}"


def _prf(prf: PRF) -> str:
    parts = ("P", prf.precision), ("R", prf.recall), ("F1", prf.f1)
    return "  ".join(f"{name} {ratio(value)}" for name, value in parts)


def ratio(value: float | None) -> str:
    """Write a part of one; what cannot be known is "n/a"."""
    return "  n/a" if value is None else f"{value:.3f}"


def mistake_lines(mistakes: Sequence[Mistake], names: tuple[str, str]) -> Iterator[str]:
    """Write each error: its bucket and place, its sentence, both labels."""
    width = max(map(len, names))
    for one in mistakes:
        label = one.gold or one.pred
        place = label.start if label else 0
        yield ""
        yield f"[{one.bucket}] {one.article_id}:{place}"
        if one.sentence is not None:
            yield "  " + _marked(one)
        yield f"  {names[0]:{width}}  {told(one.gold)}"
        yield f"  {names[1]:{width}}  {told(one.pred)}"


def _marked(one: Mistake) -> str:
    text = one.sentence or ""
    marked = f"{text[: one.start]}[[{text[one.start : one.end]}]]{text[one.end :]}"
    return " ".join(marked.split())


def told(label: Label | None) -> str:
    """Write a label on one line; nothing is "-"."""
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


def to_json(found: Findings) -> str:
    """Write an evaluation as one JSON object; what cannot be known is null."""
    score = found.score
    report = {
        "articles": score.articles,
        "gold": score.gold,
        "predicted": score.predicted,
        "ladder": {rung: _prf_json(prf) for rung, prf in score.ladder.items()},
        "intervals": {rung: asdict(one) for rung, one in found.intervals.items()},
        "attributes": {
            name: {"right": part.right, "seen": part.seen, "accuracy": part.value}
            for name, part in score.attributes.items()
        },
        "status": {name: _prf_json(prf) for name, prf in score.status.items()},
        "buckets": {name: score.buckets[name] for name in BUCKETS},
        "mentions": {
            name: {"exact": _prf_json(one.exact), "overlap": _prf_json(one.overlap)}
            for name, one in found.mentions.items()
        },
        "groups": {
            by: {name: _brief(group) for name, group in groups.items()}
            for by, groups in found.groups.items()
        },
        "against": {rung: asdict(one) for rung, one in found.differences.items()},
        "comparators": {n: _brief(one) for n, one in found.comparators.items()},
        "errors": [_mistake_json(one) for one in found.mistakes],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)


def _brief(score: Score) -> dict[str, object]:
    ladder = {rung: prf.f1 for rung, prf in score.ladder.items()}
    return {"gold": score.gold, "predicted": score.predicted, "f1": ladder}


def _prf_json(prf: PRF) -> dict[str, float | None]:
    parts = {"precision": prf.precision, "recall": prf.recall, "f1": prf.f1}
    return {"tp": prf.tp, "fp": prf.fp, "fn": prf.fn, **parts}


def _mistake_json(one: Mistake) -> dict[str, object]:
    return {
        "id": one.article_id,
        "bucket": one.bucket,
        "sentence": one.sentence,
        "gold": label_json(one.gold),
        "pred": label_json(one.pred),
    }


def label_json(label: Label | None) -> dict[str, object] | None:
    """Give a label as the annotation format does."""
    return None if label is None else label_line(label)

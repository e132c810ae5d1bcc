"""The annotation format (C2), for gold and predictions alike, both ways."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from pipeline.errors import InputError
from pipeline.io.faults import raise_fault
from pipeline.io.fields import Fields
from pipeline.io.files import replacing
from pipeline.io.inputs import unreadable
from pipeline.io.jsonlines import json_lines, raw_lines
from pipeline.schema import Bound, Direction, Measure, Observation, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from pipeline.io.faults import FaultHandler
    from pipeline.io.jsonlines import JsonLine
    from pipeline.schema import Article

BASES_WITHOUT_DAYS: Final = ("plan", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One observation as the annotation format tells it; offsets are code points.

    ``verdict`` (accepted, corrected, rejected, added), ``by`` and ``at`` are told of
    corrections.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: str | None = None
    bound: Bound = "exact"
    measure: Measure = "level"
    direction: Direction | None = None
    metric: str | None = None
    parent: str | None = None
    period: str | None = None
    base: str | None = None
    status: Status = "actual"
    area: str | None = None
    evidence: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    verdict: str | None = None
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledArticle:
    """The observations of one article, with its text or only the text's hash.

    ``complete`` is False when only some figures were judged; such an article is
    never scored. ``split`` names the part of a data set that it belongs to, ``source``
    who published it.
    """

    id: str
    labels: tuple[Label, ...]
    text: str | None = None
    sha256: str | None = None
    published: str | None = None
    url: str | None = None
    complete: bool = True
    split: str | None = None
    source: str | None = None

    @property
    def labelled_hash(self) -> str | None:
        """The hash of the text that was labelled, where the text or it is known."""
        return self.sha256 if self.text is None else text_hash(self.text)


def text_hash(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def json_number(value: Decimal) -> int | float:
    """Write a decimal with its own digits: 67.70 is 67.7 and 1E+3 is 1000.

    A float keeps up to 15 digits exactly, more than any figure of the press has.
    """
    whole = value.to_integral_value()
    return int(whole) if value == whole else float(value)


def to_annotation(
    article: Article, observations: Sequence[Observation], *, with_text: bool
) -> dict[str, object]:
    """Give the line of one article: with its text, or else with the text's hash.

    The hash is that of the rows, where there are any: so a stored table, which has
    no texts, gives the same line.
    """
    body = {"text": article.text}
    if not with_text:
        known = observations[0].text_sha256 if observations else None
        body = {"sha256": known or text_hash(article.text)}
    return {
        "id": article.id,
        "url": article.url,
        "published": article.published,
        **body,
        "observations": [label_line(to_label(seen)) for seen in observations],
    }


def label_line(label: Label) -> dict[str, object]:
    """Give a label as the annotation format tells it; verdicts only where given."""
    line = asdict(label)
    for name in ("value", "value_max"):
        number: Decimal | None = getattr(label, name)
        line[name] = None if number is None else json_number(number)
    line["evidence"] = {name: list(span) for name, span in label.evidence.items()}
    for name in ("verdict", "by", "at"):
        if line[name] is None:
            del line[name]
    return line


def write_annotations(path: str, articles: Iterable[LabelledArticle]) -> None:
    """Write labelled articles to a file, which appears whole: a line for each.

    Raises:
        UsageError: the file cannot be written.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8") as stream:
        for one in articles:
            json.dump(article_line(one), stream, ensure_ascii=False, allow_nan=False)
            stream.write("\n")


def article_line(one: LabelledArticle) -> dict[str, object]:
    """Give a labelled article as its line; split and source only where known."""
    body = {"sha256": one.sha256} if one.text is None else {"text": one.text}
    told: dict[str, object] = {"id": one.id, "url": one.url}
    told |= {"published": one.published, **body, "complete": one.complete}
    more = {"split": one.split, "source": one.source}
    told |= {name: value for name, value in more.items() if value is not None}
    told["observations"] = [label_line(label) for label in one.labels]
    return told


def to_label(seen: Observation) -> Label:
    """Give an observation as the annotation format would tell it."""
    return Label(
        start=seen.amount_start,
        end=seen.amount_end,
        value=seen.value,
        value_max=seen.value_max,
        unit=seen.unit_text,
        bound=seen.bound,
        measure=seen.measure,
        direction=seen.direction,
        metric=seen.metric_text,
        parent=seen.parent_text,
        period=seen.period.iso if seen.period else None,
        base=seen.base.iso if seen.base else None,
        status=seen.status,
        area=seen.area,
        evidence=seen.evidence,
    )


def read_annotations(
    path: str, *, on_fault: FaultHandler = raise_fault, may_be_empty: bool = False
) -> Iterator[LabelledArticle]:
    """Read the annotated articles of a file, one at a time.

    Offsets are checked against the text where the line has one, and ``amount``
    against the words at the offsets. Unknown keys are passed over.

    Args:
        path: a JSON Lines file in the annotation format.
        on_fault: told of each fault (``file:line``); the line at fault is left out.
            Without it the first fault is raised.
        may_be_empty: a file without a line is no fault: nobody corrected anything yet.
    """
    seen: dict[str, str] = {}
    try:
        if may_be_empty and not Path(path).stat().st_size:
            return
        with Path(path).open("rb") as stream:
            for line in json_lines(raw_lines(stream), name=path, on_fault=on_fault):
                try:
                    article = _article(line, seen)
                except InputError as fault:
                    on_fault(fault)
                else:
                    yield article
    except OSError as error:
        on_fault(unreadable(error, path))


def _article(line: JsonLine, seen: dict[str, str]) -> LabelledArticle:
    row = Fields(line.value, line.place)
    key = row.text("id")
    if key is None:
        raise row.fault("id", "a string")
    if key in seen:
        message = f"expected each id once, got {key!r} again, as at {seen[key]}"
        raise InputError(message, source=line.place, hint="remove one of the two")
    seen[key] = line.place
    observations = line.value.get("observations")
    if not isinstance(observations, list):
        raise row.fault("observations", "a list")
    text = row.text("text")
    return LabelledArticle(
        id=key,
        labels=tuple(
            read_label(Fields(item, f"{line.place}, observation {number}"), text)
            for number, item in enumerate(observations, 1)
        ),
        text=text,
        sha256=row.text("sha256"),
        published=row.text("published"),
        url=row.text("url"),
        complete=line.value.get("complete") is not False,
        split=row.text("split"),
        source=row.text("source"),
    )


def read_label(row: Fields, text: str | None) -> Label:
    """Read one observation; its place is checked where the text is given.

    Raises:
        InputError: a field is not what the annotation format asks for.
    """
    value = row.number("value")
    if value is None:
        raise row.fault("value", "a number")
    label = Label(
        start=row.offset("start"),
        end=row.offset("end"),
        value=value,
        value_max=row.number("value_max"),
        unit=row.text("unit"),
        bound=row.one_of("bound", get_args(Bound)) or "exact",
        measure=row.one_of("measure", get_args(Measure)) or "level",
        direction=row.one_of("direction", get_args(Direction)),
        metric=row.text("metric"),
        parent=row.text("parent"),
        period=row.period("period"),
        base=row.period("base", also=BASES_WITHOUT_DAYS),
        status=row.one_of("status", get_args(Status)) or "actual",
        area=row.text("area"),
        evidence=row.spans("evidence"),
        verdict=row.text("verdict"),
        by=row.text("by"),
        at=row.text("at"),
    )
    row.check_place(label.start, label.end, text)
    return label

"""Verdicts as the overlay holds them: what stands, what was said before, by whom.

The lines are those of C6. Beside each verdict stands how many there have been
(``version``) and what was said before (``earlier``), so that nobody's verdict is
overwritten unseen and two reviewers who differ can be told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.corrections.rows import CORRECTABLE
from pipeline.errors import InputError
from pipeline.io.annotations import label_line, read_annotations, read_label
from pipeline.io.fields import Fields
from pipeline.io.jsonlines import raw_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.io.annotations import Label

VERSION: Final = "version"
EARLIER: Final = "earlier"
SETTLES: Final = "settles"

Place = tuple[int, int]

_OF_ARTICLES: Final = frozenset(
    ("id", "url", "published", "sha256", "complete", "observations")
)
_OF_FIGURES: Final = frozenset(
    (
        *("start", "end", *CORRECTABLE, "evidence", "verdict", "by", "at"),
        *(VERSION, EARLIER, SETTLES),
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What was said of one figure, the verdict that stands last.

    ``version`` counts the verdicts from 1. ``settles`` tells of each whether it was
    given to end a conflict. ``others`` are keys that mean nothing here; they are kept.
    """

    said: tuple[Label, ...]
    settles: tuple[bool, ...]
    version: int
    others: Mapping[str, object] = field(default_factory=dict)

    @property
    def label(self) -> Label:
        """The verdict that stands."""
        return self.said[-1]

    @property
    def rivals(self) -> tuple[Label, ...]:
        """Verdicts of other reviewers that differ from the one that stands.

        Of each reviewer the last counts, and none from before a settlement.
        """
        first = max((n for n, ends in enumerate(self.settles) if ends), default=0)
        last = {label.by: label for label in self.said[first:]}
        stands = self.label
        return tuple(one for one in last.values() if not _agree(one, stands))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdicts on one article; ``complete`` if every figure of it was judged.

    ``others`` are keys of its line that mean nothing here; they are kept.
    """

    id: str
    sha256: str
    published: str | None = None
    url: str | None = None
    complete: bool = False
    figures: Mapping[Place, Standing] = field(default_factory=dict)
    others: Mapping[str, object] = field(default_factory=dict)


def read_judged(path: str) -> Iterator[tuple[Judged, str]]:
    """Give each article with its line as it stands, which is kept until it changes."""
    labelled = read_annotations(path, may_be_empty=True)
    with Path(path).open("rb") as stream:
        lines = [line for line in raw_lines(stream) if line and line.strip()]
    for one, raw in zip(labelled, lines, strict=True):
        text = raw.decode("utf-8-sig").rstrip("\r\n") + "\n"
        told: dict[str, Any] = json.loads(text)
        figures = {
            (label.start, label.end): _standing(label, row, f"{path}: {one.id}")
            for label, row in zip(one.labels, told["observations"], strict=True)
        }
        judged = Judged(
            id=one.id,
            sha256=one.labelled_hash or "",
            published=one.published,
            url=one.url,
            complete=one.complete,
            figures=figures,
            others={name: told[name] for name in told if name not in _OF_ARTICLES},
        )
        yield judged, text


def _standing(label: Label, told: Mapping[str, Any], place: str) -> Standing:
    before = told.get(EARLIER) or []
    if not isinstance(before, list):
        hint = "mend the line"
        raise InputError(f"expected {EARLIER!r} to be a list", source=place, hint=hint)
    rows = [Fields(row, f"{place}, {EARLIER}") for row in before]
    said = (*(_read_earlier(row) for row in rows), label)
    settles = (*(bool(row.value.get(SETTLES)) for row in rows), bool(told.get(SETTLES)))
    version = told.get(VERSION)
    return Standing(
        said,
        settles,
        version if isinstance(version, int) else len(said),
        {name: told[name] for name in told if name not in _OF_FIGURES},
    )


def _read_earlier(row: Fields) -> Label:
    numbers = {name: row.value.get(name) for name in ("value", "value_max")}
    exact = {n: Decimal(repr(v)) for n, v in numbers.items() if isinstance(v, float)}
    return read_label(Fields({**row.value, **exact}, row.place), None)


def line_of(article: Judged) -> dict[str, object]:
    """Give the line of an article, with what was said before of each figure."""
    return {
        **article.others,
        "id": article.id,
        "url": article.url,
        "published": article.published,
        "sha256": article.sha256,
        "complete": article.complete,
        "observations": [_told(one) for one in article.figures.values()],
    }


def _told(standing: Standing) -> dict[str, object]:
    lines = [
        label_line(label) | ({SETTLES: True} if ends else {})
        for label, ends in zip(standing.said, standing.settles, strict=True)
    ]
    *before, last = lines
    more = {EARLIER: before} if before else {}
    return {**standing.others, **last, VERSION: standing.version, **more}


def _agree(one: Label, other: Label) -> bool:
    """Say the same of a figure: both that it is none, or the same in every field."""
    gone = [label.verdict == "rejected" for label in (one, other)]
    if any(gone):
        return all(gone)
    return all(getattr(one, name) == getattr(other, name) for name in CORRECTABLE)

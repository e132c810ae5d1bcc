"""What a labelling tool says of an article, before its places are believed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, get_args

from pipeline.errors import InputError, Notice
from pipeline.schema import Bound, Direction, Measure, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.io.faults import FaultHandler

FIGURE: Final = "figure"
"""The kind of mark that stands for an observation; other kinds are its evidence."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": get_args(Measure),
    "direction": get_args(Direction),
    "bound": get_args(Bound),
    "status": get_args(Status),
    "verdict": ("accepted", "corrected", "rejected", "added", "suggested"),
}
"""Fields with a few values each, and these values."""

NUMBERS: Final = ("value", "value_max")
WORDS: Final = ("unit", "metric", "parent", "period", "base", "area")
WHO: Final = ("by", "at")
OF_ARTICLE: Final = ("published", "url", "source", "split")
"""What an article is told with, besides its id, its text and ``complete``."""

EVIDENCE: Final = (
    *("amount", "unit", "measure", "direction", "bound", "metric", "parent"),
    *("entity", "price_basis", "period", "base", "plan_by", "status", "area"),
)
"""The fields whose words are marked as a rule; others may be, too."""

_FIELD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER: Final = re.compile(r"-?\d{1,400}(?:\.\d{1,400})?")
_HALF: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open stretch of the tool's text, and the words it says are there."""

    start: int
    end: int
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One observation as a tool tells it.

    ``told`` has the fields of the annotation format but for places; ``place`` says
    where it stands, for messages.
    """

    place: str
    mark: Mark
    told: Mapping[str, object]
    evidence: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One article as a tool tells it; offsets count in ``text``, the tool's own.

    ``told`` has what the format carries of the article itself: some of ``OF_ARTICLE``,
    ``complete``, and ``sha256`` of the text that was exported.
    """

    id: str
    place: str
    text: str
    figures: tuple[Figure, ...]
    told: Mapping[str, object] = field(default_factory=dict)


def told_of(label: Label) -> dict[str, str]:
    """Give the fields of a label that are not None, as words, without its places."""
    told: dict[str, str] = {}
    for name in (*NUMBERS, *WORDS, *CHOICES, *WHO):
        value: Decimal | str | None = getattr(label, name)
        if value is not None:
            told[name] = f"{value:f}" if isinstance(value, Decimal) else value
    return told


def with_numbers(told: Mapping[str, object]) -> dict[str, object]:
    """Give the fields with numbers for their words; what is no number stays."""
    found = dict(told)
    for name in NUMBERS:
        words = told.get(name)
        if isinstance(words, str) and _NUMBER.fullmatch(words.strip()):
            found[name] = Decimal(words.strip())
    return found


def told_of_article(one: LabelledArticle) -> dict[str, object]:
    """Give what is known of an article besides its text and figures."""
    known = {name: getattr(one, name) for name in OF_ARTICLE}
    told = {name: value for name, value in known.items() if value is not None}
    return {**told, "complete": one.complete, "sha256": one.labelled_hash}


def portable(one: LabelledArticle, place: str) -> str:
    """Give the text of an article that can be exported.

    Raises:
        InputError: there is no text, or it holds half a character.
    """
    if one.text is None:
        hint = "name its file by --articles"
        raise InputError("expected the text of the article", source=place, hint=hint)
    if match := _HALF.search(one.text):
        message = f"expected text, got half a character at {match.start()}"
        raise InputError(message, source=place, hint="mend the text")
    return one.text


def fitting(
    one: LabelledArticle, place: str, on_fault: FaultHandler
) -> Iterator[tuple[Label, dict[str, tuple[int, int]]]]:
    """Give each label with the evidence that can be marked in a tool.

    A label outside its text is a fault and left out; evidence that is empty, outside
    the text or of something that is no field is told and left out.
    """
    length = len(one.text or "")
    for label in one.labels:
        if not 0 <= label.start < label.end <= length:
            message = f"expected a place within the text's {length} characters, got"
            message += f" {label.start} to {label.end}; left out"
            on_fault(InputError(message, source=place, hint="mend the annotation"))
            continue
        marked = {
            name: (start, end)
            for name, (start, end) in label.evidence.items()
            if _FIELD.fullmatch(name) and name != FIGURE and 0 <= start < end <= length
        }
        if lost := label.evidence.keys() - marked.keys():
            message = f"evidence that no tool can mark, left out: {', '.join(lost)}"
            on_fault(Notice(message, source=f"{place}:{label.start}"))
        yield label, marked

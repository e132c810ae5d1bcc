"""The report for reading: one page of HTML that needs no network and no program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from pipeline.evaluation.mistakes import BUCKETS, differences
from pipeline.evaluation.score import RUNGS
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Template

    from pipeline.evaluation.findings import Findings
    from pipeline.evaluation.mistakes import Mistake
    from pipeline.io.annotations import Label

_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an error: what each side says, and whether they differ."""

    name: str
    one: str
    other: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One error as the page shows it."""

    mistake: Mistake
    measure: str
    place: int
    before: str
    figure: str
    after: str
    lines: tuple[Line, ...]


def write_page(
    path: str, found: Findings, *, title: str, names: tuple[str, str]
) -> None:
    """Write the page of an evaluation to a file, which appears whole.

    Args:
        path: the file.
        found: what is told; every mistake in it is shown.
        title: heads the page.
        names: of the two sides that are compared.

    Raises:
        UsageError: the file cannot be written.
    """
    text = page(found, title=title, names=names)
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", errors="replace")


def page(found: Findings, *, title: str, names: tuple[str, str]) -> str:
    """Give the page; whatever an article says is escaped."""
    cards = [card(one) for one in found.mistakes]
    shown = {one.mistake.bucket for one in cards}
    return _template().render(
        title=title,
        names=names,
        found=found,
        rungs=RUNGS,
        cards=cards,
        buckets=[(name, _count(cards, name)) for name in BUCKETS if name in shown],
        measures=sorted({one.measure for one in cards}),
        articles=list(dict.fromkeys(one.mistake.article_id for one in cards)),
    )


def _count(cards: list[Card], bucket: str) -> int:
    return sum(one.mistake.bucket == bucket for one in cards)


def card(one: Mistake) -> Card:
    """Lay an error out: its sentence in three parts, its fields line by line."""
    label = one.gold or one.pred
    sentence = one.sentence or ""
    return Card(
        mistake=one,
        measure=label.measure if label else "",
        place=label.start if label else 0,
        before=sentence[: one.start],
        figure=sentence[one.start : one.end],
        after=sentence[one.end :],
        lines=tuple(_lines(one.gold, one.pred)),
    )


def _lines(gold: Label | None, pred: Label | None) -> list[Line]:
    wrong = set(differences(gold, pred)) if gold and pred else set()
    lines = (
        Line(name, _told(gold, tell), _told(pred, tell), bool(wrong & set(buckets)))
        for name, (tell, buckets) in _FIELDS.items()
    )
    return [line for line in lines if {line.one, line.other} != {_NOTHING}]


def _told(label: Label | None, tell: Callable[[Label], str | None]) -> str:
    return (label and tell(label)) or _NOTHING


def _number(label: Label) -> str:
    top = "" if label.value_max is None else f" … {label.value_max:f}"
    return f"{label.value:f}{top}"


_FIELDS: Final[Mapping[str, tuple[Callable[[Label], str | None], tuple[str, ...]]]] = {
    "number": (_number, ("boundary", "number")),
    "unit": (lambda label: label.unit, ("magnitude", "unit")),
    "measure": (lambda label: label.measure, ("measure",)),
    "sign": (lambda label: label.direction, ("sign",)),
    "metric": (lambda label: label.metric, ("metric",)),
    "parent": (lambda label: label.parent, ("parent",)),
    "period": (lambda label: label.period, ("period",)),
    "base": (lambda label: label.base, ("base",)),
    "status": (lambda label: label.status, ("status",)),
    "area": (lambda label: label.area, ("area",)),
    "bound": (lambda label: label.bound, ()),
}
"""What is shown of a label, and the buckets that tell it is wrong."""


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    path = resources.files("pipeline.evaluation").joinpath("page.html")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["part"] = lambda v: "n/a" if v is None else f"{v:.3f}"
    return environment.from_string(path.read_text(encoding="utf-8"))

"""Figures made by hand, as facts and as tables on disk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from pipeline.io.iso import read_period
from pipeline.io.writers import writing
from pipeline.schema import Article, Base, Observation
from pipeline.series.areas import units
from pipeline.series.store import opened
from tests.builders import ARTICLE, observation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.schema import Status
    from pipeline.series.facts import Fact

EXPORT = "vn.trade.export"
_NUMBERS = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A level of exports of Gia Lai in million dollars, but for what is said."""

    value: str
    period: str
    status: Status = "actual"
    told: str | None = "2021-10-01"
    outlet: str | None = "báo A"
    article: str | None = None
    sentence: str | None = None
    area: str | None = "Gia Lai"
    code: str | None = "64"
    more: tuple[tuple[str, object], ...] = ()

    def row(self) -> Observation:
        number = next(_NUMBERS)
        article = self.article or f"bài-{number:05}"
        sentence = self.sentence or f"Xuất khẩu đạt {self.value} triệu USD ({number})."
        base = observation(ARTICLE, "1.250,5")
        return replace(
            base,
            **{**self._told(article, number, sentence), **dict(self.more)},
        )

    def _told(self, article: str, number: int, sentence: str) -> dict[str, Any]:
        return {
            "observation_id": f"{article}-{number}",
            "article_id": article,
            "published": self.told,
            "source": self.outlet,
            "url": f"https://mau.vn/{article}",
            "amount_text": self.value.replace(".", ","),
            "unit_text": "triệu USD",
            "value": Decimal(self.value),
            "unit": "USD",
            "unit_mult": 6,
            "quantity": Decimal(self.value).scaleb(6),
            "indicator": EXPORT,
            "metric_text": "kim ngạch xuất khẩu",
            "period": read_period(self.period),
            "status": self.status,
            "area": self.area,
            "area_code": self.code,
            "confidence": 0.9,
            "sentence_text": sentence,
            "sentence_end": len(sentence),
        }


def with_(**more: object) -> tuple[tuple[str, object], ...]:
    """Say further fields of a figure's observation."""
    return tuple(more.items())


def plan_base() -> Base:
    """Against a plan."""
    return Base("plan")


def table(folder: Path, figures: Sequence[Figure], name: str = "figures") -> str:
    """Write figures as a Parquet table; give its path."""
    path = str(folder / f"{name}.parquet")
    with writing("parquet", path) as writer:
        for one in figures:
            row = one.row()
            writer.write(Article(id=row.article_id, text=row.sentence_text), [row])
    return path


def facts(folder: Path, figures: Sequence[Figure]) -> list[Fact]:
    """Read figures as the series do, in the order of subjects."""
    with opened([table(folder, figures)]) as store:
        store.link(lambda name: (name[5], ""))
        return [fact for some in store.subjects() for fact in some]


def unit_named(name: str, *, year: str = "") -> str:
    """Give the id of a unit: the one of before a merger, or of a year."""
    found = [unit.id for unit in units().named(name) if unit.id.endswith(year)]
    return found[0]

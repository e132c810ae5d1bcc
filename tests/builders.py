"""Articles and observations made by hand, for tests that are not about extraction."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.io.annotations import Label, text_hash
from pipeline.models import Model, open_model
from pipeline.schema import Article, Base, Observation, Period
from pipeline.training.publishing import publish

if TYPE_CHECKING:
    from pathlib import Path

RULES = Model("rules", {"indicators.tsv": open_model().tables["indicators.tsv"]})
"""The catalogue and nothing learnt: the rules of linking stand alone."""
TEXT = (
    "Trong 9 tháng, sản lượng gỗ dán của tỉnh Bình An ước đạt 1.250,5 nghìn m3,"
    " tăng 7,25% so với cùng kỳ.\r\nCả năm phấn đấu 5-7 dự án."
)
ARTICLE = Article(
    id="a1",
    text=TEXT,
    title="Gỗ dán tăng",
    published="2021-09-27",
    url="https://example.vn/a1",
    source="báo mẫu",
)
NINE_MONTHS = Period.of_months(2021, 1, 9)


def place(text: str, words: str) -> tuple[int, int]:
    """Where ``words`` first stand in ``text``."""
    start = text.index(words)
    return start, start + len(words)


def observation(article: Article, amount: str) -> Observation:
    """A plain level of 2021 at ``amount``; use ``replace`` for what matters."""
    start, end = place(article.text, amount)
    return Observation(
        observation_id=f"{article.id}-{start}",
        article_id=article.id,
        text_sha256=text_hash(article.text),
        published=article.published,
        source=article.source,
        url=article.url,
        model="default",
        amount_start=start,
        amount_end=end,
        amount_text=amount,
        value=Decimal(1),
        value_max=None,
        unit_text=None,
        unit=None,
        unit_mult=0,
        quantity=Decimal(1),
        bound="exact",
        measure="level",
        direction=None,
        metric_text=None,
        parent_text=None,
        entity=None,
        indicator=None,
        price_basis=None,
        period=None,
        base=None,
        base_text=None,
        plan_period=None,
        plan_by=None,
        status="actual",
        area=None,
        area_code=None,
        evidence={"amount": (start, end)},
        confidence=0.5,
        sentence_start=0,
        sentence_end=len(article.text),
        sentence_text=article.text,
    )


def three_figures() -> tuple[Observation, Observation, Observation]:
    """The figures of ``ARTICLE``: a level, a change and a target with a range."""
    from dataclasses import replace

    first_end = TEXT.index("\r\n")
    level = replace(
        observation(ARTICLE, "1.250,5"),
        value=Decimal("1250.5"),
        unit_text="nghìn m3",
        unit="M3",
        unit_mult=3,
        quantity=Decimal("1250500.0"),
        metric_text="sản lượng gỗ dán",
        period=NINE_MONTHS,
        status="estimate",
        area="Bình An",
        evidence={
            "amount": place(TEXT, "1.250,5"),
            "metric": place(TEXT, "sản lượng gỗ dán"),
            "area": place(TEXT, "Bình An"),
        },
        inferred={"period": "year_of_article"},
        confidence=0.9,
        sentence_end=first_end,
        sentence_text=TEXT[:first_end],
    )
    change = replace(
        observation(ARTICLE, "7,25"),
        value=Decimal("7.25"),
        unit_text="%",
        unit="PERCENT",
        quantity=Decimal("7.25"),
        measure="change",
        direction="up",
        metric_text="sản lượng gỗ dán",
        period=NINE_MONTHS,
        base=Base("period", NINE_MONTHS.in_year(2020)),
        base_text="cùng kỳ",
        status="estimate",
        area="Bình An",
        confidence=0.4,
        sentence_end=first_end,
        sentence_text=TEXT[:first_end],
    )
    target = replace(
        observation(ARTICLE, "5-7"),
        value=Decimal(5),
        value_max=Decimal(7),
        unit_text="dự án",
        unit="COUNT",
        quantity=Decimal(5),
        metric_text="dự án",
        period=Period.of_year(2021),
        base=Base("plan"),
        plan_period=Period.of_year(2021),
        plan_by="local",
        status="target",
        sentence_start=first_end + 2,
        sentence_text=TEXT[first_end + 2 :],
    )
    return level, change, target


def label(value: str = "5", unit: str | None = "%", *, at: int = 0) -> Label:
    """A plain label of two characters at ``at``."""
    return Label(start=at, end=at + 2, value=Decimal(value), unit=unit, metric="gỗ dán")


def write(path: Path, content: str | bytes) -> str:
    """Write a file and give its name."""
    if isinstance(content, str):
        content = content.encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def model(home: Path, name: str, **tables: str) -> Path:
    """Publish a model; ``tables`` are given by their names without ``.tsv``."""
    files = {f"{key}.tsv": text.encode("utf-8") for key, text in tables.items()}
    return publish(home, name, files, {})

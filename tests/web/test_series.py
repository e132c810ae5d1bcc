from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.io.writers import writing
from pipeline.schema import Article, Observation, Period
from pipeline.web.charting import charts_of
from tests.builders import observation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from starlette.testclient import TestClient

EXPORT = "indicator=vn.trade.export&area=64"
ROWS = (
    ("2020", "580", "actual", "2021-01-05"),
    ("2021", "610", "target", "2021-01-05"),
    ("2021", "640", "actual", "2022-01-05"),
    ("2021", "900", "actual", "2022-01-09"),
    ("2022", "700", "estimate", "2022-12-20"),
    ("2019", "500", "actual", "2020-01-05"),
    ("2019", "520", "actual", "2020-01-09"),
)


def _row(number: int, year: str, value: str, status: str, day: str) -> Observation:
    text = f"Năm {year}, kim ngạch xuất khẩu của Gia Lai là {value} triệu USD."
    article = Article(id=f"bài {number}", text=text, published=day, source=f"báo {day}")
    return replace(
        observation(article, value),
        value=Decimal(value),
        quantity=Decimal(value).scaleb(6),
        unit="USD",
        unit_text="triệu USD",
        unit_mult=6,
        metric_text="kim ngạch xuất khẩu",
        indicator="vn.trade.export",
        period=Period.of_year(int(year)),
        status=status,  # type: ignore[arg-type] # of the table above
        area="Gia Lai",
        area_code="64",
        published=day,
        source=article.source,
        sentence_start=0,
        sentence_end=len(text),
        sentence_text=text,
        base=None,
        direction=None,
        evidence={"amount": (0, 1), "area": (5, 9)},
        inferred={},
    )


@pytest.fixture(scope="module")
def reckoned(
    asking: Callable[..., AbstractContextManager[TestClient]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TestClient]:
    """A desk on few figures of one series, reckoned."""
    table = str(tmp_path_factory.mktemp("series") / "figures.parquet")
    with writing("parquet", table) as writer:
        for number, told in enumerate(ROWS):
            row = _row(number, *told)
            writer.write(Article(id=row.article_id, text=""), [row])
    with asking(tables=(table,), texts=()) as client:
        desk = client.app.state.desk  # type: ignore[attr-defined] # Starlette's
        assert desk.reckoning.wait(60)
        yield client


@pytest.mark.parametrize("address", ["/series", f"/series/one?{EXPORT}", "/audit"])
def test_until_it_is_reckoned_pages_say_so(
    asking: Callable[..., AbstractContextManager[TestClient]], address: str
) -> None:
    with asking() as client:
        answer = client.get(address)
        api = client.get("/api/audit")
    assert answer.status_code == 202
    assert 'http-equiv="refresh"' in answer.text
    assert api.status_code == 503
    assert api.headers["retry-after"] == "5"


def test_series_are_listed_and_found_by_words(reckoned: TestClient) -> None:
    [one] = reckoned.get("/api/series").json()["series"]
    assert (one["indicator"], one["place"]) == ("vn.trade.export", "Gia Lai")
    assert (one["figures"], one["periods"]) == (7, 4)
    assert "/series/one?indicator=vn.trade.export" in reckoned.get("/series").text
    assert reckoned.get("/api/series?q=gia lai xuat khau").json()["found"] == 1
    assert reckoned.get("/api/series?q=gia lai gao").json()["found"] == 0


def test_every_point_of_a_chart_opens_its_sentence(reckoned: TestClient) -> None:
    page = reckoned.get(f"/series/one?{EXPORT}").text
    chart = page.partition('role="group"')[2].partition("</svg>")[0]
    links = re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"', chart)
    assert sorted(said for _, said in links) == [
        "2019: 500 m USD (actual, 2020-01-05)",
        "2019: 520 m USD (revised, 2020-01-09)",
        "2020: 580 m USD (actual, 2021-01-05)",
        "2021: 610 m USD (target, 2021-01-05)",
        "2021: 640 m USD (actual, 2022-01-05)",
        "2021: 900 m USD (actual, 2022-01-09)",
        "2022: 700 m USD (estimate, 2022-12-20)",
    ]
    for link, said in links:
        opened = reckoned.get(link.replace("&amp;", "&")).text
        assert said.split()[1] in opened
    assert chart.count('class="ring"') == 2
    assert chart.count('class="dot target"') == 1
    assert "conflict" in page


def test_cells_come_with_every_vintage(reckoned: TestClient) -> None:
    cells = reckoned.get(f"/api/series/cells?{EXPORT}").json()["cells"]
    assert [(c["period"], c["value"], c["aim"], c["conflict"]) for c in cells] == [
        ("2022", 700_000_000, "outcome", False),
        ("2021", 610_000_000, "target", False),
        ("2021", 900_000_000, "outcome", True),
        ("2021", 640_000_000, "outcome", True),
        ("2020", 580_000_000, "outcome", False),
        ("2019", 520_000_000, "outcome", False),
        ("2019", 500_000_000, "outcome", False),
    ]
    assert cells[0]["figures"][0]["article"] == "bài 4"


def test_findings_come_with_their_sentences(reckoned: TestClient) -> None:
    told = reckoned.get("/api/audit?kind=conflict").json()
    assert told["found"] >= 1
    first = told["findings"][0]
    assert {figure["article"] for figure in first["figures"]} == {"bài 5", "bài 6"}
    page = reckoned.get("/audit?kind=conflict").text
    assert "<mark>520</mark>" in page
    assert reckoned.get("/api/audit?verdict=contradicted&q=nope").json()["found"] == 0
    counts = reckoned.get("/api/articles").json()["articles"]
    marked = {one["id"] for one in counts if one["contradicted"] or one["doubtful"]}
    assert {"bài 5", "bài 6"} <= marked
    assert counts[0]["id"] in marked


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/series/one?indicator=none", 404),
        ("/series/one", 422),
        ("/api/series/cells?indicator=none", 200),
        ("/audit?verdict=wrong", 422),
        ("/audit?kind=none", 200),
        ("/series?page=0", 422),
    ],
)
def test_odd_addresses_have_plain_answers(
    reckoned: TestClient, address: str, code: int
) -> None:
    assert reckoned.get(address).status_code == code


def test_nothing_is_no_chart() -> None:
    assert charts_of([]) == []


def test_a_failed_reckoning_is_told(
    asking: Callable[..., AbstractContextManager[TestClient]], tmp_path: Path
) -> None:
    with asking() as client:
        reckoning = client.app.state.desk.reckoning  # type: ignore[attr-defined] # Starlette's
        reckoning._model = str(tmp_path / "none")  # noqa: SLF001
        assert not reckoning.wait(30)
        assert client.get("/api/series").status_code == 500
        assert client.get("/audit").status_code == 500
